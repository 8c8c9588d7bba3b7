"""A folder of saved pages → how long it takes to be searchable, here and with others of the kind.

    python -m benchmarks.building PAGES_FOLDER WORK_FOLDER     (part of make bench)

Each in processes of its own, one after the other, on the same copy of the folder: this program,
recollindex (Debian's package recoll) over all files, and the way a tutorial shows for Whoosh and
BeautifulSoup, over the articles alone. A program that is not installed is named as missing.
"""

from __future__ import annotations

import contextlib
import resource
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.usage import arguments

if TYPE_CHECKING:
    from collections.abc import Mapping

_EVERY_SECONDS: Final = 0.05
_TUTORIAL: Final = Path(__file__).parent / "peers" / "tutorial.py"
_NAME: Final = "zyxwvutsrq"  # a word no page has


class Run(NamedTuple):
    """How long a command took by the clock and of processors, and the most memory it had."""

    seconds: float
    processor_seconds: float
    peak_mb: float


def main() -> None:
    """Print the table."""
    given = arguments(__doc__, 2, 2)
    print(table(Path(given[0]), Path(given[1])))


def table(pages: Path, work: Path) -> str:
    """What was measured, as Markdown; `work` holds the copy of the pages and what is built."""
    copy, data = work / "copy", work / "built"
    for folder in (copy, data, work / "recoll", work / "tutorial"):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(pages, copy)
    list(map(Path.read_bytes, filter(Path.is_file, copy.rglob("*"))))  # into the system's cache
    index = [sys.executable, "-m", "search.cli.main", "--data", str(data), "index"]
    rows = [("onrecord, all files", timed([*index, str(copy)]))]
    rows.append(("onrecord again, nothing changed", timed(index)))
    _change(copy)
    rows.append(("onrecord again, one page changed", timed(index)))
    rows.append(("recollindex, all files", _recoll(copy, work / "recoll")))
    tutorial = [sys.executable, str(_TUTORIAL), str(data), str(work / "tutorial")]
    rows.append(("Whoosh and BeautifulSoup as in a tutorial, articles only", timed(tutorial)))
    return "\n".join(
        [
            "|  | s | processor s | peak memory, MB |",
            "| --- | --- | --- | --- |",
            *(f"| {name} | {_told(run)} |" for name, run in rows),
        ]
    )


def _told(run: Run | None) -> str:
    if run is None:
        return "not installed | – | –"
    return f"{run.seconds:.1f} | {run.processor_seconds:.1f} | {run.peak_mb:.0f}"


def timed(command: list[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end; it must succeed."""
    before = processor_seconds(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment) as process:
        watch = Watch(process.pid)
        watch.start()
        code = process.wait()
        seconds = time.perf_counter() - began
        peak_mb = watch.stop()
    if code:
        sys.exit(f"{' '.join(command)} ended with {code}")
    spent = processor_seconds(resource.RUSAGE_CHILDREN) - before
    return Run(seconds, spent, peak_mb)


def processor_seconds(whose: int) -> float:
    """Seconds of processors that this process, or the children that ended, have used."""
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


class Watch(threading.Thread):
    """Looks at the memory of a process and its descendants, until it ends or is told to stop."""

    def __init__(self, pid: int, every_seconds: float = _EVERY_SECONDS) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._every_seconds = every_seconds
        self._stopped = threading.Event()
        self.peak_kb = 0

    def run(self) -> None:
        """Look, again and again."""
        while (found := sum(map(_proportional_kb, _family(self._pid)))) > 0:
            self.peak_kb = max(self.peak_kb, found)
            if self._stopped.wait(self._every_seconds):
                return

    def stop(self) -> float:
        """Stop looking; the most megabytes seen."""
        self._stopped.set()
        self.join()
        return self.peak_kb / 1024


def _family(pid: int) -> list[int]:
    """A process and all that it started, which still run."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{one}/task/{one}/children").read_text().split()
            found += map(int, children)
    return found


def _proportional_kb(pid: int) -> int:
    """The memory of a process, what it shares divided among those who share it; 0: it is gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _change(folder: Path) -> None:
    """Put a new word into the first page that has an article's body."""
    for page in sorted(folder.rglob("*.html")):
        text = page.read_text(encoding="utf-8", errors="replace")
        at = text.find("<p>", text.find("articleBody"))
        if "articleBody" in text and at > 0:
            page.write_text(f"{text[: at + 3]}{_NAME} {text[at + 3 :]}", encoding="utf-8")
            return
    sys.exit(f"no page in {folder} has an article")


def _recoll(pages: Path, folder: Path) -> Run | None:
    """Recoll's time over the folder, with its defaults; None where it is not installed."""
    if shutil.which("recollindex") is None:
        return None
    folder.mkdir()
    (folder / "recoll.conf").write_text(f"topdirs = {pages.absolute()}\n", encoding="utf-8")
    return timed(["recollindex", "-c", str(folder), "-z"])


if __name__ == "__main__":
    main()
