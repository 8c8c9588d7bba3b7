"""Bulk requests: what a busy cluster does not take is sent again, what it refuses is an error."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from search.engines.opensearch.cluster.bulk import Bulk
from search.engines.opensearch.cluster.retry import RetryPolicy, retry
from search.errors import CannotWrite, ClusterUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engines.opensearch.cluster.client import Cluster


class Scripted:
    """A cluster that answers as written down: a status for each document by its id, or an error."""

    def __init__(self, *answers: dict[str, int] | ClusterUnavailable) -> None:
        self.answers = list(answers)
        self.asked: list[list[str]] = []
        self.api = SimpleNamespace(bulk=self.bulk)

    def ask(self, call: Callable[[], Any], index: str = "", *, policy: RetryPolicy) -> Any:
        return retry(call, policy)

    def bulk(self, body: bytes, **_how: Any) -> dict[str, Any]:
        actions = [json.loads(line) for line in body.splitlines()]
        ids = [told["_id"] for one in actions for told in one.values() if _is_action(one)]
        self.asked.append(ids)
        answer = self.answers.pop(0) if self.answers else {}
        if isinstance(answer, ClusterUnavailable):
            raise answer
        items = [
            {"index": {"status": answer.get(name, 201), "error": {"type": "some_exception"}}}
            for name in ids
        ]
        return {"errors": any(name in answer for name in ids), "items": items}


def _is_action(line: dict[str, Any]) -> bool:
    return line.keys() <= {"index", "delete"}


@pytest.fixture
def waits() -> list[float]:
    """How long was waited, each time."""
    return []


@pytest.fixture
def policy(waits: list[float]) -> RetryPolicy:
    """A minute of attempts that costs no time."""
    return RetryPolicy(60, sleep=waits.append, clock=lambda: sum(waits))


def filled(cluster: Scripted, policy: RetryPolicy, **options: Any) -> Bulk:
    """A request of three documents."""
    bulk = Bulk(cast("Cluster", cluster), "target", policy=policy, **options)
    for name in ("en-1", "en-2", "en-3"):
        bulk.index(name, {"text": name})
    return bulk


def test_all_that_is_taken_is_sent_once(policy: RetryPolicy) -> None:
    cluster = Scripted()
    filled(cluster, policy).flush()
    assert cluster.asked == [["en-1", "en-2", "en-3"]]


def test_only_those_the_cluster_was_too_busy_for_are_sent_again(
    policy: RetryPolicy, waits: list[float]
) -> None:
    cluster = Scripted({"en-1": 429, "en-3": 503}, {"en-3": 429})
    filled(cluster, policy).flush()
    assert cluster.asked == [["en-1", "en-2", "en-3"], ["en-1", "en-3"], ["en-3"]]
    assert len(waits) == 2, "a busy cluster is given time before it is asked again"
    assert max(waits) <= 0.2, "some were taken meanwhile: the policy began anew"


def test_a_request_without_an_answer_is_sent_again_whole(policy: RetryPolicy) -> None:
    cluster = Scripted(ClusterUnavailable("gone"), ClusterUnavailable("busy", 429))
    filled(cluster, policy).flush()
    assert cluster.asked == [["en-1", "en-2", "en-3"]] * 3


def test_a_refused_document_ends_it_and_is_named(policy: RetryPolicy) -> None:
    cluster = Scripted({"en-2": 400})
    bulk = filled(cluster, policy)
    with pytest.raises(CannotWrite, match=r"did not take en-2 \(400: some_exception\)"):
        bulk.flush()


def test_a_cluster_that_stays_busy_is_an_error_that_says_what_to_do(
    policy: RetryPolicy, waits: list[float]
) -> None:
    cluster = Scripted(*[{"en-1": 429, "en-2": 429, "en-3": 429}] * 100)
    bulk = filled(cluster, policy)
    with pytest.raises(CannotWrite, match="too busy to take 3 documents for 60 s"):
        bulk.flush()
    assert sum(waits) == pytest.approx(60, abs=0.01)
    assert waits == sorted(waits[:3]) + waits[3:]  # longer and longer at first


def test_an_error_that_does_not_pass_is_not_waited_for(
    policy: RetryPolicy, waits: list[float]
) -> None:
    cluster = Scripted(ClusterUnavailable("nonsense", 400))
    bulk = filled(cluster, policy)
    with pytest.raises(ClusterUnavailable, match="nonsense"):
        bulk.flush()
    assert waits == []


def test_a_document_that_is_gone_already_is_deleted(policy: RetryPolicy) -> None:
    cluster = Scripted({"en-9": 404})
    bulk = Bulk(cast("Cluster", cluster), "target", policy=policy)
    bulk.delete("en-9")
    bulk.flush()
    assert cluster.asked == [["en-9"]]


def test_a_request_is_sent_when_it_is_full(policy: RetryPolicy) -> None:
    cluster = Scripted()
    filled(cluster, policy, request_bytes=60).flush()
    assert cluster.asked == [["en-1", "en-2"], ["en-3"]]


def test_the_policy_starts_anew_when_something_was_done(policy: RetryPolicy) -> None:
    answers = iter([ClusterUnavailable("x", 503)] * 5)

    def call() -> str:
        error = next(answers, None)
        if error is not None:
            raise error
        return "done"

    assert retry(call, policy) == "done"
    policy.renew()
    assert policy.wait()
