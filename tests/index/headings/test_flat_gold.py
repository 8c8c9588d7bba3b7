"""Headings, labels and cards of 113 real pages in one line, read by eye before our output was seen.

`gold/ru-flat.json` holds numbers, dates and hashes of folded words only.
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
from search.analysis.tokenizer import folded
from search.records import TurnKind

if TYPE_CHECKING:
    from search.records import Statement

GOLD: Final = Path(__file__).parent / "gold" / "ru-flat.json"
PAGES: Final[list[dict[str, Any]]] = json.loads(GOLD.read_text(encoding="utf-8"))["pages"]
PAGE_COUNT: Final = 113
LABELS_FLOOR: Final = 0.9992  # F1, over 1,421 labels


@cache
def read_page(number: int) -> Statement:
    file = Path(os.environ["ONRECORD_CORPUS"]) / f"ru-2025-flat/{number}.txt"
    return clean(Page(str(file), file.read_bytes()))


def sign(text: str | None) -> str | None:
    return hashlib.sha256(folded(text).encode()).hexdigest()[:16] if text else None


def labels_of(statement: Statement) -> Counter[str | None]:
    spoken = (turn for turn in statement.turns if turn.kind is not TurnKind.NARRATIVE)
    return Counter(sign(turn.speaker or turn.label) for turn in spoken)


def test_the_gold_is_whole() -> None:
    assert len(PAGES) == PAGE_COUNT


@pytest.mark.corpus
@pytest.mark.parametrize("gold", PAGES, ids=lambda gold: str(gold["number"]))
def test_the_heading_of_a_page_in_one_line_is_read_as_a_reader_did(gold: dict[str, Any]) -> None:
    statement = read_page(gold["number"])
    read = {
        "title": sign(statement.title),
        "lead": sign(statement.lead),
        "date": statement.date.isoformat() if statement.date else None,
        "time": statement.time,
        "place": sign(statement.place),
    }
    assert read == {name: gold[name] for name in read}


@pytest.mark.corpus
@pytest.mark.parametrize("gold", PAGES, ids=lambda gold: str(gold["number"]))
def test_the_cards_of_a_page_are_taken_out_whole_and_nothing_with_them(
    gold: dict[str, Any],
) -> None:
    removed = read_page(gold["number"]).removed
    cards = {sign(block.text) for block in removed if block.rule.endswith(" card")}
    assert sorted(str(card) for card in cards) == gold["cards"]


@pytest.mark.corpus
def test_labels_of_pages_in_one_line_are_found_again() -> None:
    right = found = printed = 0
    for gold in PAGES:
        read, wanted = labels_of(read_page(gold["number"])), Counter(gold["labels"])
        right += (read & wanted).total()
        found, printed = found + read.total(), printed + wanted.total()
    assert 2 * right / (found + printed) >= LABELS_FLOOR
