"""Generations on a cluster that is full, late, or written by others: one serves, and whole."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from search.engines import open_engine, open_writer
from search.engines.opensearch.cluster.bulk import Bulk
from search.engines.opensearch.cluster.publisher_lock import work_index
from search.engines.opensearch.cluster.retry import RetryPolicy
from search.engines.opensearch.publish.generations import ClusterGenerations, load_alias
from search.errors import Busy, CannotWrite, ClusterUnavailable, NoIndex
from search.records import Coverage, Manifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engines.opensearch.cluster.client import Cluster
    from search.records import Statement
    from search.settings import Settings

COVERAGE = Coverage(1, 1, None, None, 0, 0, 0)


def test_a_cluster_with_no_room_is_waited_for_and_then_everything_is_there(
    settings: Settings, cluster: Cluster
) -> None:
    """A disk that fills up makes the cluster refuse writing with 429, as a full queue does."""
    generations = ClusterGenerations(cluster, settings)
    name = generations.new_name(datetime.now(UTC))
    generations.begin(name)
    refuses = "index.blocks.read_only_allow_delete"
    cluster.api.indices.put_settings(index=name, body={refuses: True})

    def make_room() -> None:
        cluster.api.indices.put_settings(index=name, body={refuses: None})

    bulk = Bulk(cluster, load_alias(name))
    for number in range(1, 51):
        bulk.index(f"en-{number}", {"id": f"en-{number}"})
    timer = threading.Timer(0.5, make_room)
    timer.start()
    bulk.flush()
    timer.join()
    generations.refresh(name)
    assert cluster.api.count(index=name)["count"] == 50


def test_a_cluster_that_stays_full_is_told_and_the_old_index_serves(
    settings: Settings, cluster: Cluster
) -> None:
    generations = ClusterGenerations(cluster, settings)
    name = generations.new_name(datetime.now(UTC))
    generations.begin(name)
    body = {"index.blocks.read_only_allow_delete": True}
    cluster.api.indices.put_settings(index=name, body=body)
    bulk = Bulk(cluster, load_alias(name), policy=RetryPolicy(1.0))
    bulk.index("en-1", {"id": "en-1"})
    with pytest.raises(CannotWrite, match="too busy to take 1 documents"):
        bulk.flush()
    cluster.api.indices.put_settings(index=name, body={"index.blocks.read_only_allow_delete": None})


def test_what_is_sent_twice_is_held_once(settings: Settings, cluster: Cluster) -> None:
    generations = ClusterGenerations(cluster, settings)
    name = generations.new_name(datetime.now(UTC))
    generations.begin(name)
    for _ in range(3):  # as after answers that were lost
        bulk = Bulk(cluster, load_alias(name))
        for number in range(1, 21):
            bulk.index(f"en-{number}", {"id": f"en-{number}"})
        bulk.flush()
    generations.refresh(name)
    assert cluster.api.count(index=name)["count"] == 20


def test_a_swap_whose_answer_was_lost_is_a_swap(
    settings: Settings, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library asks again by itself when a node dies; the second time the alias is moved."""
    generations = ClusterGenerations(cluster, settings)
    name = generations.new_name(datetime.now(UTC))
    generations.begin(name)
    generations.finish(name, Manifest(name, 1, "", "", "", COVERAGE))
    asked = cluster.api.indices.update_aliases

    def twice(**how: object) -> object:
        asked(**how)
        return asked(**how)

    monkeypatch.setattr(generations._indices, "update_aliases", twice)
    generations.serve(name, None)
    assert cluster.aliased(settings.opensearch_prefix) == (name,)
    generations.drop(name)
    assert cluster.aliased(settings.opensearch_prefix) == (name,), "what serves is not dropped"


def test_a_copy_whose_answer_was_lost_is_a_copy(
    settings: Settings,
    cluster: Cluster,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    serving = publish(make_statement(1))
    generations = ClusterGenerations(cluster, settings)
    name = generations.new_name(datetime.now(UTC))
    asked = cluster.api.indices.clone

    def twice(**how: object) -> object:
        asked(**how)
        return asked(**how)

    monkeypatch.setattr(generations._indices, "clone", twice)
    generations.begin_from(name, serving)
    assert cluster.api.count(index=name)["count"] == 1


def test_a_publisher_whose_lock_was_taken_while_it_waited_publishes_nothing(
    settings: Settings,
    cluster: Cluster,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = publish(make_statement(1))
    finish = ClusterGenerations.finish

    def overtaken(self: ClusterGenerations, *how: object, **more: object) -> None:
        finish(self, *how, **more)  # type: ignore[arg-type]
        index = work_index(settings.opensearch_prefix)
        cluster.api.update(index=index, id="publisher", body={"doc": {"owner": "another"}})

    monkeypatch.setattr(ClusterGenerations, "finish", overtaken)
    with pytest.raises(Busy, match="another run took over"):
        publish(make_statement(2), anew=True)
    assert cluster.aliased(settings.opensearch_prefix) == (first,)
    cluster.api.delete(index=work_index(settings.opensearch_prefix), id="publisher")


def test_the_alias_moved_back_by_hand_serves_the_generation_before(
    settings: Settings,
    cluster: Cluster,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
) -> None:
    first, second = publish(make_statement(1)), publish(make_statement(2))
    moved = {"alias": settings.opensearch_prefix}
    actions = [{"remove": {"index": second} | moved}, {"add": {"index": first} | moved}]
    cluster.api.indices.update_aliases(body={"actions": actions})
    with closing(open_engine(settings)) as engine:
        assert engine.newest(5) == ("en-1",)
    publish(make_statement(1), make_statement(3))
    with closing(open_engine(settings)) as engine:
        assert sorted(engine.newest(5)) == ["en-1", "en-3"]


def test_a_prefix_that_begins_alike_is_another_index(
    settings: Settings, cluster: Cluster, make_statement: Callable[..., Statement]
) -> None:
    """`x` and `x-more` on one cluster: neither sweeps nor serves what is the other's."""
    longer = replace(settings, opensearch_prefix=f"{settings.opensearch_prefix}-more")
    for given in (longer, settings, longer, settings):
        own = replace(given, keep_generations=0)
        with open_writer(own) as writer:
            writer.add([make_statement(1, given.opensearch_prefix)])
            writer.publish(COVERAGE, [], sample=False)
    for given in (longer, settings):
        with closing(open_engine(given)) as engine:
            assert engine.newest(2) == ("en-1",)
    with pytest.raises(NoIndex):
        open_engine(replace(settings, opensearch_prefix=f"{settings.opensearch_prefix}-other"))
    with pytest.raises(ClusterUnavailable):
        open_engine(replace(settings, opensearch_hosts=("http://127.0.0.1:9",)))
