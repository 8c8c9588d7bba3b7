"""`onrecord serve`: a real process on a free port, until a signal ends it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

MOST_SECONDS = 20


def start(data: Path, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "search.cli.main",
            "--data",
            str(data),
            "serve",
            "--port",
            str(port),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_listens_answers_and_ends_cleanly(
    tmp_path: Path, sent: signal.Signals
) -> None:
    with start(tmp_path, 0) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}/robots.txt", timeout=MOST_SECONDS) as answer:
            assert answer.status == 200
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/", timeout=MOST_SECONDS)
        with refused.value as answer:
            assert answer.code == 503
            assert b"onrecord index PATH" in answer.read()
        process.send_signal(sent)
        assert process.wait(MOST_SECONDS) == 0
        assert process.stderr is not None
        told = process.stderr.read()
        assert "Traceback" not in told
        assert "onrecord index PATH" in told


def test_a_port_that_is_taken_is_told_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with start(tmp_path, port) as process:
            _, told = process.communicate(timeout=MOST_SECONDS)
    assert process.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in told
    assert "--port" in told
