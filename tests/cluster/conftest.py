"""A cluster to test on: the one that ONRECORD_OPENSEARCH_HOSTS names, each test with own indexes.

`make test-cluster` starts one and names it, and there it is no choice; elsewhere tests that need
one skip and say so.
"""

from __future__ import annotations

import os
import uuid
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from search.engines.opensearch.cluster.client import Cluster
from search.records import Coverage, Evidence, Statement, StatementId, Turn, TurnKind
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from search.settings import Settings

COVERAGE = Coverage(1, 1, None, None, 0, 0, 0)


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """Settings of a data folder and a prefix of the test's own; its indexes are deleted after."""
    if not os.environ.get("ONRECORD_OPENSEARCH_HOSTS"):
        pytest.skip("ONRECORD_OPENSEARCH_HOSTS names no cluster; make test-cluster starts one")
    prefix = f"t{uuid.uuid4().hex[:12]}"
    flags = {
        "data": tmp_path / "data",
        "engine": "opensearch",
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
    from search.engines.opensearch.publish.writer import OpenSearchWriter

    def run(*statements: Statement, **options: Any) -> str:
        with OpenSearchWriter(settings, **options) as writer:
            writer.add(statements)
            return writer.publish(COVERAGE, [], sample=False).generation

    return run
