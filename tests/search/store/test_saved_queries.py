"""Saved queries keep what they found."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from search.errors import BadValue, NotFound, StoreUnavailable, UsageError
from search.query.grammar import VERSION
from search.query.request import Request
from search.records import StatementId
from search.store.saved_queries import SavedQueries

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


def test_many_may_save_at_once(queries: SavedQueries) -> None:
    def save(number: int) -> None:
        queries.save(f"grain-{number}", Request("grain"), ids(number), "g")

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.ids for one in queries.all()] == [ids(number) for number in range(8)]
