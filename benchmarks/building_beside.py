"""Saved pages, UN texts, checkouts of other versions → what building costs in each, and in Recoll.

    python -m benchmarks.building_beside PAGES WORK_FOLDER ROUNDS [--un UN_FOLDER] [CHECKOUT…]

(make bench-building). Every round runs each program once, in turn, so that whatever else the
machine does meets all alike; each builds anew in a folder of its own. Times are of the processors,
in all processes of a run together, and by the clock; ratios are of medians. Recoll (Debian's
package recollcmd) is run twice: as it comes, and without its dictionary of misspellings and the
texts it keeps for previews. Of the UN's texts only the writing of the index is measured, as
`benchmarks.ours` builds it; Recoll has no part in that.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.building import timed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.building import Run

_HERE: Final = Path(__file__).parent
_NOW: Final = "now"
_RECOLL: Final = "Recoll"
_BARE: Final = "noaspell = 1\nindexstoredoctext = 0\n"
_WRITE_TEXTS: Final = """
import sys
from pathlib import Path
from benchmarks.ours import build
from search.settings import read_settings
if __name__ == "__main__":
    build(Path(sys.argv[1]), read_settings({"data": Path(sys.argv[2])}, environ={}), 1)
"""


def main() -> None:
    """Measure, and print a table of the pages, then one of the texts."""
    given = argparse.ArgumentParser(
        prog="python -m benchmarks.building_beside",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    given.add_argument("pages", type=Path)
    given.add_argument("work", type=Path)
    given.add_argument("rounds", type=int)
    given.add_argument("checkouts", type=Path, nargs="*")
    given.add_argument("--un", type=Path)
    asked = given.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    versions = {_NOW: _HERE.parent} | {one.name: one for one in asked.checkouts}
    programs = {
        name: partial(_pages, checkout, asked.pages, asked.work / "built")
        for name, checkout in versions.items()
    }
    if shutil.which("recollindex"):
        programs[_RECOLL] = partial(_recoll, asked.pages, asked.work / "recoll", "")
        programs[f"{_RECOLL}, bare"] = partial(_recoll, asked.pages, asked.work / "recoll", _BARE)
    else:
        print("recollindex is not installed: apt-get install recollcmd", file=sys.stderr)
    print(f"## Saved pages\n\n{_table(_rounds(programs, asked.rounds))}")
    if asked.un:
        script = asked.work / "write_texts.py"
        script.write_text(_WRITE_TEXTS, encoding="utf-8")
        writers = {
            name: partial(_texts, checkout, script, asked.un, asked.work / "built")
            for name, checkout in versions.items()
        }
        print(f"\n## Writing the UN's texts\n\n{_table(_rounds(writers, asked.rounds))}")


def _rounds(programs: Mapping[str, Callable[[], Run]], rounds: int) -> dict[str, list[Run]]:
    """What each program took, round after round."""
    found: dict[str, list[Run]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, run in programs.items():
            found[name].append(run())
            print(f"{name}: {found[name][-1]}", file=sys.stderr, flush=True)
    return found


def _pages(checkout: Path, pages: Path, data: Path) -> Run:
    """`onrecord index` of a version over all pages."""
    run = ["-m", "search.cli.main", "--data", str(data), "index", str(pages)]
    return _of_version(checkout, run, data)


def _texts(checkout: Path, script: Path, un: Path, data: Path) -> Run:
    """The writer of a version over the UN's texts."""
    return _of_version(checkout, [str(script), str(un), str(data)], data)


def _of_version(checkout: Path, run: Sequence[str], data: Path) -> Run:
    """A run of Python with the packages of a checkout, whatever lies in the folder it starts in."""
    shutil.rmtree(data, ignore_errors=True)
    environment = {**os.environ, "PYTHONPATH": str(checkout.absolute())}
    return timed([sys.executable, "-P", *run], environment)


def _recoll(pages: Path, folder: Path, settings: str) -> Run:
    """recollindex over the folder, with its own handling of HTML."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    configuration = f"topdirs = {pages.absolute()}\n{settings}"
    (folder / "recoll.conf").write_text(configuration, encoding="utf-8")
    return timed(["recollindex", "-c", str(folder), "-z"])


def _table(found: Mapping[str, Sequence[Run]]) -> str:
    """Medians with their spread, and what the version of now takes of each."""
    now = found[_NOW]
    lines = [
        "|  | processor s | s | peak memory, MB | now / this, processor | now / this, clock |",
        "|" + " --- |" * 6,
    ]
    for name, runs in found.items():
        processor, clock = (
            statistics.median(map(at, now)) / statistics.median(map(at, runs))
            for at in (_processor, _clock)
        )
        cells = (
            name,
            _spread(list(map(_processor, runs))),
            _spread(list(map(_clock, runs))),
            f"{max(one.peak_mb for one in runs):.0f}",
            f"{processor:.2f}",
            f"{clock:.2f}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _processor(run: Run) -> float:
    return run.processor_seconds


def _clock(run: Run) -> float:
    return run.seconds


def _spread(values: Sequence[float]) -> str:
    """The median, and the least and the most of all."""
    return f"{statistics.median(values):.1f} ({min(values):.1f} to {max(values):.1f})"


if __name__ == "__main__":
    main()
