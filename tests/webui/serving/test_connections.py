"""Slow, silent and greedy connections are cut off, and others are answered meanwhile."""

from __future__ import annotations

import json
import socket
import threading
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from flask import Flask, request
from waitress.channel import HTTPChannel

from waiting import wait_until
from webui.company.refusals import WAITED
from webui.serving import connections
from webui.serving.connections import MOST_AHEAD, BoundedChannel, BoundedServer
from webui.serving.patient_worker import _has_gone
from webui.serving.server import listen

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_SECONDS = 30
ASK = b"GET /small HTTP/1.1\r\nHost: here\r\n\r\n"
ASK_MUCH = b"GET /large HTTP/1.1\r\nHost: here\r\n\r\n"
THREADS = 2


class Running:
    """A server in a thread; `stop` is the signal."""

    def __init__(self, finish_seconds: float) -> None:
        app = Flask("small")
        self.slow = threading.Event()
        app.add_url_rule("/small", "small", lambda: "ok")
        app.add_url_rule("/large", "large", lambda: "x" * 20_000_000)
        self.counted: list[str] = []
        app.add_url_rule("/counted", "counted", lambda: self.counted.append("one") or "counted")
        app.add_url_rule("/waited", "waited", lambda: request.environ[f"HTTP_{WAITED}"])
        app.add_url_rule("/slow", "slow", lambda: "done" if self.slow.wait(MOST_SECONDS) else "")
        self.sockets = listen("127.0.0.1", 0)
        self.port = self.sockets[0].getsockname()[1]
        self.server = BoundedServer(app, self.sockets, THREADS, 1_000)
        self.told = threading.Event()
        step = self.server._step

        def stepping() -> None:
            if self.told.is_set() and not getattr(self, "ended", False):
                self.ended = True
                raise SystemExit(0)
            step()

        self.server._step = stepping  # type: ignore[method-assign]
        self.thread = threading.Thread(target=self.server.run, args=(finish_seconds,))
        self.thread.start()

    def connected(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), MOST_SECONDS)

    def ask(self, asked: bytes = ASK) -> bytes:
        with self.connected() as asking:
            asking.sendall(asked.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            return asking.makefile("rb").read()

    def stop(self) -> None:
        self.told.set()
        self.thread.join(MOST_SECONDS)
        assert not self.thread.is_alive()


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    for name in ("HEAD_SECONDS", "UNREAD_SECONDS"):
        monkeypatch.setattr(connections, name, 1.0)
    found = Running(finish_seconds=MOST_SECONDS)
    yield found
    found.slow.set()
    found.stop()


def closed(one: socket.socket) -> bool:
    """Whether the other end closes, after whatever it still sends."""
    try:
        while one.recv(1 << 20):
            pass
    except ConnectionResetError:
        return True
    return True


def test_connections_that_never_read_keep_no_thread(running: Running) -> None:
    greedy = [running.connected() for _ in range(3 * THREADS)]
    for one in greedy:
        one.sendall(ASK_MUCH * MOST_AHEAD)
    assert running.ask().endswith(b"ok")
    for one in greedy:
        one.close()


def test_a_head_that_does_not_come_ends_its_connection(running: Running) -> None:
    with running.connected() as silent, running.connected() as slow:
        slow.sendall(b"GET /small HTTP/1.1\r\n")
        assert closed(silent)
        assert closed(slow)


def test_many_idle_connections_stop_nobody(running: Running) -> None:
    idle = [running.connected() for _ in range(300)]
    assert running.ask().endswith(b"ok")
    for one in idle:
        one.close()


def test_those_that_wait_longest_make_room_for_others(running: Running) -> None:
    running.server._limit = 40
    idle = [running.connected() for _ in range(200)]
    assert running.ask().endswith(b"ok")
    assert len(running.server._channels()) <= 40
    for one in idle:
        one.close()


def test_a_poll_lets_in_all_that_wait(running: Running) -> None:
    slow = keep_all_threads(running)
    polls = 0
    step = running.server._step

    def counting() -> None:
        nonlocal polls
        before = len(running.server._channels())
        step()
        polls += len(running.server._channels()) > before

    held = threading.Event()

    def waiting() -> None:
        held.wait(MOST_SECONDS)
        counting()

    running.server._step = waiting  # type: ignore[method-assign]
    time.sleep(0.6)  # until the loop is held
    many = [running.connected() for _ in range(50)]
    held.set()
    wait_until(lambda: len(running.server._channels()) == THREADS + len(many))
    assert polls < len(many) / 2
    for one in (*slow, *many):
        one.close()


def test_requests_sent_ahead_are_answered_to_a_bound(running: Running) -> None:
    with running.connected() as asking:
        asking.sendall(ASK * 100)
        answers = asking.makefile("rb").read()
    assert answers.count(b"HTTP/1.1 200 OK") == MOST_AHEAD


def test_threads_answer_nothing_before_requests_sent_ahead_are_counted(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = HTTPChannel.received

    def received_slowly(channel: HTTPChannel, data: bytes) -> bool:
        taken = bool(received(channel, data))
        time.sleep(0.1)  # time enough for a thread to answer what was taken
        return taken

    monkeypatch.setattr(HTTPChannel, "received", received_slowly)
    with running.connected() as asking:
        asking.sendall(ASK * 100)
        answers = asking.makefile("rb").read()
    assert answers.count(b"HTTP/1.1 200 OK") == MOST_AHEAD


def keep_all_threads(running: Running) -> list[socket.socket]:
    slow = [running.connected() for _ in range(THREADS)]
    for one in slow:
        one.sendall(ASK.replace(b"small", b"slow"))
    wait_until(lambda: running.server._server.task_dispatcher.active_count == THREADS)
    return slow


def test_whoever_hangs_up_while_others_are_answered_is_not_answered(running: Running) -> None:
    slow = keep_all_threads(running)
    hasty = [running.connected() for _ in range(20)]
    wait_until(lambda: len(running.server._channels()) == THREADS + len(hasty))  # all are let in
    for one in hasty:
        with one:
            one.sendall(ASK.replace(b"small", b"counted"))
    wait_until(lambda: len(running.server._channels()) == THREADS)
    running.slow.set()
    assert running.ask().endswith(b"ok")
    assert running.counted == []
    for one in slow:
        one.close()


def test_an_application_is_told_how_long_a_request_waited(running: Running) -> None:
    slow = keep_all_threads(running)
    with running.connected() as asking:
        asking.sendall(
            ASK.replace(b"small", b"waited").replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
        )
        wait_until(lambda: len(running.server._server.task_dispatcher.queue) == 1)
        time.sleep(0.2)
        running.slow.set()
        told = asking.makefile("rb").read().rpartition(b"\r\n")[2]
    assert 0.2 <= float(told) < MOST_SECONDS
    for one in slow:
        one.close()


def test_a_connection_that_was_closed_is_known_to_be() -> None:
    here, there = socket.socketpair()
    with here:
        with there:
            there.sendall(ASK)
            assert not _has_gone(here)
        assert _has_gone(here)


def test_an_answer_that_is_being_made_is_finished(running: Running) -> None:
    with running.connected() as asking:
        asking.sendall(b"GET /slow HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        channels = running.server._channels
        wait_until(lambda: any(one.requests for one in channels()))
        running.told.set()
        wait_until(lambda: not running.server._listening())
        running.slow.set()
        assert asking.makefile("rb").read().endswith(b"done")


def test_who_is_let_in_may_ask_once_more_and_nobody_else(running: Running) -> None:
    with running.connected() as at_work, running.connected() as kept:
        at_work.sendall(ASK.replace(b"small", b"slow"))
        kept.sendall(ASK)
        answers = kept.makefile("rb")
        assert answers.readline() == b"HTTP/1.1 200 OK\r\n"
        running.told.set()
        end = time.monotonic() + MOST_SECONDS
        while running.server._listening():
            assert time.monotonic() < end
            time.sleep(0.01)
        with pytest.raises(ConnectionError):
            running.connected()
        kept.sendall(ASK)
        assert b"HTTP/1.1 200 OK\r\nConnection: close\r\n" in answers.read()
        running.slow.set()
        assert b"done" in at_work.makefile("rb").read()


def test_who_asks_nothing_keeps_no_server_from_ending(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "LAST_SECONDS", 0.2)
    with running.connected() as kept:
        kept.sendall(ASK)
        answer = kept.makefile("rb")
        assert answer.readline() == b"HTTP/1.1 200 OK\r\n"
        began = time.monotonic()
        running.stop()
        assert time.monotonic() - began < MOST_SECONDS / 2
        assert answer.read().endswith(b"ok")


def test_an_answer_that_does_not_end_is_cut_when_the_time_is_over() -> None:
    running = Running(finish_seconds=0.5)
    with running.connected() as asking:
        asking.sendall(b"GET /slow HTTP/1.1\r\nHost: here\r\n\r\n")
        time.sleep(0.2)
        running.stop()
    running.slow.set()


@pytest.mark.parametrize(
    ("state", "overdue"),
    [
        ({}, False),
        ({"last_activity": -1_000}, True),
        ({"last_activity": -1_000, "requests": [1]}, False),  # being answered
        ({"last_activity": -25, "answered": True}, False),
        ({"last_activity": -25}, True),
        ({"request": SimpleNamespace(headers_finished=False), "begun": -25}, True),
        ({"request": SimpleNamespace(headers_finished=True), "begun": -25}, False),
        ({"request": SimpleNamespace(headers_finished=True), "begun": -65}, True),
        ({"total_outbufs_len": 5, "unread_since": -25, "last_activity": -25}, True),
        ({"total_outbufs_len": 5, "unread_since": -25, "last_activity": -1}, False),
        ({"total_outbufs_len": 5, "unread_since": -400, "last_activity": -1}, True),
    ],
)
def test_a_connection_is_overdue_by_its_state(state: dict[str, object], overdue: bool) -> None:
    known = {
        "last_activity": 0,
        "requests": [],
        "request": None,
        "begun": 0,
        "answered": False,
        "total_outbufs_len": 0,
        "unread_since": None,
    }
    channel = SimpleNamespace(**(known | state))
    assert BoundedChannel.is_overdue(channel, 0.0) is overdue  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "mimetype"), [("/check.json", b"application/json"), ("/check", b"text/plain")]
)
def test_what_the_server_refuses_is_told_as_all_errors_of_the_address(
    running: Running, path: str, mimetype: bytes
) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: here\r\nContent-Length: 9999\r\n\r\n"
    told, _, body = running.ask(head.encode()).partition(b"\r\n\r\n")
    assert told.startswith(b"HTTP/1.1 413 ")
    assert b"Content-Type: " + mimetype in told
    assert b"waitress" not in body
    if path.endswith(".json"):
        assert json.loads(body)["status"] == 413
        assert set(json.loads(body)) == {"error", "status"}


def test_what_is_no_request_is_told_in_a_sentence(running: Running) -> None:
    assert running.ask(b"nonsense\r\n\r\n").split()[1] == b"400"
