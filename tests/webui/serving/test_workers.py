"""`onrecord serve --workers`: several real processes on one address."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from click.testing import CliRunner

from search.cli.main import main
from search.engines import open_writer
from search.errors import UsageError
from search.query.grammar import MOST_CHARS
from search.records import Coverage, Statement, StatementId
from search.settings import read_settings
from waiting import wait_until
from webui.serving.server import addresses, listen

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_SECONDS = 60
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n"
SERVE = ("serve", "--port", "0")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an index of the sample."""
    folder = tmp_path_factory.mktemp("data")
    built = CliRunner().invoke(main, ["--data", str(folder), "index", "--sample"])
    assert built.exit_code == 0, built.output
    return folder


@contextmanager
def serving(data: Path, workers: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process that was started, and its address."""
    command = [sys.executable, "-m", "search.cli.main", "--data", str(data), *SERVE]
    with subprocess.Popen(
        [*command, "--workers", str(workers)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=MOST_SECONDS) as answer:
        return bytes(answer.read())


def connected(address: str) -> socket.socket:
    where = urlsplit(address)
    return socket.create_connection((str(where.hostname), int(where.port or 0)), MOST_SECONDS)


def workers_of(owner: int) -> set[int]:
    """Process numbers of the workers of an owner."""
    return {int(one) for one in Path(f"/proc/{owner}/task/{owner}/children").read_text().split()}


def runs(number: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_all_of_them_cleanly(data: Path, sent: signal.Signals) -> None:
    with serving(data, 2) as (process, address):
        assert get(f"{address}/robots.txt")
        wait_until(lambda: len(workers_of(process.pid)) == 2)
        workers = workers_of(process.pid)
        process.send_signal(sent)
        assert process.wait(MOST_SECONDS) == 0
        assert not any(map(runs, workers))
        assert process.stderr is not None
        told = process.stderr.read()
        assert "Traceback" not in told
        assert "ended" not in told


def test_a_worker_that_was_killed_is_told_and_replaced(data: Path) -> None:
    with serving(data, 2) as (process, address):
        wait_until(lambda: len(workers_of(process.pid)) == 2)
        before = workers_of(process.pid)
        os.kill(min(before), signal.SIGKILL)
        wait_until(lambda: len(workers_of(process.pid) - {min(before)}) == 2)
        for _ in range(20):
            assert json.loads(get(f"{address}/search.json?q=water"))["total"]["statements"] > 0
        process.terminate()
        assert process.wait(MOST_SECONDS) == 0
        assert process.stderr is not None
        told = process.stderr.read()
        assert "was sent SIGKILL" in told
        assert "onrecord: a worker ended; another takes its place" in told


def test_workers_do_not_outlive_an_owner_that_was_killed(data: Path) -> None:
    with serving(data, 2) as (process, address):
        assert get(f"{address}/robots.txt")
        wait_until(lambda: len(workers_of(process.pid)) == 2)
        workers = workers_of(process.pid)
        process.kill()
        wait_until(lambda: not any(map(runs, workers)))


def test_every_worker_goes_over_to_a_new_generation(tmp_path: Path) -> None:
    def publish(*numbers: int) -> None:
        with open_writer(read_settings({"data": tmp_path}, {})) as writer:
            writer.add(Statement(StatementId(f"en-{n}"), "en", "On rail", (), n) for n in numbers)
            writer.publish(Coverage(0, 0, None, None, 0, 0, 0), [], sample=False)

    def counts() -> set[int]:
        """What twenty requests are told, each on a connection of its own."""
        found = [json.loads(get(f"{address}/search.json?q=rail"))["total"] for _ in range(20)]
        return {one["statements"] for one in found}

    publish(1)
    with serving(tmp_path, 2) as (_, address):
        assert counts() == {1}
        publish(1, 2)
        assert counts() == {2}


@pytest.mark.parametrize(
    ("failing", "replaced"),
    [
        ("os._exit(7)", 2),  # as when the system kills it
        ("open('/nowhere/at/all')", 0),  # an error, which is told: it will not be another next time
    ],
)
def test_workers_that_end_at_once_are_given_up(tmp_path: Path, failing: str, replaced: int) -> None:
    program = (
        "import os, sys, webui.serving.workers, search.cli.main as cli\n"
        f"webui.serving.workers.create_app = lambda settings, visitors: {failing}\n"
        "cli.run(sys.argv[1:])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, "--data", str(tmp_path), *SERVE, "--workers", "2"],
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.endswith(
        "onrecord: workers end as soon as they begin; `onrecord serve --workers 1` shows why\n"
    )
    assert ended.stderr.count("a worker ended; another takes its place") == replaced


def open_files(process: int, kind: str) -> int:
    """How many files of a kind a process has open: "socket", "anon_inode:[eventpoll]"."""
    found = 0
    for one in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # it was closed meanwhile
            found += str(one.readlink()).startswith(kind)
    return found


def test_connections_that_come_at_once_are_shared_out(data: Path) -> None:
    with serving(data, 2) as (process, address):

        def held() -> list[int]:
            """How many sockets each worker has: the one that listens, and its connections."""
            return [open_files(one, "socket:") for one in workers_of(process.pid)]

        def shared(connections: int) -> list[int]:
            """How many of them each worker takes."""
            wait_until(lambda: held() == [1, 1])
            with ExitStack() as opened:
                asking = [opened.enter_context(connected(address)) for _ in range(connections)]
                for one in asking:
                    one.sendall(HEALTH)
                assert all(one.recv(12) == b"HTTP/1.1 200" for one in asking)
                return [count - 1 for count in held()]

        wait_until(lambda: min(shared(20)) > 0)  # nothing is left to a worker that still begins
        found = shared(40)
        assert sum(found) == 40
        assert min(found) >= 10  # half of an even share: a busy machine may keep one from waking


def test_an_interrupt_of_the_terminal_lets_answers_be_finished(data: Path) -> None:
    with serving(data, 2) as (process, address), connected(address) as asking:
        answer = asking.makefile("rb")
        asking.sendall(HEALTH)
        assert answer.readline() == b"HTTP/1.1 200 OK\r\n"
        asking.sendall(HEALTH[:20])  # the next request on the same connection has begun
        for one in (process.pid, *workers_of(process.pid)):  # as a terminal sends it
            os.kill(one, signal.SIGINT)
        asking.sendall(HEALTH[20:])
        assert b"HTTP/1.1 200 OK\r\n" in answer.read()
        assert process.wait(MOST_SECONDS) == 0


def test_nobody_is_let_in_while_the_last_answers_are_made(data: Path) -> None:
    with serving(data, 2) as (process, address), connected(address) as asking:
        asking.sendall(HEALTH)
        answer = asking.makefile("rb")
        assert answer.readline() == b"HTTP/1.1 200 OK\r\n"
        asking.sendall(HEALTH[:20])  # so that its process does not end yet
        process.terminate()

        def is_refused() -> bool:
            try:
                connected(address).close()
            except ConnectionError:
                return True
            return False

        wait_until(is_refused)
        assert runs(process.pid)
        asking.sendall(HEALTH[20:])
        assert b"HTTP/1.1 200 OK\r\n" in answer.read()
        assert process.wait(MOST_SECONDS) == 0


def test_a_head_of_many_and_of_long_lines_is_read(data: Path) -> None:
    many = "".join(f"X-Line-{number}: {number}\r\n" for number in range(500))
    with serving(data, 2) as (_, address), connected(address) as asking:
        head = f"GET /healthz HTTP/1.1\r\nHost: here\r\nCookie: {'c' * 30_000}\r\n{many}\r\n"
        asking.sendall(head.encode())
        assert asking.recv(1_000).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_link_with_the_longest_query_in_cyrillic_is_answered(data: Path) -> None:
    q = quote("слово " * (MOST_CHARS // 6))
    with serving(data, 2) as (_, address):
        assert json.loads(get(f"{address}/search.json?q={q}"))["query"]


def test_what_is_searched_for_stands_in_no_log(data: Path) -> None:
    with serving(data, 2) as (process, address):
        get(f"{address}/search.json?q=harbour")
        with connected(address) as asking:
            asking.sendall(b"GET /search?q=harbour nonsense\r\n\r\n")
            assert asking.recv(1_000).startswith(b"HTTP/1.1 400")
        process.terminate()
        assert process.wait(MOST_SECONDS) == 0
        assert process.stderr is not None
        assert "harbour" not in process.stderr.read()


def test_an_address_that_does_not_exist_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match=r"cannot listen on no\.such\.host\.invalid:0"):
        listen("no.such.host.invalid", 0)


def test_sockets_tell_where_they_listen() -> None:
    sockets = listen("localhost", 0)
    try:
        assert all(one.startswith("http://") for one in addresses(sockets))
    finally:
        for one in sockets:
            one.close()


def test_workers_killed_one_after_another_do_not_end_the_server(data: Path) -> None:
    with serving(data, 1 + 1) as (process, address):
        for _ in range(4):
            wait_until(lambda: len(workers_of(process.pid)) == 2)
            assert get(f"{address}/healthz")
            before = workers_of(process.pid)
            for one in before:
                os.kill(one, signal.SIGKILL)
            wait_until(lambda before=before: not (workers_of(process.pid) & before))  # type: ignore[misc]
        assert get(f"{address}/healthz")
        assert process.poll() is None
