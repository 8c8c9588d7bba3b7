"""Queries that found nothing, or little → what was probably meant."""

from __future__ import annotations

import pytest

from search.analysis.lexicon import Lexicon
from search.records import SpeakerRow
from search.suggest.corrections import suggestions, unwritten
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
    # letters without spaces are no words to be spelt otherwise
    ("日木語", []),
    ("日木 harvset", ["日木 harvest"]),
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


@pytest.mark.parametrize(
    ("q", "is_unwritten"),
    [
        ("harvest price", False),
        ("harvester", True),
        ("harvest harvested", True),
        ("hot", False),  # too short for a misprint
        ("2019", False),
        ("harvested*", False),
        ('"harvested"', False),
        ("title:harvest", False),
        ("", False),
    ],
)
def test_a_word_that_stands_nowhere_as_written_is_noticed(q: str, is_unwritten: bool) -> None:
    assert unwritten(q, LEXICON) == is_unwritten


def test_other_forms_of_a_misspelt_word_are_nothing_else() -> None:
    counts = {"пути": 9, "путем": 20, "путин": 12}
    lexicon = Lexicon(sorted(counts), [counts[word] for word in sorted(counts)])
    assert list(suggestions("путен", lexicon, SpeakerNames(()))) == ["путин"]


def test_a_misspelt_name_is_found_in_the_other_script() -> None:
    names = SpeakerNames(
        (SpeakerRow("galder", "Ilda Galder", (("Ilda Galder", 4),), (), 3, 4, ("Ильда Галдер",)),)
    )
    assert list(suggestions("Гальдер", Lexicon(["galder"], [9]), names)) == ["Galder"]
