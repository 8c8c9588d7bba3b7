"""The scripts that the engine runs on a document, word for word → the same in Python.

Each changes the document in place and tells what is to become of it: kept so, deleted, or left as
it was. A script that reads otherwise is unknown: whoever changes one changes it here as well, and
the tests on real nodes tell whether both do the same.
"""

from __future__ import annotations

from typing import Any, Final

Json = dict[str, Any]


def _acquire(held: Json, params: Json, now_ms: int) -> str:
    owner = held.get("owner")
    free = owner is None or owner in (params["owner"], params["ended"])
    if not free and now_ms - held["beat"] <= params["lapses"]:
        return "none"
    if owner != params["owner"]:
        held["since"] = params["since"]
    held |= {name: params[name] for name in ("owner", "host", "process")} | {"beat": now_ms}
    return "index"


def _renew(held: Json, params: Json, now_ms: int) -> str:
    if held.get("owner") != params["owner"]:
        return "none"
    held["beat"] = now_ms
    return "index"


def _release(held: Json, params: Json, now_ms: int) -> str:
    return "delete" if held.get("owner") == params["owner"] else "none"


SCRIPTS: Final = {
    "def held = ctx._source;"
    " if (held.owner == null || held.owner == params.owner || held.owner == params.ended"
    " || ctx._now - held.beat > params.lapses) {"
    " if (held.owner != params.owner) { held.since = params.since; }"
    " held.owner = params.owner; held.host = params.host; held.process = params.process;"
    " held.beat = ctx._now;"
    " } else { ctx.op = 'none'; }": _acquire,
    "if (ctx._source.owner == params.owner) { ctx._source.beat = ctx._now; }"
    " else { ctx.op = 'none'; }": _renew,
    "ctx.op = ctx._source.owner == params.owner ? 'delete' : 'none';": _release,
}
