"""The search form: what it sends back, and the short address a sent form is led to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from lxml import html as parser

from search.query.request import read_request
from webui.page.form import form, shortened

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

KNOWN = {("speaker", "ilya-tarn")}


@pytest.mark.parametrize(
    ("query", "boxes", "unseen"),
    [
        ("q=treaty", {"q": "treaty"}, []),
        ("q=a&page=3", {"q": "a"}, []),
        ("speaker=Tarn", {"speaker": "Tarn"}, []),
        ("speaker=ilya-tarn", {"speaker": ""}, [("speaker", "ilya-tarn")]),
        ("topic=%3DWater", {"topic": ""}, [("topic", "=Water")]),
        ("year=2012&year=2014", {}, [("year", "2012"), ("year", "2014")]),
        ("lang=ru", {"lang": "ru"}, []),
        ("lang=ru&lang=en", {"lang": ""}, [("lang", "ru"), ("lang", "en")]),
        ("from=2012&to=2013-02", {"from": "2012-01-01", "to": "2013-02-28"}, []),
        ("sort=newest&limit=50", {}, [("sort", "newest"), ("limit", "50")]),
    ],
)
def test_a_form_sends_back_what_was_asked(
    query: str, boxes: dict[str, str], unseen: list[tuple[str, str]]
) -> None:
    wanted, _ = read_request(parse_qsl(query))
    made = form(wanted, KNOWN)
    assert {name: made.boxes[name] for name in boxes} == boxes
    assert list(made.unseen) == unseen


@pytest.mark.parametrize(
    "query",
    ["q=treaty&speaker=Tarn&speaker=%3DBen+Ardo&year=2012&from=2012-01-02&lang=en&sort=oldest"],
)
def test_a_form_sent_unchanged_asks_the_same(query: str) -> None:
    wanted, _ = read_request(parse_qsl(query))
    made = form(wanted, KNOWN)
    again, dropped = read_request([*made.boxes.items(), *made.unseen])
    assert (again.filters.values.keys(), again.since, again.sort) == (
        wanted.filters.values.keys(),
        wanted.since,
        wanted.sort,
    )
    assert set(again.speaker) == set(wanted.speaker)
    assert dropped == ()


@pytest.mark.parametrize(
    ("query", "short"),
    [
        ("q=treaty", ""),
        ("q=treaty&speaker=&from=&to=", "?q=treaty"),
        ("q=&speaker=", "?"),
        ("q=+&lang=ru", "?lang=ru"),
        ("q=a&sort=relevance&to=", "?q=a"),
        ("q=a&utm_source=x", ""),
        ("from=abc&q=", "?from=abc"),
        ("", ""),
    ],
)
def test_empty_boxes_leave_the_address(query: str, short: str) -> None:
    given = parse_qsl(query, keep_blank_values=True)
    wanted, dropped = read_request(given)
    assert shortened(given, wanted, dropped) == short


@pytest.mark.parametrize(
    ("sent", "q"),
    [
        ("q=treaty&exact=will+not&none=", 'treaty "will not"'),
        ("q=&exact=&none=lake+winter", "-lake -winter"),
        ("q=a&exact=%22b+c%22&none=%22d+e%22+-f", 'a "b c" -"d e" -f'),
        ("q=&exact=+&none=-", ""),
        ("exact=the+%E2%80%9Cold%E2%80%9D+wharf", '"the old wharf"'),
        ("exact=%C2%ABold%C2%BB+%E2%80%9Ewharf%E2%80%9C+%22x%22", '"old wharf x"'),
        ("exact=don%E2%80%99t+%E2%80%98go%E2%80%99", '"don’t ‘go’"'),
        ("none=%E2%80%9Cd+e%E2%80%9D+-%C2%ABf+g%C2%BB+h", "-“d e” -«f g» -h"),
    ],
)
def test_exact_and_unwanted_words_become_part_of_the_query(
    client: FlaskClient, sent: str, q: str
) -> None:
    answer = client.get(f"/search?{sent}&speaker=Tarn")
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == {
        **({"q": [q]} if q else {}),
        "speaker": ["Tarn"],
    }


@pytest.mark.parametrize(
    "query",
    [
        "q=treaty&section=%3DTranscripts",
        "q=treaty&section=News&section=Transcripts",
        "q=treaty&section=Rare",
        "q=treaty&evidence=label&kind=speech&lang=en",
        "q=treaty&lang=de",
        "q=treaty&speaker=ilya-tarn&role=%3DMinister+of+Waters&year=2012&place=Port&topic=Water",
        "q=treaty&from=2012-01-02&to=2013-02-28&sort=oldest&limit=50",
    ],
)
def test_what_is_chosen_goes_along_with_the_form_on_the_page(
    page: Callable[[str], str], query: str
) -> None:
    sent = [
        (name, value)
        for one in parser.document_fromstring(page(f"/search?{query}")).forms[:1]
        for name, value in one.form_values()
    ]
    asked, _ = read_request(sent)
    wanted, _ = read_request(parse_qsl(query))
    assert asked.query_string() == wanted.query_string()


def test_the_form_offers_the_sections_of_the_index(page: Callable[[str], str]) -> None:
    tree = parser.document_fromstring(page("/"))
    assert tree.xpath("//select[@name='section']/option/@value")[:3] == [
        "",
        "=Transcripts",
        "=News",
    ]
