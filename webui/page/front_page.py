"""A generation → what the first page shows of it: newest statements, speakers, working examples."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _

from search.answers.searcher import Searcher
from search.engine import Sort
from search.links import search_link, statement_link
from search.query.request import Request
from search.site_names import in_language
from search.suggest.per_generation import PerGeneration
from search.suggest.speaker_labels import speaker_labels, value_of
from webui.language import LANGUAGES
from webui.page.examples import example_queries, read_index_words
from webui.page.markup import script

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask_babel.speaklater import LazyString

    from search.engine import SearchEngine
    from search.records import FacetValue, SpeakerRow, Statement
    from webui.page.examples import IndexWords

NEWEST: Final = 12
SPEAKERS: Final = 12
SECTIONS: Final = 8
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
    speakers: tuple[tuple[SpeakerRow, str], ...]  # with what each is called
    years: tuple[FacetValue, ...]
    examples: tuple[Example, ...]


class FrontPages:
    """What the first page shows in each language, and the sections that every form offers."""

    def __init__(self) -> None:
        self._fronts = {lang: PerGeneration(partial(self._front, lang=lang)) for lang in LANGUAGES}
        self._words = {lang: PerGeneration(partial(_words, lang=lang)) for lang in LANGUAGES}
        self._sections = {lang: PerGeneration(partial(_sections, lang=lang)) for lang in LANGUAGES}

    def front(self, engine: SearchEngine, lang: str) -> FrontPage:
        """The front of this engine's generation for readers of a language."""
        return self._fronts[lang].get(engine)

    def words(self, engine: SearchEngine, lang: str) -> IndexWords:
        """What examples are made of, for readers of a language."""
        return self._words[lang].get(engine)

    def _front(self, engine: SearchEngine, lang: str) -> FrontPage:
        return make_front(engine, lang, self.words(engine, lang))

    def sections(self, engine: SearchEngine, lang: str) -> tuple[FacetValue, ...]:
        """The most frequent sections of the site, those in the reader's language first."""
        return self._sections[lang].get(engine)


def _words(engine: SearchEngine, lang: str) -> IndexWords:
    return read_index_words(Searcher(engine, lang=lang), engine, lang)


def _sections(engine: SearchEngine, lang: str) -> tuple[FacetValue, ...]:
    found = Searcher(engine).search(Request(limit=1), facets=("section",))
    values = [
        replace(one, label=in_language("section", one.label, lang))
        for one in found.facets.get("section", ())
    ]
    own_first = sorted(values, key=lambda one: script(one.label) not in (lang, None))
    return tuple(own_first[:SECTIONS])


def make_front(engine: SearchEngine, lang: str, words: IndexWords) -> FrontPage:
    """Ask the engine for everything the first page shows; examples are of the reader's language.

    Where nothing is indexed in it they are of any.
    """
    searcher, known = Searcher(engine, lang=lang), speaker_labels(engine, lang)
    everything = searcher.search(Request(sort=Sort.NEWEST, limit=NEWEST))
    statements = [hit.statement for hit in everything.hits]
    named = [row for row in engine.speakers() if row.person]
    named.sort(key=lambda row: row.statements, reverse=True)
    years = tuple(everything.facets.get("year", ()))
    return FrontPage(
        newest=tuple(_by_month(statements)),
        speakers=tuple((row, known.labels[value_of(row)]) for row in named[:SPEAKERS]),
        years=years,
        examples=tuple(_examples(searcher, words)),
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


def _examples(searcher: Searcher, known: IndexWords) -> Iterator[Example]:
    """One example of each kind, tried on the index; a kind that finds nothing is left out."""
    queries = example_queries(known)
    words = known.words
    period = queries.get("date:2010..2012", "")
    ideas = (
        (_("any form of a word"), words[:1]),
        (_("exactly these words"), [f'"{phrase}"' for phrase in known.phrases]),
        (
            _("a speaker’s own words"),
            [f"{w} speaker:{n}" for n in known.names[:NAMES] for w in words],
        ),
        (_("within these years"), [f"{word} {period}" for word in words[1:] + words[:1] if period]),
        (_("every word that begins so"), [f"{begun}*" for begun in known.beginnings]),
    )
    for shows, tried in ideas:
        found = [one for q in tried[:TRIED] if (one := _tried(searcher, q, shows))]
        if found:
            yield max(found, key=lambda one: one.statements)


def _tried(searcher: Searcher, q: str, shows: LazyString) -> Example | None:
    """The query as an example; None when it finds nothing or is not taken as written."""
    wanted = Request(q=q, limit=1)
    results = searcher.search(wanted)
    if results.dropped or not results.total.statements:
        return None
    return Example(q, shows, search_link(wanted), results.total.statements)
