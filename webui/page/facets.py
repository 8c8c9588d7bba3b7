"""Results + the request they answer → facets of links, and chips that take a choice off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from flask_babel import gettext as _

from search.engine import FACETS
from search.links import SearchLinks, search_link
from search.query.request import CHOICES
from search.site_names import PAIRED_FIELDS, in_language
from webui.page.markup import choice_text, script

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from search.answers.said_back import Overview
    from search.query.request import Request
    from search.records import FacetValue, Results
    from search.suggest.speaker_labels import SpeakerLabels

    Labels = Mapping[tuple[str, str], str]

OPEN_CHOICES: Final = 6
"""Choices of a facet shown at once; the others are under "more"."""
MOST_CHOICES: Final = 12
"""Choices of a facet on the page, which must stay light; how many are rarer is told."""


class Choice(NamedTuple):
    """One value of a facet: its link adds it to the search, or takes it off where it is chosen."""

    name: str
    label: str
    link: str
    count: int | None = None  # type: ignore[assignment] # a tuple's method is of that name
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: the choices shown at once, those under "more", and how many are rarer yet."""

    name: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    rarer: int = 0

    @property
    def lang(self) -> str | None:
        """The one language of all its choices as printed; None for words of ours, or of several."""
        if self.name in ("lang", "kind", "evidence"):
            return None
        found = {script(choice.label) for choice in (*self.choices, *self.more)}
        return found.pop() if len(found) == 1 else None


def facets(
    results: Results, wanted: Request, links: SearchLinks | None = None
) -> tuple[Facet, ...]:
    """The facets worth showing: those with something to choose between or to take off.

    `links` are those of `wanted`, where its page has made some already.
    """
    links = links or SearchLinks(wanted)
    found = (_facet(name, results.facets.get(name, ()), wanted, links) for name in FACETS)
    return tuple(facet for facet in found if facet is not None)


def _facet(
    name: str, values: tuple[FacetValue, ...], wanted: Request, links: SearchLinks
) -> Facet | None:
    chosen: tuple[str, ...] = getattr(wanted, name)
    if len(values) < 2 and not any(value.value in chosen for value in values):
        return None
    if name == "year":
        values = tuple(sorted(values, key=lambda value: value.value.zfill(4), reverse=True))
    else:
        values = tuple(sorted(values, key=lambda value: value.value not in chosen))
    split = max(OPEN_CHOICES, len(chosen))
    if len(values) <= split + 2:  # no "more" for the sake of one or two
        split = len(values)
    most = len(values) if name == "year" else MOST_CHOICES  # the oldest years are not the rarest
    kept = values[: max(split, most)]
    choices = tuple(
        Choice(name, one.label, links.toggled(name, one.value), one.count, one.value in chosen)
        for one in kept
    )
    return Facet(name, choices[:split], choices[split:], len(values) - len(kept))


def labels(
    results: Results | Overview, wanted: Request, speakers: SpeakerLabels, lang: str
) -> Labels:
    """What the facets call their values, and what is chosen that no facet shows."""
    known = {
        (name, value.value): value.label
        for name, values in results.facets.items()
        for value in values
    }
    for value in wanted.speaker:
        if value in speakers.labels:
            known["speaker", value] = speakers.labels[value]
        elif value.startswith("="):  # a name that some person's turns bear, not a person
            known["speaker", value] = _("%(name)s (printed so)", name=value[1:])
    for name in PAIRED_FIELDS:
        for value in getattr(wanted, name):
            if value.startswith("="):
                known.setdefault((name, value), in_language(name, value[1:], lang))
    return known


def chips(wanted: Request, known: Labels, links: SearchLinks | None = None) -> tuple[Choice, ...]:
    """Every restriction of the request, each with the link that takes it off."""
    links = links or SearchLinks(wanted)
    found = [
        Choice(name, known.get((name, value), choice_text(value)), links.toggled(name, value))
        for name in CHOICES
        for value in getattr(wanted, name)
    ]
    if wanted.since:
        found.append(Choice("from", *_day_off(wanted, "since", wanted.since)))
    if wanted.until:
        found.append(Choice("to", *_day_off(wanted, "until", wanted.until)))
    return tuple(found)


def _day_off(wanted: Request, attribute: str, day: date) -> tuple[str, str]:
    without = replace(wanted, page=1, **{attribute: None})  # type: ignore[arg-type] # a day's name
    return day.isoformat(), search_link(without)
