"""Words selected in a browser → link, quotation, citation: each speaker's words under his name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from browsing import WIDTHS

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser

ACROSS = """([from, to, backwards]) => {
  const words = (name) => document.querySelector(name).firstChild;
  const [first, last] = [words(from), words(to)];
  const ends = [first, first.length - 8, last, 8];
  if (backwards) ends.push(...ends.splice(0, 2));
  document.getSelection().setBaseAndExtent(...ends);
}"""


def offered(page: Any, name: str) -> str:
    """What the bar's button copies."""
    page.locator("#status:empty").wait_for(state="attached")
    page.locator(".selected").get_by_text(name).click()
    page.locator("#status:not(:empty)").wait_for(state="attached")
    return str(page.evaluate("navigator.clipboard.readText()"))


def clipboard(page: Any) -> str:
    """What lies in the clipboard once the page says that it copied."""
    page.locator("#status:not(:empty)").wait_for(state="attached")
    return str(page.evaluate("navigator.clipboard.readText()"))


def select(page: Any, paragraph: str, start: int, end: int) -> None:
    """Select characters of a paragraph, as a reader does."""
    page.evaluate(
        """([name, start, end]) => {
          const range = document.createRange();
          const walker = document.createTreeWalker(document.querySelector(name), 4);
          let at = 0;
          for (let node = walker.nextNode(); node; at += node.length, node = walker.nextNode()) {
            if (start >= at && start < at + node.length) range.setStart(node, start - at);
            if (end > at && end <= at + node.length) range.setEnd(node, end - at);
          }
          document.getSelection().removeAllRanges();
          document.getSelection().addRange(range);
        }""",
        [paragraph, start, end],
    )


@pytest.fixture
def page(open_page: Callable[..., Any], root: str) -> Any:
    opened = open_page(script=True)
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.goto(f"{root}/s/en-90001?ui=en")
    yield opened
    opened.close()


@pytest.mark.parametrize("backwards", [False, True])
def test_words_of_two_speakers_are_quoted_and_cited_each_under_his_own_name(
    page: Any, root: str, backwards: bool
) -> None:
    page.evaluate(ACROSS, ["#p4", "#p5", backwards])
    source = "Meeting on the Lake Orm water treaty, 2012-05-14"
    quoted = re.sub(r"\?v=\w{12}", "", offered(page, "copy quotation"))
    assert quoted == (
        f"“answer. (Applause.)”\nIlya Tarn, {source}\n{root}/s/en-90001/4\n\n"
        f"“Mr Presi”\nMara Oskel, {source}\n{root}/s/en-90001/5"
    )
    first, second = offered(page, "copy citation").split("\n\n")
    assert first.startswith("“answer. (Applause.)” Ilya Tarn (President of Averna), ")
    assert second.startswith("“Mr Presi” Mara Oskel (Minister of Waters), ")
    assert offered(page, "copy link").endswith("#p4:~:text=answer.%20(Applause.),Mr%20Presi")
    assert not page.locator(".selected").get_by_text("check").is_visible()


def test_words_of_two_paragraphs_are_cited_as_of_the_turn_that_holds_both(page: Any) -> None:
    page.evaluate(ACROSS, ["#p7", "#p8", False])
    assert offered(page, "copy quotation").startswith("“a map.) Then let”\nIlya Tarn, ")
    assert "paragraphs 7–8." in offered(page, "copy citation")
    assert page.locator(".selected").get_by_text("check").is_visible()


def test_a_printed_mark_between_selected_words_is_quoted_and_the_sites_own_signs_are_not(
    page: Any,
) -> None:
    page.evaluate("document.getSelection().selectAllChildren(document.querySelector('#t5'))")
    quoted = offered(page, "copy quotation")
    assert quoted.startswith("“Mr President, three treaties were drafted and none of them was")
    assert "signed. <…>”\nMara Oskel, " in quoted


def test_an_unnamed_voice_is_quoted_by_its_printed_word(page: Any) -> None:
    page.evaluate("document.getSelection().selectAllChildren(document.querySelector('#p9'))")
    assert offered(page, "copy quotation").startswith("“Will the harbour stay open?”\n[Question], ")


def test_a_turns_link_is_copied(open_page: Callable[..., Any], root: str) -> None:
    page = open_page(script=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{root}/s/en-90001?q=treaty")
    page.hover("#t5")
    page.click("#t5 .copy")
    page.wait_for_function("document.querySelector('#status').textContent")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{root}/s/en-90001/5\?v=[0-9a-f]{{12}}", copied)
    page.goto(copied)
    assert page.locator("h1").inner_text() == "Mara Oskel"
    page.close()


def test_from_a_found_word_to_a_citation_in_two_clicks_and_to_a_paragraphs_link_in_one(
    open_page: Callable[..., Any], root: str
) -> None:
    page = open_page(script=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{root}/s/en-90001?q=treaties")
    page.click("#p5 .para")
    assert re.fullmatch(rf"{root}/s/en-90001/5\?v=[0-9a-f]{{12}}", clipboard(page))
    page.click("#t5 .cite")
    page.wait_for_url("**/s/en-90001/5/cite?v=*")
    page.click("#cite-text >> xpath=preceding-sibling::button")
    copied = clipboard(page)
    assert copied.startswith(
        "Mara Oskel (Minister of Waters), “Meeting on the Lake Orm water treaty”"
    )
    assert f"{root}/s/en-90001/5?v=" in copied
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_selected_words_are_linked_quoted_and_cited(
    open_page: Callable[..., Any], root: str, width: str
) -> None:
    page = open_page(width, script=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{root}/s/en-90001?q=treaty&ui=en")
    assert not page.locator(".selected").is_visible()
    select(page, "#p5", 0, 28)
    bar = page.locator(".selected")
    bar.wait_for()
    box = bar.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= WIDTHS[width][0]
    bar.get_by_text("copy citation").click()
    assert clipboard(page).startswith("“Mr President, three treaties” Mara Oskel (Minister")
    assert bar.is_visible()  # the selection is still there
    page.locator("#status:empty").wait_for(state="attached")
    bar.get_by_text("copy quotation").click()
    assert clipboard(page).startswith("“Mr President, three treaties”\nMara Oskel, Meeting on")
    page.locator("#status:empty").wait_for(state="attached")
    bar.get_by_text("copy link").click()
    link = clipboard(page)
    assert re.fullmatch(
        rf"{root}/s/en-90001/5\?v=\w{{12}}#p5:~:text=Mr%20President%2C%20three%20treaties", link
    )
    page.goto(link)
    assert page.locator("h1").inner_text() == "Mara Oskel"
    page.close()
