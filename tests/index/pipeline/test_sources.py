"""Paths become sources: none inside another, sample and real apart; what a run makes of each."""

from __future__ import annotations

import os
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
from published import found
from search.errors import NothingIndexed, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.pipeline.report import BuildReport
    from search.settings import Settings

    Run = Callable[..., BuildReport]
    Save = Callable[..., Path]


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


def test_only_the_paths_given_are_looked_at_again(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "The river rose.", name="a/90001.html")
    save(90002, "The river rose.", name="b/90002.html")
    run(pages / "a", pages / "b")
    (pages / "b" / "90002.html").unlink()
    assert run(pages / "a").removed == 0
    assert found(settings, "river") == {"en-90001", "en-90002"}


def test_only_forgets_the_other_sources(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "The river rose.", name="a/90001.html")
    save(90002, "The river rose.", name="b/90002.html")
    run(pages / "a", pages / "b")
    report = run(pages / "a", only=True)
    assert report.sources == (str(pages / "a"),)
    assert found(settings, "river") == {"en-90001"}


def test_a_missing_folder_is_named(tmp_path: Path, run: Run) -> None:
    with pytest.raises(SourceError, match="nowhere does not exist"):
        run(tmp_path / "nowhere")


def test_an_empty_folder_is_an_error_that_says_what_to_give(pages: Path, run: Run) -> None:
    with pytest.raises(NothingIndexed, match="give a folder of saved"):
        run(pages)


def test_no_path_and_no_source_names_the_command(run: Run) -> None:
    with pytest.raises(NothingIndexed, match="onrecord index PATH"):
        run()


def test_a_source_that_went_away_keeps_what_was_read(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "The river rose.", name="a/90001.html")
    save(90002, "The river rose.", name="b/90002.html")
    run(pages / "a", pages / "b")
    (pages / "b").rename(pages / "elsewhere")
    report = run()
    assert any("kept" in note for note in report.notes)
    assert found(settings, "river") == {"en-90001", "en-90002"}


def test_sample_and_real_pages_never_share_an_index(pages: Path, save: Save, run: Run) -> None:
    save(90001, "The river rose.", name="real/90001.html")
    save(90002, "The river rose.", name="play/90002.html")
    (pages / "play" / "SAMPLE").write_text("invented", encoding="utf-8")
    run(pages / "real")
    with pytest.raises(SourceError, match="invented sample pages"):
        run(pages / "play")


def test_a_folder_that_cannot_be_entered_is_told_and_keeps_its_pages(
    pages: Path, save: Save, run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(90001, "The river rose.")
    save(90002, "The river fell.", name="shut/90002.html")
    run(pages)
    scandir = os.scandir

    def refusing(path: Path | str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    report = run(pages)
    assert [reason for _path, reason in report.failed] == [
        "the folder cannot be read: Permission denied; pages read from it before are kept"
    ]
    assert (report.unchanged, report.removed) == (2, 0)


def test_a_folder_without_a_statement_beside_others_is_named(
    pages: Path, save: Save, run: Run, tmp_path: Path
) -> None:
    save(90001, "The river rose.")
    (tmp_path / "empty").mkdir()
    run(pages)
    assert run(tmp_path / "empty").notes == (f"{tmp_path / 'empty'} holds no statement",)
