"""The first answers of a process are made one at a time, all others side by side."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from webui.company.first_answers import FIRST, OneAtFirst

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    import pytest

MOST_SECONDS = 60


def test_the_first_answers_are_made_one_at_a_time_and_then_all_at_once() -> None:
    at_work = 0
    most: list[int] = []
    lock = threading.Lock()
    met = threading.Barrier(2)
    waits = False

    def app(_environ: WSGIEnvironment, _start: StartResponse) -> Iterable[bytes]:
        nonlocal at_work
        with lock:
            at_work += 1
            most.append(at_work)
        if waits:
            met.wait(MOST_SECONDS)  # passed only where two are at work together
        with lock:
            at_work -= 1
        return [b""]

    gate = OneAtFirst(app)

    def ask(_number: int) -> Iterable[bytes]:
        return gate({}, lambda *_: lambda _piece: None)

    with ThreadPoolExecutor(8) as threads:
        assert len(list(threads.map(ask, range(FIRST)))) == FIRST
        assert max(most) == 1
        waits = True
        assert len(list(threads.map(ask, range(2)))) == 2
        assert max(most) == 2


def test_an_answer_that_fails_opens_the_gate_as_well() -> None:
    def failing(_environ: WSGIEnvironment, _start: StartResponse) -> Iterable[bytes]:
        raise RuntimeError

    gate = OneAtFirst(failing)
    for _ in range(FIRST + 1):
        try:
            gate({}, lambda *_: lambda _piece: None)
        except RuntimeError:
            continue
        raise AssertionError("it did not fail")


def test_one_that_is_slow_by_itself_keeps_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.company.first_answers.MOST_SECONDS", 0.01)
    begun, ends = threading.Event(), threading.Event()

    def app(environ: WSGIEnvironment, _start: StartResponse) -> Iterable[bytes]:
        if environ:
            begun.set()
            assert ends.wait(MOST_SECONDS)
        return [b"made"]

    gate = OneAtFirst(app)
    with ThreadPoolExecutor(1) as slow:
        first = slow.submit(gate, {"is": "slow"}, lambda *_: lambda _piece: None)
        assert begun.wait(MOST_SECONDS)
        assert gate({}, lambda *_: lambda _piece: None) == [b"made"]
        assert not first.done()
        ends.set()
    assert first.result() == [b"made"]
