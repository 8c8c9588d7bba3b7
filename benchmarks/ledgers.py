"""Two data folders built from the same pages → what became of a page in one and not in the other.

    python -m benchmarks.ledgers DATA_BEFORE DATA_AFTER

Shows that a change of the cleaner moved no statement: every column the ledgers have of a page is
compared, statements unpacked. Then files of the index: equal segments have equal names and bytes.
Exit 1 where anything differs.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import zlib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.usage import arguments
from index.pipeline.build import LEDGER_NAME
from search.engines.whoosh.format.schema import INDEX_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN: Final = 20
_SHOWN_CHARS: Final = 160


def main() -> None:
    """Compare both, name the first differences, count all."""
    given = arguments(__doc__, 2, 2)
    before, after = Path(given[0]), Path(given[1])
    moved = list(_moved_pages(_pages(before), _pages(after)))
    print(*moved[:_SHOWN], f"{len(moved):,} differences in the ledgers", sep="\n")
    old, new = _segment_files(before), _segment_files(after)
    unlike = [name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)]
    print(*unlike[:_SHOWN], f"{len(unlike):,} of {len(old):,} files of segments differ", sep="\n")
    sys.exit(1 if moved or unlike else 0)


def _pages(data: Path) -> dict[str, dict[str, object]]:
    """By place all that a ledger has of a page."""
    with closing(sqlite3.connect(data / LEDGER_NAME)) as db:
        db.row_factory = sqlite3.Row
        return {row["place"]: dict(row) for row in db.execute("SELECT * FROM page")}


def _moved_pages(
    before: dict[str, dict[str, object]], after: dict[str, dict[str, object]]
) -> Iterator[str]:
    """A line for every page that only one has, and for every value that differs."""
    for place in sorted(before.keys() | after.keys()):
        old, new = before.get(place), after.get(place)
        if old is None or new is None:
            yield f"{place}: only {'after' if old is None else 'before'}"
            continue
        for name in sorted(old.keys() | new.keys()):
            was, now = _plain(old.get(name)), _plain(new.get(name))
            if was != now:
                yield f"{place}: {name}: {was[:_SHOWN_CHARS]} → {now[:_SHOWN_CHARS]}"


def _plain(value: object) -> str:
    """A value as text; a packed statement as its JSON."""
    return zlib.decompress(value).decode() if isinstance(value, bytes) else str(value)


def _segment_files(data: Path) -> dict[str, str]:
    """The files of all segments that serve, and their digests."""
    serving = data / "generations" / (data / "current").read_text(encoding="utf-8").strip()
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in serving.iterdir()
        if path.name.startswith(f"{INDEX_NAME}_")
    }


if __name__ == "__main__":
    main()
