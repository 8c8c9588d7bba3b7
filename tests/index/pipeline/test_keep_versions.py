"""Pages that change → versions of their statements."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from index.pipeline import build as building
from index.pipeline import intake
from index.pipeline import keep_versions as histories
from index.pipeline.page_entry import packed, unpacked, written
from published import kept_texts
from search.cli.main import main
from search.errors import NotFound, StoreUnavailable
from search.records import StatementId
from search.store.versions import FILE_NAME, Versions
from search.text_version import text_version

if TYPE_CHECKING:
    from pathlib import Path

    from search.settings import Settings
    from search.store.versions import History
    from tests.index.pipeline.conftest import Folder as Save
    from tests.index.pipeline.conftest import Run

RIVER = StatementId("en-90001")


def words(found: History) -> list[str]:
    """What each version says."""
    return [one.statement.turns[0].paragraphs[0] for one in found.versions]


def test_a_changed_page_leaves_both_texts(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "We will not sell the river.")
    save(90002, "Boats.")
    run(pages)
    os.utime(save(90001, "We will sell the river."), (1_700_000_000, 1_700_000_000))
    run(pages)
    found = kept_texts(settings, RIVER)
    assert words(found) == ["We will sell the river.", "We will not sell the river."]
    assert found.serving == 0, "the file that was written earlier stands first, here the new one"
    assert found.versions[0].saved == datetime.fromtimestamp(1_700_000_000, UTC)
    assert all(one.page and one.seen and one.place for one in found.versions)


def test_a_statement_that_never_changed_has_the_one_that_serves(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "We will not sell the river.")
    run(pages)
    found = kept_texts(settings, RIVER)
    assert (words(found), found.serving) == (["We will not sell the river."], 0)
    assert not (settings.data / FILE_NAME).exists()


def test_a_text_that_was_gone_back_to_stands_again_after_the_one_it_replaced(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    for day, text in enumerate(("One boat.", "Two boats.", "One boat.", "Three boats."), start=1):
        os.utime(save(90001, text), (1_700_000_000 + day * 86_400,) * 2)
        save(90002, "Boats.")
        run(pages)
        run(pages)
        found = kept_texts(settings, RIVER)
        assert found.serving == len(found.versions) - 1, text
    assert words(found) == ["One boat.", "Two boats.", "One boat.", "Three boats."]


def test_an_earlier_save_put_back_serves_where_it_stood(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    for day, text in ((1, "One boat."), (2, "Two boats."), (1, "One boat.")):
        os.utime(save(90001, text), (1_700_000_000 + day * 86_400,) * 2)
        run(pages)
    found = kept_texts(settings, RIVER)
    assert (words(found), found.serving) == (["One boat.", "Two boats."], 0)


def test_versions_kept_by_an_earlier_layout_stay(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    for day, text in enumerate(("One boat.", "Two boats."), start=1):
        os.utime(save(90001, text), (1_700_000_000 + day * 86_400,) * 2)
        run(pages)
    with closing(sqlite3.connect(settings.data / FILE_NAME)) as connection:
        connection.executescript(
            "CREATE TABLE former (id TEXT NOT NULL, text TEXT NOT NULL, page TEXT NOT NULL,"
            " rules TEXT NOT NULL, place TEXT NOT NULL, saved INTEGER NOT NULL,"
            " seen INTEGER NOT NULL, statement BLOB NOT NULL, PRIMARY KEY (id, text)) STRICT;"
            "INSERT INTO former SELECT * FROM version; DROP TABLE version;"
            "ALTER TABLE former RENAME TO version; PRAGMA user_version = 2;"
        )
    assert words(kept_texts(settings, RIVER)) == ["One boat.", "Two boats."]
    os.utime(save(90001, "One boat."), (1_700_000_000 + 3 * 86_400,) * 2)
    run(pages)
    assert words(kept_texts(settings, RIVER)) == ["One boat.", "Two boats.", "One boat."]


def test_saves_side_by_side_that_differ_are_versions(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "We will not sell the river.", name="early/90001.html")
    save(90001, "We will not sell the river, ever.", name="late/90001.html")
    run(pages)
    found = kept_texts(settings, RIVER)
    assert sorted(words(found)) == [
        "We will not sell the river, ever.",
        "We will not sell the river.",
    ]
    assert found.serving is not None


def test_a_page_of_which_only_the_frame_changed_has_one_version(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    page = save(90001, "We will not sell the river.")
    save(90002, "Boats.")
    run(pages)
    page.write_text(page.read_text().replace("Contacts Search", "Contacts Maps"))
    run(pages)
    assert len(kept_texts(settings, RIVER).versions) == 1


def test_other_rules_make_no_version(
    pages: Path, save: Save, run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(90001, "We will not sell the river.")
    save(90002, "Boats.")
    run(pages)
    examined = intake.examine_all

    def otherwise(*given: object) -> object:
        """What is read as other rules would have it: every title in capitals."""
        for one in examined(*given):  # type: ignore[arg-type]
            yield one._replace(entries=[_louder(entry) for entry in one.entries])

    monkeypatch.setattr(intake, "examine_all", otherwise)
    for room in (intake, building):
        monkeypatch.setattr(room, "rules_digest", lambda: "other rules")
    run(pages)
    found = kept_texts(settings, RIVER)
    assert [one.statement.title for one in found.versions] == ["TALKS ON THE RIVER"]


def test_other_rules_leave_the_name_a_text_had_known(
    pages: Path, save: Save, run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(90001, "We will not sell the river.")
    run(pages)
    names = [kept_texts(settings, RIVER).versions[0].statement.version]
    examined = intake.examine_all
    for ending in (" River", " River talks"):

        def otherwise(*given: object, ending: str = ending) -> object:
            for one in examined(*given):  # type: ignore[arg-type]
                yield one._replace(entries=[_retitled(entry, ending) for entry in one.entries])

        monkeypatch.setattr(intake, "examine_all", otherwise)
        for room in (intake, building):
            monkeypatch.setattr(room, "rules_digest", lambda ending=ending: f"rules{ending}")
        run(pages)
        names.append(kept_texts(settings, RIVER).versions[0].statement.version)
    assert len(set(names)) == 3
    versions = Versions(settings.data / FILE_NAME)
    assert [versions.version_now(RIVER, name) for name in names] == [names[2]] * 3
    assert versions.version_now(RIVER, "0" * 12) == "0" * 12


def _retitled(entry: intake.Entry, ending: str) -> intake.Entry:
    assert entry.statement
    statement = unpacked(entry.statement)
    other = replace(statement, title=f"{statement.title}{ending}")
    text = written(replace(other, version=text_version(other)))
    return replace(entry, statement=packed(text), digest=f"{ending} {entry.digest}")


def _louder(entry: intake.Entry) -> intake.Entry:
    assert entry.statement
    statement = unpacked(entry.statement)
    text = written(replace(statement, title=statement.title.upper()))
    return replace(entry, statement=packed(text), digest=f"louder {entry.digest}")


def test_a_dry_run_keeps_no_version(pages: Path, save: Save, run: Run, settings: Settings) -> None:
    save(90001, "One boat.")
    run(pages)
    save(90001, "Two boats.")
    run(pages, dry_run=True)
    assert not (settings.data / FILE_NAME).exists()


def test_a_run_killed_after_versions_were_kept_leaves_no_false_one(
    pages: Path, save: Save, run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(90001, "One boat.")
    run(pages)
    save(90001, "Two boats.")
    kept = histories.keep_versions

    def killed(*given: object) -> None:
        kept(*given)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(building, "keep_versions", killed)
        with pytest.raises(KeyboardInterrupt):
            run(pages)
    assert sorted(words(kept_texts(settings, RIVER))) == ["One boat.", "Two boats."]
    run(pages)
    found = kept_texts(settings, RIVER)
    assert sorted(words(found)) == ["One boat.", "Two boats."]
    assert found.serving is not None
    assert words(found)[found.serving] == "Two boats."


def test_a_text_stays_when_its_page_goes(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    page = save(90001, "One boat.")
    for number in range(90002, 90005):
        save(number, "Boats.")
    run(pages)
    save(90001, "Two boats.")
    run(pages)
    page.unlink()
    run(pages)
    found = kept_texts(settings, RIVER)
    assert sorted(words(found)) == ["One boat.", "Two boats."]
    assert found.serving is None


def test_what_nobody_knows_is_not_found(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "One boat.")
    run(pages)
    with pytest.raises(NotFound):
        kept_texts(settings, StatementId("en-90009"))


def test_a_damaged_file_of_versions_says_what_to_do(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "One boat.")
    run(pages)
    (settings.data / FILE_NAME).write_bytes(b"no database" * 100)
    with pytest.raises(StoreUnavailable, match="move it away"):
        kept_texts(settings, RIVER)


def test_the_command_line_lists_and_compares(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "We will not sell the river.")
    save(90002, "Boats.")
    run(pages)
    save(90001, "We will sell the river.")
    run(pages)
    base = ["--data", str(settings.data), "show", "en-90001"]
    listed = CliRunner().invoke(main, [*base, "--versions"])
    assert listed.exit_code == 0
    assert "(serves)" in listed.stdout
    assert "1 word" in listed.stdout
    shape = json.loads(CliRunner().invoke(main, [*base, "--versions", "--json"]).stdout)
    old, new = (1, 2) if shape["serving"] == 2 else (2, 1)
    compared = CliRunner().invoke(main, [*base, "--diff", str(old), str(new)])
    assert "We will [-not -]sell the river." in compared.stdout
    assert compared.stderr == "1 word gone, 0 words new, in 1 line\n"
    beyond = CliRunner().invoke(main, [*base, "--diff", "1", "9"])
    assert (beyond.exit_code, beyond.stdout) == (1, "")
    assert "2 versions" in beyond.stderr
