"""Who says it most: every speaker is counted, however many there are and in however few texts."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from search.records import Evidence, Statement, StatementId, Turn, TurnKind
from webui.views import who
from webui.views.who import MOST_LISTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.engine import SearchEngine
    from search.query.request import Request

    Page = Callable[[str], str]

OFTEN = 150  # speakers of three statements with one word in each
ONCE = "Petra Onsten"  # says it ten times, in a turn of her only statement


def _turn(n: int, name: str | None, text: str) -> Turn:
    kind = TurnKind.SPEECH if name else TurnKind.NARRATIVE
    return Turn(n, (text,), kind, Evidence.LABEL if name else Evidence.NONE, speaker=name)


def _statements() -> list[Statement]:
    rows = [
        [(f"Iskra Veld{chr(97 + n // 26)}{chr(97 + n % 26)}", "Some gas.")] for n in range(OFTEN)
    ]
    told = [*rows, *rows, *rows, [(None, "Of gas."), (ONCE, "Gas. " * 10), (ONCE, "No gas.")]]
    return [
        Statement(
            StatementId(f"en-{number}"),
            "en",
            "Talks",
            tuple(_turn(n, *one) for n, one in enumerate(turns, 1)),
            number,
            date=date(2012, 1, 1) + timedelta(number),
        )
        for number, turns in enumerate(told, 1)
    ]


@pytest.fixture
def client(shelf: object, client: FlaskClient, make: Callable[..., SearchEngine]) -> FlaskClient:
    """The site over these statements."""
    shelf.held = make(_statements())  # type: ignore[attr-defined]
    return client


def rows_of(client: FlaskClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).text.removeprefix("\ufeff"))))


def test_one_who_says_it_ten_times_in_one_statement_comes_first(client: FlaskClient) -> None:
    page = client.get("/who?q=gas").text
    rows = [re.sub("<[^>]+>", " ", row) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)[1:]]
    assert len(rows) == MOST_LISTED
    assert rows[0].split()[:3] == [*ONCE.split(), "11"]
    first = rows_of(client, "/who.csv?q=gas")[0]
    assert [first[name] for name in ("name", "statements", "turns", "times")] == [
        ONCE, "1", "2", "11",
    ]  # fmt: skip


def test_the_table_holds_every_speaker_and_its_turns_are_those_of_the_query(
    client: FlaskClient,
) -> None:
    rows = rows_of(client, "/who.csv?q=gas")
    assert len(rows) == OFTEN + 1
    turns = client.get("/search.json?q=gas&kind=speech").json["total"]["turns"]
    assert sum(int(row["turns"]) for row in rows) == turns == 3 * OFTEN + 2
    assert [int(row["times"]) for row in rows] == sorted(
        (int(row["times"]) for row in rows), reverse=True
    )


def test_the_page_says_how_many_it_does_not_list_and_counts_their_turns(
    client: FlaskClient,
) -> None:
    page = " ".join(re.sub("<[^>]+>", " ", client.get("/who?q=gas").text).split())
    assert f"Together in {3 * OFTEN + 2} turns." in page
    assert f"{OFTEN + 1 - MOST_LISTED} speakers who say it less often are counted" in page
    alone = client.get(f"/who?q=gas&speaker=%3D{ONCE.replace(' ', '+')}").text
    assert "less often" not in alone
    assert "Together in 2 turns." in " ".join(re.sub("<[^>]+>", " ", alone).split())


def test_speakers_are_counted_without_results_or_a_search_of_their_own(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    class Counting(who.site.Searcher):  # type: ignore[name-defined,misc]
        def search(self, request: Request, *given, **named):  # type: ignore[no-untyped-def]
            asked.append("results")
            return super().search(request, *given, **named)

        def overview(self, request: Request, dropped=(), facets=()):  # type: ignore[no-untyped-def]
            asked.append(f"values of {', '.join(facets)}")
            return super().overview(request, dropped, facets)

        def said_by(self, request: Request, speakers):  # type: ignore[no-untyped-def]
            asked.append(f"said by {len(speakers)}")
            return super().said_by(request, speakers)

        def count_turns(self, request: Request) -> int:
            asked.append("turns")
            return super().count_turns(request)

    monkeypatch.setattr(who.site, "Searcher", Counting)
    client.get("/who?q=gas")
    assert asked == ["values of speaker", f"said by {OFTEN + 1}"]
