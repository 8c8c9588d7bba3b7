"""The JSON of a verdict: keys that others rely on."""

from __future__ import annotations

from datetime import date

from search.engines.reference import ReferenceEngine
from search.formats.check_shapes import check_shape
from search.quotes.checker import QuoteChecker
from search.records import Coverage, Evidence, Manifest, Statement, StatementId, Turn, TurnKind

DAY = date(2012, 5, 7)
COVERAGE = Coverage(1, 1, DAY, DAY, 0, 0, 0)


def shape(quote: str) -> dict[str, object]:
    turn = Turn(
        1,
        ("We will not sell the grain to anybody.",),
        TurnKind.SPEECH,
        Evidence.LABEL,
        "Tarn",
        "Tarn",
    )
    held = Statement(
        StatementId("en-1"), "en", "Talks", (turn,), number=1, date=DAY, version="ab12"
    )
    engine = ReferenceEngine([held], Manifest("g", 1, "1", "reference", "2020", COVERAGE))
    return check_shape(QuoteChecker(engine, date.today).check(quote))


def test_a_verdict_has_the_keys_others_rely_on() -> None:
    given = shape("We will not sell the grain")
    assert {
        *("quote", "speaker", "date", "verdict", "changes", "unique", "times", "matches", "twin"),
        *("selector", "searched", "folding", "link"),
    } <= set(given)
    assert given["searched"] == {
        "statements": 1,
        "from": "2012-05-07",
        "until": "2012-05-07",
        "abridged": 0,
        "unattributed": 0,
    }
    assert given["link"] == "/check?q=We+will+not+sell+the+grain"


def test_a_match_has_the_keys_others_rely_on() -> None:
    (match,) = shape("We will sell the grain to anybody")["matches"]  # type: ignore[misc]
    assert {
        *("id", "paragraph", "speaker", "person", "role", "role_inferred", "kind", "evidence"),
        *("qualifiers", "date", "time", "place", "title", "lang", "link", "url", "version"),
        *("text", "spans", "difference", "cuts"),
    } <= set(match)
    assert match["link"] == "/s/en-1/1?v=ab12"
    assert match["difference"] == [
        {"op": "equal", "quote": "We will", "text": "We will", "kind": None},
        {"op": "missing", "quote": "", "text": "not", "kind": None},
        {
            "op": "equal",
            "quote": "sell the grain to anybody",
            "text": "sell the grain to anybody",
            "kind": None,
        },
    ]


def test_what_is_not_found_has_neither_match_nor_selector() -> None:
    given = shape("Zeppelins fly over seven green hills")
    assert (given["verdict"], given["matches"], given["selector"]) == ("not_found", [], None)
