"""What a run of `onrecord index` reads, keeps, drops and reports."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.pipeline.build import Options, build
from index.progress import Progress
from index.saves.pages import read
from published import found
from search.engines import open_engine
from search.errors import BadSetting, NoIndex, NothingIndexed, OtherVersion
from search.records import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.pipeline.report import BuildReport
    from index.saves.page import Page, SavedFile
    from search.settings import Settings

    Run = Callable[..., BuildReport]
    Save = Callable[..., Path]


def adds_up(report: BuildReport) -> bool:
    parts = report.statements + report.further + report.duplicates
    return report.pages == parts + len(report.skipped) + len(report.failed)


def test_a_folder_of_pages_becomes_an_index(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "The river will not wait.")
    save(90002, "The harvest was good.")
    report = run(pages)
    assert (report.statements, report.added, report.files) == (2, 2, 2)
    assert adds_up(report)
    assert found(settings, '"will not"') == {"en-90001"}


def test_the_second_run_finds_what_was_added(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "The river rose.")
    run(pages)
    save(90002, "The river fell.")
    report = run()
    assert (report.added, report.unchanged, report.read) == (1, 1, 1)
    assert found(settings, "river") == {"en-90001", "en-90002"}


def test_nothing_changed_publishes_nothing(pages: Path, save: Save, run: Run) -> None:
    save(90001, "The river rose.")
    first = run(pages)
    second = run(pages)
    assert first.generation is not None
    assert second.generation is None
    assert (second.read, second.unchanged) == (0, 1)


def test_a_changed_page_is_read_again(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "The river rose.")
    run(pages)
    os.utime(save(90001, "The river fell back."), ns=(1, 1))
    report = run(pages)
    assert (report.changed, report.read) == (1, 1)
    assert found(settings, "rose") == set()
    assert found(settings, "fell") == {"en-90001"}


def test_a_page_that_is_gone_leaves_the_index(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    for number in (90001, 90002, 90003):
        save(number, "The river rose.")
    run(pages)
    (pages / "90002.html").unlink()
    report = run(pages)
    assert (report.removed, report.unchanged) == (1, 2)
    assert found(settings, "river") == {"en-90001", "en-90003"}


def test_losing_more_than_half_needs_leave(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    for number in (90001, 90002, 90003):
        save(number, "The river rose.")
    run(pages)
    for number in (90001, 90002):
        (pages / f"{number}.html").unlink()
    with pytest.raises(NothingIndexed, match="1 of 3 statements"):
        run(pages)
    assert len(found(settings, "river")) == 3
    assert run(pages, allow_shrink=True).statements == 1


def test_a_refused_run_changes_nothing_so_that_the_next_one_sees_the_same(
    pages: Path, save: Save, run: Run
) -> None:
    save(90001, "The river rose.")
    save(90002, "The river rose.")
    save(90003, "The river rose.")
    run(pages)
    for number in (90001, 90002):
        (pages / f"{number}.html").unlink()
    for _attempt in range(2):
        with pytest.raises(NothingIndexed):
            run(pages)


def test_duplicates_are_counted_and_one_is_kept(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "The river rose.", name="news/90001.html")
    save(90001, "The river rose.", name="transcripts/90001.html")
    report = run(pages)
    assert (report.statements, report.duplicates) == (1, 1)
    assert adds_up(report)


def test_a_page_that_bears_the_number_of_another_is_told(pages: Path, save: Save, run: Run) -> None:
    river, day = "Talks on the river", "2014-03-05"
    one = save(90001, "The river rose.", name="a.html", title=river, day=day)
    other = save(90001, "The barge sank.", name="b.html", title="The barge", day="2015-07-01")
    os.utime(one, (1_700_000_001,) * 2)  # the later save serves
    os.utime(other, (1_700_000_000,) * 2)
    report = run(pages)
    assert (report.statements, report.duplicates) == (1, 1)
    ((place, told),) = report.warnings
    assert place == str(pages / "b.html")
    assert f"calls itself en-90001 as {pages / 'a.html'} does" in told
    assert "2014-03-05 and not of 2015-07-01" in told


def test_an_edited_page_saved_twice_is_no_cause_for_a_warning(
    pages: Path, save: Save, run: Run
) -> None:
    save(90001, "The river rose.", name="a.html")
    save(90001, "The river fell.", name="b.html", title="Talks on the river and the lake")
    assert run(pages).warnings == ()


def test_the_second_page_of_an_act_is_no_duplicate(run: Run) -> None:
    acts = Path(str(files("index") / "sample" / "kremlin.ru" / "acts" / "bank"))
    report = run(acts)
    assert (report.statements, report.further, report.duplicates) == (1, 1, 0)
    assert adds_up(report)
    assert "        1 further page of these" in report.lines()


def test_where_a_page_was_skipped_for_a_reason_that_surprises_is_said(
    pages: Path, save: Save, run: Run
) -> None:
    save(90001, "The river rose.")
    (pages / "style.css").write_text("p {}", encoding="utf-8")
    (pages / "noise.html").write_bytes(bytes(range(256)) * 20)
    for number in range(5):
        (pages / f"empty{number}.html").touch()
    report = run(pages)
    lines = list(report.lines())
    assert "        1 statement in the index (1 added)" in lines
    at = lines.index("        5 skipped: empty file")
    assert lines[at + 1 : at + 5] == [
        *(f"          {pages / f'empty{number}.html'}" for number in range(3)),
        "          and 2 more; --json names all",
    ]
    at = lines.index("        1 skipped: binary file")
    assert lines[at + 1] == f"          {pages / 'noise.html'}"
    at = lines.index("        1 skipped: picture, style or other attachment")
    assert lines[at + 1] == "        0 could not be read"
    shape = report.shape()
    assert shape["skipped"]["empty file"] == 5
    assert {"path": str(pages / "style.css"), "reason": "picture, style or other attachment"} in (
        shape["skipped_pages"]
    )


def test_a_folder_without_any_statement_leaves_no_index(
    pages: Path, run: Run, settings: Settings
) -> None:
    (pages / "notes.html").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(NothingIndexed):
        run(pages)
    with pytest.raises(NoIndex):
        open_engine(settings)


def test_a_page_that_cannot_be_read_is_told_and_the_run_goes_on(
    pages: Path, save: Save, run: Run
) -> None:
    save(90001, "The river rose.")
    (pages / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (pages / "empty.html").write_bytes(b"")
    report = run(pages)
    assert report.statements == 1
    assert report.pages == 3
    assert adds_up(report)


def test_a_dry_run_reports_and_writes_nothing(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "The river rose.")
    report = run(pages, dry_run=True)
    assert (report.statements, report.generation) == (1, None)
    with pytest.raises(NoIndex):
        open_engine(settings)
    assert run(pages).added == 1


def test_an_index_behind_the_ledger_is_built_again(
    pages: Path, save: Save, run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(90001, "The river rose.")
    run(pages)
    save(90002, "The river fell.")

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("index.pipeline.build._publish", killed)
        with pytest.raises(KeyboardInterrupt):
            run(pages)
    assert found(settings, "fell") == set()
    assert run(pages).generation is not None
    assert found(settings, "fell") == {"en-90002"}


@pytest.mark.parametrize("there", [True, False], ids=["pages are there", "pages are gone"])
def test_an_index_of_another_version_is_built_again_from_the_ledger_alone(
    pages: Path,
    save: Save,
    run: Run,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    *,
    there: bool,
) -> None:
    save(90001, "The river rose.")
    with monkeypatch.context() as patch:
        for name in ("whoosh.generations", "whoosh.write.writer", "manifest"):
            patch.setattr(f"search.engines.{name}.SCHEMA_VERSION", SCHEMA_VERSION - 1)
        older = run(pages).generation
    with pytest.raises(OtherVersion, match="run `onrecord index` to build it anew"):
        found(settings, "river")
    read: list[object] = []
    monkeypatch.setattr(
        "index.pipeline.intake.examine_all", lambda files, _: read.extend(files) or ()
    )
    if not there:
        pages.rename(pages.with_name("elsewhere"))
    assert run().generation not in (None, older)
    assert read == []
    assert found(settings, "river") == {"en-90001"}


def test_names_that_are_no_utf8_are_read_and_reported(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "The river rose.", name=os.fsdecode(b"bad\xff\xfe.html"))
    assert run(pages).statements == 1
    assert run(pages).unchanged == 1
    assert found(settings, "river") == {"en-90001"}


def test_a_file_that_could_not_be_opened_is_tried_again_though_it_did_not_change(
    pages: Path, save: Save, run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(90001, "The river rose.")
    save(90002, "The river fell.")

    def refusing(saved: SavedFile) -> Iterator[Page]:
        if saved.name.endswith("90002.html"):
            raise PermissionError(13, "Permission denied")
        return read(saved)

    with monkeypatch.context() as patch:
        patch.setattr("index.pipeline.examine.read", refusing)
        assert [reason for _path, reason in run(pages).failed] == ["Permission denied"]
    report = run(pages)
    assert (report.failed, report.added, report.read) == ((), 1, 1)
    assert found(settings, "river") == {"en-90001", "en-90002"}


def test_a_data_path_that_is_a_file_is_a_setting_to_mend(
    pages: Path, save: Save, settings: Settings
) -> None:
    save(90001, "The river rose.")
    settings.data.write_text("a file", encoding="utf-8")
    with pytest.raises(BadSetting, match="a folder that can be made"):
        build([pages], settings, Options(), Progress())


def test_a_page_larger_than_any_statement_is_told(pages: Path, save: Save, run: Run) -> None:
    save(90001, "The river rose.")
    save(90002, "The river rose. " * 600_000)
    report = run(pages)
    assert report.statements == 1
    assert "more than any statement has" in report.failed[0][1]
