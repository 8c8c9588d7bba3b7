"""Several saves of one page → the one that serves: the latest whole one, however long."""

from __future__ import annotations

import gzip
import os
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from index.pipeline.page_entry import Wholeness, save_rank
from made_archives import article, http, record
from published import kept_texts
from search.engines import open_engine
from search.records import Form, StatementId

if TYPE_CHECKING:
    from pathlib import Path

    from search.settings import Settings
    from tests.index.pipeline.conftest import Folder as Save
    from tests.index.pipeline.conftest import Run

RIVER = StatementId("en-90001")
LONG, SHORT = "We will build the dam. We will not sell the river.", "We will build the dam."
YEAR = 31_536_000
THEN = 1_600_000_000


def served(settings: Settings) -> tuple[str, ...]:
    """The paragraphs of the first turn that serves."""
    with closing(open_engine(settings)) as engine:
        return engine.statement(RIVER).turns[0].paragraphs


def texts(settings: Settings) -> set[str]:
    """What the versions say."""
    found = kept_texts(settings, RIVER).versions
    return {one.statement.turns[0].paragraphs[0] for one in found}


def put(path: Path, content: bytes, *, years: int = 0, updated: str | None = None) -> Path:
    """A file that is so many years younger, with the day it prints as that of its last change."""
    line = f'<div class="read__updated">Last updated at <time datetime="{updated}">x</time></div>'
    end = b"</article>"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.replace(end, end + line.encode()) if updated else content)
    os.utime(path, (THEN + years * YEAR,) * 2)
    return path


@pytest.mark.parametrize("folders", [("2021", "2023"), ("b", "a")])
@pytest.mark.parametrize("updated", [None, "2020-01-02"])
def test_a_later_save_that_says_less_serves_and_the_other_is_a_version(
    pages: Path, run: Run, settings: Settings, folders: tuple[str, str], updated: str | None
) -> None:
    put(pages / folders[0] / "90001.html", article(90001, LONG), updated=updated)
    run(pages)
    put(pages / folders[1] / "90001.html", article(90001, SHORT), years=2, updated=updated)
    report = run(pages)
    assert served(settings) == (SHORT,)
    assert texts(settings) == {LONG, SHORT}
    assert (report.statements, report.duplicates) == (1, 1)


def test_the_later_last_updated_weighs_more_than_the_date_of_the_file(
    pages: Path, run: Run, settings: Settings
) -> None:
    put(pages / "a" / "90001.html", article(90001, SHORT), updated="2020-03-04")
    put(pages / "b" / "90001.html", article(90001, LONG), years=2, updated="2020-01-02")
    run(pages)
    assert served(settings) == (SHORT,)


@pytest.mark.parametrize("kept", ["We will build", "</b>", "not sell the river."])
def test_a_later_save_that_breaks_off_does_not_serve(
    pages: Path, run: Run, settings: Settings, kept: str
) -> None:
    whole = article(90001, LONG)
    cut = whole[: whole.index(kept.encode()) + len(kept)]
    put(pages / "a" / "90001.html", whole, updated="2020-01-02")
    put(pages / "b" / "90001.html", cut, years=2)
    put(pages / "c" / "90001.html", cut + b"</p></div></article></div></body></html>", years=3)
    run(pages)
    assert served(settings) == (LONG,)


def test_of_saves_that_all_break_off_the_one_that_goes_on_longest_serves(
    pages: Path, run: Run, settings: Settings
) -> None:
    whole = article(90001, LONG)
    put(pages / "a" / "90001.html", whole[: whole.index(b" sell")])
    put(pages / "b" / "90001.html", whole[: whole.index(b" will not")], years=2)
    run(pages)
    assert served(settings) == ("We will build the dam. We will not",)


def test_a_file_and_a_capture_go_by_the_same_time(
    pages: Path, run: Run, settings: Settings
) -> None:
    pages.joinpath("a.warc.gz").write_bytes(
        gzip.compress(record(90001, http(article(90001, LONG)), date="2019-08-09T10:00:00Z"))
    )
    put(pages / "b" / "90001.html", article(90001, SHORT))
    run(pages)
    assert served(settings) == (SHORT,)
    put(pages / "c" / "90001.html", article(90001, "Earlier words."), years=-9)
    run(pages)
    assert served(settings) == (SHORT,)


def test_a_text_does_not_serve_before_a_page_however_late_it_was_saved(
    pages: Path, run: Run, settings: Settings, save: Save
) -> None:
    os.utime(save(90001, SHORT), (THEN, THEN))
    put(pages / "t" / "90001.txt", text(SHORT, LONG).encode(), years=2)
    run(pages)
    assert served(settings) == (SHORT,)


def text(*words: str, closed: bool = True) -> str:
    """A text save; `closed` has the publication status that ends a page."""
    lines = ["Talks on the river", "March 5, 2014", "17:00", "Port Maren"]
    lines += [f"Minister of Water Irena Dovast: {words[0]}", *words[1:]]
    status = [
        "Publication status",
        "Published in section: News",
        "Direct link: en.kremlin.ru/d/90001",
    ]
    return "\n".join(lines + status * closed)


