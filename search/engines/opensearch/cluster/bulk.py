"""Documents → requests of many, each sent until the cluster has taken all that is in it.

A document's id is its statement's, so what is sent twice is held once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson

from search.engines.opensearch.cluster.retry import RetryPolicy, retry
from search.errors import CannotWrite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.engines.opensearch.cluster.client import Cluster
    from search.engines.opensearch.layout.documents import Document

REQUEST_BYTES: Final = 4 << 20  # larger ones load no faster and weigh on the nodes' memory
_ANSWER_SECONDS: Final = 120.0
_TOLD: Final = "errors,items.*.status,items.*.error.type"
_TAKEN: Final = frozenset({200, 201})
_GONE: Final = 404
_BUSY: Final = frozenset({408, 429, 500, 502, 503, 504})


class _BulkAction(NamedTuple):
    """One line of a request, or two, and whose they are."""

    id: str
    lines: bytes
    deletes: bool


class Bulk:
    """Collects documents for an index and sends them when they are enough; `flush` sends the rest.

    `target` is an alias, so that what comes late, when the index was given up and deleted, makes
    no new one of that name.
    """

    def __init__(
        self,
        cluster: Cluster,
        target: str,
        *,
        request_bytes: int = REQUEST_BYTES,
        patience: RetryPolicy | None = None,
    ) -> None:
        self._cluster = cluster
        self._target = target
        self._request_bytes = request_bytes
        self._patience = patience or RetryPolicy()
        self._deeds: list[_BulkAction] = []
        self._bytes = 0

    def index(self, name: str, document: Document) -> None:
        """Put a document in, in place of one of the same id."""
        lines = _line({"index": {"_id": name}}) + _line(document)
        self._collect(_BulkAction(name, lines, False))

    def delete(self, name: str) -> None:
        """Take a document out."""
        self._collect(_BulkAction(name, _line({"delete": {"_id": name}}), True))

    def flush(self) -> None:
        """Send what is left; all that was collected is in the index when this returns."""
        deeds, self._deeds, self._bytes = self._deeds, [], 0
        while deeds:
            left = self._send(deeds)
            if len(left) < len(deeds):
                self._patience.renew()  # the work goes on
            if left and not self._patience.wait():
                raise CannotWrite(
                    f"the cluster has been too busy to take {len(left):,} documents for"
                    f" {self._patience.seconds:.0f} s. The index that served before still does;"
                    " run the same again when it has less to do, or give it more nodes."
                )
            deeds = left

    def _collect(self, deed: _BulkAction) -> None:
        self._deeds.append(deed)
        self._bytes += len(deed.lines)
        if self._bytes >= self._request_bytes:
            self.flush()

    def _send(self, deeds: Sequence[_BulkAction]) -> list[_BulkAction]:
        """Send; those that the cluster was too busy for."""
        body = b"".join(deed.lines for deed in deeds)
        answers = retry(lambda: self._ask(body, len(deeds)), self._patience)
        busy = []
        for deed, told in zip(deeds, answers, strict=False):  # none where all went well
            status = told["status"]
            if status in _BUSY:
                busy.append(deed)
            elif status not in _TAKEN and not (deed.deletes and status == _GONE):
                raise _refused(deed.id, status, told)
        return busy

    def _ask(self, body: bytes, count: int) -> Sequence[dict[str, Any]]:
        """What the cluster tells of each of `count` deeds; nothing where it has done them all."""
        params = {
            "require_alias": "true",
            "filter_path": _TOLD,
            "request_timeout": _ANSWER_SECONDS,
        }
        with self._cluster.told():
            answer = self._cluster.api.bulk(body=body, index=self._target, params=params)
            if not answer["errors"]:
                return []
            told = [one for item in answer["items"] for one in item.values()]
            if len(told) != count:
                raise ValueError(f"{len(told)} answers to {count} deeds")
        return told


def _line(held: dict[str, Any]) -> bytes:
    return orjson.dumps(held, option=orjson.OPT_APPEND_NEWLINE)


def _refused(name: str, status: int, told: dict[str, Any]) -> CannotWrite:
    kind = told.get("error", {}).get("type", "no reason given")
    return CannotWrite(
        f"the cluster did not take {name} ({status}: {kind}). The index that served before still"
        " does; mend what the reason names, and run the same again."
    )
