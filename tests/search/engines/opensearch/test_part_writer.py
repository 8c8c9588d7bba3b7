"""One build by several machines: each writes its part, the last one publishes the whole."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from search.engine import Unfinished
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.publish.build_part import BuildPart
from search.engines.opensearch.publish.changes import document_keys
from search.engines.opensearch.publish.part_writer import PartWriter
from search.engines.opensearch.publish.verify import verify
from search.records import Coverage, Manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from search.engines.opensearch.cluster.client import Cluster
    from search.records import Statement
    from search.settings import Settings

    Machine = Callable[..., Manifest | Unfinished]


@pytest.fixture
def machine(settings: Settings, tmp_path: Path) -> Machine:
    """A part and statements → what comes of it on a machine with a data folder of its own."""

    def run(number: int, of: int, statements: Sequence[Statement]) -> Manifest | Unfinished:
        own = replace(settings, data=tmp_path / f"machine-{number}")
        with PartWriter(own, BuildPart(number, of)) as writer:
            writer.add(statements)
            total = Coverage(len(statements), len(statements), None, None, 0, 0, 0)
            return writer.publish(total, [], sample=False)

    return run


def missing(outcome: Manifest | Unfinished) -> list[int]:
    """The parts that a build lacks still."""
    assert isinstance(outcome, Unfinished)
    return list(outcome.missing)


def test_the_last_part_publishes_what_all_parts_wrote(
    settings: Settings,
    cluster: Cluster,
    machine: Machine,
    make_statement: Callable[..., Statement],
) -> None:
    statements = [make_statement(number) for number in range(1, 12)]
    assert missing(machine(2, 3, statements)) == [1, 3]
    assert missing(machine(3, 3, statements)) == [1]
    assert cluster.aliased(settings.opensearch_prefix) == ()
    published = machine(1, 3, statements)
    assert isinstance(published, Manifest)
    assert cluster.aliased(settings.opensearch_prefix) == (published.generation,)
    assert verify(cluster, published.generation) == ()
    with closing(OpenSearchEngine(cluster, published.generation)) as engine:
        assert [engine.statement(one.id) for one in statements] == statements


def test_a_part_run_again_after_the_build_is_out_finds_it_served(
    machine: Machine,
    make_statement: Callable[..., Statement],
) -> None:
    statements = [make_statement(number) for number in range(1, 5)]
    machine(1, 2, statements)
    published = machine(2, 2, statements)
    assert isinstance(published, Manifest)
    assert machine(1, 2, statements) == published


def test_machines_that_hold_other_statements_do_not_mix(
    settings: Settings,
    cluster: Cluster,
    machine: Machine,
    make_statement: Callable[..., Statement],
) -> None:
    statements = [make_statement(number) for number in range(1, 5)]
    machine(1, 2, statements)
    assert missing(machine(2, 2, [*statements, make_statement(5)])) == [1]
    assert cluster.aliased(settings.opensearch_prefix) == ()


def test_another_run_between_the_parts_leaves_them_what_they_wrote(
    settings: Settings,
    cluster: Cluster,
    machine: Machine,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
) -> None:
    statements = [make_statement(number) for number in range(1, 5)]
    machine(1, 2, statements)
    publish(make_statement(99))
    assert isinstance(machine(2, 2, statements), Manifest)
    assert sorted(document_keys(cluster, settings.opensearch_prefix)) == [
        one.id for one in statements
    ]


def test_a_part_without_statements_is_a_part(
    machine: Machine,
    make_statement: Callable[..., Statement],
) -> None:
    statements = [make_statement(3)]
    for number in (1, 2, 3):
        assert isinstance(machine(number, 4, statements), Unfinished)
    assert isinstance(machine(4, 4, statements), Manifest)


def test_a_part_written_again_is_told_and_changes_nothing(
    machine: Machine, make_statement: Callable[..., Statement]
) -> None:
    statements = [make_statement(number) for number in range(1, 7)]
    assert machine(2, 3, statements) == Unfinished("2/3", {1: "", 3: ""})
    assert machine(2, 3, statements) == Unfinished("2/3", {1: "", 3: ""}, again=True)


def test_a_part_that_was_begun_and_not_finished_is_told_with_who_began_it(
    machine: Machine,
    make_statement: Callable[..., Statement],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    statements = [make_statement(number) for number in range(1, 7)]
    with monkeypatch.context() as patched:
        patched.setattr("search.engines.opensearch.publish.part_writer.load", dies)
        with pytest.raises(KeyboardInterrupt):
            machine(1, 3, statements)
    left = machine(2, 3, statements)
    assert isinstance(left, Unfinished)
    assert left.missing[1].startswith(f"begun by process {os.getpid()} on ")
    assert left.missing[3] == ""
    assert missing(machine(1, 3, statements)) == [3]  # run again, it is written
    assert isinstance(machine(3, 3, statements), Manifest)
