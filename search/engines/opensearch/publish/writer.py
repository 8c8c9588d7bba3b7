"""Statements → one generation in the cluster, published whole or not at all.

What is offered is compared with what the serving generation holds. Where little changed, the new
generation begins as a copy of it (the cluster links its files) and only the changes are sent; else
everything is sent to an empty one. Either way nobody sees it before the alias moves.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from search.engines.folder_lock import FolderLock
from search.engines.offer_statement import OfferCollector
from search.engines.opensearch.cluster.bulk import Bulk
from search.engines.opensearch.cluster.client import Cluster
from search.engines.opensearch.cluster.publisher_lock import PublisherLock, make_work_index
from search.engines.opensearch.cluster.retry import RetryPolicy, retry
from search.engines.opensearch.layout.documents import analysed
from search.engines.opensearch.layout.manifest import read_noted
from search.engines.opensearch.layout.sidecar import read_counts
from search.engines.opensearch.publish.changes import Changes, changes, held_keys
from search.engines.opensearch.publish.generations import ClusterGenerations, load_alias
from search.engines.opensearch.publish.loading import load
from search.engines.opensearch.publish.publisher import GenerationFacts, Publisher
from search.engines.opensearch.publish.shared_builds import SharedBuilds
from search.engines.opensearch.query.read_statements import read_statements
from search.errors import DamagedIndex, IndexUnavailable, OtherVersion
from search.processes import process_count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from search.engine import Offer
    from search.engines.opensearch.layout.term_counts import TermCounts
    from search.records import Coverage, Manifest
    from search.settings import Settings

_GIVE_UP_SECONDS: Final = 10.0
_WORTH_COPYING: Final = 0.3  # of the statements; with more changes an empty index is sooner filled


class OpenSearchWriter(OfferCollector):
    """Builds a generation; entering takes the locks of the data folder and of the cluster.

    What the serving generation holds already is copied within the cluster, unless `anew`.
    """

    def __init__(self, settings: Settings, *, anew: bool = False) -> None:
        super().__init__()
        self._settings = settings
        self._anew = anew
        self._leaving = ExitStack()
        self._begun: str | None = None
        self.sent = 0
        """How many statements were sent to the cluster; it held the others."""

    def __enter__(self) -> Self:
        with ExitStack() as entering:
            entering.enter_context(FolderLock(self._settings.data))  # the ledger of pages is there
            self._cluster = Cluster(self._settings)
            entering.callback(self._cluster.close)
            self._cluster.check_version()
            prefix = self._settings.opensearch_prefix
            make_work_index(self._cluster, prefix, self._settings.opensearch_replicas)
            self._lock = PublisherLock(self._cluster, prefix)
            self._lock.take()
            entering.callback(self._lock.give_back)
            self._generations = ClusterGenerations(self._cluster, self._settings)
            self._sweep()
            self._leaving = entering.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Sweep what was not published, and let the next writer in."""
        with self._leaving:
            if self._begun is not None:
                self._give_up(self._begun)
            elif error is None:
                self._sweep()

    def publish(
        self,
        coverage: Coverage,
        sources: Sequence[str],
        *,
        sample: bool,
        forms: Mapping[str, Sequence[str]] | None = None,
    ) -> Manifest:
        """Make the generation durable, then the one that serves.

        `forms` are further names of persons, beside those printed in the statements. `sources`
        stay in the ledger of this machine, whose folders they are.
        """
        offers = self.offers
        name = self._generations.new_name(datetime.now(UTC))
        counts = self._write(name, self._generations.serving())
        publisher = Publisher(self._cluster, self._generations, self._lock)
        told = GenerationFacts(coverage, sample, forms or {})
        manifest = publisher.publish(name, counts, offers, told)
        self._begun = None
        return manifest

    def _give_up(self, begun: str) -> None:
        """Delete what was begun, at once: what went wrong is to be told soon.

        Where the cluster does not answer, the next run finds it and sweeps it.
        """
        with suppress(IndexUnavailable):
            self._generations.drop(begun, RetryPolicy(_GIVE_UP_SECONDS))

    def _sweep(self) -> None:
        """Delete what nobody goes on with; other machines may write a build of their own."""
        builds = SharedBuilds(self._cluster, self._settings.opensearch_prefix)
        self._generations.sweep(builds.open(datetime.now(UTC)))

    def _write(self, name: str, serving: str | None) -> TermCounts:
        """Fill the generation `name`; what its words count."""
        found = self._changes(serving)
        self._begun = name
        if serving is not None and found is not None:
            self._generations.begin_from(name, serving)
            return self._change(name, serving, found)
        self._generations.begin(name)
        return self._load(name, tuple(self.offers.values()))

    def _changes(self, serving: str | None) -> Changes | None:
        """What distinguishes the offers from the serving generation; None: too much, or unknown."""
        if serving is None or self._anew or not self._generations.can_begin_from(serving):
            return None
        try:
            read_noted(retry(lambda: self._cluster.meta(serving)), serving)
        except (OtherVersion, DamagedIndex):
            return None
        held = held_keys(self._cluster, serving)
        found = changes(self.offers, held)
        return found if found.count <= len(held) * _WORTH_COPYING else None

    def _change(self, name: str, serving: str, found: Changes) -> TermCounts:
        """Send what changed, take out what is gone; counts are kept by adding and taking off."""
        counts = retry(lambda: read_counts(self._cluster, serving))
        gone_or_old = [*found.replaced, *found.removed]
        for old in read_statements(self._cluster, serving, gone_or_old, patient=True):
            counts.add(analysed(old), sign=-1)
        counts.merge(self._load(name, found.wanted))
        bulk = Bulk(self._cluster, load_alias(name))
        for gone in found.removed:
            bulk.delete(gone)
        bulk.flush()
        return counts

    def _load(self, name: str, offers: Sequence[Offer]) -> TermCounts:
        self.sent = len(offers)
        jobs = process_count(self._settings.jobs)
        return load(offers, load_alias(name), self._settings, jobs)
