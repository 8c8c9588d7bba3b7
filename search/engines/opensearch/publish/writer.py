"""Statements → one generation in the cluster, published whole or not at all.

The offers are compared with what the serving generation holds. Where little changed, the new
generation begins as a clone of it (the cluster links its files) and only the changes are sent; else
everything is sent to an empty one. Either way nobody sees it before the alias moves.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from search.engines.offer_statement import OfferCollector
from search.engines.opensearch.cluster.bulk import Bulk
from search.engines.opensearch.cluster.publisher_lock import PublisherLock
from search.engines.opensearch.cluster.retry import RetryPolicy, retry
from search.engines.opensearch.layout.documents import analysed
from search.engines.opensearch.layout.manifest import read_manifest
from search.engines.opensearch.layout.sidecar import read_counts
from search.engines.opensearch.publish.changes import Changes, changes, document_keys
from search.engines.opensearch.publish.generations import load_alias
from search.engines.opensearch.publish.loading import load
from search.engines.opensearch.publish.publisher import GenerationFacts, open_publisher
from search.engines.opensearch.query.read_statements import read_statements
from search.errors import DamagedIndex, IndexUnavailable, OtherVersion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from search.engine import Offer
    from search.engines.opensearch.layout.term_counts import TermCounts
    from search.records import Coverage, Manifest
    from search.settings import Settings

_DROP_SECONDS: Final = 10.0  # the error that ended the run should be shown soon
_WORTH_CLONING: Final = 0.3  # of the statements; with more changes an empty index is sooner filled


class OpenSearchWriter(OfferCollector):
    """Builds a generation; entering takes the locks of the data folder and of the cluster.

    What the serving generation holds already is cloned within the cluster, unless `anew`.
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
            self._publisher = entering.enter_context(open_publisher(self._settings))
            self._cluster = self._publisher.cluster
            self._generations = self._publisher.generations
            lock = PublisherLock(self._cluster, self._settings.opensearch_prefix)
            self._lock = entering.enter_context(lock)
            self._publisher.sweep()
            self._leaving = entering.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Sweep what was not published, and let the next writer in.

        Where the cluster does not answer, the next run sweeps it.
        """
        with self._leaving:
            if self._begun is not None:
                with suppress(IndexUnavailable):
                    self._generations.drop(self._begun, RetryPolicy(_DROP_SECONDS))
            elif error is None:
                self._publisher.sweep()

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
        stay in the ledger of this machine, whose folders they are. Raises `NothingIndexed` where
        nothing was offered, `Busy` where another run took over, `CannotWrite` and
        `IndexUnavailable` where the cluster fails.
        """
        offers = self.offers
        name = self._generations.new_name(datetime.now(UTC))
        counts = self._write(name, self._generations.serving())
        facts = GenerationFacts(coverage, sample, forms or {})
        manifest = self._publisher.publish(name, counts, offers, facts, self._lock)
        self._begun = None
        return manifest

    def _write(self, name: str, serving: str | None) -> TermCounts:
        """Fill the generation `name`; its term counts."""
        found = self._changes(serving)
        self._begun = name
        if serving is not None and found is not None:
            self._generations.begin_from(name, serving)
            return self._change(name, serving, found)
        self._generations.begin(name)
        return self._load(name, tuple(self.offers.values()))

    def _changes(self, serving: str | None) -> Changes | None:
        """How the offers differ from the serving generation; None: too much, or nobody can say."""
        if serving is None or self._anew or not self._generations.can_begin_from(serving):
            return None
        try:
            read_manifest(retry(lambda: self._cluster.meta(serving)), serving)
        except (OtherVersion, DamagedIndex):
            return None
        keys = document_keys(self._cluster, serving)
        found = changes(self.offers, keys)
        return found if found.count <= len(keys) * _WORTH_CLONING else None

    def _change(self, name: str, serving: str, found: Changes) -> TermCounts:
        """Send and take out what changed; counts of former texts are subtracted."""
        counts = retry(lambda: read_counts(self._cluster, serving))
        former = [*found.replaced, *found.removed]
        for statement in read_statements(self._cluster, serving, former, patient=True):
            counts.add(analysed(statement), sign=-1)
        counts.merge(self._load(name, found.offers))
        bulk = Bulk(self._cluster, load_alias(name))
        for removed in found.removed:
            bulk.delete(removed)
        bulk.flush()
        return counts

    def _load(self, name: str, offers: Sequence[Offer]) -> TermCounts:
        self.sent = len(offers)
        return load(offers, load_alias(name), self._settings)
