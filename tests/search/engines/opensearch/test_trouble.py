"""A cluster that fails in passing, refuses, loses or serves others: in memory, at will."""

from __future__ import annotations

import json
import socket
import threading
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from search.engine import Unfinished
from search.engines import open_engine
from search.engines.opensearch.cluster.client import Cluster
from search.engines.opensearch.cluster.publisher_lock import (
    LAPSES_SECONDS,
    PublisherLock,
    make_work_index,
    work_index,
)
from search.engines.opensearch.publish import part_writer
from search.engines.opensearch.publish.build_part import BuildPart
from search.engines.opensearch.publish.generations import ClusterGenerations
from search.engines.opensearch.publish.part_writer import PartWriter
from search.engines.opensearch.publish.writer import OpenSearchWriter
from search.errors import Busy, CannotWrite, ClusterUnavailable, DamagedIndex
from search.records import Coverage, Manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from fake_opensearch import FakeCluster
    from search.records import Statement
    from search.settings import Settings

    Make = Callable[..., Statement]

COVERAGE = Coverage(1, 1, None, None, 0, 0, 0)


@pytest.fixture
def hosts(fake: FakeCluster) -> tuple[str, ...]:
    """The cluster in memory, whatever other is named."""
    return (fake.host,)


@pytest.mark.parametrize(
    "start",
    [
        "PUT /{}-2",
        "POST /{}-2",
        "POST /{}-work",
        "POST /_aliases",
        "GET /_cluster",
        "POST /_msearch",
    ],
)
def test_what_fails_in_passing_is_repeated_and_everything_is_there(
    settings: Settings,
    fake: FakeCluster,
    publish: Callable[..., str],
    make_statement: Make,
    start: str,
) -> None:
    fake.failures[start.format(settings.opensearch_prefix)] = [500, 429]
    publish(make_statement(1))
    assert not any(fake.failures.values())
    with closing(open_engine(settings)) as engine:
        assert engine.statement(make_statement(1).id) == make_statement(1)


def test_an_index_that_the_cluster_does_not_make_ends_the_run(
    settings: Settings, fake: FakeCluster, publish: Callable[..., str], make_statement: Make
) -> None:
    fake.failures[f"PUT /{settings.opensearch_prefix}-2"] = [400]
    with pytest.raises(CannotWrite, match=r"did not make the index .* \(told_to_fail"):
        publish(make_statement(1))
    with closing(Cluster(settings)) as cluster:
        assert cluster.aliased(settings.opensearch_prefix) == ()


@pytest.mark.parametrize(
    ("loss", "said"),
    [("documents", "it holds 1 of 2 statements"), ("digests", "is missing or another")],
)
def test_a_generation_that_is_not_what_was_sent_does_not_serve(
    settings: Settings,
    fake: FakeCluster,
    publish: Callable[..., str],
    make_statement: Make,
    monkeypatch: pytest.MonkeyPatch,
    loss: str,
    said: str,
) -> None:
    first = publish(make_statement(1))
    refresh = ClusterGenerations.refresh

    def lossy(self: ClusterGenerations, index: str) -> None:
        documents = fake.indices.known[index].documents
        if loss == "documents":
            documents.pop("en-2", None)
        elif "en-2" in documents:
            documents["en-2"] = {**documents["en-2"], "digest": "of another text"}
        refresh(self, index)

    monkeypatch.setattr(ClusterGenerations, "refresh", lossy)
    with pytest.raises(CannotWrite, match=said):
        publish(make_statement(1), make_statement(2))
    with closing(Cluster(settings)) as cluster:
        assert cluster.aliased(settings.opensearch_prefix) == (first,)
    assert {name for name in fake.indices.known if name.startswith(first[:14])} == {
        first,
        f"{first}-side",
        work_index(settings.opensearch_prefix),
    }


