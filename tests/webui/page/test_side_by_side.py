"""Two languages side by side, one year by month, what machines read in a page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from search.records import Evidence, Turn, TurnKind
from webui.page.side_by_side import side_by_side
from webui.page.statement_page import PrintedTurn

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    Page = Callable[[str], str]


def row(voices: str) -> list[PrintedTurn]:
    """One letter a turn: a person, or `-` for the editors."""
    return [
        PrintedTurn(
            Turn(
                n,
                ("Word.",),
                TurnKind.NARRATIVE if voice == "-" else TurnKind.SPEECH,
                Evidence.LABEL,
                person=None if voice == "-" else voice,
            ),
            *("", "", "", ""),  # type: ignore[arg-type] # how it is printed is not looked at
            (),
        )
        for n, voice in enumerate(voices, 1)
    ]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("-abab", "-abab", "-- aa bb aa bb"),
        ("-ab", "ab", "-. aa bb"),
        ("aba", "a", "aa b. a."),
        ("ab", "", "a. b."),
        ("acb", "adb", "aa c. .d bb"),
    ],
)
def test_turns_are_matched_by_who_speaks(left: str, right: str, expected: str) -> None:
    def shown(said: PrintedTurn | None) -> str:
        return "." if said is None else said.turn.person or "-"

    rows = side_by_side(row(left), row(right))
    assert " ".join(shown(one) + shown(other) for one, other in rows) == expected


def test_both_texts_stand_on_one_page_each_in_its_language(page: Page) -> None:
    text = page("/s/en-90001/beside?q=treaty")
    assert "Договор по озеру Орм" in text
    assert "<mark>treaty</mark>" in re.sub(r' id="m\d+"', "", text)
    assert 'id="ru-t1"' in text
    assert len(re.findall(r' id="t1"', text)) == 1
    assert 'href="/s/en-90001/beside?q=treaty"' in page("/s/en-90001?q=treaty")


def test_a_statement_in_one_language_has_nothing_beside_it(client: FlaskClient) -> None:
    answer = client.get("/s/en-90002/beside")
    assert answer.status_code == 404
    assert "one language only" in answer.text


def test_one_year_is_shown_by_month(page: Page, client: FlaskClient) -> None:
    text = page("/search?year=2016")
    bars = re.findall(r'<a href="(/search\?from=2016[^"]*)"[^>]*><title>([^<]*)', text)
    assert [label for _, label in bars] == ["February 2016: 1", "March 2016: 1"]
    for link, label in bars:
        total = client.get(link.replace("&amp;", "&").replace("/search", "/search.json", 1))
        assert f": {total.get_json()['total']['statements']}" in label


def test_a_month_chosen_is_taken_off_by_its_bar(page: Page) -> None:
    text = page("/search?from=2016-02-01&to=2016-02-29")
    assert 'href="/search?year=2016" class="chosen"' in text


def test_a_period_can_be_typed(page: Page, client: FlaskClient) -> None:
    text = page("/search?q=treaty&speaker=ilya-tarn&year=2012")
    form = text[text.index('class="within period"') :].partition("</form>")[0]
    assert 'name="q" value="treaty"' in form
    assert 'name="speaker" value="ilya-tarn"' in form
    assert 'name="year"' not in form


def linked(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    shape: dict[str, Any] = json.loads(found[1])
    return shape


def test_a_statement_is_a_news_article_to_machines(page: Page) -> None:
    told = linked(page("/s/en-90001"))
    assert told["@type"] == "NewsArticle"
    assert told["headline"] == "Meeting on the Lake Orm water treaty"
    assert (told["datePublished"], told["inLanguage"]) == ("2012-05-14", "en")
    assert told["isBasedOn"] == "http://en.kremlin.ru/events/president/news/90001"
    assert [one["name"] for one in told["mentions"]] == ["Ilya Tarn", "Mara Oskel"]


def test_a_turn_is_a_quotation_of_its_speaker(page: Page) -> None:
    told = linked(page("/s/en-90001/5"))
    assert told["@type"] == "Quotation"
    assert told["creator"] == {"@type": "Person", "name": "Mara Oskel"}
    assert told["text"].startswith("Mr President, three treaties")


def test_nobody_is_made_the_speaker_of_unnamed_words(page: Page) -> None:
    assert "creator" not in linked(page("/s/en-90001/1"))
