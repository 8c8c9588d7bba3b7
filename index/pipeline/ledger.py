"""Saved pages and what became of each → remembered, so that the next run reads only what changed.

One SQLite file in the data folder. It is a cache of cleaning plus the list of sources: deleting it
costs one full run. A run happens in one transaction; the generation it was published as is noted
last, so a ledger that got ahead of the index is known by its note.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from index.pipeline.given import GivenFacts
from index.pipeline.page_entry import (
    DAY_BITS,
    RANK_OF_WHOLENESS,
    ChosenPages,
    Fate,
    FileStamp,
    PageEntry,
    SavedCopy,
    Wholeness,
)
from index.saves.recognise import SkipReason
from search.errors import CannotWrite
from search.store.sqlite import SqliteFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS source (path TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS file (
    path TEXT PRIMARY KEY, size_bytes INTEGER NOT NULL, mtime_ns INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS page (
    place TEXT PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL, fate TEXT NOT NULL,
    reason TEXT, detail TEXT, id TEXT, part INTEGER NOT NULL, numbered INTEGER NOT NULL,
    twin TEXT, rank INTEGER NOT NULL, digest TEXT, warnings TEXT NOT NULL, chars INTEGER NOT NULL,
    outline TEXT, statement BLOB, captured_ns INTEGER, inside TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS indexed (id TEXT PRIMARY KEY, seconds INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS named_table (path TEXT PRIMARY KEY, map TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS given (path TEXT PRIMARY KEY, title TEXT, date TEXT);
CREATE INDEX IF NOT EXISTS page_path ON page (path);
CREATE INDEX IF NOT EXISTS page_id ON page (id);
CREATE INDEX IF NOT EXISTS page_twin ON page (twin) WHERE numbered
"""

_REPLACED: Final = """
CREATE TEMP TABLE replaced (
    id TEXT NOT NULL, part INTEGER NOT NULL, place TEXT NOT NULL, sha256 TEXT NOT NULL,
    mtime_ns INTEGER, statement BLOB NOT NULL
);
CREATE TEMP TRIGGER keep_replaced BEFORE DELETE ON main.page
WHEN old.statement IS NOT NULL BEGIN
    INSERT INTO replaced SELECT old.id, old.part, old.place, old.sha256,
        coalesce(old.captured_ns, (SELECT mtime_ns FROM main.file WHERE path = old.path)),
        old.statement;
END;
"""
"""Pages that a run replaces or forgets stay at hand until it ends: no deletion can lose them."""

_TWIN: Final = SkipReason.PRINT.value

_BEFORE: Final = " (before)"
"""Ends the place of a row of a table that is being read again."""

_COLUMNS: Final = tuple(field.name for field in fields(PageEntry))
_VALUES: Final = attrgetter(*_COLUMNS)  # of an entry, sooner than `astuple`, which copies them
_INSERT_PAGE: Final = (
    f"INSERT INTO page ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 # ours
)
_WHOLENESS: Final = f"(rank >> {DAY_BITS}) / 2 % {len(Wholeness)}"
_SAVES: Final = f"""
SELECT id, part, place, sha256, digest, chars, numbered, twin, rank,
coalesce(captured_ns, mtime_ns) AS moment, rank + {RANK_OF_WHOLENESS} * (
    {_WHOLENESS} = {Wholeness.UNPROVED:d}
    AND chars * 2 < max(chars) OVER (PARTITION BY id, part)
) AS standing
FROM page LEFT JOIN file USING (path) WHERE fate = 'statement'
"""  # noqa: S608 # ours
"""The pages of statements. Of a text that nothing shows to be whole, half of what another save
holds is no whole one.
"""

_BEST_FIRST: Final = (
    f"standing, iif({_WHOLENESS} = {Wholeness.BREAKS_OFF:d}, -chars, 0), "
    "moment DESC, chars DESC, place"
)
"""The later save serves; of those that break off the one that goes on longest."""

_AT_OR_BELOW: Final = "(path = :path OR substr(path, 1, length(:path) + 1) = :path || '/')"


