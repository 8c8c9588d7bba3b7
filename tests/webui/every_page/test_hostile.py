"""Markup in any field of a page or a parameter never reaches the browser as markup."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from lxml import html as parser

from search.records import Evidence, Statement, StatementId, Turn, TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    Page = Callable[[str], str]

PAGES = (
    "/",
    "/search",
    "/search?q=hostile",
    "/search?sort=newest",
    "/search.json?q=hostile",
    "/s/en-90004",
    "/s/en-90004?q=hostile",
    "/s/en-90004/1?q=hostile",
    "/concordance?q=hostile",
    "/who?q=hostile",
    "/frequency?q=hostile",
    "/suggest.json?q=hostil",
    "/search.atom?q=hostile",
    "/speakers",
    "/help/search",
)

ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
ASKED = (
    "/search?q={}",
    "/search?q=treaty&speaker={}",
    "/search?q=treaty&place={}&topic={}&role={}&section={}",
    "/search?from={}",
    "/search?sort={}&page={}",
    "/search?lang={}",
    "/s/en-90001?q={}",
    "/s/en-90001/2?q={}",
    "/s/{}",
    "/s/{}/beside",
    "/concordance?q={}&order={}",
    "/who?q={}",
    "/frequency?q={}&speaker={}&by={}",
    "/?ui={}",
    "/speakers?q={}",
    "/speaker/{}",
    "/goto?url={}",
    "/d/{}",
    "/q/{}",
    "/{}",
)


def elements(markup: str) -> set[str]:
    return {str(element.tag) for element in parser.document_fromstring(markup).iter()}


def scripts(markup: str) -> list[str]:
    """Scripts that are not the site's one file."""
    tree = parser.document_fromstring(markup)
    ours = re.compile(r"/static/site\.js\?v=[0-9a-f]{12}")
    found = list(tree.iter("script"))
    data = [one for one in found if one.get("type") == "application/ld+json"]
    for one in data:  # never run: but it must end where we end it
        assert "<" not in str(one.text)
        json.loads(str(one.text))
    rest = [one for one in found if one not in data]
    return [str(one.text) for one in rest if not ours.fullmatch(one.get("src") or "")]


def attributes(markup: str) -> set[str]:
    tree = parser.document_fromstring(markup)
    return {name for element in tree.iter() for name in element.attrib}


@pytest.mark.parametrize("address", PAGES)
def test_hostile_pages_stay_text(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    if answer.mimetype == "text/html":
        assert not elements(answer.text) & {"iframe", "object", "img"}
        assert scripts(answer.text) == []
        assert not [name for name in attributes(answer.text) if name.startswith("on")]
        assert "style" not in attributes(answer.text)


def test_the_hostile_words_are_shown_as_printed(words: Page, page: Page) -> None:
    shown = words(page("/s/en-90004"))
    assert shown.count("<script>alert(\"x\")</script><b onmouseover='y'>&amp;") > 8


@pytest.mark.parametrize("address", ASKED)
def test_hostile_parameters_stay_text(client: FlaskClient, address: str) -> None:
    answer = client.get(address.replace("{}", quote(ATTACK, safe="")))
    assert answer.status_code in (200, 404)
    assert "<script>alert(1)" not in answer.text
    assert "img" not in elements(answer.text)
    assert scripts(answer.text) == []


def test_no_template_switches_escaping_off() -> None:
    from importlib import resources

    for template in resources.files("webui").joinpath("templates").iterdir():
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape|Markup", text), template.name
        assert not re.search(r"\b_\((?![\"'])", text), template.name  # gettext escapes nothing
        assert not re.search(
            r"<script(?! src=| type=\"application/ld\+json\">)|<style|\sstyle=|\son\w+=", text
        ), template.name


def test_a_hostile_official_address_is_no_link(
    shelf: object, client: FlaskClient, make: Page
) -> None:
    hostile = Statement(
        id=StatementId("en-1"),
        lang='en"onload="x',
        number=1,
        url="javascript:alert(1)",
        title="Title",
        turns=(Turn(1, ("Word.",), TurnKind.SPEECH, Evidence.LABEL, speaker="A", person='"><b>'),),
    )
    shelf.held = make([hostile])  # type: ignore[attr-defined]
    for address in ("/s/en-1", "/s/en-1/1", "/search", "/", "/speakers"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "javascript:" not in answer.text, address
        assert not [name for name in attributes(answer.text) if name.startswith("on")]
        assert '/speaker/"><b>' not in answer.text


@pytest.mark.parametrize(
    "address", ["/search", "/frequency", "/speakers", "/s/en-90001", "/concordance", "/who"]
)
def test_a_box_of_one_line_keeps_words_of_two_lines_apart(
    client: FlaskClient, address: str
) -> None:
    page = client.get(f"{address}?q=lake%0Atreaty").text
    assert "lake treaty" in parser.fromstring(page).xpath("//input[@name='q']/@value")
