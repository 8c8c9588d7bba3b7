"""Axe finds nothing against WCAG 2.2 AA on any page, in any scheme, width or language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest

from search.query.request import Request
from search.records import StatementId
from search.store.saved_queries import FILE_NAME, SavedQueries

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.records import Statement
    from search.settings import Settings

FORMER: Final = "000000000000"  # stands for the name of the text before, which is worked out

ADDRESSES: Final = {
    "home": "/",
    "results": "/search?q=treaty",
    "one year": "/search?q=treaty&year=2012&speaker=ilya-tarn",
    "nothing": "/search?q=zeppelin&from=abc",
    "almost": "/search?q=treaty+granary",
    "misspelt": "/search?q=tretay",
    "offers": "/search?q=treaty+Tarn",
    "folded titles": "/search?q=customs+house",
    "address unknown": "/search?q=http://kremlin.ru/events/president/news/77777",
    "statement": "/s/en-90001?q=treaty#t5",
    "side by side": "/s/en-90001/beside?q=treaty",
    "turn": "/s/en-90001/7",
    "paragraph": "/s/en-90001/4",
    "former text": f"/s/en-90001/2?v={FORMER}",
    "cite": "/s/en-90001/5/cite",
    "versions": "/s/en-90001/versions",
    "speakers": "/speakers",
    "speaker": "/speaker/ilya-tarn",
    "lines": "/concordance?q=treaty",
    "who": "/who?q=treaty",
    "frequency": "/frequency?q=treaty,railway",
    "compared": "/frequency?q=treaty&speaker=ilya-tarn&speaker=mara-oskel&lang=de",
    "check": "/check",
    "checked": "/check?q=The+treaty+on+Lake+Orm+will+wait+for+another+winter&speaker=Oskel",
    "checked with a twin": "/check?q=treaty+on+Lake+Orm+will+not+wait",
    "checked in vain": "/check?q=zeppelins+over+all+the+green+hills",
    "nearest": '/search?q="treaty+will+wait+for+another+winter"',
    "browse": "/browse/places",
    "months": "/browse/months",
    "help": "/help/search",
    "help for programs": "/help/api",
    "help for other pages": "/help/embed",
    "saved queries": "/q",
    "saved query": "/q/water",
    "save": "/save?q=treaty",
    "card": "/embed/s/en-90001/2?v=ffffffffffff",
    "error": "/nowhere",
}
SHOWN: Final = {
    "misspelt": ".meant mark",
    "offers": ".offers a",
    "folded titles": ".folded summary",
    "saved query": ".saving summary",
}
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RULES: Final = {"runOnly": {"type": "tag", "values": list(TAGS)}}

pytestmark = pytest.mark.browser


@pytest.fixture
def another_meeting(
    shelf: Any, make: Callable[..., Any], statements: tuple[Statement, ...]
) -> None:
    """Two statements of one title."""
    again = replace(statements[0], id=StatementId("en-90011"), number=90011)
    shelf.held = make((*statements, again))


@pytest.fixture
def saved_query(settings: Settings) -> None:
    """A saved query with something new."""
    seen = [StatementId("en-90001")]
    SavedQueries(settings.data / FILE_NAME).save("water", Request(q="treaty"), seen, "g")


@pytest.mark.usefixtures("revised", "another_meeting", "saved_query")
@pytest.mark.parametrize(
    ("width", "scheme", "lang"),
    [("desk", "light", "en"), ("phone", "dark", "ru"), ("desk", "dark", "en")],
)
def test_axe_finds_no_violation(
    open_page: Callable[..., Any], root: str, former: str, width: str, scheme: str, lang: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page(width, scheme, script=True)
    found = {}
    for name, address in ADDRESSES.items():
        joint = "&" if "?" in address else "?"
        path, hash_, fragment = address.replace(FORMER, former).partition("#")
        page.goto(f"{root}{path}{joint}ui={lang}{hash_}{fragment}")
        # the site's own policy forbids foreign script: axe comes in through the driver
        result = axe.run(page, options=RULES)
        assert len(result.response["passes"]) > 15, name  # it did look
        if name in SHOWN:
            assert page.locator(SHOWN[name]).count(), name
        if result.violations_count:
            found[name] = [
                (one["id"], [node["html"][:120] for node in one["nodes"][:3]])
                for one in result.response["violations"]
            ]
    assert found == {}


ARTICLE: Final = (
    "Ilya Tarn said: “The treaty on Lake Orm will wait for another winter.” He met the ministers."
    " “Then let us sign the fourth,” he added. Somebody called it “no answer to anybody at all”."
)


@pytest.mark.parametrize(
    ("width", "scheme", "lang"), [("desk", "light", "en"), ("phone", "dark", "ru")]
)
def test_axe_finds_no_violation_in_an_article(
    open_page: Callable[..., Any], root: str, width: str, scheme: str, lang: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page(width, scheme, script=True)
    page.goto(f"{root}/check?ui={lang}")
    page.fill("#article", ARTICLE)
    page.click("form[method=post] button")
    page.wait_for_selector(".article mark.bad")
    assert page.get_attribute("html", "lang") == lang
    found = axe.run(page, options=RULES)
    assert len(found.response["passes"]) > 15
    assert [one["id"] for one in found.response["violations"]] == []


@pytest.mark.parametrize(("width", "scheme"), [("desk", "light"), ("phone", "dark")])
def test_axe_finds_no_violation_in_the_bar_for_selected_words(
    open_page: Callable[..., Any], root: str, width: str, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page(width, scheme, script=True)
    page.goto(f"{root}/s/en-90001/5")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#p5'))")
    page.locator(".selected").wait_for()
    result = axe.run(page, options=RULES)
    assert result.response["violations"] == []
