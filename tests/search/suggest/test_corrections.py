"""Queries that found nothing, or little → what was probably meant."""

from __future__ import annotations

import pytest

from search.analysis.lexicon import Lexicon
from search.records import SpeakerRow
from search.suggest.corrections import suggestions
from search.suggest.speaker_names import SpeakerNames

COUNTS = {
    **{"harvest": 90, "harvests": 2, "price": 50, "will": 30, "политика": 7, "оборона": 2, "еж": 1},
    **{"harvast": 1, "tarn": 9, "тарном": 2, "grain": 40, "тарн": 3, "gain": 41},
}
LEXICON = Lexicon(sorted(COUNTS), [COUNTS[word] for word in sorted(COUNTS)])
NAMES = SpeakerNames(
    (
        SpeakerRow("tarn", "Ilda Tarn", (("Ilda Tarn", 4),), (), 3, 4, ("Ильда Тарн",)),
        SpeakerRow(None, "Oskel", (("Oskel", 1),), (), 1, 1),
    )
)

MEANT = (
    # spelt nearly so
    ("harvset", ["harvest"]),
    ("Harvset price", ["Harvest price"]),
    ("политека", ["политика"]),
    ("wil", []),
    ("zzzzzzzz", []),
    ("harvset zzzzzzzz", []),
    # typed with the other keyboard
    ("gjkbnbrf", ["политика"]),
    ("j,jhjyf", ["оборона"]),
    ("ghbdtn", []),
    ("рфкмуые", ["harvest"]),
    ("Gjkbnbrf price", ["Политика price"]),
    # names in the other script, in any case
    ("Tarn", ["Тарн"]),
    ("Тарном", ["Tarn"]),
    ("Тарна", ["Tarn", "Тарн"]),
    ("speaker:Тарне harvest", ["speaker:Tarn harvest", "speaker:Тарн harvest"]),
    # names have words of their own
    ("speaker:Oskle", ["speaker:Oskel"]),
    ("Oskle", []),
    # words that are there
    ("harvest", []),
    ("ёж", []),
    ("harvast price", ["harvest price"]),
    ("harvests", []),
    ("grain", []),
    # quotations
    ('"harvset" -prise', ['"harvest" -price']),
    ('"harvast will"', []),
    ("«harvast» harvast", ["«harvast» harvest"]),
    # syntax
    ("hrv*", []),
    ("titel:harvest", []),
    ("AND harvset", ["AND harvest"]),
    ("", []),
)


@pytest.mark.parametrize(("typed", "meant"), MEANT)
def test_a_query_is_mended_with_words_of_the_index(typed: str, meant: list[str]) -> None:
    assert list(suggestions(typed, LEXICON, NAMES)) == meant
