"""Killed, starved of space, under load: the index that serves is whole, and the next run completes.

`make test` runs a short form of each; `make soak` (ONRECORD_SOAK=full) the whole: 200 kills, a disk
of a few megabytes, 50 generations under load.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from search.answers.searcher import Searcher
from search.engines import open_engine, verify
from search.query.request import Request
from search.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.pipeline.report import BuildReport

    Run = Callable[..., BuildReport]
    Save = Callable[..., Path]

FULL: Final = os.environ.get("ONRECORD_SOAK") == "full"
KILLS: Final = 200 if FULL else 12
GENERATIONS: Final = 50 if FULL else 5
CLIENTS: Final = 4
PAGES: Final = 60
WORDS: Final = ("river", "harbour", "not", '"will not"', "boat*", "speaker:Dovast river")
TMPFS_MEGABYTES: Final = 2
COMMAND: Final = (sys.executable, "-m", "search.cli.main")


def fill(save: Save, state: int) -> None:
    """Write all pages in one of two states, which differ in every tenth page."""
    for number in range(90_001, 90_001 + PAGES):
        told = "will not" if number % 10 or state else "will"
        save(number, f"The river {told} wait, page {number}. " + "Boats leave the harbour. " * 200)


def answers(settings: Settings) -> list[tuple[int, int, list[str]]]:
    """What the serving index answers: totals and ids."""
    with closing(open_engine(settings)) as engine:
        searcher = Searcher(engine)
        found = [searcher.search(Request(q=q, limit=100)) for q in WORDS]
    return [
        (one.total.statements, one.total.turns, [hit.statement.id for hit in one.hits])
        for one in found
    ]


def indexing(settings: Settings, pages: Path, **more: Any) -> subprocess.Popen[str]:
    """A run of `onrecord index` in a process of its own."""
    return subprocess.Popen(
        [*COMMAND, "--data", str(settings.data), "index", str(pages), "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "ONRECORD_CONFIG": str(settings.data.parent / "onrecord.toml")},
        **more,
    )


def begun(settings: Settings, pages: Path) -> subprocess.Popen[str]:
    """A run that holds the lock: from here on it builds."""
    holder = settings.data / "index.holder"
    process = indexing(settings, pages)
    while f"process {process.pid} " not in _text(holder):
        assert process.poll() is None, process.communicate()
        time.sleep(0.001)
    return process


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except FileNotFoundError:
        return ""


def completed(process: subprocess.Popen[str]) -> None:
    """See a run to its end."""
    told = process.communicate()
    assert process.returncode == 0, told


def test_killed_at_any_moment_the_old_index_answers_and_the_next_run_completes(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    expected = []
    for state in (1, 0):
        fill(save, state)
        run(pages)
        expected.insert(0, answers(settings))
    assert expected[0] != expected[1]
    fill(save, 1)
    process = begun(settings, pages)
    began = time.monotonic()
    completed(process)
    whole = time.monotonic() - began
    chance = random.Random(8)
    outcomes = defaultdict(int)
    for kill in range(KILLS):
        before, after = 1 - kill % 2, kill % 2
        fill(save, after)
        process = begun(settings, pages)
        time.sleep(chance.uniform(0, whole))
        process.kill()
        process.communicate()
        now = answers(settings)
        assert now in (expected[before], expected[after]), f"kill {kill}"
        outcomes["published before the kill" if now == expected[after] else "old index"] += 1
        completed(indexing(settings, pages))
        assert answers(settings) == expected[after]
        names = {one.name for one in (settings.data / "generations").iterdir()}
        assert len(names) <= settings.keep_generations + 2, "debris was swept, or will be next time"
    print(dict(outcomes), f"building takes {whole:.2f} s")
    assert verify(settings) == ()
    assert outcomes["old index"] > KILLS // 4, "the kills did not fall into the building"


@pytest.mark.parametrize("limit_bytes", [4_096, 40_000, 150_000])
def test_where_files_cannot_grow_the_run_says_so_and_the_old_index_serves(
    pages: Path, save: Save, run: Run, settings: Settings, limit_bytes: int
) -> None:
    fill(save, 0)
    run(pages)
    before = answers(settings)
    fill(save, 1)

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))

    process = indexing(settings, pages, preexec_fn=bounded)
    _, told = process.communicate()
    assert process.returncode == 1, told
    assert "Traceback" not in told
    assert re.search(r"(?i)make room|can be written", told), told
    assert answers(settings) == before
    run(pages)
    assert answers(settings) != before
    assert verify(settings) == ()


@pytest.mark.skipif(not FULL, reason="`make soak` mounts a small disk; needs root")
def test_on_a_full_disk_the_run_says_so_and_the_old_index_serves(
    tmp_path: Path, pages: Path, save: Save
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    size = f"size={TMPFS_MEGABYTES}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(disk)], check=True)
    try:
        config = tmp_path / "onrecord.toml"
        config.touch()
        settings = read_settings({"data": disk}, environ={"ONRECORD_CONFIG": str(config)})
        fill(save, 0)
        completed(indexing(settings, pages))
        before = answers(settings)
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(shutil.disk_usage(disk).free - 50_000))
        fill(save, 1)
        process = indexing(settings, pages)
        _, told = process.communicate()
        assert (process.returncode, "Traceback" in told) == (1, False), told
        assert answers(settings) == before
        ballast.unlink()
        completed(indexing(settings, pages))
        assert answers(settings) != before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


class Reader(threading.Thread):
    """Asks a served site for results until told to stop; remembers every answer."""

    def __init__(self, root: str, stop: threading.Event) -> None:
        super().__init__()
        self._root, self._stop_now = root, stop
        self.seen: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.asked = 0
        self.failed: list[str] = []

    def run(self) -> None:
        """Ask."""
        while not self._stop_now.is_set():
            q = WORDS[self.asked % len(WORDS)]
            self.asked += 1
            address = f"{self._root}/search.json?limit=100&q={urllib.request.quote(q)}"
            try:
                with urllib.request.urlopen(address, timeout=30) as response:
                    shape = json.load(response)
            except (OSError, ValueError) as error:
                self.failed.append(f"{q}: {error}")
                continue
            said = json.dumps([shape["total"], [one["id"] for one in shape["results"]]])
            self.seen[q, shape["index"]["generation"]].add(said)


@pytest.fixture
def served(settings: Settings) -> Iterator[Callable[[], tuple[str, int]]]:
    """Starts a site over the data folder: its address and process."""
    started: list[subprocess.Popen[str]] = []

    def start() -> tuple[str, int]:
        command = [*COMMAND, "--data", str(settings.data), "serve", "--port", "0"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout
        address = re.search(r"http://[\d.:]+", process.stdout.readline())
        assert address
        return address[0], process.pid

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def resources_of(pid: int) -> tuple[int, int]:
    """Open files and resident kilobytes of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    resident = re.search(r"VmRSS:\s+(\d+)", status)
    assert resident
    return len(list(Path(f"/proc/{pid}/fd").iterdir())), int(resident[1])


