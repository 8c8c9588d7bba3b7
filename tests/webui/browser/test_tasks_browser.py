"""What readers come for, done in Debian’s Chromium from the first page, every click counted.

Without Chromium these tests skip, or fail where `ONRECORD_BROWSER` is `required`.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.browser


class Reader:
    """Somebody who asks from the first page and clicks; sending a form is a click."""

    def __init__(self, page: Any, root: str) -> None:
        self.page, self.root, self.clicks = page, root, 0

    def ask(self, words: str) -> None:
        """Type into the box of the first page and send."""
        self.page.goto(f"{self.root}/?ui=en")
        self.page.fill("#q", words)
        self.click("main button[type=submit]")

    def click(self, selector: str) -> None:
        """Follow a link or send a form."""
        self.page.click(selector)
        self.page.wait_for_load_state()
        self.clicks += 1

    def text(self, selector: str = "main") -> str:
        """What is read of a part of the page, on one line."""
        return " ".join(self.page.locator(selector).first.inner_text().split())


@pytest.fixture
def reader(open_page: Callable[..., Any], root: str) -> Iterator[Reader]:
    page = open_page()
    yield Reader(page, root)
    page.close()


def test_the_first_time_anybody_said_it(reader: Reader) -> None:
    reader.ask("customs OR treaty")
    reader.click("text=Oldest")
    assert "Editors’ text" in reader.text(".hit")
    assert reader.clicks == 2
    reader.click(".offers >> text=Speakers’ words only")
    assert reader.text(".hit .who").startswith("Ilya Tarn")
    assert reader.page.locator(".sorts [aria-current]").inner_text() == "Oldest", "it is kept"


def test_every_use_as_a_spreadsheet_one_row_a_use(reader: Reader) -> None:
    reader.ask("treaty speaker:Tarn")
    reader.click("text=Line by line")
    lines = reader.page.locator(".lines td.match").count()
    with reader.page.expect_download() as kept:
        reader.page.click("text=CSV")
    assert reader.clicks + 1 == 3
    text = kept.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == lines == 2
    assert all(row["link"].startswith(reader.root) for row in rows)


@pytest.mark.parametrize(
    "words",
    [
        '"Orm will wait for another winter"',
        "The treaty on Lake Orm will wait for another winter",
        "The treaty on Lake Orm will not wait for another summer",
    ],
)
def test_a_quotation_that_lost_or_changed_a_word_leads_to_the_true_passage(
    reader: Reader, words: str
) -> None:
    reader.ask(words)
    assert "will not wait for another winter" in reader.text(".found, .nearest") or (
        reader.page.locator(".nearest del").first.inner_text() in ("not", "winter")
    )
    assert reader.clicks == 1


def test_two_leaders_are_compared_on_a_subject(reader: Reader) -> None:
    reader.page.goto(f"{reader.root}/?ui=en")
    reader.click("text=Over the years")
    reader.page.fill("#words", "treaty")
    reader.page.fill("#by-whom", "Ilya Tarn; Mara Oskel")
    reader.click(".frequency-form button")
    assert reader.clicks == 2
    assert "Words of Ilya Tarn Words of Mara Oskel" in reader.text("thead")


def test_a_subject_is_followed_and_saved_beside_its_results(reader: Reader) -> None:
    reader.ask("treaty")
    feed = reader.page.locator("text=Follow as a feed").bounding_box()
    first = reader.page.locator(".hit").first.bounding_box()
    assert feed["y"] < first["y"]
    reader.click("text=Save this search")
    reader.click("main .check-form button, main form[method=post] button")
    assert reader.clicks - 1 == 2, "after the search"
    assert "Saved query treaty" in reader.text()


def test_words_of_a_former_office(reader: Reader) -> None:
    reader.ask("speaker:Oskel")
    reader.click(".facet >> text=Minister of Waters")
    assert reader.clicks == 2
    assert reader.page.locator(".hit").count() == 1
    assert "Mara Oskel, Minister of Waters" in reader.text(".hit")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("treaty 2012", "2012: only that year, 1"),
        ("M. Oskel treaty", "speaker: Mara Oskel, 1"),
    ],
)
def test_a_year_and_a_name_are_offered_as_choices(reader: Reader, words: str, offered: str) -> None:
    reader.ask(words)
    assert offered in reader.page.locator(".offers a").all_inner_texts()
    assert reader.clicks == 1


def test_another_spelling_finds_at_once(reader: Reader) -> None:
    reader.ask("harvets")
    assert reader.clicks == 1
    assert "Speech at the harvest congress" in reader.text(".meant")
    assert reader.page.locator(".meant mark").first.inner_text() == "harvest"


def test_everything_at_a_place_without_a_query(reader: Reader) -> None:
    reader.page.goto(f"{reader.root}/?ui=en")
    reader.click("text=Places")
    reader.click("text=Highmark")
    assert reader.clicks == 2
    assert "Opening of the mountain railway" in reader.text(".hit")


def test_with_the_keyboard_alone_the_second_tab_leads_to_the_results(reader: Reader) -> None:
    page = reader.page
    page.goto(f"{reader.root}/search?q=treaty&ui=en")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.hit h2') !== null")


NARROW: Final = 240
LOOKED_AT: Final = (
    "/?",
    "/search?q=treaty",
    "/search?q=harbour",
    "/search?q=harvets",
    '/search?q="treaty+will+wait+for+another+winter"',
    "/s/en-90001?q=treaty",
    "/s/en-90001/5?",
    "/s/en-90001/5/cite?",
    "/who?q=treaty",
    "/concordance?q=treaty",
    "/frequency?q=treaty&speaker=ilya-tarn&speaker=mara-oskel",
    "/check?q=The+treaty+on+Lake+Orm+will+wait+for+another+winter",
    "/speakers?",
    "/speaker/ilya-tarn?",
    "/browse/months?",
    "/help/search?",
    "/help/api?",
    "/help/embed?",
    "/q?",
    "/save?q=treaty",
    "/nowhere?",
)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_nothing_sticks_out_of_a_window_as_narrow_as_a_magnified_phone(
    open_page: Callable[..., Any], root: str, lang: str
) -> None:
    page = open_page("phone", script=True)
    page.set_viewport_size({"width": NARROW, "height": 500})
    wide = {}
    for address in LOOKED_AT:
        page.goto(f"{root}{address}&ui={lang}")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW:
            wide[address] = width
    page.close()
    assert wide == {}
