"""The site in Debian’s Chromium: the whole way without script, then what script adds.

Without Chromium these tests skip, or fail where `ONRECORD_BROWSER` is `required`. Screenshots of
every page lie in the folder that `ONRECORD_SHOTS` names, else in a temporary one.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from browsing import WIDTHS
from search.records import StatementId

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.records import Statement

pytestmark = pytest.mark.browser
ADDRESSES: Final = {
    "home": "/",
    "results": "/search?q=treaty",
    "nothing": "/search?q=zeppelin&from=abc",
    "almost": "/search?q=treaty+granary&year=2012&year=2014",
    "statement": "/s/en-90001?q=treaty#t5",
    "russian": "/s/ru-90001",
    "turn": "/s/en-90001/7",
    "paragraph": "/s/en-90001/4",
    "cite": "/s/en-90001/5/cite",
    "unknown version": "/s/en-90001/2?v=000000000000",
    "beside": "/s/en-90001/beside?q=treaty",
    "months": "/search?q=treaty&year=2012",
    "lines": "/concordance?q=treaty",
    "who": "/who?q=treaty",
    "frequency": "/frequency?q=treaty,railway",
    "speakers": "/speakers",
    "speaker": "/speaker/ilya-tarn",
    "help": "/help/search",
    "hostile": "/s/en-90004?q=hostile",
    "error": "/nowhere",
}


def arrives(page: Any, address: str) -> None:
    """The browser comes to an address that ends so, which it tells a moment after a click."""
    page.wait_for_url(lambda url: url.endswith(address))


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_box_to_the_very_turn_and_on_to_the_next_mark(
    open_page: Callable[..., Any], root: str, width: str
) -> None:
    page = open_page(width)
    page.goto(root)
    assert page.locator("#q").is_visible()
    page.fill("#q", "treaty speaker:Oskel")
    page.click("main button[type=submit]")
    arrives(page, f"{root}/search?q=treaty+speaker%3AOskel")
    assert page.locator("h1").inner_text().startswith("1 statement")
    assert page.locator(".hit mark").first.inner_text() == "treaties"
    page.click("a.at")
    arrives(page, f"{root}/s/en-90001?q=treaty+speaker%3AOskel#t5")
    turn = page.locator("#t5")
    assert turn.is_visible()
    assert turn.locator("mark").inner_text() == "treaties"
    page.click("#t5 a.number")
    arrives(page, f"{root}/s/en-90001/5?q=treaty+speaker%3AOskel")
    page.close()


def test_an_offer_and_a_folded_title_open_without_script(
    open_page: Callable[..., Any],
    root: str,
    shelf: Any,
    make: Callable[..., Any],
    statements: tuple[Statement, ...],
) -> None:
    again = replace(statements[0], id=StatementId("en-90011"), number=90011)
    shelf.held = make((*statements, again))
    page = open_page("phone")
    page.goto(f"{root}/search?q=treaty+2012")
    assert page.locator(".offers a").inner_text() == "2012: only that year, 2"
    folded = page.locator(f"#{again.id}")
    assert not folded.is_visible()
    page.click(".folded summary")
    assert folded.is_visible()
    page.click(".offers a")
    arrives(page, "/search?q=treaty&year=2012")
    assert page.locator("h1").inner_text().startswith("2 statements")
    page.fill("#q", "http://kremlin.ru/d/90001")
    page.click("main button[type=submit]")
    arrives(page, "/s/ru-90001")


def test_the_form_asks_for_speaker_and_dates(open_page: Callable[..., Any], root: str) -> None:
    page = open_page()
    page.goto(root)
    page.click("summary")
    page.fill("#q", "treaty")
    page.fill("#f-speaker", "Tarn")
    page.fill("#f-from", "2013")
    page.click("main button[type=submit]")
    arrives(page, f"{root}/search?q=treaty&speaker=Tarn&from=2013-01-01")
    assert page.locator(".hit").count() == 1
    page.click("[aria-label='Take off From: 2013-01-01']")
    assert page.locator(".hit").count() == 2
    page.close()


def test_previous_and_next_mark_are_plain_links(open_page: Callable[..., Any], root: str) -> None:
    page = open_page()
    page.goto(f"{root}/s/en-90001?q=treaty")
    page.click("a.first")
    arrives(page, "#m1")
    page.click("#t2 [aria-label='Next match']")
    arrives(page, "#m4")
    assert page.locator("mark:target").inner_text() == "treaties"
    page.close()


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_screen(
    open_page: Callable[..., Any], root: str, tmp_path: Path, width: str, scheme: str, lang: str
) -> None:
    shots = Path(os.environ.get("ONRECORD_SHOTS") or tmp_path)
    page = open_page(width, scheme, lang, script=True)
    for name, address in ADDRESSES.items():
        page.goto(root + address)
        page.screenshot(path=shots / f"{name}-{width}-{scheme}-{lang}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= WIDTHS[width][0], name
    page.close()


def test_suggestions_come_under_the_box_and_are_chosen_by_keys(
    open_page: Callable[..., Any], root: str
) -> None:
    page = open_page(script=True)
    page.goto(root)
    page.type("#q", "treat")
    page.wait_for_selector("#suggestions [role=option]")
    assert page.get_attribute("#q", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute("#q", "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{root}/search?q=treaty")
    page.close()


def test_a_suggestion_is_chosen_by_the_pointer_and_escape_closes_the_list(
    open_page: Callable[..., Any], root: str
) -> None:
    page = open_page("phone", script=True)
    page.goto(root)
    page.type("#q", "osk")
    page.wait_for_selector("#suggestions [role=option]")
    page.keyboard.press("Escape")
    assert page.locator("#suggestions").is_hidden()
    assert page.input_value("#q") == "osk"
    page.type("#q", "e")
    page.click("#suggestions [role=option]")
    page.wait_for_url("**/search?q=speaker*")
    assert page.locator(".hit").count() == 2
    page.close()


def test_the_box_for_a_speaker_is_filled_with_a_name_and_sends_nothing_yet(
    open_page: Callable[..., Any], root: str
) -> None:
    page = open_page(script=True)
    for address, box in (("/search?q=treaty", "#f-speaker"), ("/frequency?q=treaty", "#by-whom")):
        page.goto(root + address)
        if box == "#f-speaker":
            page.click(".more-boxes summary")
        page.type(box, "osk")
        page.wait_for_selector(f"{box}-suggestions [role=option]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert page.input_value(box) == "Mara Oskel"
        assert page.url == root + address
        page.keyboard.press("Enter")
        page.wait_for_url("**speaker=Mara+Oskel*")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_every_mark_of_how_we_know_stays_and_the_colours_are_those_of_paper(
    open_page: Callable[..., Any], root: str, scheme: str
) -> None:
    page = open_page(scheme=scheme)
    page.goto(f"{root}/s/en-90001?q=treaty")
    page.emulate_media(media="print", color_scheme=scheme)
    for text in ("inferred", "retranslated", "abridged by the editors", "unnamed voice"):
        assert page.locator(".text").get_by_text(text, exact=True).first.is_visible(), text
    assert page.get_by_role("link", name="CC BY 4.0").first.is_visible()
    assert page.get_by_text("en.kremlin.ru/events/president/news/90001").first.is_visible()
    assert not page.locator(".search").is_visible()
    for selector in ("body", "mark"):
        colour = page.locator(selector).first.evaluate("one => getComputedStyle(one).color")
        assert max(int(part) for part in re.findall(r"\d+", colour)[:3]) < 64, selector
    page.close()


def test_keys_go_to_the_box_and_from_mark_to_mark_and_can_be_switched_off(
    open_page: Callable[..., Any], root: str
) -> None:
    page = open_page(script=True)
    page.goto(f"{root}/s/en-90001?q=treaty")
    for key, stands_at in (("n", "#m3"), ("n", "#m4"), ("p", "#m3")):
        page.keyboard.press(key)
        arrives(page, stands_at)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("n")  # in the box it is a letter
    assert page.input_value("#q") == "ntreaty"
    page.click("#keys")
    page.keyboard.press("p")
    assert page.url.endswith("#m3")
    page.reload()
    page.keyboard.press("n")
    assert page.url.endswith("#m3")
    page.close()


def test_the_way_in_russian_is_the_same(open_page: Callable[..., Any], root: str) -> None:
    page = open_page("phone", "dark", "ru-RU")
    page.goto(root)
    assert page.get_attribute("html", "lang") == "ru"
    page.fill("#q", "договор")
    page.click("main button[type=submit]")
    assert page.locator("h1").inner_text().startswith("1 материал")
    page.click("a.switch")
    assert page.get_attribute("html", "lang") == "en"
    page.click("a.at")
    assert page.get_attribute("html", "lang") == "en"  # chosen: kept
    page.close()


def test_three_clicks_from_the_box_to_one_speakers_word_in_one_year(
    open_page: Callable[..., Any], root: str
) -> None:
    page = open_page()
    page.goto(f"{root}/search?q=treaty")
    page.click(".facet >> text=Ilya Tarn")
    page.click(".facet >> text=2012")
    page.click(".hit:first-of-type a.at >> nth=0")
    page.wait_for_url(re.compile("#t"))
    assert page.locator(":target mark").count() >= 1
    page.close()


def test_without_script_a_paragraphs_sign_is_its_link_and_citations_are_read(
    open_page: Callable[..., Any], root: str
) -> None:
    page = open_page("phone")
    page.goto(f"{root}/s/en-90001?q=treaty")
    page.click("#p4 .para")
    page.wait_for_url(re.compile(r"/s/en-90001/4\?v=\w{12}$"))
    assert page.locator("#p4.target").is_visible()
    page.click("text=Cite these words")
    assert "Ilya Tarn (President of Averna)" in page.locator("#cite-text").inner_text()
    page.close()
