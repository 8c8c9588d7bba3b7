"""Fixtures of tests on a cluster, whichever `hosts` names; a conftest imports those it wants."""

from __future__ import annotations

import uuid
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from fake_opensearch.server import FakeCluster
from search.engines.opensearch.cluster.client import Cluster
from search.engines.opensearch.publish.writer import OpenSearchWriter
from search.records import Coverage, Evidence, Statement, StatementId, Turn, TurnKind
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from search.settings import Settings


@pytest.fixture
def fake() -> Iterator[FakeCluster]:
    """A cluster in memory; it was asked nothing that it does not know."""
    with FakeCluster() as cluster:
        yield cluster
    assert cluster.unknown == []


@pytest.fixture
def settings(tmp_path: Path, hosts: tuple[str, ...]) -> Iterator[Settings]:
    """Settings of a data folder and a prefix of the test's own; its indexes are deleted after."""
    prefix = f"t{uuid.uuid4().hex[:12]}"
    flags = {
        "data": tmp_path / "data",
        "engine": "opensearch",
        "opensearch_hosts": hosts,
        "opensearch_prefix": prefix,
        "opensearch_replicas": 0,
    }
    found = read_settings(flags)
    yield found
    with closing(Cluster(found)) as cluster:
        for index in cluster.api.indices.get_alias(index=f"{prefix}-*"):
            cluster.api.indices.delete(index=index)


@pytest.fixture
def cluster(settings: Settings) -> Iterator[Cluster]:
    """The cluster, to look at what lies in it."""
    with closing(Cluster(settings)) as found:
        yield found


@pytest.fixture
def make_statement() -> Callable[..., Statement]:
    """A number and texts → a statement of an invented speaker, a turn each text."""

    def make(number: int, *texts: str, **more: Any) -> Statement:
        turns = tuple(
            Turn(
                n,
                (text,),
                TurnKind.SPEECH,
                Evidence.LABEL,
                label="Alda Brune",
                speaker="Alda Brune",
            )
            for n, text in enumerate(texts or (f"words of {number}",), start=1)
        )
        given = {"lang": "en", "title": f"Meeting {number}", "number": number} | more
        return Statement(id=StatementId(f"en-{number}"), turns=turns, **given)

    return make


@pytest.fixture
def publish(settings: Settings) -> Callable[..., str]:
    """Statements → the name of the generation they were published as."""

    def run(*statements: Statement, **options: Any) -> str:
        with OpenSearchWriter(settings, **options) as writer:
            writer.add(statements)
            coverage = Coverage(1, 1, None, None, 0, 0, 0)
            return writer.publish(coverage, [], sample=False).generation

    return run
