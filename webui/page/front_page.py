"""A generation → what the first page shows of it: newest statements, speakers, working examples."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _

from search.analysis.tokenizer import tokens
from search.answers.searcher import Searcher
from search.engine import Sort
from search.links import search_link, statement_link
from search.query.request import Request
from search.suggest.per_generation import PerGeneration
from webui.language import LANGUAGES
from webui.page.markup import script

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask_babel.speaklater import LazyString

    from search.engine import SearchEngine
    from search.records import FacetValue, SpeakerRow, Statement

NEWEST: Final = 12
SPEAKERS: Final = 12
SECTIONS: Final = 8
LONG_WORD_CHARS: Final = 6  # shorter words seldom make an example that tells anything
STEM_CHARS: Final = 5
NAMES: Final = 2
TRIED: Final = 6  # queries tried for one example: opening the first page must not take long


@dataclass(frozen=True, slots=True)
class Example:
    """A query that finds something in this index, what it shows, and how much it finds."""

    q: str
    shows: LazyString  # read in the language of whoever looks
    link: str
    statements: int


@dataclass(frozen=True, slots=True)
class MonthOfStatements:
    """Statements of one month, newest first, each with its link; `link` leads to all of it.

    Without a year and a month: those without a date.
    """

    statements: tuple[tuple[Statement, str], ...]
    link: str
    year: int = 0
    month: int = 0


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the first page shows of one generation."""

    newest: tuple[MonthOfStatements, ...]
    speakers: tuple[SpeakerRow, ...]
    years: tuple[FacetValue, ...]
    examples: tuple[Example, ...]


class FrontPages:
    """What the first page shows in each language, and the sections that every form offers."""

    def __init__(self) -> None:
        self._fronts = {lang: PerGeneration(partial(make_front, lang=lang)) for lang in LANGUAGES}
        self._sections = PerGeneration(_sections)

    def front(self, engine: SearchEngine, lang: str) -> FrontPage:
        """The front of this engine's generation for readers of a language."""
        return self._fronts[lang].get(engine)

    def sections(self, engine: SearchEngine, lang: str) -> tuple[FacetValue, ...]:
        """The most frequent sections of the site, those in the reader's language first."""
        values = self._sections.get(engine)
        own_first = sorted(values, key=lambda one: script(one.label) not in (lang, None))
        return tuple(own_first[:SECTIONS])


def _sections(engine: SearchEngine) -> tuple[FacetValue, ...]:
    found = Searcher(engine).search(Request(limit=1), facets=("section",))
    return tuple(found.facets.get("section", ()))


def make_front(engine: SearchEngine, lang: str) -> FrontPage:
    """Ask the engine for everything the first page shows; examples are of the reader's language.

    Where nothing is indexed in it they are of any.
    """
    searcher = Searcher(engine)
    everything = searcher.search(Request(sort=Sort.NEWEST, limit=NEWEST))
    statements = [hit.statement for hit in everything.hits]
    named = [row for row in engine.speakers() if row.person]
    named.sort(key=lambda row: row.statements, reverse=True)
    years = tuple(everything.facets.get("year", ()))
    own = searcher.search(Request(lang=(lang,), sort=Sort.NEWEST, limit=NEWEST), facets=())
    titled = [hit.statement for hit in own.hits] or statements
    titles = [one.title for one in titled if one.title]
    return FrontPage(
        newest=tuple(_by_month(statements)),
        speakers=tuple(named[:SPEAKERS]),
        years=years,
        examples=tuple(_examples(searcher, titles, named, years)),
    )


def _by_month(statements: Sequence[Statement]) -> Iterator[MonthOfStatements]:
    """The statements, which stand newest first, month by month."""
    for day, group in groupby(statements, lambda one: one.date and one.date.replace(day=1)):
        listed = tuple((one, statement_link(one.id)) for one in group)
        if day is None:
            yield MonthOfStatements(listed, search_link(Request(sort=Sort.OLDEST)))
            continue
        last = calendar.monthrange(day.year, day.month)[1]
        whole = Request(since=day, until=day.replace(day=last), sort=Sort.NEWEST)
        yield MonthOfStatements(listed, search_link(whole), day.year, day.month)


def _examples(
    searcher: Searcher,
    titles: Sequence[str],
    speakers: Sequence[SpeakerRow],
    years: Sequence[FacetValue],
) -> Iterator[Example]:
    """One example of each kind, tried on the index; a kind that finds nothing is left out."""
    words = list(dict.fromkeys(word for title in titles for word in _long_words(title)))
    names = [row.name.split()[-1] for row in speakers[:NAMES]]
    days = sorted(value.value for value in years)
    later = f"{days[len(days) // 2]}..{days[-1]}" if days else ""
    ideas = (
        (_("any form of a word"), words),
        (_("exactly these words"), [f'"{pair}"' for title in titles for pair in _pairs(title)]),
        (
            _("a speaker’s own words"),
            [f"{word} speaker:{name}" for word in words for name in names],
        ),
        (_("within these years"), [f"{word} date:{later}" for word in words if later]),
        (_("every word that begins so"), [f"{word[:STEM_CHARS]}*" for word in words]),
    )
    used: set[str] = set()
    for shows, queries in ideas:
        fresh = [q for q in queries if q.split()[0] not in used] or queries
        found = [one for q in fresh[:TRIED] if (one := _tried(searcher, q, shows))]
        if found:
            best = max(found, key=lambda one: one.statements)
            used.add(best.q.split()[0])
            yield best


def _long_words(title: str) -> list[str]:
    """Words of a title that are no names: long, and in small letters as printed."""
    printed = (title[token.start : token.end] for token in tokens(title))
    return [word for word in printed if len(word) >= LONG_WORD_CHARS and word.islower()]


def _pairs(title: str) -> Iterator[str]:
    """Two long words that stand side by side in a title, as printed."""
    for first, second in pairwise(tokens(title)):
        pair = title[first.start : second.end]
        long = min(len(first.text), len(second.text)) >= LONG_WORD_CHARS
        if long and pair.split() == [
            title[first.start : first.end],
            title[second.start : second.end],
        ]:
            yield pair


def _tried(searcher: Searcher, q: str, shows: LazyString) -> Example | None:
    """The query as an example; None when it finds nothing or is not taken as written."""
    wanted = Request(q=q, limit=1)
    results = searcher.search(wanted)
    if results.dropped or not results.total.statements:
        return None
    return Example(q, shows, search_link(wanted), results.total.statements)
