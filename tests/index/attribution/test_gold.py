"""The quality gate: turns, speakers and offices of pages read by eye, against pinned floors.

Lowering a floor, or changing the gold it is measured on, is an act of its own: both are pinned
here. `tests/gold/*.json` hold facts only: numbers, names, dates, hashes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from index.cleaning.clean import clean
from index.saves.page import Page
from search.analysis.tokenizer import words

if TYPE_CHECKING:
    from search.records import Statement, Turn

GOLD: Final = Path(__file__).parent / "gold"
GOLD_DIGEST: Final = "34ed9744847f2a8b7b3865728165d980142c4c0da38703bfba93031a8c4e05ec"
FLOORS: Final = {"turns": 0.999, "speakers": 0.999, "roles": 0.999, "qualifiers": 0.99}
FEWEST_PAGES: Final = 130

Facts = Counter[tuple[object, ...]]


def gold_pages() -> list[dict[str, Any]]:
    pages = []
    for file in sorted(GOLD.glob("*.json")):
        pages.extend(json.loads(file.read_text(encoding="utf-8"))["pages"])
    return pages


def digest() -> str:
    """SHA-256 over the gold files, names and contents, in order."""
    total = hashlib.sha256()
    for file in sorted(GOLD.glob("*.json")):
        total.update(file.name.encode() + file.read_bytes())
    return total.hexdigest()


@cache
def read_page(number: int) -> Statement:
    file = (
        Path(os.environ["ONRECORD_CORPUS"]) / f"en.kremlin.ru/events/president/news/{number}.html"
    )
    return clean(Page(str(file), file.read_bytes()))


def sign(tokens: list[str]) -> str:
    return hashlib.sha256(" ".join(tokens).encode()).hexdigest()[:16]


def shape(turn: Turn) -> dict[str, Any]:
    """A turn as the gold files hold it."""
    tokens = [word for paragraph in turn.paragraphs for word in words(paragraph)]
    return {
        "n": turn.n,
        "kind": turn.kind.value,
        "evidence": turn.evidence.value,
        "speaker": turn.speaker,
        "role": turn.role,
        "qualifiers": list(turn.qualifiers),
        "first": sign(tokens[:8]),
        "last": sign(tokens[-8:]),
    }


def facts(number: int, turns: list[dict[str, Any]]) -> dict[str, Facts]:
    """What is counted: where turns stand and what bounds them, and who is said to speak where."""
    return {
        "turns": Counter((number, t["n"], t["kind"], t["first"], t["last"]) for t in turns),
        "speakers": Counter((number, t["n"], t["speaker"]) for t in turns if t["speaker"]),
        "roles": Counter((number, t["n"], t["role"]) for t in turns if t["role"]),
        "qualifiers": Counter((number, t["n"], flag) for t in turns for flag in t["qualifiers"]),
    }


@cache
def tally() -> dict[str, tuple[Facts, Facts]]:
    """For each kind of fact, what the gold has and what the program found."""
    both = {name: (Facts(), Facts()) for name in FLOORS}
    for page in gold_pages():
        wanted = facts(page["number"], page["turns"])
        found = facts(page["number"], [shape(turn) for turn in read_page(page["number"]).turns])
        for name, (all_wanted, all_found) in both.items():
            all_wanted.update(wanted[name])
            all_found.update(found[name])
    return both


def f1(wanted: Facts, found: Facts) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * (wanted & found).total() / max(1, wanted.total() + found.total())


def test_the_gold_is_the_one_the_floors_were_set_on() -> None:
    assert digest() == GOLD_DIGEST, "the gold changed: read the change, then pin the new digest"


def test_the_gold_spreads_over_years_and_kinds_and_holds_no_sentence() -> None:
    pages = gold_pages()
    turns = [turn for page in pages for turn in page["turns"]]
    assert len(pages) >= FEWEST_PAGES
    assert len({page["date"][:4] for page in pages}) >= 10
    assert {turn["kind"] for turn in turns} == {"speech", "narrative", "anonymous"}
    assert {turn["evidence"] for turn in turns} == {"label", "none", "page"}
    assert all(len(turn["first"]) == len(turn["last"]) == 16 for turn in turns)


@pytest.mark.corpus
@pytest.mark.parametrize("name", FLOORS)
def test_no_measure_falls_below_its_floor(name: str) -> None:
    wanted, found = tally()[name]
    lost, invented = wanted - found, found - wanted
    assert f1(wanted, found) >= FLOORS[name], f"lost {lost}, invented {invented}"


@pytest.mark.corpus
def test_no_turn_has_a_wrong_name() -> None:
    wanted, found = tally()["speakers"]
    places = {fact[:2] for fact in wanted}
    wrong = [fact for fact in found - wanted if fact[:2] in places]
    assert wrong == []


@pytest.mark.corpus
@pytest.mark.parametrize("page", gold_pages(), ids=lambda page: str(page["number"]))
def test_title_date_time_and_place_are_those_of_the_page(page: dict[str, Any]) -> None:
    statement = read_page(page["number"])
    day = statement.date.isoformat() if statement.date else None
    found = (statement.title, day, statement.time, statement.place)
    assert found == (page["title"], page["date"], page["time"], page["place"])