def test_a_run_whose_cluster_is_gone_ends_soon_and_the_next_one_sweeps(
    settings: Settings,
    fake: FakeCluster,
    make_statement: Make,
    publish: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("search.engines.opensearch.publish.writer._DROP_SECONDS", 0.3)
    monkeypatch.setattr("search.engines.opensearch.publish.writer.load", _unreachable)
    fake.failures["DELETE /"] = [503] * 40
    with pytest.raises(ClusterUnavailable, match="while it loads"):
        publish(make_statement(1))
    left = [
        name for name in fake.indices.known if name.startswith(f"{settings.opensearch_prefix}-2")
    ]
    assert len(left) == 2
    fake.failures.clear()
    monkeypatch.undo()
    name = publish(make_statement(1))
    assert not set(left) & set(fake.indices.known)
    assert name in fake.indices.known


def _unreachable(*_: object) -> None:
    raise ClusterUnavailable("the cluster is gone while it loads", 400)


def test_a_lost_part_of_the_sidecar_is_damage(
    settings: Settings, fake: FakeCluster, publish: Callable[..., str], make_statement: Make
) -> None:
    name = publish(make_statement(1))
    fake.indices.known[f"{name}-side"].visible.pop("tables-0")
    with pytest.raises(DamagedIndex, match="lacks its tables, or they cannot be read"):
        open_engine(settings)


def test_a_holder_elsewhere_that_is_silent_for_a_minute_loses_the_lock(
    settings: Settings, fake: FakeCluster
) -> None:
    with closing(Cluster(settings)) as cluster:
        make_work_index(cluster, settings.opensearch_prefix, 0)
        with PublisherLock(cluster, settings.opensearch_prefix) as held:
            note = {"doc": {"host": "elsewhere"}}
            cluster.api.update(
                index=work_index(settings.opensearch_prefix), id="publisher", body=note
            )
            fake.late_ms = int(LAPSES_SECONDS * 1000) - 5_000
            with pytest.raises(Busy, match="on elsewhere"):
                PublisherLock(cluster, settings.opensearch_prefix).__enter__()
            fake.late_ms += 10_000
            following = PublisherLock(cluster, settings.opensearch_prefix)
            with following, pytest.raises(Busy, match="another run took over"):
                held.renew()


@pytest.fixture
def machine(settings: Settings, tmp_path: Path) -> Callable[..., Manifest | Unfinished]:
    """A part and statements → what comes of it on a machine with a data folder of its own."""

    def run(number: int, total: int, statements: Sequence[Statement]) -> Manifest | Unfinished:
        own = replace(settings, data=tmp_path / f"machine-{number}")
        with PartWriter(own, BuildPart(number, total)) as writer:
            writer.add(statements)
            return writer.publish(COVERAGE, [], sample=False)

    return run


def test_a_machine_that_was_quicker_decides_the_generation(
    fake: FakeCluster, settings: Settings, machine: Any, make_statement: Make
) -> None:
    statements = [make_statement(number) for number in range(1, 5)]
    quicker: list[object] = []
    note = f"PUT /{work_index(settings.opensearch_prefix)}/_doc/build-"
    fake.before[note] = lambda: quicker.append(machine(2, 2, statements))
    published = machine(1, 2, statements)
    assert isinstance(quicker[0], Unfinished)
    assert isinstance(published, Manifest), "both wrote into one generation"


def test_the_last_part_waits_for_another_run_and_then_publishes(
    settings: Settings, machine: Any, make_statement: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = [make_statement(number) for number in range(1, 5)]
    machine(1, 2, statements)
    with closing(Cluster(settings)) as cluster:
        other = PublisherLock(cluster, settings.opensearch_prefix)
        other.__enter__()
        with monkeypatch.context() as hasty:
            hasty.setattr(part_writer, "_LOCK_SECONDS", 0.3)
            with pytest.raises(Busy, match=f"on {socket.gethostname()}"):
                machine(2, 2, statements)
        timer = threading.Timer(0.5, other.__exit__)
        timer.start()
        assert isinstance(machine(2, 2, statements), Manifest)
        timer.join()


def test_of_two_parts_that_end_together_the_second_finds_the_build_served(
    settings: Settings, machine: Any, make_statement: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = [make_statement(number) for number in range(1, 5)]
    machine(1, 2, statements)
    lock, other = PartWriter._lock, []

    def late(self: PartWriter, leaving: Any) -> PublisherLock:
        monkeypatch.setattr(PartWriter, "_lock", lock)
        other.append(machine(1, 2, statements))  # finds nothing missing either
        return lock(self, leaving)

    monkeypatch.setattr(PartWriter, "_lock", late)
    assert machine(2, 2, statements) == other[0]


def test_a_writer_asks_little_of_a_cluster_that_holds_all(
    settings: Settings, fake: FakeCluster, publish: Callable[..., str], make_statement: Make
) -> None:
    statements = [make_statement(number) for number in range(1, 9)]
    publish(*statements)
    with OpenSearchWriter(settings) as writer:
        writer.add(statements)
        writer.publish(COVERAGE, [], sample=False)
        assert writer.sent == 0
    assert fake.count(f"PUT /{settings.opensearch_prefix}-2") > 0
    assert sum("_clone" in one for one in fake.asked) == 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/_cat/shards", None),
        ("POST", "/known/_search", {}),
        ("POST", "/_msearch", [{"index": "known", "allow_partial_search_results": False},
                               {"query": {"fuzzy": {"id": "x"}}}]),
        ("POST", "/_msearch", [{"index": "known", "allow_partial_search_results": False},
                               {"query": {"term": {"colour": "x"}}}]),
        ("POST", "/known/_update/a", {"script": {"source": "ctx._source.id = 1", "params": {}}}),
        ("PUT", "/other", {"mappings": {"properties": {"at": {"type": "geo_point"}}}}),
    ],
)  # fmt: skip
def test_the_cluster_in_memory_answers_nothing_that_it_does_not_know(
    fake: FakeCluster, method: str, path: str, body: Any
) -> None:
    fake.indices.create("known", {"mappings": {"properties": {"id": {"type": "keyword"}}}})
    fake.indices.known["known"].write("a", {"id": "a"})
    fake.indices.known["known"].refresh()
    lines = body if isinstance(body, list) else [body or {}]
    data = "".join(f"{json.dumps(one)}\n" for one in lines).encode()
    request = urllib.request.Request(f"{fake.host}{path}", data, method=method)
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(request)
    raised.value.close()
    assert raised.value.code == 501
    assert fake.unknown.pop().startswith(f"{method} {path}")
