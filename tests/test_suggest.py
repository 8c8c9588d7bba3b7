"""Queries that found nothing → what was probably meant."""

from __future__ import annotations

import pytest

from search.lexicon import Lexicon
from search.suggest import suggestions

COUNTS = {"harvest": 9, "harvests": 2, "price": 5, "will": 3, "политика": 7, "оборона": 2, "еж": 1}
LEXICON = Lexicon(sorted(COUNTS), [COUNTS[word] for word in sorted(COUNTS)])

MEANT = (
    ("harvset", ["harvest"]),
    ("Harvset price", ["Harvest price"]),
    ('"harvset" -prise', ['"harvest" -price']),
    ("политека", ["политика"]),
    ("gjkbnbrf", ["политика"]),
    ("j,jhjyf", ["оборона"]),
    ("ghbdtn", []),
    ("рфкмуые", ["harvest"]),
    ("Gjkbnbrf price", ["Политика price"]),
    ("speaker:harvset", ["speaker:harvest"]),
    ("harvest", []),
    ("ёж", []),
    ("wil", []),
    ("zzzzzzzz", []),
    ("harvset zzzzzzzz", []),
    ("hrv*", []),
    ("", []),
)


@pytest.mark.parametrize(("typed", "meant"), MEANT)
def test_a_query_is_mended_with_words_of_the_index(typed: str, meant: list[str]) -> None:
    assert list(suggestions(typed, LEXICON)) == meant
