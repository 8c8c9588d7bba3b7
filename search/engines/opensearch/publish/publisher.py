"""A generation whose statements are all loaded → one that serves, once a sample was compared."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING

from search.analysis.tokenizer import VERSION as TEXT_VERSION
from search.engines.folder_lock import FolderLock
from search.engines.opensearch.cluster.bulk import Bulk
from search.engines.opensearch.cluster.client import Cluster
from search.engines.opensearch.cluster.publisher_lock import make_work_index
from search.engines.opensearch.cluster.retry import retry
from search.engines.opensearch.layout.manifest import ENGINE_VERSION
from search.engines.opensearch.layout.name_tables import read_tables
from search.engines.opensearch.layout.sidecar import (
    FORMS,
    TABLES,
    count_documents,
    sidecar_document,
    sidecar_index,
)
from search.engines.opensearch.publish.generations import ClusterGenerations, load_alias
from search.engines.opensearch.publish.shared_builds import SharedBuilds
from search.engines.opensearch.publish.verify import verify_loaded
from search.records import SCHEMA_VERSION, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from search.engine import Offer
    from search.engines.opensearch.cluster.publisher_lock import PublisherLock
    from search.engines.opensearch.layout.term_counts import TermCounts
    from search.records import Coverage, StatementId
    from search.settings import Settings


@dataclass(frozen=True, slots=True)
class GenerationFacts:
    """What a writer knows of a generation beside its statements.

    `forms` are further names of persons, by id. Sources of pages are not among it: they are folders
    of one machine, which its ledger remembers.
    """

    coverage: Coverage
    sample: bool
    forms: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Publisher:
    """The generations of one prefix, open for writing."""

    cluster: Cluster
    generations: ClusterGenerations
    builds: SharedBuilds

    def publish(
        self,
        name: str,
        counts: TermCounts,
        offers: Mapping[StatementId, Offer],
        facts: GenerationFacts,
        lock: PublisherLock,
        *,
        build: str = "",
    ) -> Manifest:
        """Write the sidecar, compare a sample, and let `name` serve.

        `build` is the name of the build by several machines that this generation is of. Raises
        `CannotWrite` where the sample differs, and `Busy` where another run took over meanwhile.
        """
        self.generations.refresh(name)
        write_sidecar(self.cluster, name, counts, facts.forms)
        self.generations.refresh(sidecar_index(name))
        verify_loaded(self.cluster, name, offers)
        manifest = Manifest(
            generation=name,
            schema=SCHEMA_VERSION,
            text=TEXT_VERSION,
            engine=ENGINE_VERSION,
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            coverage=facts.coverage,
            sample=facts.sample,
        )
        serving = self.generations.serving()
        self.generations.finish(name, manifest, build=build)
        lock.renew()
        self.generations.serve(name, serving)
        return manifest

    def sweep(self) -> None:
        """Delete unfinished and old generations, but those of builds by other machines."""
        self.generations.sweep(self.builds.generations(datetime.now(UTC)))


@contextmanager
def open_publisher(settings: Settings) -> Iterator[Publisher]:
    """The generations that `settings` name, with the data folder locked: its ledger is read too.

    Raises `Busy` where another run holds the folder, and `OtherVersion` for another cluster.
    """
    prefix = settings.opensearch_prefix
    with FolderLock(settings.data), closing(Cluster(settings)) as cluster:
        cluster.check_version()
        make_work_index(cluster, prefix, settings.opensearch_replicas)
        generations = ClusterGenerations(cluster, settings)
        yield Publisher(cluster, generations, SharedBuilds(cluster, prefix))


def write_sidecar(
    cluster: Cluster, name: str, counts: TermCounts, forms: Mapping[str, Sequence[str]]
) -> None:
    """Write term counts, name tables and forms of names of a generation that is refreshed."""
    tables = retry(lambda: read_tables(cluster, name))
    further = {person: list(names) for person, names in forms.items()}
    documents = chain(
        count_documents(counts),
        [sidecar_document(TABLES, tables.shape()), sidecar_document(FORMS, further)],
    )
    bulk = Bulk(cluster, load_alias(sidecar_index(name)))
    for part, document in documents:
        bulk.index(part, document)
    bulk.flush()
