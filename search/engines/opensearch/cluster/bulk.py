"""Documents → bulk requests, each repeated until the cluster has taken every document of it.

A document's id is its statement's, so that one sent twice is stored once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import orjson

from search.engines.opensearch.cluster.retry import RetryPolicy
from search.errors import CannotWrite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.engines.opensearch.cluster.client import Body, Cluster

REQUEST_BYTES: Final = 4 << 20  # larger ones load no faster and weigh on the nodes' memory
_ANSWER_SECONDS: Final = 120.0
_STATUSES: Final = "errors,items.*.status,items.*.error.type"
_TAKEN: Final = frozenset({200, 201})
_GONE: Final = 404
_BUSY: Final = frozenset({408, 429, 500, 502, 503, 504})


class _BulkAction(NamedTuple):
    """The lines of a request that put a document in, or take it out."""

    id: str
    lines: bytes
    deletes: bool


class Bulk:
    """Collects documents and sends them once a request is full; `flush` sends the rest.

    `target` is an alias: a request that arrives after its index was deleted then makes no new one.
    Methods raise `CannotWrite` for a document that the cluster refuses or is too busy for, and
    `IndexUnavailable` where it does not answer.
    """

    def __init__(
        self,
        cluster: Cluster,
        target: str,
        *,
        request_bytes: int = REQUEST_BYTES,
        policy: RetryPolicy | None = None,
    ) -> None:
        self._cluster = cluster
        self._target = target
        self._request_bytes = request_bytes
        self._policy = policy or RetryPolicy()
        self._actions: list[_BulkAction] = []
        self._bytes = 0

    def index(self, name: str, document: Body) -> None:
        """Put a document in, in place of one of the same id."""
        lines = _line({"index": {"_id": name}}) + _line(document)
        self._collect(_BulkAction(name, lines, False))

    def delete(self, name: str) -> None:
        """Take a document out."""
        self._collect(_BulkAction(name, _line({"delete": {"_id": name}}), True))

    def flush(self) -> None:
        """Send what is left; all that was collected is in the index when this returns."""
        actions, self._actions, self._bytes = self._actions, [], 0
        while actions:
            left = self._send(actions)
            if len(left) < len(actions):
                self._policy.renew()
            if left and not self._policy.wait():
                raise CannotWrite(
                    f"the cluster has been too busy to take {len(left):,} documents for"
                    f" {self._policy.seconds:.0f} s. The index that served before still does;"
                    " run the same again when it has less to do, or give it more nodes."
                )
            actions = left

    def _collect(self, action: _BulkAction) -> None:
        self._actions.append(action)
        self._bytes += len(action.lines)
        if self._bytes >= self._request_bytes:
            self.flush()

    def _send(self, actions: Sequence[_BulkAction]) -> list[_BulkAction]:
        """Send once; returns those that the cluster was too busy for."""
        body = b"".join(action.lines for action in actions)
        answers = self._cluster.ask(lambda: self._answers(body, len(actions)), policy=self._policy)
        busy = []
        for action, answer in zip(actions, answers, strict=False):  # none where all went well
            status = answer["status"]
            if status in _BUSY:
                busy.append(action)
            elif status not in _TAKEN and not (action.deletes and status == _GONE):
                raise _refused(action.id, status, answer)
        return busy

    def _answers(self, body: bytes, count: int) -> Sequence[Body]:
        """The cluster's answer to each of `count` actions; empty where it has done them all."""
        params = {
            "require_alias": "true",
            "filter_path": _STATUSES,
            "request_timeout": _ANSWER_SECONDS,
        }
        answer = self._cluster.api.bulk(body=body, index=self._target, params=params)
        if not answer["errors"]:
            return []
        answers = [one for item in answer["items"] for one in item.values()]
        if len(answers) != count:
            raise ValueError(f"{len(answers)} answers to {count} actions")
        return answers


def _line(value: Body) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)


def _refused(name: str, status: int, answer: Body) -> CannotWrite:
    kind = answer.get("error", {}).get("type", "no reason given")
    return CannotWrite(
        f"the cluster did not take {name} ({status}: {kind}). The index that served before still"
        " does; mend what the reason names, and run the same again."
    )
