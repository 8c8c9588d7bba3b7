"""The whole request is bounded, and work on a page grows no faster than what it is asked."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from search.query.grammar import MOST_CHARS
from webui.request_limits import MOST_PARAMETERS, MOST_QUERY_BYTES

if TYPE_CHECKING:
    from types import FrameType

    from flask.testing import FlaskClient

ROUTES = {
    "home": ("/", "ui"),
    "search": ("/search", *("q", "speaker", "place", "from", "sort", "page", "exact", "none")),
    "search_json": ("/search.json", "q", "role", "limit"),
    "search_csv": ("/search.csv", "q", "year"),
    "search_atom": ("/search.atom", "q", "section"),
    "concordance": ("/concordance", "q", "order"),
    "who": ("/who", "q"),
    "export_csv": ("/export.csv", "q", "topic"),
    "export_jsonl": ("/export.jsonl", "q"),
    "concordance_csv": ("/concordance.csv", "q", "order"),
    "concordance_json": ("/concordance.json", "q"),
    "who_csv": ("/who.csv", "q"),
    "frequency": ("/frequency", "q", "speaker", "by"),
    "frequency_json": ("/frequency.json", "q"),
    "frequency_csv": ("/frequency.csv", "q"),
    "check": ("/check", "speaker", "date", "lang"),
    "check_json": ("/check.json", "speaker", "date"),
    "suggest": ("/suggest.json", "q", "field"),
    "statement": ("/s/en-90001", "q", "v"),
    "beside": ("/s/en-90001/beside", "q"),
    "versions": ("/s/en-90001/versions", "old", "new"),
    "versions_json": ("/s/en-90001/versions.json", "old", "new"),
    "turn": ("/s/en-90001/2", "q", "v"),
    "cite": ("/s/en-90001/cite", "v"),
    "cite_file": ("/s/en-90001/cite.bib", "v"),
    "cite_turn": ("/s/en-90001/2/cite", "v"),
    "cite_turn_file": ("/s/en-90001/2/cite.ris", "v"),
    "unapi": ("/unapi", "id", "format"),
    "by_number": ("/d/90001", "q"),
    "official_events": ("/events/president/news/90001", "q"),
    "official_acts": ("/acts/news/90001", "q"),
    "official_misc": ("/misc/90001", "q"),
    "official_catalog": ("/catalog/persons/90001", "q"),
    "official_supplement": ("/supplement/90001", "q"),
    "official_d": ("/d/90001/print", "q"),
    "official_copy": ("/copy/90001", "q"),
    "goto": ("/goto", "url", "q"),
    "browse": ("/browse/topics", "ui"),
    "speakers": ("/speakers", "q", "page"),
    "speaker": ("/speaker/ilya-tarn", "q"),
    "save": ("/save", "q", "speaker", "place"),
    "saved_list": ("/q", "ui"),
    "saved_list_json": ("/q.json", "ui"),
    "saved": ("/q/none", "ui"),
    "saved_json": ("/q/none.json", "ui"),
    "saved_csv": ("/q/none.csv", "ui"),
    "saved_atom": ("/q/none.atom", "ui"),
    "embed": ("/embed/s/en-90001/2", "v"),
    "help": ("/help/search", "ui"),
    "help_api": ("/help/api", "ui"),
    "help_embed": ("/help/embed", "ui"),
    "openapi": ("/openapi.json", "ui"),
    "opensearch": ("/opensearch.xml", "ui"),
    "health": ("/healthz", "ui"),
    "robots": ("/robots.txt", "ui"),
    "static": ("/static/site.css", "v"),
}
"""Every route, an address of it, and the parameters that it reads."""
VIEWS = {address: names for address, *names in ROUTES.values()}
PIECES = ("+", "a+", "%22", "(", "%22a%20b%22~100+")
PIECES_OF_OTHERS = ("+", "a,+")


def calls(client: FlaskClient, address: str) -> int:
    """Functions called, of Python and of C, while an address is answered."""
    count = 0

    def note(_frame: FrameType, _event: str, _value: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        with client.get(address) as answer:
            for _ in answer.response:  # all of what is streamed
                pass
    finally:
        sys.setprofile(before)
    assert answer.status_code < 500, address
    return count


def test_no_route_is_forgotten(client: FlaskClient) -> None:
    """A new one needs its row in `ROUTES`, with all that it reads."""
    rules = client.application.url_map
    read = {rule.endpoint for rule in rules.iter_rules() if "GET" in (rule.methods or ())}
    assert read == set(ROUTES)
    for endpoint, (address, *_) in ROUTES.items():
        assert rules.bind("localhost").match(address)[0] == endpoint


@pytest.mark.parametrize(
    ("view", "name"), [(view, name) for view, names in VIEWS.items() for name in names]
)
def test_twice_the_parameter_is_at_most_thrice_the_work(
    client: FlaskClient, view: str, name: str
) -> None:
    client.get(f"{view}?{name}=a").close()  # what is made at first use
    for piece in PIECES if name == "q" else PIECES_OF_OTHERS:
        once, twice = (
            calls(client, f"{view}?{name}={piece * (size // len(piece))}b")
            for size in (3_000, 6_000)
        )
        assert twice < 3 * once + 5_000, piece


@pytest.mark.parametrize("view", VIEWS)
def test_an_address_too_long_is_refused_with_the_bound(client: FlaskClient, view: str) -> None:
    answer = client.get(f"{view}?q={'a' * MOST_QUERY_BYTES}")
    assert answer.status_code == 414
    assert f"{MOST_QUERY_BYTES:,}" in answer.text


@pytest.mark.parametrize("view", VIEWS)
def test_too_many_parameters_are_refused_with_the_bound(client: FlaskClient, view: str) -> None:
    answer = client.get(f"{view}?{'&'.join(['q=a'] * (MOST_PARAMETERS + 1))}")
    assert answer.status_code == 400
    assert f"{MOST_PARAMETERS:,}" in answer.text


def test_the_longest_query_passes_in_every_view(client: FlaskClient) -> None:
    q = quote("😀" * (MOST_CHARS - 1))
    for view in VIEWS:
        with client.get(f"{view}?q={q}") as answer:
            assert answer.status_code in (200, 302, 404), view


@pytest.mark.parametrize("view", ["/speakers", "/s/en-90001", "/frequency"])
def test_words_beyond_the_bound_stand_in_no_box(client: FlaskClient, view: str) -> None:
    answer = client.get(f"{view}?q={'word+' * 1_000}zebra")
    boxes = re.findall(r'value="([^"]*)"', answer.text)
    assert any("word" in one for one in boxes)
    assert not any("zebra" in one for one in boxes)


def test_a_quotation_beyond_what_is_compared_is_no_more_work(client: FlaskClient) -> None:
    client.get("/check.json?q=a")
    once, twice = (calls(client, f"/check.json?q={'a%20' * words}b") for words in (1_500, 3_000))
    assert twice < 3 * once
