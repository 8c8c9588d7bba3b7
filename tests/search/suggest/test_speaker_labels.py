"""Everybody has one label, in the reader's language, and nobody has another's."""

from __future__ import annotations

import pytest

from search.records import Role, SpeakerRow
from search.suggest.speaker_labels import SpeakerLabels, value_of


def row(
    person: str | None, name: str, *offices: tuple[str, int], also: tuple[str, ...] = ()
) -> SpeakerRow:
    """A speaker of an invented index."""
    roles = tuple(Role(text, None, None, count) for text, count in offices)
    return SpeakerRow(person, name, ((name, 1),), roles, 1, 1, also)


def labels(*rows: SpeakerRow, lang: str = "en") -> list[str]:
    made = SpeakerLabels(rows, lang).labels
    return [made[value_of(one)] for one in rows]


PRESS = row("bo-tam", "Bo Tam", ("Adviser", 1), ("Press Secretary", 5))
MILL = row("bo-tam-2", "Bo Tam", ("Director of the mill", 1))


def test_those_who_share_a_name_are_told_apart_by_office() -> None:
    assert labels(PRESS, MILL, row("ada-orm", "Ada Orm", ("Minister", 2))) == [
        "Bo Tam, Press Secretary",
        "Bo Tam, Director of the mill",
        "Ada Orm",
    ]


def test_an_office_that_both_held_tells_nobody_apart() -> None:
    one = row("bo-tam", "Bo Tam", ("Minister", 9), ("Mayor", 1))
    other = row("bo-tam-2", "BO TAM", ("MINISTER", 4), ("Judge", 2))
    assert labels(one, other) == ["Bo Tam, Mayor", "BO TAM, Judge"]


def test_a_name_without_an_identity_is_called_by_office_too() -> None:
    assert labels(PRESS, row(None, "Bo Tam", ("Student", 1))) == [
        "Bo Tam, Press Secretary",
        "Bo Tam, Student",
    ]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ["Ib Sol, no office printed", "Ib Sol, no office printed (2)"]),
        ("ru", ["Ib Sol, должность не указана", "Ib Sol, должность не указана (2)"]),
    ],
)
def test_without_offices_they_are_numbered_and_no_id_is_shown(
    lang: str, expected: list[str]
) -> None:
    assert labels(row("ib-sol", "Ib Sol"), row("ib-sol-2", "Ib Sol"), lang=lang) == expected


def test_a_name_is_in_the_readers_language_where_a_whole_form_of_it_is_known() -> None:
    known = row("bo-tam", "Bo Tam", also=("Б.Там", "Бо Там"))
    unknown = row("ada-orm", "Ada Orm", also=("А.Орм",))
    assert labels(known, unknown, lang="ru") == ["Бо Там", "Ada Orm"]
    assert labels(known, unknown) == ["Bo Tam", "Ada Orm"]


def test_namesakes_of_one_language_alone_are_told_apart_in_that_one() -> None:
    rows = (
        row("bo-tam", "Bo Tam", ("Minister", 2), ("Министр", 1), also=("Бо Там",)),
        row("bo-tam-2", "Boh Tam", ("Судья", 1), also=("Бо Там",)),
    )
    assert labels(*rows) == ["Bo Tam", "Boh Tam"]
    assert labels(*rows, lang="ru") == ["Бо Там, Министр", "Бо Там, Судья"]


def test_a_label_leads_back_to_its_speaker() -> None:
    made = SpeakerLabels((PRESS, MILL), "en")
    assert made.labelled("bo tam, press secretary") == "bo-tam"
    assert made.labelled("Bo Tam") is None
    assert made.by_field["person", "bo-tam-2"] == "Bo Tam, Director of the mill"