@pytest.mark.parametrize("closed", [True, False])
def test_of_texts_the_latest_serves_too(
    pages: Path, run: Run, settings: Settings, *, closed: bool
) -> None:
    put(pages / "a" / "90001.txt", text(LONG, "Boats too.", closed=closed).encode())
    put(pages / "b" / "90001.txt", text(LONG, closed=closed).encode(), years=2)
    run(pages)
    assert served(settings) == (LONG,)


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("cut", [(LONG,), (LONG, "Boats", "and sh")])
def test_a_later_text_that_lacks_its_end_does_not_serve(
    pages: Path, run: Run, settings: Settings, cut: tuple[str, ...], *, closed: bool
) -> None:
    whole = (LONG, "Boats were built.", "The harbour was dredged, and so was the mouth.")
    put(pages / "a" / "90001.txt", text(*whole, closed=closed).encode())
    put(pages / "b" / "90001.txt", text(*cut, closed=False).encode(), years=2)
    run(pages)
    assert served(settings) == whole


def test_ranks_go_by_form_then_wholeness_then_the_page_then_the_later_day() -> None:
    early, late = date(2020, 1, 2), date(2020, 3, 4)
    whole, unproved, broken = Wholeness
    ranked = [
        save_rank(Form.HTML, whole, late, is_row=False),
        save_rank(Form.HTML, whole, early, is_row=False),
        save_rank(Form.HTML, whole, None, is_row=False),
        save_rank(Form.HTML, unproved, date.max, is_row=True),
        save_rank(Form.HTML, broken, date.max, is_row=False),
        save_rank(Form.TEXT, whole, date.max, is_row=False),
        save_rank(Form.TEXT, unproved, None, is_row=False),
        save_rank(Form.TEXT, unproved, date.max, is_row=True),
        save_rank(Form.FLAT, whole, date.max, is_row=False),
    ]
    assert ranked == sorted(set(ranked))


def captured(day: int, words: str, *, whole: bool = True) -> bytes:
    """A record of the page as it stood on a day of August 2020."""
    page = article(90001, words)
    page = page if whole else page.partition(b'<div class="read__bottommeta')[0] + b"</div>"
    return record(90001, http(page), date=f"2020-08-{day:02}T10:00:00Z")


def test_of_several_captures_the_latest_that_is_whole_serves_and_the_others_are_versions(
    pages: Path, run: Run, settings: Settings
) -> None:
    captures = [
        captured(3, "We will sell the river."),
        captured(9, "We shall see.", whole=False),
        captured(1, "We will not sell the river, and more was said that day."),
        captured(5, "We will not sell."),
        record(90001, http(b"", status="403 Forbidden"), date="2020-08-20T10:00:00Z"),
    ]
    (pages / "a.warc").write_bytes(b"".join(captures[:3]))
    (pages / "b.warc.gz").write_bytes(gzip.compress(b"".join(captures[3:])))
    report = run(pages)
    assert (report.statements, report.duplicates) == (1, 3)
    found = kept_texts(settings, RIVER)
    with closing(open_engine(settings)) as engine:
        serving = engine.statement(RIVER)
    assert serving.turns[0].paragraphs == ("We will not sell.",)
    days = {one.statement.turns[0].paragraphs[0]: one.saved for one in found.versions}
    assert days == {
        "We shall see.": datetime(2020, 8, 9, 10, tzinfo=UTC),
        "We will not sell.": datetime(2020, 8, 5, 10, tzinfo=UTC),
        "We will sell the river.": datetime(2020, 8, 3, 10, tzinfo=UTC),
        "We will not sell the river, and more was said that day.": datetime(
            2020, 8, 1, 10, tzinfo=UTC
        ),
    }


AS_TEXT = """View settings

Official website of the President of Russia

News   /

Talks on the river

March 5, 2014, Port Maren

They met.

Minister of Water Irena Dovast: We will not sell the river.

March 5, 2014, Port Maren"""


def save_as_text(pages: Path) -> Path:
    """The same page as `save` writes, saved as text under its address."""
    file = pages / "en.kremlin.ru" / "events" / "president" / "news" / "90001.txt"
    file.parent.mkdir(parents=True)
    file.write_text(AS_TEXT, encoding="utf-8")
    return file


@pytest.mark.parametrize("text_first", [False, True])
def test_a_text_that_served_is_kept_whatever_form_of_save_takes_its_place(
    pages: Path, save: Save, run: Run, settings: Settings, text_first: bool
) -> None:
    first = save_as_text(pages) if text_first else save(90001, "We will not sell the river.")
    save(90002, "Boats.")
    run(pages)
    first.unlink()
    if text_first:
        save(90001, "We will not sell the river.")
    else:
        save_as_text(pages)
    run(pages)
    forms = [one.statement.form for one in kept_texts(settings, RIVER).versions]
    assert sorted(forms) == [Form.HTML, Form.TEXT]


def test_a_text_save_that_never_served_is_no_version(
    pages: Path, save: Save, run: Run, settings: Settings
) -> None:
    save(90001, "We will not sell the river.")
    save_as_text(pages)
    run(pages)
    assert [one.statement.form for one in kept_texts(settings, RIVER).versions] == [Form.HTML]
