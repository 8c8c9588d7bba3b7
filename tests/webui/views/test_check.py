"""`/check` and `/check.json`: quotations and articles, in words a reader understands."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from lxml import html as parser

from search.quotes.alignment.units import QuoteChange
from search.quotes.articles.article_check import MOST_CHARS
from search.quotes.notes import Note
from search.quotes.verdicts import QuoteMatch, Verdict
from search.records import Evidence, Part, Statement, StatementId, Turn, TurnKind
from webui.page.checked import CHANGES, NOTES, VERDICTS, stands_markup

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

    from search.settings import Settings

TREATY = "The treaty on Lake Orm will not wait for another winter."
ARTICLE = (
    "A treaty is near.\n\nIlya Tarn said: “The treaty on Lake Orm will wait for another winter.”"
    " He met the ministers. “Then let us sign the fourth,” he added, and nothing else."
)


def asked(client: FlaskClient, q: str, **claim: str) -> str:
    return client.get(f"/check?{urlencode({'q': q, **claim})}").text


def told(page: str) -> list[str]:
    return [
        " ".join(one.text_content().split())
        for one in parser.fromstring(page).xpath("//section/h2")
    ]


@pytest.mark.parametrize(
    ("q", "claim", "heading"),
    [
        (TREATY, {}, "Said word for word"),
        ("The treaty on Lake Orm will wait for another winter", {}, "Said otherwise: a negation"),
        ("We owe the fishermen … a clear answer", {}, "Said word for word, with cuts"),
        ("The treaty on Lake Orm … for another winter", {}, "Said otherwise: a negation"),
        (TREATY, {"speaker": "Mara Oskel"}, "Said by another: the speaker"),
        (TREATY, {"date": "2011"}, "Said, but on another day"),
        (TREATY, {"lang": "ru"}, "Said, but in another language"),
        ("discussed the treaty with the ministers", {}, "Written by the editors, not said"),
        ("It will", {}, "Too short to tell one source"),
        ("zeppelins fly over all the green hills", {}, "Not found"),
    ],
)
def test_the_verdict_comes_first(
    client: FlaskClient, q: str, claim: dict[str, str], heading: str
) -> None:
    assert told(asked(client, q, **claim)) == [heading]


def test_a_difference_is_shown_in_place(client: FlaskClient) -> None:
    page = asked(client, "The treaty on Lake Orm will wait for another winter")
    (line,) = parser.fromstring(page).xpath("//p[@class='differs']")
    assert line.xpath("./del/text()") == ["not"]
    assert not line.xpath("./ins")


def test_what_was_searched_is_said_where_nothing_is_found(client: FlaskClient) -> None:
    page = asked(client, "zeppelins fly over all the green hills")
    assert "6 statements were searched, 2012–2016." in page


def test_a_verdict_has_a_link_that_says_the_same_and_text_to_copy(client: FlaskClient) -> None:
    page = asked(client, TREATY, speaker="Tarn")
    tree = parser.fromstring(page)
    (again,) = tree.xpath("//a[contains(text(), 'says the same')]/@href")
    assert told(client.get(again).text) == told(page)
    (copied,) = tree.xpath("//textarea[@readonly]/text()")
    assert copied.startswith(
        "“The treaty on Lake Orm will not wait for another winter” (Ilya Tarn,"
    )
    assert copied.endswith("http://en.kremlin.ru/events/president/news/90001")


def test_the_passage_is_a_quotation_for_machines_and_never_a_claim_review(
    client: FlaskClient,
) -> None:
    page = asked(client, TREATY)
    (linked,) = parser.fromstring(page).xpath("//script[@type='application/ld+json']/text()")
    shape = json.loads(linked)
    assert (shape["@type"], shape["creator"]["name"]) == ("Quotation", "Ilya Tarn")
    assert shape["text"] == "The treaty on Lake Orm will not wait for another winter"
    assert "ClaimReview" not in page


def test_words_too_short_to_tell_a_source_are_no_quotation_for_machines(
    client: FlaskClient,
) -> None:
    assert "application/ld+json" not in asked(client, "treaty on Lake Orm")


def test_what_a_cut_leaves_out_is_shown_and_not_struck(client: FlaskClient) -> None:
    page = parser.fromstring(asked(client, "We owe the fishermen … a clear answer"))
    (cut,) = page.xpath("//p[@class='differs']/span[@class='cut-out']/text()")
    assert cut.startswith("[… ")
    assert not page.xpath("//p[@class='differs']//s")


def test_the_rest_of_the_sentence_is_shown(client: FlaskClient) -> None:
    page = parser.fromstring(asked(client, "treaty on Lake Orm will not wait"))
    (told,) = page.xpath("//p[contains(., 'within a sentence')]")
    assert "It begins within a sentence, after The" in " ".join(told.text_content().split())


def test_short_quotations_of_an_article_are_counted(client: FlaskClient) -> None:
    page = client.post("/check", data={"text": f"{ARTICLE} He called it “our lake”."}).text
    assert "1 quotation of under four words was passed over." in page


def test_the_json_says_what_the_page_says(client: FlaskClient) -> None:
    given = client.get(f"/check.json?{urlencode({'q': TREATY, 'date': '2012'})}").json
    assert given is not None
    assert (given["verdict"], given["times"], given["unique"]) == ("verbatim", 1, True)
    assert given["matches"][0]["id"] == "en-90001/2"
    assert given["twin"]["id"] == "ru-90001/1"
    assert given["generation"] == "20260101T000000Z-s1"


@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_to_check_is_an_error_that_says_what_to_send(
    client: FlaskClient, method: str
) -> None:
    answer = getattr(client, method)("/check.json")
    assert answer.status_code == 400
    assert "empty" in answer.json["error"]


@pytest.mark.parametrize("path", ["/check", "/check.json"])
def test_a_quotation_too_long_to_compare_is_refused(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?{urlencode({'q': TREATY + ' and' * 5_000})}")
    assert answer.status_code in (400, 414)
    assert "word for word" not in answer.text


def test_every_quotation_of_an_article_is_marked_by_its_verdict(client: FlaskClient) -> None:
    page = client.post("/check", data={"text": ARTICLE}).text
    tree = parser.fromstring(page)
    marks = tree.xpath("//div[@class='article']/mark")
    assert [one.get("class") for one in marks] == ["said bad", "said good"]
    assert tree.xpath("//a[@class='verdict-at']/@href") == ["#c1", "#c2"]
    assert told(page) == ["1. Said otherwise: a negation", "2. Said word for word"]
    assert page.count("said to be by Ilya Tarn") == 2


def test_a_piece_of_an_article_typed_as_a_quotation_is_ready_to_be_checked_as_one(
    client: FlaskClient,
) -> None:
    page = asked(client, ARTICLE)
    assert "It holds 2 quotations between other words." in page
    (box,) = parser.fromstring(page).xpath("//textarea[@id='article']")
    assert " ".join((box.text or "").split()) == " ".join(ARTICLE.split())
    for alone in (TREATY, "“Zeppelins were never promised to anybody here.”", "zeppelins"):
        page = asked(client, alone)
        assert "between other words" not in page
        assert not parser.fromstring(page).xpath("//textarea[@id='article']")[0].text


def test_an_article_goes_by_json_too(client: FlaskClient) -> None:
    for sent in ({"json": {"text": ARTICLE}}, {"data": {"text": ARTICLE}}):
        given = client.post("/check.json", **sent).json  # type: ignore[arg-type]
        assert given is not None
        first, second = given["quotations"]
        assert (
            ARTICLE[slice(*first["at"])] == "The treaty on Lake Orm will wait for another winter."
        )
        assert [first["claimed_speaker"], second["verdict"]] == ["Ilya Tarn", "verbatim"]


def test_an_article_of_the_greatest_length_is_taken_and_a_longer_one_refused(
    client: FlaskClient,
) -> None:
    longest = "ж" * MOST_CHARS
    assert client.post("/check.json", data={"text": longest}).json == {
        "quotations": [],
        "passed_over": 0,
        "left_out": 0,
    }
    refused = client.post("/check.json", data={"text": f"{longest}ж"})
    assert refused.status_code == 400
    assert "in parts" in refused.json["error"]  # type: ignore[index]


def test_quotations_too_many_for_once_are_counted(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.views.check.MOST_QUOTATIONS", 2)
    text = " ".join(f"“the {word} water of the lake” " for word in ("first", "other", "third"))
    told = client.post("/check.json", data={"text": text}).json
    assert told is not None
    assert [len(told["quotations"]), told["left_out"]] == [2, 1]


def test_nothing_of_an_article_is_stored_or_logged(
    client: FlaskClient, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    def files() -> dict[Path, bytes]:
        return {one: one.read_bytes() for one in settings.data.rglob("*") if one.is_file()}

    before = files()
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/check", data={"text": ARTICLE})
    assert answer.headers["Cache-Control"] == "no-store"
    assert files() == before
    assert "Lake Orm" not in caplog.text


def test_markup_in_an_article_stays_text(client: FlaskClient) -> None:
    text = "<b onclick='x'>Tarn</b> said “<script>alert(1)</script> the treaty will wait”."
    page = client.post("/check", data={"text": text}).text
    assert "<b onclick" not in page
    assert "<script>alert" not in page


def test_of_a_very_long_paragraph_the_part_around_the_words_is_shown() -> None:
    text = f"{'before ' * 400}the treaty will not wait{' after' * 400}"
    first = text.index("the treaty")
    turn = Turn(1, (text,), TurnKind.SPEECH, Evidence.LABEL, speaker="Tarn")
    statement = Statement(StatementId("en-1"), "en", "Talks", (turn,))
    span = (first, first + len("the treaty will not wait"))
    match = QuoteMatch(statement, Part.TURNS, turn, 1, text, (span,), ())
    shown = stands_markup(match)
    assert "… before before" in shown
    assert "after …" in shown
    assert "<mark>the treaty will not wait</mark>" in shown
    assert len(shown) < 1_200
    short = QuoteMatch(statement, Part.TURNS, turn, 1, "all of it", ((0, 3),), ())
    assert stands_markup(short) == "<mark>all</mark> of it"


def test_every_verdict_change_and_note_has_its_words() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert set(CHANGES) == set(QuoteChange)
    assert set(NOTES) == set(Note)


def test_a_quoted_query_that_finds_nothing_is_told_the_nearest_passage(client: FlaskClient) -> None:
    page = client.get('/search?q="Lake+Orm+will+wait+for+another+winter"').text
    (near,) = parser.fromstring(page).xpath("//div[@class='nearest']")
    assert near.xpath(".//del/text()") == ["not"]
    assert near.xpath(".//h2/a/@href") == ["/s/en-90001/2"]
    found = client.get('/search?q="Lake+Orm+will+not+wait+for+another+winter"').text
    assert 'class="nearest"' not in found


def test_json_of_a_search_tells_the_same_nearest_passage(client: FlaskClient) -> None:
    told = client.get('/search.json?q="Lake+Orm+will+wait+for+another+winter"').get_json()
    assert told["total"]["statements"] == 0
    near = told["nearest"]
    assert (near["id"], near["changes"]) == ("en-90001/2", ["negation"])
    assert [one["text"] for one in near["difference"] if one["op"] == "missing"] == ["not"]
    assert client.get(near["link"]).status_code == 200
    assert near["text"][slice(*near["spans"][0])]
    for found in ('"Lake+Orm+will+not+wait+for+another+winter"', '"Lake+Orm+will"', "treaty"):
        assert client.get(f"/search.json?q={found}").get_json()["nearest"] is None
    assert (
        client.get('/search.json?q="Lake+Orm+will+wait+for+winter"&page=2').get_json()["nearest"]
        is None
    )


def test_the_text_of_another_office_is_not_credited_to_the_site(
    client: FlaskClient, shelf: Any, make: Any, statements: tuple[Statement, ...]
) -> None:
    shelf.held = make(
        replace(one, publisher="example.org") if one.id == "en-90001" else one for one in statements
    )
    answer = client.get(f"/check.json?{urlencode({'q': TREATY})}")
    assert answer.json is not None
    assert answer.json["credit"]["others"] == ["example.org"]
    (linked,) = parser.fromstring(asked(client, TREATY)).xpath("//script[@type]/text()")
    assert "license" not in json.loads(linked)


def test_the_marks_of_a_difference_are_explained_where_there_is_one(
    seen: Callable[[str], str],
) -> None:
    key = "struck out said, but not quoted underlined quoted, but not said"
    assert key in seen("/check?q=The+treaty+on+Lake+Orm+will+wait+for+another+winter")
    assert key not in seen("/check?q=The+treaty+on+Lake+Orm+will+not+wait+for+another+winter")