def least_resources_of(pid: int) -> tuple[int, int]:
    """The least of what is open and resident for a while.

    A generation is closed when its last answer was given, so two may be open at a moment.
    """
    looks = []
    for _ in range(30):
        looks.append(resources_of(pid))
        time.sleep(0.1)
    return min(looks)


def wait_until_served(readers: list[Reader], generation: str) -> None:
    """Wait until every reader had an answer from a generation: what is measured is then in use."""
    end = time.monotonic() + 120
    while not all(any(seen == generation for _, seen in list(one.seen)) for one in readers):
        assert time.monotonic() < end, [failure for one in readers for failure in one.failed]
        time.sleep(0.05)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files in /proc")
def test_generations_published_under_load_fail_no_request_and_mix_no_answer(
    pages: Path,
    save: Save,
    run: Run,
    settings: Settings,
    served: Callable[[], tuple[str, int]],
) -> None:
    fill(save, 0)
    run(pages)
    root, pid = served()
    stop = threading.Event()
    readers = [Reader(root, stop) for _ in range(CLIENTS)]
    for one in readers:
        one.start()
    measured = []
    for generation in range(GENERATIONS):
        fill(save, 1 - generation % 2)
        published = run(pages).generation
        assert published
        wait_until_served(readers, published)
        measured.append(resources_of(pid))
    measured.append(least_resources_of(pid))
    stop.set()
    for one in readers:
        one.join()
    merged: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in readers:
        for key, said in one.seen.items():
            merged[key] |= said
    print(sum(one.asked for one in readers), "requests", measured[0], measured[-1])
    assert [failure for one in readers for failure in one.failed] == []
    assert {key: said for key, said in merged.items() if len(said) > 1} == {}
    assert len({generation for _, generation in merged}) > GENERATIONS // 2
    settled = measured[len(measured) // 5 :]
    assert settled[-1][0] <= settled[0][0] + 2 * CLIENTS, "open files grow"
    assert settled[-1][1] <= settled[0][1] * 1.25, "memory grows"
