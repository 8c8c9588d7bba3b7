"""A SQLite file of the data folder: reading writes nothing, errors say what to do and not where."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from search.errors import StoreUnavailable
from search.store.sqlite import SqliteFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLE = "CREATE TABLE IF NOT EXISTS boat (name TEXT PRIMARY KEY) STRICT"
NOBODY = 65534


def boats(folder: Path) -> SqliteFile:
    return SqliteFile(folder / "boats.sqlite3", "boats", 2, TABLE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def file(folder: Path) -> SqliteFile:
    return boats(folder)


def put(file: SqliteFile, *names: str) -> None:
    with file.writing() as connection:
        connection.executemany("INSERT INTO boat VALUES (?)", [(name,) for name in names])


def names(file: SqliteFile) -> list[str]:
    with file.reading() as connection:
        return [name for (name,) in connection.execute("SELECT name FROM boat ORDER BY name")]


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {one.name: (one.read_bytes(), one.stat().st_mtime_ns) for one in folder.iterdir()}


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """The folder and its files as they are to a user who may only read them."""
    closed = [one for one in folder.parents if not one.stat().st_mode & 0o001]
    for one in closed:
        one.chmod(one.stat().st_mode | 0o011)
    for one in folder.iterdir():
        one.chmod(0o444)
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:  # rights do not bind root
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o755)
        for one in closed:
            one.chmod(one.stat().st_mode & ~0o011)


def test_what_was_written_is_read(file: SqliteFile) -> None:
    put(file, "Maren", "Sorrel")
    assert names(file) == ["Maren", "Sorrel"]


def test_a_file_that_is_missing_reads_as_empty_and_is_not_made(tmp_path: Path) -> None:
    assert names(boats(tmp_path / "none")) == []
    assert not list(tmp_path.iterdir())


def test_a_file_in_which_nothing_was_ever_written_reads_as_empty(file: SqliteFile) -> None:
    file.path.touch()
    assert names(file) == []
    assert file.path.stat().st_size == 0


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_a_folder_that_may_only_be_read_is_read_and_left_as_it_was(
    file: SqliteFile, folder: Path, mode: str
) -> None:
    put(file, "Maren")
    with closing(sqlite3.connect(file.path)) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}")
    before = everything(folder)
    with read_only(folder):
        assert names(file) == ["Maren"]
        with pytest.raises(StoreUnavailable, match=r"cannot be written.*may do so$") as told:
            put(file, "Sorrel")
    assert "move it away" not in str(told.value)  # nothing is wrong with it
    assert names(file) == ["Maren"]
    assert everything(folder) == before


def test_what_another_process_has_not_checkpointed_yet_is_read(file: SqliteFile) -> None:
    put(file, "Maren")
    with closing(sqlite3.connect(file.path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("INSERT INTO boat VALUES ('Sorrel')")
        other.commit()
        assert names(file) == ["Maren", "Sorrel"]


def test_writing_ends_write_ahead_mode(file: SqliteFile, folder: Path) -> None:
    put(file, "Maren")
    with closing(sqlite3.connect(file.path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
    put(file, "Sorrel")
    assert names(file) == ["Maren", "Sorrel"]
    assert [one.name for one in folder.iterdir()] == ["boats.sqlite3"]
    assert file.path.read_bytes()[18] == 1


def broken_off(file: SqliteFile, folder: Path) -> SqliteFile:
    """The same file as a process leaves it that is killed while it writes."""
    put(file, "Maren")
    folder.mkdir()
    with closing(sqlite3.connect(file.path)) as other:
        other.execute("PRAGMA cache_size = 1")  # what does not fit is written before the end
        other.executemany("INSERT INTO boat VALUES (?)", [(f"{at:0200}",) for at in range(500)])
        for name in (file.path.name, f"{file.path.name}-journal"):
            shutil.copy(file.path.with_name(name), folder / name)
    return boats(folder)


def test_a_write_that_was_killed_half_way_is_undone_by_who_reads_next(
    file: SqliteFile, tmp_path: Path
) -> None:
    half = broken_off(file, tmp_path / "killed")
    assert half.path.stat().st_size > file.path.stat().st_size
    assert names(half) == ["Maren"]
    put(half, "Sorrel")
    assert names(half) == ["Maren", "Sorrel"]
    assert [one.name for one in half.path.parent.iterdir()] == [half.path.name]


def test_a_killed_write_that_may_not_be_undone_is_told(file: SqliteFile, tmp_path: Path) -> None:
    half = broken_off(file, tmp_path / "killed")
    before = everything(half.path.parent)
    with (
        read_only(half.path.parent),
        pytest.raises(StoreUnavailable, match="broken off") as told,
    ):
        names(half)
    assert str(tmp_path) not in str(told.value)
    assert everything(half.path.parent) == before


def test_what_fails_half_way_is_not_written(file: SqliteFile) -> None:
    put(file, "Maren")
    with pytest.raises(StoreUnavailable, match="cannot be written: UNIQUE"):
        put(file, "Sorrel", "Maren")
    assert names(file) == ["Maren"]


def test_what_is_written_to_a_copy_goes_with_it(file: SqliteFile, folder: Path) -> None:
    put(file, "Maren")
    before = everything(folder)
    with closing(file.connect_copy()) as copy:
        copy.execute("INSERT INTO boat VALUES ('Sorrel')")
        assert copy.execute("SELECT count(*) FROM boat").fetchone() == (2,)
    assert everything(folder) == before
    assert names(file) == ["Maren"]


def test_a_copy_of_a_missing_file_is_laid_out(tmp_path: Path) -> None:
    with closing(boats(tmp_path / "none").connect_copy()) as copy:
        assert copy.execute("SELECT count(*) FROM boat").fetchone() == (0,)
    assert not list(tmp_path.iterdir())


def test_a_file_of_an_earlier_layout_is_upgraded_when_it_is_written(file: SqliteFile) -> None:
    put(file, "Maren")

    def rename(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE boat RENAME TO ship")

    later = SqliteFile(
        file.path, "ships", 3, "CREATE TABLE IF NOT EXISTS ship (name TEXT)", upgrade=rename
    )
    for _ in range(2):
        with later.writing() as connection:
            assert connection.execute("SELECT name FROM ship").fetchall() == [("Maren",)]


def test_a_file_of_a_later_layout_is_refused_untouched(file: SqliteFile, folder: Path) -> None:
    put(file, "Maren")
    with closing(sqlite3.connect(file.path)) as connection:
        connection.execute("PRAGMA user_version = 9")
    before = everything(folder)
    for use in (names, put):
        with pytest.raises(StoreUnavailable, match="later version"):
            use(file)
    assert everything(folder) == before


@pytest.mark.parametrize(
    "content", [b"no database at all" * 100, b"SQLite format 3\0" + b"\1" * 99]
)
def test_a_file_that_is_no_database_is_told_without_its_path(
    file: SqliteFile, content: bytes
) -> None:
    file.path.write_bytes(content)
    for use in (names, put):
        with pytest.raises(StoreUnavailable, match="move it away to begin anew") as told:
            use(file)
        assert str(file.path.parent) not in str(told.value)
        assert told.value.path == file.path
    assert file.path.read_bytes() == content


def test_a_folder_that_cannot_be_made_is_told_without_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="cannot be written") as told:
        put(boats(tmp_path / "file"), "Maren")
    assert str(tmp_path) not in str(told.value)
