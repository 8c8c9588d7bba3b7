"""One build by several machines: each writes its part, the last one publishes the whole."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.held import held_keys
from search.engines.opensearch.shares import Share
from search.engines.opensearch.sharing import ShareWriter
from search.engines.opensearch.verify import verify
from search.records import Coverage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from search.engines.opensearch.client import Cluster
    from search.records import Manifest, Statement
    from search.settings import Settings

pytestmark = pytest.mark.cluster


@pytest.fixture
def machine(
    settings: Settings, tmp_path: Path
) -> Callable[..., tuple[Manifest | None, tuple[int, ...]]]:
    """A part and statements → what a machine with a data folder of its own publishes and misses."""

    def run(
        number: int, of: int, statements: Sequence[Statement]
    ) -> tuple[Manifest | None, tuple[int, ...]]:
        own = replace(settings, data=tmp_path / f"machine-{number}")
        with ShareWriter(own, Share(number, of)) as writer:
            writer.add(statements)
            total = Coverage(len(statements), len(statements), None, None, 0, 0, 0)
            return writer.publish(total, [], sample=False), writer.missing

    return run


def test_the_last_part_publishes_what_all_parts_wrote(
    settings: Settings,
    cluster: Cluster,
    machine: Callable[..., tuple[Manifest | None, tuple[int, ...]]],
    make_statement: Callable[..., Statement],
) -> None:
    statements = [make_statement(number) for number in range(1, 12)]
    assert machine(2, 3, statements) == (None, (1, 3))
    assert machine(3, 3, statements) == (None, (1,))
    assert cluster.aliased(settings.opensearch_prefix) == ()
    published, left = machine(1, 3, statements)
    assert published is not None
    assert left == ()
    assert cluster.aliased(settings.opensearch_prefix) == (published.generation,)
    assert verify(cluster, published.generation) == ()
    with closing(OpenSearchEngine(cluster, published.generation)) as engine:
        assert [engine.statement(one.id) for one in statements] == statements


def test_a_part_run_again_after_the_build_is_out_finds_it_served(
    machine: Callable[..., tuple[Manifest | None, tuple[int, ...]]],
    make_statement: Callable[..., Statement],
) -> None:
    statements = [make_statement(number) for number in range(1, 5)]
    machine(1, 2, statements)
    published, _ = machine(2, 2, statements)
    assert machine(1, 2, statements) == (published, ())


def test_machines_that_hold_other_statements_do_not_mix(
    settings: Settings,
    cluster: Cluster,
    machine: Callable[..., tuple[Manifest | None, tuple[int, ...]]],
    make_statement: Callable[..., Statement],
) -> None:
    statements = [make_statement(number) for number in range(1, 5)]
    machine(1, 2, statements)
    assert machine(2, 2, [*statements, make_statement(5)]) == (None, (1,))
    assert cluster.aliased(settings.opensearch_prefix) == ()


def test_another_run_between_the_parts_leaves_them_what_they_wrote(
    settings: Settings,
    cluster: Cluster,
    machine: Callable[..., tuple[Manifest | None, tuple[int, ...]]],
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
) -> None:
    statements = [make_statement(number) for number in range(1, 5)]
    machine(1, 2, statements)
    publish(make_statement(99))
    published, _ = machine(2, 2, statements)
    assert published is not None
    assert sorted(held_keys(cluster, settings.opensearch_prefix)) == [one.id for one in statements]


def test_a_part_without_statements_is_a_part(
    machine: Callable[..., tuple[Manifest | None, tuple[int, ...]]],
    make_statement: Callable[..., Statement],
) -> None:
    statements = [make_statement(3)]
    for number in (1, 2, 3):
        assert machine(number, 4, statements)[0] is None
    published, _ = machine(4, 4, statements)
    assert published is not None
