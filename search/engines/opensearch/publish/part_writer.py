"""Statements → one part of a build by several machines; the last part publishes the whole.

Parts are written without the publisher's lock, side by side or one after the other; the docstring
of the package tells how the machines agree. A part that was stopped is run again; one that is done
is not written twice.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from search.engine import Unfinished
from search.engines.offer_statement import OfferCollector
from search.engines.opensearch.cluster.publisher_lock import PublisherLock
from search.engines.opensearch.cluster.retry import RetryPolicy, retry
from search.engines.opensearch.layout.manifest import read_manifest
from search.engines.opensearch.layout.sidecar import sidecar_index
from search.engines.opensearch.publish.build_part import build_name
from search.engines.opensearch.publish.generations import load_alias
from search.engines.opensearch.publish.loading import load
from search.engines.opensearch.publish.publisher import GenerationFacts, open_publisher
from search.engines.opensearch.publish.shared_builds import BuildParts
from search.errors import Busy

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

    def __init__(self, settings: Settings, part: BuildPart) -> None:
        super().__init__()
        self._settings = settings
        self._part = part
        self._leaving = ExitStack()

    def __enter__(self) -> Self:
        self._publisher = self._leaving.enter_context(open_publisher(self._settings))
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
        """Write this part; publish the whole where it was the last one.

        Raises `NothingIndexed` where nothing was offered, `Busy` where another run publishes for
        ten minutes, `CannotWrite` and `IndexUnavailable` where the cluster fails.
        """
        shards = self._settings.opensearch_shards
        build = build_name(self.offers.values(), self._part.total, shards)
        served = self._served(build)
        if served is not None:
            return served
        now, generations = datetime.now(UTC), self._publisher.generations
        name = self._publisher.builds.generation(build, generations.new_name(now), now)
        generations.begin(name)
        parts = BuildParts(self._publisher.cluster, name, self._part.total)
        again = self._part.number not in parts.missing()
        if not again:
            self._write(parts)
        left = parts.missing()
        if left:
            return Unfinished(str(self._part), parts.begun(left), again)
        return self._publish_whole(parts, build, GenerationFacts(coverage, sample, forms or {}))

    def _write(self, parts: BuildParts) -> None:
        """Write the statements of this part."""
        parts.begin(self._part.number)
        mine = [one for one in self.offers.values() if self._part.has(one.id)]
        counts = load(mine, load_alias(parts.generation), self._settings)
        parts.finish(self._part.number, counts)

    def _publish_whole(self, parts: BuildParts, build: str, facts: GenerationFacts) -> Manifest:
        """Publish under the lock; of two parts that end together the second finds it served."""
        with ExitStack() as leaving:
            lock = self._lock(leaving)
            return self._served(build) or self._published(parts, build, facts, lock)

    def _lock(self, leaving: ExitStack) -> PublisherLock:
        """The publisher's lock, as soon as others give it back."""
        policy = RetryPolicy(_LOCK_SECONDS)
        cluster, prefix = self._publisher.cluster, self._settings.opensearch_prefix
        while True:
            try:
                return leaving.enter_context(PublisherLock(cluster, prefix))
            except Busy:
                if not policy.wait():
                    raise

    def _published(
        self, parts: BuildParts, build: str, facts: GenerationFacts, lock: PublisherLock
    ) -> Manifest:
        self._publisher.generations.refresh(sidecar_index(parts.generation))
        manifest = self._publisher.publish(
            parts.generation, parts.counts(), self.offers, facts, lock, build=build
        )
        self._publisher.builds.forget(build)
        self._publisher.sweep()
        return manifest

    def _served(self, build: str) -> Manifest | None:
        """The manifest of the generation that serves, where it is of this build."""
        serving = self._publisher.generations.serving()
        if serving is None:
            return None
        meta = retry(lambda: self._publisher.cluster.meta(serving))
        return read_manifest(meta, serving) if meta.get("build") == build else None
