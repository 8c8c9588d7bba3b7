"""The ledger: what it remembers, which page stands for a statement, what a broken one says."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pipeline.ledger import Ledger
from index.pipeline.page_entry import (
    ChosenPages,
    Fate,
    FileStamp,
    PageEntry,
    packed,
    unpacked,
    written,
)
from search.errors import StoreUnavailable
from search.records import Evidence, Statement, StatementId, Turn, TurnKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(Ledger(tmp_path / "ledger.sqlite3")) as opened:
        yield opened


def entry(
    place: str, name: str, *, numbered: bool = True, twin: str = "t", rank: int = 0, part: int = 1
) -> PageEntry:
    return PageEntry(
        place=place,
        path=place.split("#")[0],
        sha256="0",
        fate=Fate.STATEMENT,
        id=name,
        part=part,
        numbered=numbered,
        twin=twin,
        rank=rank,
        digest="d",
    )


def put(ledger: Ledger, *entries: PageEntry) -> None:
    for one in entries:
        ledger.record(one.path, FileStamp(1, 1), [one])


def test_the_page_of_the_lowest_rank_stands_for_a_statement(ledger: Ledger) -> None:
    put(
        ledger,
        entry("/b", "en-1", rank=2),
        entry("/a", "en-1", rank=1),
        entry("/c", "en-1", rank=1),
    )
    assert ledger.chosen() == {"en-1": ChosenPages(("/a",), "d", 0)}


def test_a_page_without_a_number_yields_to_its_numbered_double(ledger: Ledger) -> None:
    put(
        ledger,
        entry("/a", "en-x1", numbered=False, twin="same"),
        entry("/b", "en-7", twin="same"),
        entry("/c", "en-x2", numbered=False, twin="other"),
    )
    assert set(ledger.chosen()) == {"en-7", "en-x2"}


def test_the_parts_of_a_document_stand_for_it_in_order(ledger: Ledger) -> None:
    put(
        ledger,
        entry("/p2", "en-act-1", part=2),
        entry("/p1", "en-act-1"),
        entry("/again", "en-act-1", rank=1),
    )
    assert ledger.chosen() == {"en-act-1": ChosenPages(("/p1", "/p2"), "dd", 0)}


def test_recording_a_file_again_replaces_its_pages(ledger: Ledger) -> None:
    ledger.record("/w", FileStamp(1, 1), [entry("/w", "en-1"), entry("/w#1", "en-2", twin="u")])
    ledger.record("/w", FileStamp(2, 2), [entry("/w", "en-3")])
    assert set(ledger.chosen()) == {"en-3"}


@pytest.mark.parametrize("folder", ["/a_b", "/a%b", "/a*b", "/a'b"])
def test_files_under_a_folder_are_found_whatever_its_name(ledger: Ledger, folder: str) -> None:
    put(
        ledger, entry(f"{folder}/1", "en-1"), entry("/aXb/2", "en-2"), entry(f"{folder}c/3", "en-3")
    )
    assert set(ledger.files_under(folder)) == {f"{folder}/1"}


def test_what_a_trial_records_is_gone_and_the_file_is_untouched(
    ledger: Ledger, tmp_path: Path
) -> None:
    put(ledger, entry("/a", "en-1"))
    before = (tmp_path / "ledger.sqlite3").read_bytes()
    with closing(Ledger(tmp_path / "ledger.sqlite3", trial=True)) as trial, trial.transaction():
        put(trial, entry("/b", "en-2", twin="u"))
        assert set(trial.chosen()) == {"en-1", "en-2"}
    assert set(ledger.chosen()) == {"en-1"}
    assert (tmp_path / "ledger.sqlite3").read_bytes() == before


def test_a_file_that_is_no_ledger_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(StoreUnavailable, match="delete it and run"):
        Ledger(path)


@pytest.mark.parametrize(("version", "kept"), [("1", 0), ("2", 1)])
def test_a_ledger_that_noted_its_version_keeps_sources_and_what_pages_it_can(
    tmp_path: Path, version: str, kept: int
) -> None:
    path = tmp_path / "ledger.sqlite3"
    with closing(Ledger(path)) as ledger:
        put(ledger, entry("/a", "en-1"))
        ledger.set_sources(["/a"])
        ledger.set_note("version", version)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 0")
    for _ in range(2):
        with closing(Ledger(path)) as ledger:
            assert (len(ledger.chosen()), ledger.sources()) == (kept, ["/a"])


@pytest.mark.parametrize(
    ("version", "lacks"),
    [
        (2, ("ALTER TABLE page DROP COLUMN captured_ns", "DROP TABLE named_table")),
        (3, ("ALTER TABLE page DROP COLUMN captured_ns",)),
        (3, ("DROP TABLE named_table",)),
        (4, ("ALTER TABLE page DROP COLUMN inside",)),
        (3, ()),
    ],
)
def test_a_ledger_from_before_captures_and_tables_keeps_its_pages(
    tmp_path: Path, version: int, lacks: tuple[str, ...]
) -> None:
    path = tmp_path / "ledger.sqlite3"
    with closing(Ledger(path)) as ledger:
        put(ledger, entry("/a", "en-1"))
    with closing(sqlite3.connect(path)) as connection:
        for one in lacks:
            connection.execute(one)
        connection.execute(f"PRAGMA user_version = {version}")
    with closing(Ledger(path)) as ledger:
        assert len(ledger.chosen()) == 1
        put(ledger, replace(entry("/b", "en-2"), captured_ns=7))
        ledger.name_table("/c.csv", {"text": "body"})
        assert [one.mtime_ns for one in ledger.copies(["en-2"])] == [7]
        assert ledger.named_tables() == {"/c.csv": {"text": "body"}}
        assert len(ledger.chosen()) == 2


@given(st.lists(st.text(), min_size=1), st.one_of(st.none(), st.text()))
def test_a_statement_comes_back_as_it_was_packed(paragraphs: list[str], label: str | None) -> None:
    turn = Turn(1, tuple(paragraphs), TurnKind.SPEECH, Evidence.LABEL, label=label)
    statement = Statement(StatementId("en-1"), "en", "Title", (turn,))
    assert unpacked(packed(written(statement))) == statement
