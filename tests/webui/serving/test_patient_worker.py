"""Two workers, and connections that are slow, greedy or malformed: everybody else is answered.

That nobody waited for a deadline is seen at the slow connections: they are still open.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest
from click.testing import CliRunner

from search.cli.main import main
from webui.app import MOST_SENT_BYTES
from webui.serving.bounds import HEAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_SECONDS = 60
WORKERS = 2
MORE_THAN_THREADS = 24  # of both workers
HEAD = b"GET /search.json?q=water HTTP/1.1\r\nHost: here\r\n"
WHOLE = HEAD + b"\r\n"
FORM = (
    b"POST /check.json HTTP/1.1\r\nHost: here\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """Where two workers serve the sample."""
    folder = str(tmp_path_factory.mktemp("data"))
    built = CliRunner().invoke(main, ["--data", folder, "index", "--sample"])
    assert built.exit_code == 0, built.output
    command = [sys.executable, "-m", "search.cli.main", "--data", folder]
    with subprocess.Popen(
        [*command, "serve", "--port", "0", "--workers", str(WORKERS)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        where = urlsplit(process.stdout.readline().strip())
        try:
            yield str(where.hostname), int(where.port or 0)
        finally:
            process.terminate()


def opened(address: tuple[str, int], sent: bytes, count: int) -> list[socket.socket]:
    found = [socket.create_connection(address, MOST_SECONDS) for _ in range(count)]
    for one in found:
        one.sendall(sent)
    return found


def answered(address: tuple[str, int], sent: bytes = WHOLE) -> tuple[bytes, bytes]:
    """The last head and the body of what comes back on a connection of its own."""
    with socket.create_connection(address, MOST_SECONDS) as asking:
        asking.sendall(sent.replace(b"Host:", b"Connection: close\r\nHost:"))
        head, _, body = asking.makefile("rb").read().rpartition(b"\r\n\r\n")
        return head, body


def is_open(one: socket.socket) -> bool:
    one.setblocking(False)
    try:
        return bool(one.recv(1))
    except BlockingIOError:
        return True
    except ConnectionResetError:
        return False


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        HEAD,
        FORM + b"Content-Length: 100000\r\n\r\nq=",
        FORM + b"Expect: 100-continue\r\nContent-Length: 100000\r\n\r\n",
    ],
    ids=["nothing", "half a head", "half a body", "leave to send"],
)
def test_requests_that_do_not_come_keep_no_thread(address: tuple[str, int], begun: bytes) -> None:
    slow = opened(address, begun, MORE_THAN_THREADS)
    for _ in range(4 * WORKERS):
        assert json.loads(answered(address)[1])["total"]["statements"] > 0
    assert all(map(is_open, slow))
    for one in slow:
        one.close()


def test_answers_that_are_not_read_keep_no_thread(address: tuple[str, int]) -> None:
    greedy = opened(address, WHOLE.replace(b"water", b"&limit=100") * 300, MORE_THAN_THREADS)
    for _ in range(4 * WORKERS):
        assert answered(address)[1]
    assert all(map(is_open, greedy))
    for one in greedy:
        one.close()


def test_whoever_does_not_close_what_was_ended_keeps_nobody_waiting(
    address: tuple[str, int],
) -> None:
    ended = opened(address, HEAD + b"Connection: close\r\n\r\n", MORE_THAN_THREADS)
    for _ in range(4 * WORKERS):
        assert answered(address)[1]
    for one in ended:
        assert one.makefile("rb").read().startswith(b"HTTP/1.1 200 ")
        one.close()


def test_requests_sent_ahead_are_answered_in_turn(address: tuple[str, int]) -> None:
    with socket.create_connection(address, MOST_SECONDS) as asking:
        last = HEAD + b"Connection: close\r\n\r\n"
        asking.sendall(WHOLE * 5 + last)
        assert asking.makefile("rb").read().count(b"HTTP/1.1 200 OK") == 6


def test_a_form_in_pieces_is_read_whole(address: tuple[str, int]) -> None:
    body = urlencode({"text": "water " * 30_000}).encode()
    head, found = answered(address, FORM + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    assert head.startswith(b"HTTP/1.1 200 ")
    assert json.loads(found)["quotations"] == []


def test_whoever_waits_for_leave_is_given_it(address: tuple[str, int]) -> None:
    body = urlencode({"text": "we will not wait"}).encode()
    length = b"Content-Length: %d\r\n" % len(body)
    with socket.create_connection(address, MOST_SECONDS) as asking:
        asking.sendall(FORM + length + b"Expect: 100-continue\r\nConnection: close\r\n\r\n")
        answer = asking.makefile("rb")
        assert answer.readline() == b"HTTP/1.1 100 Continue\r\n"
        asking.sendall(body)
        rest = answer.read()
    assert rest.count(b"HTTP/1.1 ") == 1
    assert rest.startswith(b"\r\nHTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (FORM + b"Transfer-Encoding: chunked\r\n\r\n2\r\nq=\r\n", b"411"),
        (FORM + b"Content-Length: %d\r\n\r\nq=" % (MOST_SENT_BYTES + 1), b"413"),
        (FORM + b"Content-Length: two\r\n\r\nq=", b"400"),
        (FORM + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nq=abc", b"400"),
        (b"nonsense\r\nHost: here\r\n\r\n", b"400"),
        (b"GET /" + b"a" * HEAD_BYTES + b" HTTP/1.1\r\nHost: here\r\n\r\n", b"431"),
    ],
)
def test_what_is_refused_is_told_and_ends_the_connection(
    address: tuple[str, int], sent: bytes, status: bytes
) -> None:
    with socket.create_connection(address, MOST_SECONDS) as asking:
        asking.sendall(sent)
        assert asking.makefile("rb").read().split()[1] == status


def test_nobody_else_says_how_long_a_request_waited(address: tuple[str, int]) -> None:
    head, _ = answered(address, HEAD + b"Onrecord-Waited: 999\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
