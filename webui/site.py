"""What a request works on: the site's settings, and one generation for the request's whole life."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, cast

from flask import current_app, g

from search.answers.offers import with_offers
from search.answers.searcher import Searcher
from search.errors import IndexUnavailable
from search.suggest.speaker_labels import speaker_labels
from webui.language import language

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from search.engine import SearchEngine
    from search.query.request import Request
    from search.quotes.checker import QuoteChecker
    from search.records import Manifest, Results
    from search.settings import Settings
    from search.store.saved_queries import SavedQueries
    from search.suggest.completions import Completer
    from search.suggest.meanings import Meanings
    from search.suggest.per_generation import PerGeneration
    from search.suggest.speaker_labels import SpeakerLabels
    from webui.page.front_page import FrontPages

EXTENSION: Final = "onrecord"


class ServingEngine(Protocol):
    """Whoever knows the generation that serves now; `search.engines.Serving` in earnest."""

    def engine(self) -> SearchEngine:
        """The engine of that generation; `IndexUnavailable` when there is none."""


@dataclass(frozen=True, slots=True)
class Site:
    """One running site. `edition` changes whenever the program's own files do."""

    settings: Settings
    serving: ServingEngine
    saved: SavedQueries
    fronts: FrontPages = field(repr=False)
    completers: PerGeneration[Completer] = field(repr=False)
    meanings: PerGeneration[Meanings] = field(repr=False)
    checkers: PerGeneration[QuoteChecker] = field(repr=False)
    edition: str
    today: Callable[[], date]


def current() -> Site:
    """The site that answers this request."""
    return cast("Site", current_app.extensions[EXTENSION])


def engine() -> SearchEngine:
    """The engine this request answers from: the same one until the request ends."""
    known: SearchEngine | None = g.get("engine")
    if known is None:
        known = g.engine = current().serving.engine()
    return known


def today() -> date:
    """The day on which this request is answered: the same until it ends."""
    known: date | None = g.get("today")
    if known is None:
        known = g.today = current().today()
    return known


def searcher() -> Searcher:
    """A searcher over this request's engine."""
    return Searcher(engine(), today(), language(), bounded=True)


def offered(results: Results, wanted: Request) -> Results:
    """The same results with what the words of their query plainly mean, offered as choices."""
    meanings = current().meanings.get(engine())
    return with_offers(results, wanted, searcher(), meanings, today(), language())


def checker() -> QuoteChecker:
    """A checker of quotations over this request's engine."""
    return current().checkers.get(engine())


def labels() -> SpeakerLabels:
    """What everybody who speaks is called in this request's language."""
    return speaker_labels(engine(), language())


def manifest() -> Manifest | None:
    """What this request's generation is; None when no index can answer, or after a fault."""
    if "manifest" not in g:
        try:
            g.manifest = engine().manifest
        except IndexUnavailable:
            g.manifest = None
    return cast("Manifest | None", g.manifest)


def give_up() -> None:
    """Ask no engine any more: the rest of this request says what went wrong."""
    g.manifest = None
