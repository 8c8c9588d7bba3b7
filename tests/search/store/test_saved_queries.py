"""Saved queries keep what they found."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import unicodedata
import zlib
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from search.errors import BadValue, NameTaken, NotFound, StoreUnavailable, UsageError
from search.query.grammar import VERSION
from search.query.request import Request
from search.records import StatementId
from search.store.saved_queries import SavedQueries, name_from

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2020, 8, 14, 12, tzinfo=UTC)


def ids(*numbers: int) -> tuple[StatementId, ...]:
    return tuple(StatementId(f"en-{number}") for number in numbers)


@pytest.fixture
def queries(tmp_path: Path) -> SavedQueries:
    return SavedQueries(tmp_path / "data" / "saved.sqlite3", lambda: NOON)


def test_what_is_saved_comes_back(queries: SavedQueries) -> None:
    request = Request('"не будет" -мир', speaker=("Тарн",), page=3)
    saved = queries.save("grain-2012", request, ids(3, 2, 1), "20200814T120000-s1")
    assert queries.get("grain-2012") == saved
    assert queries.all() == (saved,)
    assert saved.request == request.on_page(1)
    assert saved.count == 3
    assert saved.saved_at == "2020-08-14T12:00:00+00:00"
    assert saved.grammar == VERSION
    assert not saved.in_other_grammar


def test_new_and_gone_are_exact_even_when_as_many_left_as_came(queries: SavedQueries) -> None:
    saved = queries.save("grain", Request("grain"), ids(3, 2, 1), "g")
    assert saved.new(ids(5, 4, 3)) == ids(5, 4)
    assert saved.gone(ids(5, 4, 3)) == ids(2, 1)


def test_a_name_that_is_taken_is_kept_unless_replaced(queries: SavedQueries) -> None:
    queries.save("grain", Request("grain"), ids(1), "g")
    with pytest.raises(UsageError, match="--replace"):
        queries.save("grain", Request("fish"), (), "g")
    assert queries.get("grain").request.q == "grain"
    queries.save("grain", Request("fish"), (), "g", replace=True)
    assert queries.get("grain").request.q == "fish"
    assert queries.get("grain").ids == ()


@pytest.mark.parametrize(
    "name", ["", "Grain", "two words", "a/b", "a.json", "-a", "a--b", "a-", "../a", "a" * 81, "a\n"]
)
def test_a_name_that_cannot_stand_in_a_link_is_refused(queries: SavedQueries, name: str) -> None:
    with pytest.raises(BadValue, match="small letters"):
        queries.save(name, Request("grain"), (), "g")


def test_an_unknown_name_is_not_found_and_reading_makes_no_file(
    queries: SavedQueries, tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match="onrecord saved"):
        queries.get("grain")
    assert queries.all() == ()
    assert not (tmp_path / "data").exists()


def test_ids_that_do_not_read_are_told(queries: SavedQueries, tmp_path: Path) -> None:
    queries.save("grain", Request("grain"), ids(1), "g")
    with closing(sqlite3.connect(tmp_path / "data" / "saved.sqlite3")) as connection, connection:
        connection.execute("UPDATE saved SET ids = x'00'")
    with pytest.raises(StoreUnavailable, match="saved queries cannot be read"):
        queries.all()


def test_fifty_may_write_at_once_and_nothing_is_lost(queries: SavedQueries) -> None:
    def write(number: int) -> None:
        saved = queries.save(f"grain-{number}", Request("grain"), ids(number), "g")
        assert queries.mark_seen(saved, ids(number, 7), "h")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.name: one.ids for one in queries.all()} == {
        f"grain-{number}": ids(number, 7) for number in range(50)
    }


WRITER = """
import sys
from itertools import count
from pathlib import Path
from search.query.request import Request
from search.records import StatementId
from search.store.saved_queries import SavedQueries
queries = SavedQueries(Path(sys.argv[1]))
for number in count():
    ids = [StatementId(f"en-{one}") for one in range(5_000)]
    queries.save(f"{sys.argv[2]}-{number}", Request("grain"), ids, "g")
    print(number, flush=True)
