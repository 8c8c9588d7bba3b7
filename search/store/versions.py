"""Versions of a statement: every text it was found with in saved pages, the one that serves marked.

One SQLite file in the data folder, written by whoever indexes, read by everybody else. A statement
stands there from the day a second text of it is found, with both; of all others the index holds the
only version. Texts stay when their pages change or go; deleting the file forgets them. A text that
the site went back to stands again, after the one it took the place of.

Beside them stand the names (`search.text_version`) that a page's text had before our rules of
cleaning changed it, each with the name it has now: links hold the former ones.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from search.errors import NotFound
from search.statement_json import statement_from, statement_shape
from search.store.sqlite import SqliteFile

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from search.engine import SearchEngine
    from search.records import Statement, StatementId

FILE_NAME: Final = "versions.sqlite3"
_LEVEL: Final = 9  # zlib's; there are few of them, and they stay
_LAYOUT: Final = 3
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS version (
    id TEXT NOT NULL, text TEXT NOT NULL, page TEXT NOT NULL, rules TEXT NOT NULL,
    place TEXT NOT NULL, saved INTEGER NOT NULL, seen INTEGER NOT NULL, statement BLOB NOT NULL,
    PRIMARY KEY (id, text, saved)
) STRICT;
CREATE TABLE IF NOT EXISTS alias (
    id TEXT NOT NULL, former TEXT NOT NULL, version TEXT NOT NULL, PRIMARY KEY (id, former)
) STRICT
"""
_INSERT: Final = "INSERT OR IGNORE INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_DELETE: Final = "DELETE FROM version WHERE id = ? AND text = ? AND saved = ?"


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a statement.

    `page` is the SHA-256 of the saved page's bytes, `rules` a digest of the rules that cleaned it,
    `place` the file it stood in; `saved` is when that file was last written, `seen` when an
    indexing run first read it (UTC). Of a text that only the index holds these are unknown.
    """

    statement: Statement
    page: str | None = None
    rules: str | None = None
    place: str | None = None
    saved: datetime | None = None
    seen: datetime | None = None

    @property
    def text(self) -> str:
        """SHA-256 of what the page says: versions with the same are one."""
        return text_digest(self.statement)


@dataclass(frozen=True, slots=True)
class History:
    """All versions of a statement, oldest first, and which of them serves (None: none does)."""

    versions: tuple[Version, ...]
    serving: int | None


def text_digest(statement: Statement) -> str:
    """SHA-256 of title, lead, day, time, place, labels and words; of nothing we made of them."""
    said = [
        (turn.label, turn.kind.value, turn.paragraphs, [mark.text for mark in turn.marks])
        for turn in statement.turns
    ]
    facts = (statement.title, statement.lead, str(statement.date), statement.time, statement.place)
    return hashlib.sha256(json.dumps((facts, said), ensure_ascii=False).encode()).hexdigest()


class Versions:
    """The versions of one data folder; `StoreUnavailable` where their file will not open."""

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(
            path, "versions of statements", _LAYOUT, _TABLE, upgrade=_let_texts_return
        )

    def add(self, versions: Iterable[Version]) -> int:
        """Keep those whose text is new, or was gone back to; how many were.

        A text known already stays as it was.
        """
        given = sorted(versions, key=_age)
        if not given:
            return 0
        with self._file.writing() as connection:
            before = connection.total_changes
            for version in given:
                if _is_new(version, _kept(connection, version.statement.id)):
                    connection.execute(_INSERT, _row(version))
            return connection.total_changes - before

    def cleaned_otherwise(self, rules: str) -> frozenset[str]:
        """The digests of the pages of versions that other rules than these cleaned."""
        query = "SELECT page FROM version WHERE rules <> ?"
        with self._file.reading() as connection:
            return frozenset(page for (page,) in connection.execute(query, (rules,)))

    def reread(self, statements: Mapping[str, Statement], rules: str) -> None:
        """Put what today's `rules` make of a page in place of what earlier ones made.

        `statements` are by the digest of their page.
        """
        if not statements:
            return
        query = "SELECT * FROM version WHERE rules <> ?"
        with self._file.writing() as connection:
            for row in connection.execute(query, (rules,)).fetchall():
                version = _version(row)
                statement = statements.get(version.page or "")
                if statement is None:
                    continue
                now = replace(version, statement=statement, rules=rules)
                connection.execute(_DELETE, (row[0], row[1], row[5]))
                connection.execute(_INSERT, _row(now))

    def rename(self, statement_id: StatementId, former: str, version: str) -> None:
        """Remember that the text once named `former` is named `version` by today's rules."""
        with self._file.writing() as connection:
            connection.execute(
                "UPDATE alias SET version = ? WHERE id = ? AND version = ?",
                (version, statement_id, former),
            )
            connection.execute(
                "INSERT OR REPLACE INTO alias VALUES (?, ?, ?)", (statement_id, former, version)
            )
            connection.execute("DELETE FROM alias WHERE former = version")

    def version_now(self, statement_id: StatementId, version: str) -> str:
        """What a text that was once named `version` is named today: itself unless renamed."""
        query = "SELECT version FROM alias WHERE id = ? AND former = ?"
        with self._file.reading() as connection:
            row = connection.execute(query, (statement_id, version)).fetchone()
        return str(row[0]) if row else version

    def of_statement(self, statement_id: StatementId) -> tuple[Version, ...]:
        """Every version kept of a statement, oldest first."""
        if self._file.missing:
            return ()
        with self._file.reading() as connection:
            return _kept(connection, statement_id)

    def newest(self, most: int) -> tuple[Version, ...]:
        """Versions of any statements, those that indexing read last first."""
        query = "SELECT * FROM version ORDER BY seen DESC, rowid DESC LIMIT ?"
        with self._file.reading() as connection:
            return tuple(map(_version, connection.execute(query, (most,))))

    def count(self, statement_id: StatementId) -> int:
        """How many versions are kept of a statement: 0 or at least two."""
        if self._file.missing:
            return 0
        query = "SELECT count(*) FROM version WHERE id = ?"
        with self._file.reading() as connection:
            return int(connection.execute(query, (statement_id,)).fetchone()[0])


