"""What a cluster says, address by address → a server that says so, and settings that name it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from own_server import QuietHandler, serving
from search.settings import read_settings

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from search.settings import Settings

GOOD = {"took": 1, "timed_out": False, "_shards": {"total": 3, "successful": 3, "failed": 0}}


class Answers:
    """What the stub says: by what the address begins with, a status and a body."""

    def __init__(self, **answers: tuple[int, Any]) -> None:
        self.answers = {name.replace("__", "/"): told for name, told in answers.items()}
        self.seconds = 0.0
        self.asked: list[str] = []


def listening(answers: Answers) -> AbstractContextManager[str]:
    """A server on a free port of this machine that tells `answers`."""

    class Handler(QuietHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answers.asked.append(self.headers.get("Authorization") or "")
            time.sleep(answers.seconds)
            names = sorted(answers.answers, key=len, reverse=True)
            found = next((one for one in names if self.path.startswith(f"/{one}")), None)
            status, body = answers.answers[found] if found is not None else (404, {})
            text = body if isinstance(body, str) else json.dumps(body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_POST = do_GET

    return serving(Handler)


def settings(*hosts: str, **more: Any) -> Settings:
    """Settings that name these nodes."""
    return read_settings({"opensearch_hosts": hosts, "opensearch_timeout": 5.0} | more, {})


def info(number: str, distribution: str = "opensearch") -> tuple[int, Any]:
    """What a cluster of that version says of itself."""
    return 200, {"version": {"number": number, "distribution": distribution}}


def error(kind: str, **more: Any) -> dict[str, Any]:
    """What a cluster says of a request it could not answer, with words of the question."""
    return {"error": {"type": kind, "reason": 'about "peace"', **more}}
