"""Words → the speakers they name, and what a name is in the other script."""

from __future__ import annotations

import pytest

from search.records import SpeakerRow
from search.suggest.speaker_names import SpeakerNames

ROWS = (
    SpeakerRow("tarn", "Ilda Tarn", (("Ilda Tarn", 9), ("I.Tarn", 1)), (), 8, 10, ("Ильда Тарн",)),
    SpeakerRow("tarnov", "Pavel Tarnov", (("Pavel Tarnov", 20),), (), 9, 20, ("Павел Тарнов",)),
    SpeakerRow("oskel-1", "Bo Oskel", (("Bo Oskel", 1),), (), 1, 1),
    SpeakerRow("oskel-2", "Bo Oskel", (("Bo Oskel", 1),), (), 1, 1),
    SpeakerRow(None, "Al Rahm al Rahm", (("Al Rahm al Rahm", 1),), (), 1, 1),
)
NAMES = SpeakerNames(ROWS)

BEGUN = (
    ("tar", ["Pavel Tarnov", "Ilda Tarn"]),
    ("tarn", ["Pavel Tarnov", "Ilda Tarn"]),
    ("ilda t", ["Ilda Tarn"]),
    ("tarn il", ["Ilda Tarn"]),
    ("tarn i", ["Ilda Tarn"]),
    ("pavel ilda", []),
    ("тар", ["Pavel Tarnov", "Ilda Tarn"]),
    ("ильда tarn", []),
    ("bo", ["Bo Oskel", "Bo Oskel"]),
    ("rahm rahm", ["Al Rahm al Rahm"]),
    ("rahm rahm rahm", []),
    ("x", []),
)


@pytest.mark.parametrize(("typed", "named"), BEGUN)
def test_a_name_is_found_while_it_is_typed(typed: str, named: list[str]) -> None:
    assert [row.name for row in NAMES.starting_with(typed.split())] == named


CALLED = (
    ("Tarn", ["tarn"]),
    ("Tarn, Ilda", ["tarn"]),
    ("Тарн", ["tarn"]),
    ("Oskel", ["oskel-1", "oskel-2"]),
    ("Tar", []),
    ("", []),
    ("—", []),
)


@pytest.mark.parametrize(("name", "people"), CALLED)
def test_a_whole_name_finds_all_who_bear_it(name: str, people: list[str]) -> None:
    assert [row.person for row in NAMES.found_by(name)] == people


OTHERS = (
    ("tarn", ("тарн",)),
    ("тарн", ("tarn",)),
    ("тарна", ("tarn",)),
    ("тарновым", ("tarnov",)),
    ("ilda", ("ильда",)),
    ("oskel", ()),
    ("тарнище", ()),
    ("он", ()),
)


@pytest.mark.parametrize(("word", "others"), OTHERS)
def test_a_name_is_known_in_the_other_script(word: str, others: tuple[str, ...]) -> None:
    assert NAMES.in_other_script(word) == others


def test_an_index_without_speakers_names_nobody() -> None:
    assert SpeakerNames(()).starting_with(["tar"]) == SpeakerNames(()).found_by("Tarn") == []
    assert SpeakerNames(()).lexicon.words == []
