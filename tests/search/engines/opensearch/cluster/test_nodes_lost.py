"""Nodes that are gone, silent or behind the others → another one is asked, or it is told soon."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import closing
from typing import Any

import pytest

from fake_opensearch.scripted import GOOD, Answers, listening, settings
from search.engines.opensearch.cluster.client import Cluster
from search.errors import ClusterUnavailable


def test_a_cluster_that_is_not_there_is_told_soon() -> None:
    began = time.monotonic()
    with (
        closing(Cluster(settings("http://127.0.0.1:9", "http://127.0.0.1:19"))) as cluster,
        pytest.raises(ClusterUnavailable, match=r"no node .* can be reached; start it"),
    ):
        cluster.search("old", {})
    assert time.monotonic() - began < 5


def test_a_machine_that_is_off_is_left_for_another_one_soon() -> None:
    with socket.socket() as full:  # takes no more connections, and refuses none
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        off = f"http://127.0.0.1:{full.getsockname()[1]}"
        held = [socket.socket() for _ in range(3)]
        for one in held:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        began = time.monotonic()
        with (
            closing(Cluster(settings(off, opensearch_timeout=60.0))) as cluster,
            pytest.raises(ClusterUnavailable, match="can be reached"),
        ):
            cluster.check_version()
        assert time.monotonic() - began < 30  # four times two seconds
        for one in held:
            one.close()


def test_a_cluster_that_is_silent_is_given_up_after_the_time_set() -> None:
    answers = Answers(_msearch=(200, {}))
    answers.seconds = 1.5
    with (
        listening(answers) as host,
        closing(Cluster(settings(host, opensearch_timeout=0.3))) as cluster,
        pytest.raises(ClusterUnavailable, match=r"did not answer within 0.3 s"),
    ):
        cluster.search("old", {})


def test_another_node_is_asked_when_one_is_gone() -> None:
    with listening(Answers(_msearch=(200, {"responses": [GOOD | {"hits": {"hits": []}}]}))) as host:
        for _ in range(4):  # whichever is asked first
            with closing(Cluster(settings("http://127.0.0.1:9", host))) as cluster:
                assert cluster.search("one", {})["hits"] == {"hits": []}


def left(kind: str = "node_disconnected_exception") -> dict[str, Any]:
    """What the cluster says of a question that a node took with it."""
    cause = {"type": kind, "reason": "[n1][127.0.0.1:9300] disconnected"}
    error = {"type": "search_phase_execution_exception", "reason": "", "caused_by": cause}
    return {"error": error, "status": 500}


@pytest.mark.parametrize(
    "kind",
    [
        "node_disconnected_exception",
        "node_closed_exception",
        "no_shard_available_action_exception",
        "cluster_block_exception",
    ],
)
def test_what_a_node_took_with_it_is_asked_of_the_others(kind: str) -> None:
    good = {"responses": [GOOD | {"hits": {"hits": ["found"]}}]}
    answers = Answers(_msearch=(200, {"responses": [left(kind)]}))
    with listening(answers) as host, closing(Cluster(settings(host))) as cluster:
        later = threading.Timer(0.3, answers.answers.update, [{"_msearch": (200, good)}])
        later.start()
        assert cluster.search("one", {})["hits"] == {"hits": ["found"]}
        later.join()
    assert len(answers.asked) > 1


def test_an_index_that_a_node_does_not_know_yet_is_asked_of_the_others() -> None:
    good = {"responses": [GOOD | {"hits": {"hits": ["found"]}}]}
    error = {"type": "index_not_found_exception", "reason": "no such index [one]"}
    unknown = {"responses": [{"error": error, "status": 404}]}
    known = {"one": {"mappings": {}}}
    answers = Answers(_msearch=(200, unknown), one___mapping=(200, known))
    with listening(answers) as host, closing(Cluster(settings(host))) as cluster:
        later = threading.Timer(0.3, answers.answers.update, [{"_msearch": (200, good)}])
        later.start()
        assert cluster.search("one", {})["hits"] == {"hits": ["found"]}
        later.join()


def test_an_alias_that_a_node_does_not_know_yet_is_asked_of_the_manager() -> None:
    answers = Answers(
        **{
            "one/_alias?local=true": (404, {"error": "alias [one] missing", "status": 404}),
            "one/_alias?local=false": (200, {"one-2": {"aliases": {"one": {}}}}),
        }
    )
    with listening(answers) as host, closing(Cluster(settings(host))) as cluster:
        assert cluster.aliased("one") == ("one-2",)


def test_a_node_that_took_what_no_other_holds_is_told_before_long() -> None:
    answers = Answers(_msearch=(200, {"responses": [left()]}))
    with listening(answers) as host, closing(Cluster(settings(host))) as cluster:
        with pytest.raises(ClusterUnavailable, match="caused by node_disconnected_exception"):
            cluster.search("one", {})
        assert 2 < len(answers.asked) < 20


def test_an_error_of_the_cluster_itself_is_told_at_once() -> None:
    answers = Answers(_msearch=(200, {"responses": [left("circuit_breaking_exception")]}))
    with listening(answers) as host, closing(Cluster(settings(host))) as cluster:
        with pytest.raises(ClusterUnavailable, match="circuit_breaking_exception"):
            cluster.search("one", {})
        assert len(answers.asked) == 1