def history(versions: Versions, engine: SearchEngine, statement_id: StatementId) -> History:
    """All versions of a statement; `NotFound` where neither index nor file know it."""
    kept = versions.of_statement(statement_id)
    try:
        serving = engine.statement(statement_id)
    except NotFound:
        if not kept:
            raise
        return History(kept, None)
    digest = text_digest(serving)
    places = [at for at, one in enumerate(kept) if one.text == digest]
    if places:
        return History(kept, places[-1])
    return History((*kept, Version(serving)), len(kept))


def _kept(connection: sqlite3.Connection, statement_id: StatementId) -> tuple[Version, ...]:
    rows = connection.execute("SELECT * FROM version WHERE id = ?", (statement_id,))
    return tuple(sorted(map(_version, rows), key=_age))


def _is_new(version: Version, kept: Sequence[Version]) -> bool:
    """Whether a text was not kept before, or followed another that had taken its place."""
    if all(version.text != one.text for one in kept):
        return True
    last = kept[-1]
    return version.text != last.text and _age(version) > _age(last)


def _let_texts_return(connection: sqlite3.Connection) -> None:
    """Make a file in which each text stands once ready for one in which it may come again."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'version'").fetchone():
        return
    connection.execute("ALTER TABLE version RENAME TO once")
    connection.execute(_TABLE.split(";")[0])
    connection.execute("INSERT INTO version SELECT * FROM once")
    connection.execute("DROP TABLE once")


def _age(version: Version) -> tuple[date, datetime, datetime]:
    """What versions are ordered by: the site's "Last updated", then when file and run saw it."""
    first = datetime.min.replace(tzinfo=UTC)
    return (version.statement.updated or date.min, version.saved or first, version.seen or first)


def _row(version: Version) -> tuple[object, ...]:
    shape = json.dumps(statement_shape(version.statement), ensure_ascii=False)
    return (
        version.statement.id,
        version.text,
        version.page or "",
        version.rules or "",
        version.place or "",
        _seconds(version.saved),
        _seconds(version.seen),
        zlib.compress(shape.encode(), _LEVEL),
    )


def _version(row: Sequence[object]) -> Version:
    _id, _text, page, rules, place, saved, seen, statement = row
    assert isinstance(statement, bytes)  # noqa: S101 # a STRICT table holds what it says
    return Version(
        statement_from(json.loads(zlib.decompress(statement))),
        str(page) or None,
        str(rules) or None,
        str(place) or None,
        _moment(saved),
        _moment(seen),
    )


def _seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(int(str(seconds)), UTC) if seconds else None
