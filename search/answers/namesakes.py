"""Speakers who bear one name → labels that tell them apart, by the office most often printed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from search.records import FacetValue, SpeakerRow


def tell_namesakes_apart(
    values: Sequence[FacetValue], speakers: Callable[[], Iterable[SpeakerRow]]
) -> tuple[FacetValue, ...]:
    """The values of the speaker facet, no two with one label.

    Whoever shares a name, with another in the list, is called by name and office; where that does
    not help, by name and value.
    """
    offices: dict[str, str] = {}
    if len({one.label for one in values}) < len(values):
        offices = {row.person: _office(row) for row in speakers() if row.person}
    named = _relabelled(values, lambda one: offices.get(one.value, ""))
    return _relabelled(named, lambda one: one.value)


def _relabelled(
    values: Sequence[FacetValue], more: Callable[[FacetValue], str]
) -> tuple[FacetValue, ...]:
    """Those whose label another has too are called by `more` as well."""
    shared = Counter(one.label for one in values)
    return tuple(
        replace(one, label=", ".join(filter(None, (one.label, more(one)))))
        if shared[one.label] > 1
        else one
        for one in values
    )


def _office(row: SpeakerRow) -> str:
    """The office that labels print most often over a speaker's words; of equals the first held."""
    return max(row.roles, key=lambda role: role.count).text if row.roles else ""
