"""`/who`, `.csv`: a query string → its speakers, those who say it most first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flask import render_template, request

from search.formats.export_rows import SPEAKER_COLUMNS, csv_pieces
from search.links import SearchLinks, SearchView, search_link
from search.query.request import read_request
from webui import site
from webui.machine.csv_file import csv_file
from webui.public_root import site_root
from webui.views.data.export import refuse
from webui.views.results import request_context

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as Row

    from flask.typing import ResponseReturnValue

    from search.answers.searcher import Searcher
    from search.engine import Said
    from search.query.request import Request
    from search.records import FacetValue

MOST_LISTED: Final = 100
"""Speakers on the page, those who say it most; the table has all of them."""


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """One speaker: statements and turns that match, times said, words spoken in the same scope.

    `link` leads to all of it.
    """

    name: str
    link: str
    statements: int
    turns: int
    times: int
    words: int

    @property
    def per_million(self) -> float | None:
        """How often in a million of the speaker's words; None where none are counted."""
        return self.times * 1_000_000 / self.words if self.words else None


def page() -> ResponseReturnValue:
    """The speakers of a search in a table."""
    wanted, dropped = read_request(request.args.items(multi=True))
    wanted = wanted.on_page(1)
    searcher = site.searcher()
    told = searcher.overview(wanted, dropped, ("speaker",))
    idle = not searcher.marks_any(wanted)
    found = () if idle else _most_first(searcher, wanted, told.facets["speaker"])
    return render_template(
        "who.html",
        **request_context(told, wanted),
        idle=idle,
        voices=list(_counted(wanted, found[:MOST_LISTED])),
        turns=sum(said.turns for _, said in found),
        rarer=len(found[MOST_LISTED:]),
        listed=search_link(wanted),
        own=search_link(wanted, SearchView.SPEAKERS),
        table=search_link(wanted, SearchView.SPEAKERS_CSV),
    )


def table() -> ResponseReturnValue:
    """All speakers as a table."""
    wanted, dropped = read_request(request.args.items(multi=True))
    refuse(dropped)
    wanted, searcher = wanted.on_page(1), site.searcher()
    idle = not searcher.marks_any(wanted)
    found = () if idle else _most_first(searcher, wanted, searcher.values(wanted, "speaker"))
    rows = map(_row, _counted(wanted, found))
    return csv_file("".join(csv_pieces(rows, SPEAKER_COLUMNS)), "who")


def _row(one: SpeakerCount) -> dict[str, object]:
    share = None if one.per_million is None else round(one.per_million, 2)
    link = site_root() + one.link
    cells = (one.name, one.statements, one.turns, one.times, one.words, share, link)
    return dict(zip(SPEAKER_COLUMNS, cells, strict=True))


def _most_first(
    searcher: Searcher, wanted: Request, speakers: Row[FacetValue]
) -> Row[tuple[FacetValue, Said]]:
    """Every speaker of turns that match, with what was counted, most times said first.

    `speakers` are all values of the facet, of which those chosen are counted.
    """
    if wanted.speaker:
        speakers = [one for one in speakers if one.value in wanted.speaker]
    said = searcher.said_by(wanted, [one.value for one in speakers])
    found = [(one, said[one.value]) for one in speakers]
    return sorted(found, key=lambda one: (-one[1].times, -one[0].count, one[0].label))


def _counted(wanted: Request, found: Row[tuple[FacetValue, Said]]) -> Iterator[SpeakerCount]:
    """Speakers with what was counted and their links: made for those alone that are shown."""
    links = SearchLinks(replace(wanted, speaker=()))
    for one, said in found:
        link = links.toggled("speaker", one.value)
        yield SpeakerCount(one.label, link, one.count, said.turns, said.times, said.words)
