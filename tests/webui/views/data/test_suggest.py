"""What `/suggest.json` answers while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def suggested(client: FlaskClient, typed: str) -> list[dict[str, object]]:
    found = client.get(f"/suggest.json?q={quote(typed)}").get_json()["suggestions"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("osk", "speaker", "Mara Oskel"),
        ("treat", "word", "treaty"),
        ("mountain rail", "title", "Opening of the mountain railway"),
    ],
)
def test_words_speakers_and_titles_are_suggested(
    client: FlaskClient, typed: str, kind: str, text: str
) -> None:
    assert (kind, text) in [(one["kind"], one["text"]) for one in suggested(client, typed)]


def test_every_suggestion_finds_something(client: FlaskClient) -> None:
    for typed in ("osk", "treat", "mountain rail", "договор"):
        for one in suggested(client, typed):
            results = client.get(f"/search.json?q={quote(str(one['query']))}").get_json()
            assert results["total"]["statements"], one


def test_a_title_of_one_statement_leads_to_it(client: FlaskClient) -> None:
    titled = [one for one in suggested(client, "mountain rail") if one["kind"] == "title"]
    assert titled[0]["link"] == "/s/en-90003"


@pytest.mark.parametrize("typed", ["", " ", "zzzz", "x" * 5_000, '"'])
def test_nothing_is_suggested_for_what_begins_no_word(client: FlaskClient, typed: str) -> None:
    assert suggested(client, typed) == []
