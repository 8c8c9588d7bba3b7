"""Engines under contract: a name here and every test of this folder runs on it too."""

from __future__ import annotations

import os
import uuid
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from fake_opensearch.fixtures import fake as fake
from search.engines import open_engine, open_writer
from search.engines.reference import ReferenceEngine
from search.records import Coverage, Evidence, Manifest, Statement, StatementId, Turn, TurnKind
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from fake_opensearch import FakeCluster
    from search.engine import SearchEngine
    from search.settings import Settings

    Build = Callable[..., SearchEngine]

HOSTS = os.environ.get("ONRECORD_OPENSEARCH_HOSTS")
ENGINES = ("reference", "whoosh", "opensearch")
"""Of the cluster that is named (`make test-cluster` starts one), else of one in memory."""

COVERAGE = Coverage(1, 1, None, None, 0, 0, 0)
MANIFEST = Manifest("20200101T000000-s1", 1, "1", "reference", "2020-01-01T00:00:00", COVERAGE)


@pytest.fixture
def build_reference() -> Build:
    """Statements → a reference engine over them."""

    def build(
        *statements: Statement, forms: Mapping[str, Sequence[str]] | None = None
    ) -> SearchEngine:
        return ReferenceEngine(statements, MANIFEST, forms)

    return build


@pytest.fixture
def build_whoosh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    """Statements → a published Whoosh index of them, open."""
    opened: list[SearchEngine] = []

    def build(
        *statements: Statement, forms: Mapping[str, Sequence[str]] | None = None
    ) -> SearchEngine:
        settings = read_settings({"data": tmp_path_factory.mktemp("data")}, {})
        with open_writer(settings) as writer:
            writer.add(statements)
            writer.publish(COVERAGE, [], sample=False, forms=forms)
        opened.append(open_engine(settings))
        return opened[-1]

    yield build
    for engine in opened:
        with closing(engine):
            pass


class ClusterBuilds:
    """Publishes statements on the cluster that is named, and sweeps what it published."""

    def __init__(self, folders: Callable[[], Path], hosts: tuple[str, ...]) -> None:
        self._folders = folders
        self._hosts = hosts
        self._built: list[tuple[Settings, SearchEngine]] = []

    def build(
        self, *statements: Statement, forms: Mapping[str, Sequence[str]] | None = None
    ) -> SearchEngine:
        """Statements → a published generation of them, open."""
        flags = {
            "data": self._folders(),
            "engine": "opensearch",
            "opensearch_hosts": self._hosts,
            "opensearch_prefix": f"t{uuid.uuid4().hex[:12]}",
            "opensearch_shards": 2,  # so that counts and order are put together from parts
            "opensearch_replicas": 0,
        }
        given = read_settings(flags)
        with open_writer(given) as writer:
            writer.add(statements)
            writer.publish(COVERAGE, [], sample=False, forms=forms)
        self._built.append((given, open_engine(given)))
        return self._built[-1][1]

    def sweep(self) -> None:
        """Delete everything that was built."""
        from search.engines.opensearch.cluster.client import Cluster

        while self._built:
            settings, engine = self._built.pop()
            engine.close()
            with closing(Cluster(settings)) as cluster:
                for index in cluster.api.indices.get_alias(index=f"{settings.opensearch_prefix}-*"):
                    cluster.api.indices.delete(index=index)


@pytest.fixture
def hosts(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """The nodes to test on: those that ONRECORD_OPENSEARCH_HOSTS names, else one in memory."""
    if HOSTS:
        return read_settings({}).opensearch_hosts
    started: FakeCluster = request.getfixturevalue("fake")
    return (started.host,)


@pytest.fixture
def cluster_builds(
    tmp_path_factory: pytest.TempPathFactory, hosts: tuple[str, ...]
) -> Iterator[ClusterBuilds]:
    """Builds on the cluster, swept at the end."""
    builds = ClusterBuilds(lambda: tmp_path_factory.mktemp("data"), hosts)
    yield builds
    builds.sweep()


@pytest.fixture
def build_opensearch(cluster_builds: ClusterBuilds) -> Build:
    """Statements → a published generation of them on the cluster, open."""
    return cluster_builds.build


@pytest.fixture(params=[name for name in ENGINES if name != "reference"])
def build_anew(request: pytest.FixtureRequest) -> Build:
    """Statements → an engine in earnest; what was built before may be gone then."""
    found: Build = request.getfixturevalue(f"build_{request.param}")
    if request.param != "opensearch":
        return found
    builds: ClusterBuilds = request.getfixturevalue("cluster_builds")

    def build(*statements: Statement, **more: Any) -> SearchEngine:
        builds.sweep()
        return found(*statements, **more)

    return build


@pytest.fixture(params=ENGINES)
def build(request: pytest.FixtureRequest) -> Build:
    """Statements → an engine, each engine in its turn."""
    found: Build = request.getfixturevalue(f"build_{request.param}")
    return found


@pytest.fixture
def make_turn() -> Callable[..., Turn]:
    """A speaker and words → a turn; a narrative where the speaker is None."""

    def make(speaker: str | None, *paragraphs: str, n: int = 1, **more: Any) -> Turn:
        given: dict[str, Any] = {
            "kind": TurnKind.SPEECH if speaker else TurnKind.NARRATIVE,
            "evidence": Evidence.LABEL if speaker else Evidence.NONE,
            "label": speaker,
        }
        return Turn(n, paragraphs, speaker=speaker, **(given | more))

    return make


@pytest.fixture
def make_statement() -> Callable[..., Statement]:
    """A number and turns → a statement; turns are numbered anew, a paragraph each."""

    def make(number: int, *turns: Turn, **more: Any) -> Statement:
        from dataclasses import replace

        numbered, n = [], 1
        for turn in turns:
            numbered.append(replace(turn, n=n))
            n += max(len(turn.paragraphs), 1)
        lang = more.pop("lang", "en")
        given: dict[str, Any] = {"title": "Meeting", "number": number, "lang": lang}
        return Statement(
            id=StatementId(f"{lang}-{number}"), turns=tuple(numbered), **(given | more)
        )

    return make
