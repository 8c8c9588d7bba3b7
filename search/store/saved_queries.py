"""Saved queries: a name → the query, when it was saved and every statement it then found.

One SQLite file in the data folder. All ids of full matches are kept (compressed: 5,000 of them
take some 12 kB), so that "new since" is exact even when others have left the index meanwhile.
Who marks a query as seen replaces them by those there are now.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from search.errors import BadValue, NameTaken, NotFound
from search.query.grammar import VERSION
from search.query.older_grammars import in_this_grammar, is_known
from search.query.request import Request, read_request
from search.records import StatementId
from search.store.sqlite import SqliteFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

FILE_NAME: Final = "saved.sqlite3"
LONGEST_NAME_CHARS: Final = 80
_COLUMNS: Final = ("name", "query", "grammar", "generation", "saved_at", "ids", "seen_at")
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS saved (
    name TEXT PRIMARY KEY, query TEXT NOT NULL, grammar INTEGER NOT NULL,
    generation TEXT NOT NULL, saved_at TEXT NOT NULL, ids BLOB NOT NULL, seen_at TEXT
) STRICT
"""
_LAYOUT: Final = 2  # 1 had no `seen_at`
_BUSY_SECONDS: Final = 30.0  # each writer waits for the disk: fifty at once take seconds
_JOINERS: Final = re.compile("[\u200c\u200d\u2060\ufeff\u00ad]")  # they show nothing of themselves


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """One saved query. `query` is a link's query string; `saved_at` is UTC, ISO 8601.

    `ids` are the full matches on the day it was saved, or was last marked as seen (`seen_at`, else
    null), newest first.
    """

    name: str
    query: str
    grammar: int
    generation: str
    saved_at: str
    ids: tuple[StatementId, ...]
    seen_at: str | None = None

    @property
    def request(self) -> Request:
        """What it asks for, from its first page, in the query language of today."""
        given = read_request(parse_qsl(self.query))[0]
        return replace(given, q=in_this_grammar(given.q, self.grammar))

    @property
    def count(self) -> int:
        """How many statements it found when it was saved, or was last marked as seen."""
        return len(self.ids)

    @property
    def since(self) -> str:
        """The moment its `ids` are of."""
        return self.seen_at or self.saved_at

    @property
    def in_other_grammar(self) -> bool:
        """Whether it was written in a version of the query language that is not known here."""
        return not is_known(self.grammar)

    def new(self, now: Iterable[StatementId]) -> tuple[StatementId, ...]:
        """Those of the ids found `now` that were not found then, in their order."""
        seen = set(self.ids)
        return tuple(one for one in now if one not in seen)

    def gone(self, now: Iterable[StatementId]) -> tuple[StatementId, ...]:
        """Those found then that are not found `now`."""
        there = set(now)
        return tuple(one for one in self.ids if one not in there)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SavedQueries:
    """The saved queries of one data folder; `StoreUnavailable` where their file will not open."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = _utc_now) -> None:
        self._file = SqliteFile(
            path, "saved queries", _LAYOUT, _TABLE, busy_seconds=_BUSY_SECONDS, upgrade=_upgrade
        )
        self._clock = clock

    def save(
        self,
        name: str,
        request: Request,
        ids: Sequence[StatementId],
        generation: str,
        *,
        replace: bool = False,
    ) -> SavedQuery:
        """Keep `request` with everything it finds now; `NameTaken` where the name is."""
        saved = SavedQuery(
            name=checked_name(name),
            query=request.on_page(1).query_string(),
            grammar=VERSION,
            generation=generation,
            saved_at=self._now(),
            ids=tuple(ids),
        )
        verb = "REPLACE" if replace else "INSERT"
        statement = f"{verb} INTO saved VALUES (?, ?, ?, ?, ?, ?, ?)"
        with self._file.writing() as connection:
            try:
                connection.execute(statement, _row(saved))
            except sqlite3.IntegrityError as error:
                raise NameTaken(saved.name) from error
        return saved

    def get(self, name: str) -> SavedQuery:
        """The query saved under `name`; `NotFound` when there is none."""
        for saved in self._select("WHERE name = ?", (composed_name(name),)):
            return saved
        raise _unknown(name)

    def all(self) -> tuple[SavedQuery, ...]:
        """Every saved query, by name."""
        return tuple(self._select("ORDER BY name", ()))

    def rename(self, name: str, new: str) -> str:
        """Give a query another name, which is returned; `NameTaken` where that is."""
        new = checked_name(new)
        with self._file.writing() as connection:
            try:
                _change(connection, name, "UPDATE saved SET name = ? WHERE name = ?", new)
            except sqlite3.IntegrityError as error:
                raise NameTaken(new) from error
        return new

    def delete(self, name: str) -> None:
        """Forget a query."""
        with self._file.writing() as connection:
            _change(connection, name, "DELETE FROM saved WHERE name = ?")

    def mark_seen(self, seen: SavedQuery, ids: Sequence[StatementId], generation: str) -> bool:
        """Keep `ids` as what the query `seen` found; False where it is another one by now.

        Another one: deleted, renamed, replaced or marked by somebody else since it was read.
        """
        packed = _packed(ids)
        statement = (
            "UPDATE saved SET ids = ?, generation = ?, seen_at = ?"
            " WHERE name = ? AND query = ? AND saved_at = ? AND seen_at IS ?"
        )
        known = (seen.name, seen.query, seen.saved_at, seen.seen_at)
        with self._file.writing() as connection:
            values = (packed, generation, self._now(), *known)
            return connection.execute(statement, values).rowcount > 0

    def check_writable(self) -> None:
        """`StoreUnavailable` where nothing can be kept: for who has to keep something later."""
        with self._file.writing():
            pass

    def _now(self) -> str:
        return self._clock().isoformat(timespec="seconds")

    def _select(self, clause: str, values: tuple[str, ...]) -> list[SavedQuery]:
        statement = f"SELECT * FROM saved {clause}"  # noqa: S608 # clauses are ours
        with self._file.reading() as connection:
            found = connection.execute(statement, values)
            names = [column[0] for column in found.description]
            return [_saved(dict(zip(names, row, strict=True))) for row in found]


def composed_name(name: str) -> str:
    """One name, however its letters were typed (ё as one sign or as two)."""
    return unicodedata.normalize("NFC", _JOINERS.sub("", name))


def name_from(text: str) -> str:
    """What people type → the name nearest to it: small letters, hyphens for what parts words."""
    name = unicodedata.normalize("NFC", composed_name(text).lower())
    words = "".join(sign if _may_stand(sign) else " " for sign in name).split()
    return "-".join(words)[:LONGEST_NAME_CHARS].strip("-")


def checked_name(name: str) -> str:
    """`name`, composed, when it can stand in a link; `BadValue` says what can."""
    name = composed_name(name)
    if name and name_from(name) == name:
        return name
    raise BadValue(
        "name",
        name,
        f"a name of small letters, digits and single hyphens (at most {LONGEST_NAME_CHARS})",
    )


def _may_stand(sign: str) -> bool:
    """Letters, digits, and the marks that are part of letters in many scripts."""
    return sign.isalnum() or unicodedata.category(sign) in ("Mn", "Mc")


def _unknown(name: str) -> NotFound:
    return NotFound(f"there is no saved query “{name}”; `onrecord saved` lists those there are")


def _change(connection: sqlite3.Connection, name: str, statement: str, *values: str) -> None:
    """Change the row of a query; `NotFound` where there is none."""
    if not connection.execute(statement, (*values, composed_name(name))).rowcount:
        raise _unknown(name)


def _upgrade(connection: sqlite3.Connection) -> None:
    """Add what a file of an earlier layout lacks."""
    present = {row[1] for row in connection.execute("PRAGMA table_info(saved)")}
    if present and "seen_at" not in present:
        connection.execute("ALTER TABLE saved ADD COLUMN seen_at TEXT")


def _packed(ids: Iterable[StatementId]) -> bytes:
    return zlib.compress("\n".join(ids).encode())


def _row(saved: SavedQuery) -> tuple[object, ...]:
    ids = {"ids": _packed(saved.ids)}
    return tuple(ids.get(name, getattr(saved, name)) for name in _COLUMNS)


def _saved(row: dict[str, Any]) -> SavedQuery:
    """A row of a file of this layout, or of an earlier one that cannot be written."""
    ids = zlib.decompress(row.pop("ids")).decode().split()
    return SavedQuery(**row, ids=tuple(StatementId(one) for one in ids))
