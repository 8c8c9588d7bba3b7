"""`/who`: a query string → its speakers, those who say it most first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flask import render_template, request

from search.links import SearchView, search_link
from search.query.request import read_request
from webui import site
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
    )


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
            searcher.count_turns(alone),
            *said[one.value],
        )
        for one, alone in zip(speakers, asked, strict=True)
    ]
    return sorted(found, key=lambda one: (-one.times, -one.statements, one.name))