"""


def test_a_writer_that_is_killed_leaves_a_file_that_opens(
    queries: SavedQueries, tmp_path: Path
) -> None:
    path = str(tmp_path / "data" / "saved.sqlite3")
    for turn in range(3):
        given = [sys.executable, "-c", WRITER, path, f"grain-{turn}"]
        with subprocess.Popen(given, stdout=subprocess.PIPE) as writer:
            assert writer.stdout
            for _ in range(3 + turn):
                writer.stdout.readline()
            writer.kill()
        there = {one.name for one in queries.all()}
        assert {f"grain-{turn}-{number}" for number in range(3 + turn)} <= there
        assert all(queries.get(one).count == 5_000 for one in there if one.startswith("grain"))
        queries.save(f"after-{turn}", Request("fish"), (), "g")


FIRST_LAYOUT = """
CREATE TABLE saved (
    name TEXT PRIMARY KEY, query TEXT NOT NULL, grammar INTEGER NOT NULL,
    generation TEXT NOT NULL, saved_at TEXT NOT NULL, ids BLOB NOT NULL
) STRICT;
PRAGMA user_version = 1;
"""


def test_a_file_of_the_first_layout_is_read_as_it_is_and_written_on(
    queries: SavedQueries, tmp_path: Path
) -> None:
    path = tmp_path / "data" / "saved.sqlite3"
    path.parent.mkdir(mode=0o700)
    row = ("grain", "q=grain", VERSION, "g", "2019-01-01T00:00:00+00:00", zlib.compress(b"en-1"))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(FIRST_LAYOUT)
        connection.execute("INSERT INTO saved VALUES (?, ?, ?, ?, ?, ?)", row)
    path.chmod(0o600)
    before = path.read_bytes()
    read = queries.get("grain")
    assert (read.ids, read.seen_at, read.since) == (ids(1), None, "2019-01-01T00:00:00+00:00")
    assert path.read_bytes() == before
    queries.save("fish", Request("fish"), ids(2), "g")
    assert queries.mark_seen(queries.get("grain"), ids(2, 1), "h")
    marked = queries.get("grain")
    assert (marked.ids, marked.seen_at) == (ids(2, 1), NOON.isoformat(timespec="seconds"))
    assert marked.saved_at == "2019-01-01T00:00:00+00:00"
    assert [one.name for one in queries.all()] == ["fish", "grain"]


def test_what_another_has_changed_meanwhile_is_not_marked(queries: SavedQueries) -> None:
    read = queries.save("grain", Request("grain"), ids(1), "g")
    queries.save("grain", Request("fish"), ids(9), "g", replace=True)
    assert not queries.mark_seen(read, ids(2, 1), "h")
    assert queries.get("grain").ids == ids(9)


def test_a_name_is_changed_and_taken_away(queries: SavedQueries) -> None:
    queries.save("grain", Request("grain"), ids(1), "g")
    queries.save("fish", Request("fish"), ids(2), "g")
    assert queries.rename("grain", "harvest") == "harvest"
    with pytest.raises(NameTaken, match="fish"):
        queries.rename("harvest", "fish")
    with pytest.raises(NotFound):
        queries.rename("grain", "other")
    queries.delete("fish")
    with pytest.raises(NotFound):
        queries.delete("fish")
    assert [(one.name, one.ids) for one in queries.all()] == [("harvest", ids(1))]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Water Treaty", "water-treaty"),
        ("  ЁЛКА – ёлка ", "ёлка-ёлка"),
        ("हिन्दी", "हिन्दी"),
        ("می\u200cشود", "میشود"),
        ("İstanbul", "i̇stanbul"),
        ("水条约.csv", "水条约-csv"),
        ("--", ""),
        ("a" * 100, "a" * 80),
    ],
)
def test_what_is_typed_becomes_a_name_that_may_be_saved(
    queries: SavedQueries, typed: str, name: str
) -> None:
    for form in ("NFC", "NFD"):
        made = name_from(unicodedata.normalize(form, typed))
        assert made == unicodedata.normalize("NFC", name)
    if name:
        queries.save(unicodedata.normalize("NFD", name), Request("grain"), (), "g")
        assert queries.get(name).name == unicodedata.normalize("NFC", name)
