"""HTTP requests → what the cluster answers, on a free port of this machine."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from fake_opensearch.indices import Index, Indices, Json, Refused, Unknown, flat_settings, missing
from fake_opensearch.scripts import SCRIPTS
from fake_opensearch.searching import searched

Route = Callable[..., Any]
_ROUTES: Final[list[tuple[str, re.Pattern[str], Route]]] = []
_PARAMS: Final = frozenset(
    {
        "cluster_manager_timeout", "filter_path", "local", "max_concurrent_searches", "op_type",
        "refresh", "require_alias", "retry_on_conflict", "timeout", "wait_for_status",
    }
)  # fmt: skip


def route(method: str, path: str) -> Callable[[Route], Route]:
    """Answers a method of a path; its parts in braces become arguments."""
    pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))

    def known(function: Route) -> Route:
        _ROUTES.append((method, pattern, function))
        return function

    return known


class FakeCluster:
    """A cluster, up within `with`; `failures` are statuses to answer the next requests with.

    `failures` are looked up by how a request begins, as in `POST /_msearch`; `now_ms` is the time
    that scripts see.
    """

    def __init__(self) -> None:
        self.indices = Indices()
        self.asked: list[str] = []
        self.unknown: list[str] = []
        self.failures: dict[str, list[int]] = {}
        self.before: dict[str, Callable[[], object]] = {}
        """What happens once before a request that begins so: another machine is quicker."""
        self.late_ms = 0
        self._lock = threading.RLock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def host(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def now_ms(self) -> int:
        """The cluster's clock, which tests put on by `late_ms`."""
        return int(time.time() * 1000) + self.late_ms

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def count(self, start: str) -> int:
        """How many requests began so."""
        return sum(one.startswith(start) for one in self.asked)

    def answer(self, method: str, address: str, body: bytes) -> tuple[int, Any]:
        """Status and answer to one request."""
        told = urlsplit(address)
        path, params = unquote(told.path), dict(parse_qsl(told.query))
        asked = f"{method} {path}"
        for start in [one for one in self.before if asked.startswith(one)]:
            self.before.pop(start)()
        with self._lock:
            self.asked.append(asked)
            for start, statuses in self.failures.items():
                if statuses and asked.startswith(start):
                    return statuses.pop(0), {"error": {"type": "told_to_fail"}}
            try:
                return self._routed(method, path, params, body)
            except Refused as error:
                return error.status, _error(error)
            except (Unknown, LookupError, TypeError, ValueError) as error:
                self.unknown.append(f"{asked}: {type(error).__name__} {error}")
                return 501, {"error": {"type": "unknown_to_the_fake", "reason": str(error)}}

    def _routed(
        self, method: str, path: str, params: dict[str, str], body: bytes
    ) -> tuple[int, Any]:
        if params.keys() - _PARAMS:
            raise Unknown(f"the parameters {params.keys() - _PARAMS}")
        for known, pattern, function in _ROUTES:
            found = pattern.fullmatch(path)
            if known == method and found:
                lines = [json.loads(line) for line in body.splitlines() if line.strip()]
                given = lines if path.endswith(("_bulk", "_msearch")) else (lines or [{}])[0]
                answer = function(self, given, params, **found.groupdict())
                return answer if isinstance(answer, tuple) else (200, answer)
        raise Unknown("no such route")

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        cluster = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, answer = cluster.answer(self.command, self.path, body)
                text = b"" if self.command == "HEAD" else json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_POST = do_PUT = do_DELETE = do_HEAD = do_GET

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        return Handler


def _error(error: Refused) -> Json:
    return {"error": {"type": error.kind, "reason": "as the fake has it"}, "status": error.status}


# -- the cluster


@route("GET", "/")
def _info(fake: FakeCluster, body: Json, params: Json) -> Json:
    return {"version": {"number": "3.8.0", "distribution": "opensearch"}}


@route("GET", "/_cluster/health")
@route("GET", "/_cluster/health/{index}")
def _health(fake: FakeCluster, body: Json, params: Json, index: str = "") -> Json:
    """One node: copies are on no other, so an index that is to have any stays yellow."""
    found = [fake.indices.resolve(index)[1]] if index else fake.indices.known.values()
    lack = any(int(one.settings.get("index.number_of_replicas", 1)) for one in found)
    late = lack and params.get("wait_for_status") == "green"
    status = "yellow" if lack else "green"
    return {"status": status, "timed_out": late, "number_of_data_nodes": 1}


@route("POST", "/_aliases")
def _move(fake: FakeCluster, body: Json, params: Json) -> Json:
    fake.indices.move_aliases(body["actions"])
    return {"acknowledged": True}


# -- indexes


@route("HEAD", "/{index}")
def _exists(fake: FakeCluster, body: Json, params: Json, index: str) -> tuple[int, Json]:
    try:
        fake.indices.resolve(index)
    except Refused:
        return 404, {}
    return 200, {}


@route("PUT", "/{index}")
def _create(fake: FakeCluster, body: Json, params: Json, index: str) -> Json:
    fake.indices.create(index, body)
    return {"acknowledged": True}


@route("DELETE", "/{index}")
def _delete_index(fake: FakeCluster, body: Json, params: Json, index: str) -> Json:
    fake.indices.delete(index)
    return {"acknowledged": True}


@route("PUT", "/{index}/_clone/{target}")
def _clone(fake: FakeCluster, body: Json, params: Json, index: str, target: str) -> Json:
    fake.indices.clone(index, target, body)
    return {"acknowledged": True}


@route("POST", "/{index}/_refresh")
def _refresh(fake: FakeCluster, body: Json, params: Json, index: str) -> Json:
    fake.indices.resolve(index)[1].refresh()
    return {}


