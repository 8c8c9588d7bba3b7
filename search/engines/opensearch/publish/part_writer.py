"""Statements → the part of a generation that is this machine's; the last part publishes it.

Parts are written without the publisher's lock, side by side or one after the other, into a
generation that all machines know by what they hold. A part that was stopped is run again; one that
is done is not written twice.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from search.engine import Unfinished
from search.engines.folder_lock import FolderLock
from search.engines.offer_statement import OfferCollector
from search.engines.opensearch.cluster.client import Cluster
from search.engines.opensearch.cluster.publisher_lock import PublisherLock, make_work_index
from search.engines.opensearch.cluster.retry import RetryPolicy, retry
from search.engines.opensearch.layout.manifest import read_noted
from search.engines.opensearch.layout.sidecar import sidecar_index
from search.engines.opensearch.publish.build_part import build_name
from search.engines.opensearch.publish.generations import ClusterGenerations, load_alias
from search.engines.opensearch.publish.loading import load
from search.engines.opensearch.publish.publisher import GenerationFacts, Publisher
from search.engines.opensearch.publish.shared_builds import (
    SharedBuilds,
    begin,
    begun,
    counted,
    hand_in,
    missing,
)
from search.errors import Busy
from search.processes import process_count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from search.engines.opensearch.publish.build_part import BuildPart
    from search.records import Coverage, Manifest
    from search.settings import Settings

_LOCK_SECONDS: Final = 600.0  # another part may be publishing, or another run be under way


class PartWriter(OfferCollector):
    """Writes one part of a build; entering takes the lock of the data folder."""

    def __init__(self, settings: Settings, share: BuildPart) -> None:
        super().__init__()
        self._settings = settings
        self._share = share
        self._leaving = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as entering:
            entering.enter_context(FolderLock(self._settings.data))  # the ledger of pages is there
            self._cluster = Cluster(self._settings)
            entering.callback(self._cluster.close)
            self._cluster.check_version()
            prefix = self._settings.opensearch_prefix
            make_work_index(self._cluster, prefix, self._settings.opensearch_replicas)
            self._generations = ClusterGenerations(self._cluster, self._settings)
            self._builds = SharedBuilds(self._cluster, prefix)
            self._leaving = entering.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go; what was written stays for the other parts, or for this one run again."""
        self._leaving.close()

    def publish(
        self,
        coverage: Coverage,
        sources: Sequence[str],
        *,
        sample: bool,
        forms: Mapping[str, Sequence[str]] | None = None,
    ) -> Manifest | Unfinished:
        """Write this part; publish the whole where it was the last one."""
        build = build_name(self.offers.values(), self._share.of, self._settings.opensearch_shards)
        served = self._served(build)
        if served is not None:
            return served
        now = datetime.now(UTC)
        name = self._builds.generation(build, self._generations.new_name(now), now)
        self._generations.begin(name)
        again = not self._write(name)
        left = missing(self._cluster, name, self._share.of)
        if left:
            return Unfinished(str(self._share), begun(self._cluster, name, left), again)
        return self._publish_whole(name, build, GenerationFacts(coverage, sample, forms or {}))

    def _write(self, name: str) -> bool:
        """Write the statements of this part; False where they are written already."""
        if self._share.number not in missing(self._cluster, name, self._share.of):
            return False
        begin(self._cluster, name, self._share)
        mine = [one for one in self.offers.values() if self._share.has(one.id)]
        jobs = process_count(self._settings.jobs)
        hand_in(
            self._cluster, name, self._share, load(mine, load_alias(name), self._settings, jobs)
        )
        return True

    def _publish_whole(self, name: str, build: str, told: GenerationFacts) -> Manifest:
        """Publish under the lock; two parts that end together both come here, one of them late."""
        patience = RetryPolicy(_LOCK_SECONDS)
        while True:
            lock = PublisherLock(self._cluster, self._settings.opensearch_prefix)
            try:
                lock.take()
            except Busy:
                if not patience.wait():
                    raise
                continue
            try:
                return self._served(build) or self._published(name, build, told, lock)
            finally:
                lock.give_back()

    def _published(
        self, name: str, build: str, told: GenerationFacts, lock: PublisherLock
    ) -> Manifest:
        self._generations.show(sidecar_index(name))
        counts = counted(self._cluster, name, self._share.of)
        publisher = Publisher(self._cluster, self._generations, lock)
        manifest = publisher.publish(name, counts, self.offers, told, build=build)
        self._builds.forget(build)
        self._generations.sweep(self._builds.open(datetime.now(UTC)))
        return manifest

    def _served(self, build: str) -> Manifest | None:
        """The manifest of the generation that serves, where it is of this build."""
        serving = self._generations.serving()
        if serving is None:
            return None
        meta = retry(lambda: self._cluster.meta(serving))
        return read_noted(meta, serving) if meta.get("build") == build else None
