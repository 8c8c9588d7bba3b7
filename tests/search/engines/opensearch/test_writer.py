"""Statements on their way into the cluster: whole or not at all, only what changed, in turns."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from search.engine import Offer
from search.engines.offer_statement import offered
from search.engines.opensearch.cluster.bulk import Bulk
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.layout.documents import analysed
from search.engines.opensearch.layout.sidecar import read_counts
from search.engines.opensearch.layout.term_counts import TermCounts
from search.engines.opensearch.publish.changes import document_keys
from search.engines.opensearch.publish.generations import ClusterGenerations, load_alias
from search.engines.opensearch.publish.loading import TASK_CHARS
from search.engines.opensearch.publish.verify import verify
from search.engines.opensearch.publish.writer import OpenSearchWriter
from search.engines.opensearch.query.read_statements import read_statements
from search.errors import Busy, CannotWrite, NothingIndexed
from search.records import Coverage, Manifest, Statement, StatementId

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engines.opensearch.cluster.client import Cluster
    from search.settings import Settings

COVERAGE = Coverage(1, 1, None, None, 0, 0, 0)


def served(cluster: Cluster, settings: Settings) -> list[str]:
    """Ids of all statements that serve."""
    return sorted(document_keys(cluster, settings.opensearch_prefix))


def test_what_is_published_reads_back_as_it_was_given(
    cluster: Cluster, publish: Callable[..., str], make_statement: Callable[..., Statement]
) -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    given = make_statement(7, "one", "two", lead="Of words", place="Fort Alba", indexed=moment)
    name = publish(given, make_statement(8))
    assert list(read_statements(cluster, name, ["en-7"])) == [given]
    assert verify(cluster, name) == (
        f"the index {name} holds 2 statements where 1 were published; run `onrecord index --full`"
        " to build it anew from the remembered sources",  # the coverage given was of one
    )


def test_only_what_changed_is_loaded_and_sent_and_the_counts_follow(
    settings: Settings,
    cluster: Cluster,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
) -> None:
    statements = {number: make_statement(number, f"word{number}") for number in range(1, 21)}
    publish(*statements.values())
    del statements[3]
    statements[5] = make_statement(5, "another")
    loaded: list[str] = []

    def watched(statement: Statement) -> Offer:
        def load() -> Statement:
            loaded.append(statement.id)
            return statement

        return replace(offered(statement), load=load)

    with OpenSearchWriter(settings) as writer:
        writer.offer(map(watched, statements.values()))
        name = writer.publish(COVERAGE, [], sample=False).generation
        sent = writer.sent
    assert sent == 1
    assert loaded.count("en-5") >= 1
    assert served(cluster, settings) == sorted(f"en-{number}" for number in statements)
    (changed,) = read_statements(cluster, settings.opensearch_prefix, ["en-5"])
    assert changed.turns[0].paragraphs == ("another",)
    expected = TermCounts()
    for one in statements.values():
        expected.add(analysed(one))
    assert read_counts(cluster, name).equals(expected)


def test_a_new_moment_of_indexing_alone_is_a_change(
    cluster: Cluster, publish: Callable[..., str], make_statement: Callable[..., Statement]
) -> None:
    first, second = (datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2))
    others = [make_statement(number) for number in range(2, 9)]
    publish(make_statement(1, indexed=first), *others)
    name = publish(make_statement(1, indexed=second), *others)
    assert [one.indexed for one in read_statements(cluster, name, ["en-1"])] == [second]


def test_a_writer_left_without_publishing_leaves_no_trace(
    settings: Settings,
    cluster: Cluster,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
) -> None:
    name = publish(make_statement(1))

    def broken() -> Statement:
        raise RuntimeError("a page that cannot be read")

    def attempt() -> None:
        with OpenSearchWriter(settings, anew=True) as writer:
            writer.offer([Offer(StatementId("en-2"), "d", broken)])
            writer.publish(COVERAGE, [], sample=False)

    with pytest.raises(RuntimeError, match="cannot be read"):
        attempt()
    assert cluster.aliased(settings.opensearch_prefix) == (name,)
    assert served(cluster, settings) == ["en-1"]
    found = cluster.api.indices.get_alias(index=f"{settings.opensearch_prefix}-2*")
    assert sorted(found) == [name, f"{name}-side"]


def test_nothing_offered_publishes_nothing(settings: Settings, cluster: Cluster) -> None:
    with pytest.raises(NothingIndexed), OpenSearchWriter(settings) as writer:
        writer.publish(COVERAGE, [], sample=False)
    assert cluster.aliased(settings.opensearch_prefix) == ()


def test_an_id_given_twice_is_refused(
    settings: Settings, make_statement: Callable[..., Statement]
) -> None:
    with OpenSearchWriter(settings) as writer, pytest.raises(ValueError, match="en-1 was given"):
        writer.add([make_statement(1), make_statement(1)])


def test_older_generations_are_kept_as_told_and_debris_is_swept(
    settings: Settings,
    cluster: Cluster,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
) -> None:
    generations = ClusterGenerations(cluster, settings)
    debris = generations.new_name(datetime.now(UTC))
    generations.begin(debris)
    names = [publish(make_statement(1, f"round {n}")) for n in range(4)]
    found = cluster.api.indices.get_alias(index=f"{settings.opensearch_prefix}-2*")
    kept = names[-1 - settings.keep_generations :]
    assert sorted(found) == sorted([*kept, *(f"{name}-side" for name in kept)])


def test_a_generation_is_not_published_twice_nor_over_another(
    settings: Settings,
    cluster: Cluster,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
) -> None:
    first, second = publish(make_statement(1)), publish(make_statement(2))
    generations = ClusterGenerations(cluster, settings)
    third = generations.new_name(datetime.now(UTC))
    generations.begin(third)
    generations.finish(third, Manifest(third, 1, "", "", "", COVERAGE))
    with pytest.raises(Busy, match="moved by another run"):
        generations.serve(third, first)  # believes that the first one serves still
    assert cluster.aliased(settings.opensearch_prefix) == (second,)


def test_what_comes_after_an_index_was_given_up_makes_no_new_one(
    settings: Settings, cluster: Cluster, make_statement: Callable[..., Statement]
) -> None:
    gone = f"{settings.opensearch_prefix}-20200101t000000.000000-s1"
    bulk = Bulk(cluster, load_alias(gone))
    bulk.index("en-1", {"id": "en-1"})
    with pytest.raises(CannotWrite, match="en-1"):
        bulk.flush()
    assert not cluster.api.indices.exists(index=load_alias(gone))
    assert not cluster.api.indices.exists(index=gone)


def test_a_document_that_the_mapping_does_not_know_is_told(
    settings: Settings, cluster: Cluster
) -> None:
    generations = ClusterGenerations(cluster, settings)
    name = generations.new_name(datetime.now(UTC))
    generations.begin(name)
    bulk = Bulk(cluster, load_alias(name))
    bulk.index("en-1", {"id": "en-1", "colour": "blue"})
    with pytest.raises(CannotWrite, match=r"did not take en-1 \(400: strict_dynamic_mapping"):
        bulk.flush()


def test_more_than_a_task_of_statements_is_divided_among_processes(
    settings: Settings, cluster: Cluster, make_statement: Callable[..., Statement]
) -> None:
    statements = [make_statement(number) for number in range(1, 41)]
    heavy = [replace(offered(one), chars=TASK_CHARS // 8) for one in statements]
    with OpenSearchWriter(replace(settings, jobs=2)) as writer:
        writer.offer(heavy)
        name = writer.publish(Coverage(40, 40, None, None, 0, 0, 0), [], sample=False).generation
    assert verify(cluster, name) == ()
    with closing(OpenSearchEngine(cluster, name)) as engine:
        assert engine.statement(StatementId("en-40")) == statements[-1]


def test_an_index_that_lost_a_statement_is_told(
    settings: Settings, cluster: Cluster, make_statement: Callable[..., Statement]
) -> None:
    with OpenSearchWriter(settings) as writer:
        writer.add(map(make_statement, range(1, 4)))
        name = writer.publish(Coverage(3, 3, None, None, 0, 0, 0), [], sample=False).generation
    assert verify(cluster, name) == ()
    cluster.api.indices.put_settings(index=name, body={"index.blocks.write": False})
    cluster.api.delete(index=name, id="en-2", params={"refresh": "true"})
    told = verify(cluster, name)
    assert "holds 2 statements where 3 were published" in told[0]
    assert any("counts of words differ" in one for one in told)