def _upgrade(db: sqlite3.Connection) -> None:
    """Bring an older layout to this one; sources and notes stay."""
    _drop_first_pages(db)
    columns = [row[1] for row in db.execute("PRAGMA table_info(page)")]
    if columns and "captured_ns" not in columns:
        db.execute("ALTER TABLE page ADD COLUMN captured_ns INTEGER")
    if columns and "inside" not in columns:
        db.execute("ALTER TABLE page ADD COLUMN inside TEXT NOT NULL DEFAULT ''")


def _drop_first_pages(db: sqlite3.Connection) -> None:
    """Drop the pages of the first layout, which are read again.

    The first two layouts had their version in a note.
    """
    notes = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'note'").fetchone()
    if notes and db.execute("SELECT 1 FROM note WHERE (name, value) = ('version', '1')").fetchone():
        db.execute("DROP TABLE page")
        db.execute("DROP TABLE file")


class Ledger:
    """The file `ledger.sqlite3`; used by one process at a time, under the writer's lock.

    Of a `trial` nothing stays: it works on a copy that ends with it, and needs no lock.
    `StoreUnavailable` where the file will not open.
    """

    def __init__(self, path: Path, *, trial: bool = False) -> None:
        self.path = path
        file = SqliteFile(
            path,
            "records of saved pages",
            version=5,
            tables=_TABLES,
            remedy="delete it and run `onrecord index PATH…` for each folder of pages",
            busy_seconds=30.0,
            upgrade=_upgrade,
        )
        self._db = file.connect_copy() if trial else file.connect()
        self._db.executescript(_REPLACED)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside, or none; `CannotWrite` where the disk is full, or refuses."""
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.OperationalError as error:
            raise CannotWrite(
                f"{self.path} could not be written: {error}. Nothing was changed and the index "
                "serves as before; make room, or let the folder be written, and run the same again."
            ) from error

    def note(self, name: str) -> str | None:
        """A value remembered by name."""
        row = self._db.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_note(self, name: str, value: str) -> None:
        """Remember a value by name."""
        self._db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    def sources(self) -> list[str]:
        """The remembered sources, sorted."""
        return [row[0] for row in self._db.execute("SELECT path FROM source ORDER BY path")]

    def set_sources(self, paths: Iterable[str]) -> None:
        """Replace the remembered sources."""
        self._db.execute("DELETE FROM source")
        self._db.executemany("INSERT INTO source VALUES (?)", ((path,) for path in paths))

    def files_under(self, path: str) -> dict[str, FileStamp]:
        """The files known at or below `path`."""
        query = f"SELECT path, size_bytes, mtime_ns FROM file WHERE {_AT_OR_BELOW}"  # noqa: S608 # ours
        rows = self._db.execute(query, {"path": path.rstrip("/")})
        return {name: FileStamp(size, mtime) for name, size, mtime in rows}

    def stamp(self, path: str) -> FileStamp | None:
        """The stamp of one file."""
        query = "SELECT size_bytes, mtime_ns FROM file WHERE path = ?"
        row = self._db.execute(query, (path,)).fetchone()
        return None if row is None else FileStamp(*row)

    def has_statement_under(self, path: str) -> bool:
        """Whether any page at or below `path` is a statement."""
        query = f"SELECT 1 FROM page WHERE fate = 'statement' AND {_AT_OR_BELOW}"  # noqa: S608 # ours
        return self._db.execute(query, {"path": path.rstrip("/")}).fetchone() is not None

    def all_files(self) -> list[str]:
        """Every file known."""
        return [row[0] for row in self._db.execute("SELECT path FROM file")]

    def name_table(self, path: str, given: Mapping[str, str | None]) -> None:
        """Remember that a file is read as a table; what was mapped before and not now stays."""
        known = self.named_tables().get(path, {}) | dict(given)
        row = (path, json.dumps(known, ensure_ascii=False))
        self._db.execute("INSERT OR REPLACE INTO named_table VALUES (?, ?)", row)

    def named_tables(self) -> dict[str, dict[str, str | None]]:
        """The files that are read as tables, and which columns the user said are what."""
        found = self._db.execute("SELECT path, map FROM named_table")
        return {path: json.loads(told) for path, told in found}

    def rows_of(self, path: str) -> dict[str, list[str]]:
        """The digest of every row of a table → where the rows are that have it."""
        found: dict[str, list[str]] = {}
        query = "SELECT sha256, place FROM page WHERE path = ? AND sha256 <> ''"
        for digest, place in self._db.execute(query, (path,)):
            found.setdefault(digest, []).append(place)
        return found

    def begin_table(self, path: str, stamp: FileStamp) -> None:
        """Set the rows of a table apart: those neither kept nor added anew go at the end."""
        self._db.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", (path, *stamp))
        query = "UPDATE page SET place = place || ? WHERE path = ?"
        self._db.execute(query, (_BEFORE, path))

    def keep_row(self, before: str, place: str) -> None:
        """A row that is as it was stays, wherever it lies now."""
        query = "UPDATE page SET place = ? WHERE place = ?"
        self._db.execute(query, (place, before + _BEFORE))

    def add_pages(self, entries: Iterable[PageEntry]) -> None:
        """Add pages of a file, or rows of a table that was begun."""
        self._db.executemany(_INSERT_PAGE, map(_VALUES, entries))

    def end_table(self, path: str) -> None:
        """Drop the rows that are no longer in the table."""
        query = "DELETE FROM page WHERE path = ? AND substr(place, -length(?)) = ?"
        self._db.execute(query, (path, _BEFORE, _BEFORE))

    def forget(self, paths: Iterable[str]) -> None:
        """Drop files and their pages."""
        for path in paths:
            self._db.execute("DELETE FROM page WHERE path = ?", (path,))
            self._db.execute("DELETE FROM file WHERE path = ?", (path,))

    def record(self, path: str, stamp: FileStamp, entries: Iterable[PageEntry]) -> None:
        """Replace what is known of one file."""
        self.forget((path,))
        self._db.execute("INSERT INTO file VALUES (?, ?, ?)", (path, *stamp))
        self.record_more(path, stamp, entries)

    def record_more(self, path: str, stamp: FileStamp, entries: Iterable[PageEntry]) -> None:
        """Add further pages of a file that was just recorded, and its stamp as it is now known."""
        self._db.execute(
            "UPDATE file SET size_bytes = ?, mtime_ns = ? WHERE path = ?", (*stamp, path)
        )
        self.add_pages(entries)

    def tell_twins(self) -> None:
        """Skip the print pages of which a page itself is known, and no others."""
        kept = "reason = ? AND statement IS NOT NULL"
        self._db.execute(f"UPDATE page SET fate = ? WHERE {kept}", (Fate.STATEMENT, _TWIN))  # noqa: S608 # ours
        self._db.execute(
            f"UPDATE page SET fate = ? WHERE {kept} AND EXISTS (SELECT 1 FROM page AS other "  # noqa: S608 # ours
            "WHERE other.id = page.id AND other.part = page.part AND other.reason IS NULL "
            "AND other.rank < page.rank)",
            (Fate.SKIPPED, _TWIN),
        )

    def give(self, path: str, given: GivenFacts) -> None:
        """Remember what the user says of one file; what was given before and not now stays."""
        before = self.given().get(path, GivenFacts())
        day = given.date or before.date
        row = (path, given.title or before.title, day.isoformat() if day else None)
        self._db.execute("INSERT OR REPLACE INTO given VALUES (?, ?, ?)", row)

    def given(self) -> dict[str, GivenFacts]:
        """What the user said of files that do not say it themselves."""
        rows = self._db.execute("SELECT path, title, date FROM given")
        return {
            path: GivenFacts(title, date.fromisoformat(day) if day else None)
            for path, title, day in rows
        }

    def fates(self) -> list[tuple[str, str | None, int]]:
        """Fate, reason and number of pages, over all of them."""
        return self._db.execute(
            "SELECT fate, reason, count(*) FROM page GROUP BY fate, reason ORDER BY fate, reason"
        ).fetchall()

    def failures(self) -> list[tuple[str, str]]:
        """Place and detail of every page that could not be read."""
        return self._db.execute(
            "SELECT place, coalesce(detail, reason, '') FROM page WHERE fate = 'failed' "
            "ORDER BY place"
        ).fetchall()

    def skipped(self) -> list[tuple[str, str]]:
        """Place and reason of every page that is no statement."""
        return self._db.execute(
            "SELECT place, reason FROM page WHERE fate = 'skipped' ORDER BY place"
        ).fetchall()

    def insides(self) -> dict[str, str]:
        """Place → address or name in its archive, of pages that are told of in reports."""
        return dict(
            self._db.execute(
                "SELECT place, inside FROM page "
                "WHERE inside <> '' AND (fate <> 'statement' OR warnings <> '')"
            )
        )

    def warnings(self) -> list[tuple[str, str]]:
        """Place and sentence of everything a save was found to lack."""
        rows = self._db.execute("SELECT place, warnings FROM page WHERE warnings <> '' ORDER BY 1")
        return [(place, sentence) for place, told in rows for sentence in told.splitlines()]

    def chosen(self) -> dict[str, ChosenPages]:
        """For every statement the pages that stand for it, one a part."""
        rows = self._db.execute(
            "SELECT id, place, digest, chars FROM "  # noqa: S608 # ours
            "(SELECT id, part, place, digest, chars, row_number() OVER "
            f"(PARTITION BY id, part ORDER BY {_BEST_FIRST}) AS position FROM ({_SAVES}) "
            "WHERE (numbered OR twin NOT IN (SELECT twin FROM page WHERE numbered))) "
            "WHERE position = 1 ORDER BY id, part"
        )
        found: dict[str, ChosenPages] = {}
        for name, place, digest, chars in rows:
            before = found.get(name, ChosenPages((), "", 0))
            found[name] = ChosenPages(
                (*before.places, place), before.digest + digest, before.chars + chars
            )
        return found

    def replaced(self) -> list[SavedCopy]:
        """The pages of statements that this run replaced or forgot."""
        return list(map(SavedCopy._make, self._db.execute("SELECT * FROM replaced")))

    def copies(self, ids: Iterable[str]) -> list[SavedCopy]:
        """All pages saved of some statements, those that do not stand for them too."""
        query = (
            "SELECT id, part, place, sha256, moment, "  # noqa: S608 # ours
            "(SELECT statement FROM page WHERE page.place = save.place) "
            f"FROM ({_SAVES} AND id = ?) AS save ORDER BY part, {_BEST_FIRST}"
        )
        return [SavedCopy._make(row) for name in ids for row in self._db.execute(query, (name,))]

    def saved_differently(self) -> list[str]:
        """The statements of which pages with different content lie side by side."""
        rows = self._db.execute(
            "SELECT DISTINCT id FROM page WHERE fate = 'statement' "
            "GROUP BY id, part HAVING count(DISTINCT digest) > 1 ORDER BY id"
        )
        return [name for (name,) in rows]

    def ids_of_pages(self) -> dict[str, str]:
        """The digest of every page of a statement → the statement."""
        return dict(self._db.execute("SELECT sha256, id FROM page WHERE fate = 'statement'"))

    def outline(self, place: str) -> str:
        """The outline of the page at `place`."""
        row = self._db.execute("SELECT outline FROM page WHERE place = ?", (place,)).fetchone()
        return str(row[0])

    def first_indexed(self, ids: Iterable[str], now: datetime) -> dict[str, datetime]:
        """When each statement was first indexed: what is new is noted as indexed `now`."""
        known = dict(self._db.execute("SELECT id, seconds FROM indexed"))
        new = {name: int(now.timestamp()) for name in ids if name not in known}
        self._db.executemany("INSERT INTO indexed VALUES (?, ?)", new.items())
        return {
            name: datetime.fromtimestamp(seconds, UTC) for name, seconds in (known | new).items()
        }
