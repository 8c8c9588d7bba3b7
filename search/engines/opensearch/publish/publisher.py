"""A generation whose statements are all in → one that serves, after it was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from search.analysis.tokenizer import VERSION as TEXT_VERSION
from search.engines.opensearch.layout.manifest import ENGINE_VERSION
from search.engines.opensearch.layout.sidecar import sidecar_index
from search.engines.opensearch.publish.verify import verify_loaded
from search.engines.opensearch.publish.write_sidecar import write_sidecar
from search.records import SCHEMA_VERSION, Manifest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.engine import Offer
    from search.engines.opensearch.cluster.client import Cluster
    from search.engines.opensearch.cluster.publisher_lock import PublisherLock
    from search.engines.opensearch.layout.term_counts import TermCounts
    from search.engines.opensearch.publish.generations import ClusterGenerations
    from search.records import Coverage, StatementId


@dataclass(frozen=True, slots=True)
class GenerationFacts:
    """What a publisher is told of a generation beside its statements.

    `forms` are further names of persons, by id. Sources of pages are not among it: they are folders
    of one machine, which its ledger remembers.
    """

    coverage: Coverage
    sample: bool
    forms: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Publisher:
    """Publishes to one cluster, under the lock."""

    cluster: Cluster
    generations: ClusterGenerations
    lock: PublisherLock

    def publish(
        self,
        name: str,
        counts: TermCounts,
        offers: Mapping[StatementId, Offer],
        told: GenerationFacts,
        *,
        build: str = "",
    ) -> Manifest:
        """Write what stands beside the statements, compare a sample, and let `name` serve.

        `build` is what several machines call the build that this generation is of.
        """
        self.generations.show(name)
        write_sidecar(self.cluster, name, counts, told.forms)
        self.generations.show(sidecar_index(name))
        verify_loaded(self.cluster, name, offers)
        manifest = Manifest(
            generation=name,
            schema=SCHEMA_VERSION,
            text=TEXT_VERSION,
            engine=ENGINE_VERSION,
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            coverage=told.coverage,
            sample=told.sample,
        )
        serving = self.generations.serving()
        self.generations.finish(name, manifest, build=build)
        self.lock.keep()
        self.generations.serve(name, serving)
        return manifest