@route("GET", "/{index}/_settings")
def _settings(fake: FakeCluster, body: Json, params: Json, index: str) -> Json:
    name, found = fake.indices.resolve(index)
    own = {
        one.removeprefix("index."): str(value)
        for one, value in found.settings.items()
        if value is not None
    }
    return {name: {"settings": {"index": own}}}


@route("PUT", "/{index}/_settings")
def _change_settings(fake: FakeCluster, body: Json, params: Json, index: str) -> Json:
    fake.indices.resolve(index)[1].settings |= flat_settings(body)
    return {"acknowledged": True}


@route("GET", "/{index}/_mapping")
def _mapping(fake: FakeCluster, body: Json, params: Json, index: str) -> Json:
    name, found = fake.indices.resolve(index)
    return {name: {"mappings": found.mappings}}


@route("PUT", "/{index}/_mapping")
def _note(fake: FakeCluster, body: Json, params: Json, index: str) -> Json:
    if body.keys() != {"_meta"}:
        raise Unknown(f"a mapping with {body.keys()}")
    found = fake.indices.resolve(index)[1]
    found.mappings = found.mappings | body
    return {"acknowledged": True}


@route("GET", "/{index}/_alias")
def _aliases(fake: FakeCluster, body: Json, params: Json, index: str) -> Json:
    return {
        name: {"aliases": {alias: {} for alias in one.aliases}}
        for name, one in fake.indices.matching(index).items()
    }


# -- documents


@route("POST", "/{index}/_bulk")
@route("PUT", "/{index}/_bulk")
def _bulk(fake: FakeCluster, body: list[Json], params: Json, index: str) -> Json:
    lines, items = iter(body), []
    for line in lines:
        ((kind, told),) = line.items()
        if kind not in ("index", "delete"):
            raise Unknown(f"the bulk action {kind}")
        document = next(lines) if kind == "index" else {}
        try:
            found = _written_through(fake, index, params)
            done = found.write(told["_id"], document) if document else found.delete(told["_id"])
            items.append({kind: {"status": done}})
        except Refused as error:
            items.append({kind: _error(error)})
    return {"errors": any(one["status"] >= 400 for item in items for one in item.values()),
            "items": items}  # fmt: skip


def _written_through(fake: FakeCluster, index: str, params: Json) -> Index:
    """The index behind an alias, which what is written may ask for."""
    if params.get("require_alias") == "true" and index in fake.indices.known:
        raise missing(index)
    return fake.indices.resolve(index)[1]


@route("POST", "/{index}/_count")
@route("GET", "/{index}/_count")
def _count(fake: FakeCluster, body: Json, params: Json, index: str) -> Json:
    return {"count": len(fake.indices.resolve(index)[1].visible)}


@route("GET", "/{index}/_doc/{id}")
def _get(fake: FakeCluster, body: Json, params: Json, index: str, id: str) -> Any:
    found = fake.indices.resolve(index)[1].documents.get(id)
    if found is None:
        return 404, {"_id": id, "found": False}
    return {"_id": id, "found": True, "_source": found}


@route("PUT", "/{index}/_doc/{id}")
def _put(fake: FakeCluster, body: Json, params: Json, index: str, id: str) -> Any:
    known = fake.indices.resolve(index)[1]
    if params.get("op_type") == "create" and id in known.documents:
        raise Refused(409, "version_conflict_engine_exception")
    return known.write(id, body), {"result": "created"}


@route("DELETE", "/{index}/_doc/{id}")
def _delete(fake: FakeCluster, body: Json, params: Json, index: str, id: str) -> Any:
    found = fake.indices.resolve(index)[1]
    status = found.delete(id)
    if params.get("refresh") == "true":
        found.refresh()
    return status, {"result": "deleted" if status == 200 else "not_found"}


@route("POST", "/{index}/_mget")
@route("GET", "/{index}/_mget")
def _mget(fake: FakeCluster, body: Json, params: Json, index: str) -> Json:
    known = fake.indices.resolve(index)[1].documents
    return {
        "docs": [
            {"_id": one, "found": one in known, "_source": known.get(one, {})}
            for one in body["ids"]
        ]
    }


@route("POST", "/{index}/_update/{id}")
def _update(fake: FakeCluster, body: Json, params: Json, index: str, id: str) -> Any:
    known = fake.indices.resolve(index)[1]
    before = known.documents.get(id)
    if before is None and not body.get("scripted_upsert"):
        raise Refused(404, "document_missing_exception")
    if body.keys() == {"doc"}:
        known.write(id, {**before, **body["doc"]} if before else body["doc"])
        return {"result": "updated"}
    script = SCRIPTS.get(" ".join(body["script"]["source"].split()))
    if script is None:
        raise Unknown(f"the script {body['script']['source']}")
    after = dict(before if before is not None else body["upsert"])
    done = script(after, body["script"]["params"], fake.now_ms)
    if done == "delete":
        known.delete(id)
        return {"result": "deleted"}
    if done == "none":
        return {"result": "noop"}
    known.write(id, after)
    return {"result": "created" if before is None else "updated"}


@route("POST", "/_msearch")
@route("GET", "/_msearch")
def _searches(fake: FakeCluster, body: list[Json], params: Json) -> Json:
    answers = []
    for head, asked in zip(body[::2], body[1::2], strict=True):
        if head.keys() != {"index", "allow_partial_search_results"}:
            raise Unknown(f"a search of {head.keys()}")
        try:
            answers.append(searched(fake.indices.resolve(head["index"])[1], asked))
        except Refused as error:
            answers.append(_error(error))
    return {"responses": answers}
