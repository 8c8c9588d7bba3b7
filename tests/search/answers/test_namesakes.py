"""Two speakers of one name have two labels."""

from __future__ import annotations

from search.answers.namesakes import tell_namesakes_apart
from search.records import FacetValue, Role, SpeakerRow


def row(person: str, name: str, *offices: tuple[str, int]) -> SpeakerRow:
    """A speaker of an invented index."""
    roles = tuple(Role(text, None, None, count) for text, count in offices)
    return SpeakerRow(person, name, ((name, 1),), roles, 1, 1)


ROWS = (
    row("bo-tam", "Bo Tam", ("Adviser", 1), ("Press Secretary", 5)),
    row("bo-tam-2", "Bo Tam", ("Director of the mill", 1)),
    row("ada-orm", "Ada Orm", ("Minister", 2)),
    row("ib-sol", "Ib Sol"),
    row("ib-sol-2", "Ib Sol"),
)


def test_those_who_share_a_name_are_told_apart_by_office() -> None:
    values = [FacetValue(one.person or "", one.name, 1) for one in ROWS[:3]]
    assert [one.label for one in tell_namesakes_apart(values, lambda: ROWS)] == [
        "Bo Tam, Press Secretary",
        "Bo Tam, Director of the mill",
        "Ada Orm",
    ]


def test_without_offices_the_value_tells_them_apart() -> None:
    values = [FacetValue("ib-sol", "Ib Sol", 2), FacetValue("ib-sol-2", "Ib Sol", 1)]
    assert [one.label for one in tell_namesakes_apart(values, lambda: ROWS)] == [
        "Ib Sol, ib-sol",
        "Ib Sol, ib-sol-2",
    ]


def test_where_all_names_differ_nobody_is_asked_for_offices() -> None:
    values = [FacetValue("ada-orm", "Ada Orm", 2), FacetValue("=A voice", "A voice", 1)]
    assert tell_namesakes_apart(values, lambda: 1 / 0) == tuple(values)  # type: ignore[arg-type,return-value]
