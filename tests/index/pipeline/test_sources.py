"""Paths become sources: none inside another, sample and real apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.pipeline.sources import (
    inside,
    is_sample,
    merged_sources,
    named_tables,
    refuse_mixture,
)
from index.saves.page import Page
from index.saves.recognise import NotAStatement, SkipReason, recognise
from search.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("known", "given", "merged"),
    [
        ([], ["/a"], ["/a"]),
        (["/a"], ["/a/b"], ["/a"]),
        (["/a/b"], ["/a"], ["/a"]),
        (["/a"], ["/ab"], ["/a", "/ab"]),
        (["/b"], ["/a"], ["/a", "/b"]),
        (["/"], ["/a"], ["/"]),
    ],
)
def test_a_source_inside_another_goes_without_saying(
    known: list[str], given: list[str], merged: list[str]
) -> None:
    assert merged_sources(known, given) == merged


@pytest.mark.parametrize(
    ("path", "source", "answer"),
    [
        ("/a/b.html", "/a", True),
        ("/a", "/a", True),
        ("/ab", "/a", False),
        ("/a", "/", True),
        ("/a", "/a/b", False),
    ],
)
def test_inside_goes_by_whole_names(path: str, source: str, answer: bool) -> None:
    assert inside(path, source) is answer


TABLES = {
    "t.xlsx": b"PK\x03\x04\x14\0\x06\0[Content_Types].xml",
    "t.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
    "t.ods": b"PK\x03\x04\x14\0\0\0mimetype",
    "t.parquet": b"PAR1\x15\0\x15\x92" + bytes(90),
    "speeches": b"PAR1\x15\0\x15\x92" + bytes(90),
    "t.sqlite": b"SQLite format 3\0" + bytes(90),
    "t.feather": b"ARROW1\0\0" + bytes(90),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_another_program_that_is_named_says_what_to_do(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(TABLES[name])
    with pytest.raises(
        SourceError, match=rf"{name} is a table of another program.* save it as CSV"
    ):
        named_tables([path])
    assert named_tables([tmp_path]) == []


@pytest.mark.parametrize("name", TABLES)
def test_in_a_folder_it_is_told_apart_from_pictures(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotAStatement) as told:
        recognise(Page(name, TABLES[name]))
    assert told.value.reason is SkipReason.OTHER_TABLE


@pytest.mark.parametrize("text", [b"PAR1 is a word.", b"ARROW1: no.", b"<html><p>x</p></html>"])
def test_text_that_begins_so_is_none(tmp_path: Path, text: bytes) -> None:
    for name in ("a.txt", "a.html"):
        (tmp_path / name).write_bytes(text)
    assert named_tables(tmp_path.iterdir()) == []


def test_a_folder_marked_as_sample_marks_all_below_it(tmp_path: Path) -> None:
    (tmp_path / "play" / "deep").mkdir(parents=True)
    (tmp_path / "play" / "SAMPLE").touch()
    assert is_sample(str(tmp_path / "play" / "deep"))
    assert not is_sample(str(tmp_path))
    assert refuse_mixture([str(tmp_path / "play")])
    with pytest.raises(SourceError, match="never share an index"):
        refuse_mixture([str(tmp_path), str(tmp_path / "play")])
