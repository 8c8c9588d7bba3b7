"""Settings → the generation of a cluster that serves, opened, followed or verified."""

from __future__ import annotations

import weakref
from contextlib import ExitStack
from time import monotonic
from typing import TYPE_CHECKING, Final

from search.engines.opensearch.cluster.client import Cluster
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.publish.verify import verify
from search.errors import DamagedIndex, NoIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.settings import Settings

_FRESH_SECONDS: Final = 1.0  # how long the alias is not looked up again


class ClusterGenerationSource:
    """The generations of one prefix, and which of them serves; safe to share between threads."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = monotonic) -> None:
        self._prefix = settings.opensearch_prefix
        self._hosts = ", ".join(settings.opensearch_hosts)
        self.cluster = Cluster(settings)
        self.close = weakref.finalize(self, self.cluster.close)
        self._clock = clock
        self._known: tuple[float, str] | None = None  # until when, and which serves
        self._version_known = False

    def current(self) -> str:
        """The name of the generation that serves.

        Raises `NoIndex` where nothing was published, `OtherVersion` for a cluster that is too old,
        and `IndexUnavailable` where it does not answer.
        """
        known = self._known
        if known is not None and self._clock() < known[0]:
            return known[1]
        if not self._version_known:
            self.cluster.check_version()
            self._version_known = True
        name = self.cluster.serving(self._prefix)
        if name is None:
            raise NoIndex(
                f"there is no index {self._prefix} in the cluster at {self._hosts} yet; run"
                " `onrecord index PATH…` with the folder of your saved pages"
            )
        self._known = (self._clock() + _FRESH_SECONDS, name)
        return name

    def open(self, name: str, on_close: Callable[[], object] | None = None) -> OpenSearchEngine:
        """The generation of that name; `on_close` is called when it is closed.

        Raises `DamagedIndex` where it is not there or not whole, `OtherVersion` for another layout.
        """
        try:
            return OpenSearchEngine(self.cluster, name, on_close)
        except DamagedIndex:
            self._known = None  # it may have been swept since it was named
            raise


def open_serving(settings: Settings) -> OpenSearchEngine:
    """The generation that serves, with connections of its own that it closes."""
    source = ClusterGenerationSource(settings)
    with ExitStack() as opening:
        opening.callback(source.close)
        engine = source.open(source.current(), source.close)
        opening.pop_all()
    return engine


def verify_serving(settings: Settings) -> tuple[str, ...]:
    """What is wrong with the generation that serves, in sentences; nothing when all is well."""
    source = ClusterGenerationSource(settings)
    with ExitStack() as leaving:
        leaving.callback(source.close)
        return verify(source.cluster, source.current())
