"""`/who`, `.csv`: a query string → its speakers, those who say it most first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from flask import render_template, request

from search.formats.export_rows import SPEAKER_COLUMNS, csv_pieces
from search.links import SearchView, search_link
from search.query.request import read_request
from webui import site
from webui.machine.csv_file import csv_file
from webui.public_root import site_root
from webui.views.data.export import refuse
from webui.views.results import request_context

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from search.answers.searcher import Searcher
    from search.query.request import Request
    from search.records import FacetValue

MOST: Final = 30
"""Speakers counted, by the number of their statements: a cluster is asked three times for each."""


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """One speaker: statements and turns that match, times said, words spoken in the same scope."""

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
    results = searcher.search(
        replace(wanted, limit=1), dropped, turns_per_hit=0, facets=("speaker",)
    )
    idle = not searcher.marks_any(wanted)
    speakers = [
        one
        for one in results.facets.get("speaker", ())
        if not wanted.speaker or one.value in wanted.speaker
    ]
    return render_template(
        "who.html",
        **request_context(results, wanted),
        idle=idle,
        voices=() if idle else voices(searcher, wanted, speakers[:MOST]),
        rarer=len(speakers[MOST:]),
        listed=search_link(wanted),
        own=search_link(wanted, SearchView.SPEAKERS),
        table=search_link(wanted, SearchView.SPEAKERS_CSV),
    )


def table() -> ResponseReturnValue:
    """The same speakers as a table; those that are not counted follow by their statements."""
    wanted, dropped = read_request(request.args.items(multi=True))
    refuse(dropped)
    wanted = wanted.on_page(1)
    speakers = [] if not site.searcher().marks_any(wanted) else _speakers(wanted)
    rows = (_row(one) for one in voices(site.searcher(), wanted, speakers[:MOST]))
    rarer = (_rarer_row(one, wanted) for one in speakers[MOST:])
    pieces = csv_pieces(chain(rows, rarer), SPEAKER_COLUMNS)
    return csv_file("".join(pieces), "who")


def _speakers(wanted: Request) -> list[FacetValue]:
    """Whoever says it under the choices made, those of most statements first."""
    one = replace(wanted, limit=1)
    results = site.searcher().search(one, turns_per_hit=0, facets=("speaker",), nearly=False)
    found = results.facets.get("speaker", ())
    return [one for one in found if not wanted.speaker or one.value in wanted.speaker]


def _row(one: SpeakerCount) -> dict[str, object]:
    share = None if one.per_million is None else round(one.per_million, 2)
    cells = (one.name, one.statements, one.times, one.words, share, _absolute(one.link))
    return dict(zip(SPEAKER_COLUMNS, cells, strict=True))


def _rarer_row(one: FacetValue, wanted: Request) -> dict[str, object]:
    link = _absolute(search_link(replace(wanted, speaker=(one.value,))))
    cells = (one.label, one.count, None, None, None, link)
    return dict(zip(SPEAKER_COLUMNS, cells, strict=True))


def _absolute(link: str) -> str:
    return site_root() + link


def voices(
    searcher: Searcher, wanted: Request, speakers: list[FacetValue] | tuple[FacetValue, ...]
) -> list[SpeakerCount]:
    """The speakers with their counts, most times said first."""
    said = searcher.said_by(wanted, [one.value for one in speakers])
    asked = [replace(wanted, speaker=(one.value,)) for one in speakers]
    found = [
        SpeakerCount(
            one.label,
            search_link(alone),
            one.count,
            said[one.value].turns,
            said[one.value].times,
            said[one.value].words,
        )
        for one, alone in zip(speakers, asked, strict=True)
    ]
    return sorted(found, key=lambda one: (-one.times, -one.statements, one.name))
