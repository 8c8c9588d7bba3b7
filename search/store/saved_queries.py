"""Saved queries: a name → the query, when it was saved and every statement it then found.

One SQLite file in the data folder. All ids of full matches are kept (compressed: 5,000 of them
take some 12 kB), so that "new since" is exact even when others have left the index meanwhile.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from search.errors import BadValue, NotFound, UsageError
from search.query.grammar import VERSION
from search.query.request import Request, read_request
from search.records import StatementId
from search.store.sqlite import SqliteFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

FILE_NAME: Final = "saved.sqlite3"
_NAME: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LONGEST_NAME_CHARS: Final = 80
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS saved (
    name TEXT PRIMARY KEY, query TEXT NOT NULL, grammar INTEGER NOT NULL,
    generation TEXT NOT NULL, saved_at TEXT NOT NULL, ids BLOB NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """One saved query. `query` is a link's query string; `saved_at` is UTC, ISO 8601.

    `ids` are the full matches on the day it was saved, newest first.
    """

    name: str
    query: str
    grammar: int
    generation: str
    saved_at: str
    ids: tuple[StatementId, ...]

    @property
    def request(self) -> Request:
        """What it asks for, from its first page."""
        return read_request(parse_qsl(self.query))[0]

    @property
    def count(self) -> int:
        """How many statements it found when it was saved."""
        return len(self.ids)

    @property
    def in_other_grammar(self) -> bool:
        """Whether it was written in another version of the query language than is read now."""
        return self.grammar != VERSION

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
        self._file, self._clock = SqliteFile(path, "saved queries", 1, _TABLE), clock

    def save(
        self,
        name: str,
        request: Request,
        ids: Sequence[StatementId],
        generation: str,
        *,
        replace: bool = False,
    ) -> SavedQuery:
        """Keep `request` with everything it finds now; `UsageError` when the name is taken."""
        saved = SavedQuery(
            name=checked_name(name),
            query=request.on_page(1).query_string(),
            grammar=VERSION,
            generation=generation,
            saved_at=self._clock().isoformat(timespec="seconds"),
            ids=tuple(ids),
        )
        verb = "REPLACE" if replace else "INSERT"
        statement = f"{verb} INTO saved VALUES (?, ?, ?, ?, ?, ?)"
        with self._file.writing() as connection:
            try:
                connection.execute(statement, _row(saved))
            except sqlite3.IntegrityError as error:
                raise UsageError(
                    f"there is a saved query “{name}” already; take another name, or replace it"
                    " with --replace"
                ) from error
        return saved

    def get(self, name: str) -> SavedQuery:
        """The query saved under `name`; `NotFound` when there is none."""
        for saved in self._select("WHERE name = ?", (_composed(name),)):
            return saved
        raise NotFound(f"there is no saved query “{name}”; `onrecord saved` lists those there are")

    def all(self) -> tuple[SavedQuery, ...]:
        """Every saved query, by name."""
        return tuple(self._select("ORDER BY name", ()))

    def _select(self, clause: str, values: tuple[str, ...]) -> list[SavedQuery]:
        statement = f"SELECT * FROM saved {clause}"  # noqa: S608 # clauses are ours
        with self._file.reading() as connection:
            return [_saved(row) for row in connection.execute(statement, values)]


def _composed(name: str) -> str:
    """One name, however its letters were typed (ё as one sign or as two)."""
    return unicodedata.normalize("NFC", name)


def checked_name(name: str) -> str:
    """`name`, composed, when it can stand in a link; `BadValue` says what can."""
    name = _composed(name)
    if _NAME.fullmatch(name) and name == name.lower() and len(name) <= _LONGEST_NAME_CHARS:
        return name
    raise BadValue(
        "name",
        name,
        f"a name of small letters, digits and single hyphens (at most {_LONGEST_NAME_CHARS})",
    )


def _row(saved: SavedQuery) -> tuple[object, ...]:
    packed = zlib.compress("\n".join(saved.ids).encode())
    return (saved.name, saved.query, saved.grammar, saved.generation, saved.saved_at, packed)


def _saved(row: tuple[str, str, int, str, str, bytes]) -> SavedQuery:
    ids = zlib.decompress(row[5]).decode().split()
    return SavedQuery(*row[:5], ids=tuple(StatementId(one) for one in ids))
