"""A request + an engine → `Results`; an id + an engine → a statement opened at a query's words."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from whoosh.query import Term

from search.answers.namesakes import named_for_readers
from search.answers.page_budget import affordable
from search.answers.question import Question
from search.answers.said_back import Overview, in_reader_language, left_out, understood
from search.answers.shown_hits import HitMaker
from search.answers.word_weights import documents_in, word_weights
from search.engine import FACETS, Found, Search, Sort
from search.highlight.highlighter import Highlighter, marks_any
from search.highlight.joined_rows import JoinedRows
from search.highlight.patterns import places, spans
from search.highlight.split_row import SplitRow
from search.query.conditions import ConditionMatcher
from search.query.grammar import within_limits
from search.query.notices import Notice
from search.query.request import Request
from search.records import Results
from search.suggest.corrections import suggestions, unwritten
from search.suggest.speaker_labels import speaker_labels
from search.suggest.speaker_names import speaker_names
from search.text_version import with_version

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Sequence as Row

    from search.engine import Filters, Hits, Said, SearchEngine
    from search.highlight.row_matches import RowMatch
    from search.records import FacetValue, Hit, Span, Statement, StatementId, Turn
    from search.word_rows import UnreadTurn, WordPlaces

TURNS_PER_HIT: Final = 3
EVERY_TURN: Final = 100_000  # for exports: no statement has so many
EVERYTHING: Final = 100_000_000  # statements: more than any index holds

_FEW: Final = 2  # statements: a query that finds more needs no suggestion
_TIMES: Final = 10  # what a suggestion must find, where the query found something
_TIMES_UNWRITTEN: Final = 3  # the same where a word stands nowhere as it was written
_MOST_MISSPELT: Final = 10  # plain words; a longer text that finds something needs no suggestion
_MOST_TRIED: Final = 8  # suggestions tried before none is offered


class OpenedStatement(NamedTuple):
    """A statement and where a query's words stand in it.

    `spans` go by (number of the turn, position of the paragraph), `label_spans` by the turn's
    number; what holds none is left out. `marks` counts them all, `total` the places that words and
    phrases stand at: of a phrase with other words between, every word is marked.
    """

    statement: Statement
    title_spans: tuple[Span, ...]
    lead_spans: tuple[Span, ...]
    spans: Mapping[tuple[int, int], tuple[Span, ...]]
    label_spans: Mapping[int, tuple[Span, ...]]
    marks: int
    total: int


class MarkedTurns(NamedTuple):
    """Some turns that hold words of a query, their words, and in order where what was asked stands.

    `read` reads turns of some numbers, each with the head of its statement.
    """

    turns: Row[UnreadTurn]
    words: WordPlaces
    matches: Row[RowMatch]
    read: Callable[[Row[int]], Row[tuple[Statement, Turn]]]


class Searcher:
    """Asks one engine, for one visitor or command: it remembers the questions it has read.

    `today` stands for the clock where a query says "last year"; `lang` is the language in which
    queries are described, and what was dropped of them. `bounded` answers the public: pages hold
    what `page_budget` can afford. Every method raises what the engine does (`IndexUnavailable`,
    `TooLong`).
    """

    def __init__(
        self,
        engine: SearchEngine,
        today: datetime.date | None = None,
        lang: str = "en",
        *,
        bounded: bool = False,
    ) -> None:
        self._engine, self._today, self._lang, self._bounded = engine, today, lang, bounded
        self.conditions = ConditionMatcher(self._values_of_name)
        self._questions: dict[str, Question] = {}

    def search(
        self,
        request: Request,
        dropped: Row[str] = (),
        turns_per_hit: int = TURNS_PER_HIT,
        facets: tuple[str, ...] = FACETS,
        *,
        nearly: bool = True,
    ) -> Results:
        """One page of what `request` finds; `dropped` is what reading the request left out.

        `facets` are those to count; one of which a choice was made is counted in any case. What
        matches only nearly is left out unless `nearly`: exports and saved queries have none of it.
        """
        q = within_limits(request.q)
        question, fewer = self._question(request), ""
        every = turns_per_hit == EVERY_TURN
        most = affordable(question.tree, request, every_turn=every)
        if self._bounded and most < request.limit:
            fewer = Notice.FEWER_A_PAGE.with_values(limit=most, asked=request.limit)
            request = replace(request, limit=most)
        counted = tuple(one for one in FACETS if one in facets or one in request.filters.values)
        asked = question.page(request, turns_per_hit, counted, nearly=nearly)
        hits = self._engine.search(asked)
        if fewer and hits.total.statements + hits.total.partial > request.limit:
            dropped = (*dropped, fewer)
        named = self._named(hits, request)
        marks = self._telling(question, request.filters)
        weights = self._weights(marks)
        return Results(
            query=q,
            understood=understood(question, request, named, self._engine, self._lang),
            dropped=left_out(question, request, dropped, self._engine, self._lang),
            total=hits.total,
            page=request.page,
            pages=-(-(hits.total.statements + hits.total.partial) // request.limit),
            hits=HitMaker(question, marks, hits.rows, weights, q).hits(hits.found),
            facets=named,
            suggestion=None
            if len(question.plain) > _MOST_MISSPELT and hits.found
            else self._suggestion(request, hits.total.statements),
            manifest=self._engine.manifest,
            limit=request.limit,
            by_passage=asked.by_passage and request.sort is Sort.RELEVANCE,
        )

    def overview(
        self, request: Request, dropped: Row[str] = (), facets: tuple[str, ...] = ()
    ) -> Overview:
        """What `request` is understood as and how much matches in full; nothing of it is read.

        `facets` come with every value, however many there are; `dropped` as in `search`.
        """
        question = self._question(request)
        counted = tuple(one for one in FACETS if one in facets or one in request.filters.values)
        asked = replace(question.full_matches(request), facets=counted, most_values=EVERYTHING)
        hits = self._engine.search(asked)
        named = self._named(hits, request)
        return Overview(
            within_limits(request.q),
            understood(question, request, named, self._engine, self._lang),
            left_out(question, request, dropped, self._engine, self._lang),
            hits.total,
            named,
        )

    def full_matches(self, request: Request, offset: int, limit: int) -> tuple[Hit, ...]:
        """Some of the full matches in the order of `request`, with every turn that matches.

        Nothing is counted beside them: what exports are made of, piece by piece.
        """
        question = self._question(request)
        search = replace(
            question.full_matches(request), offset=offset, limit=limit, turns_per_hit=EVERY_TURN
        )
        hits = self._engine.search(search)
        marks = self._telling(question, request.filters)
        weights = self._weights(marks)
        q = within_limits(request.q)
        return HitMaker(question, marks, hits.rows, weights, q).hits(hits.found)

    def matching(self, request: Request, sort: Sort = Sort.NEWEST) -> tuple[StatementId, ...]:
        """Every full match of `request` in an order, whatever its page: what a saved query keeps.

        Almost-matches are none.
        """
        search = self._question(request).full_matches(request)
        return self._engine.search(replace(search, sort=sort, limit=EVERYTHING)).ids

    def hit(self, request: Request, statement_id: StatementId) -> Hit:
        """A full match of `request` that is known by its id, read without a search.

        Its turns are those that hold most places of the query's words, the first of equals.
        """
        statement = self._engine.statement(statement_id)
        question = self._question(request)
        marks = self._telling(question, request.filters)
        marked = {turn.n: sum(map(len, marks.turn(turn))) for turn in statement.turns}
        best = sorted(statement.turns, key=lambda turn: -marked[turn.n])
        turns = tuple(turn for turn in best if marked[turn.n])
        found = Found(statement, turns[:TURNS_PER_HIT], 0.0, (), len(turns))
        weights = self._weights(marks)
        maker = HitMaker(question, marks, {}, weights, within_limits(request.q))
        return maker.hits([found])[0]

    def marked_turns(self, request: Request, most: int = EVERYTHING) -> Iterator[MarkedTurns]:
        """Every turn of the full matches that holds a word, in the order of `request`, all of it.

        What is asked for is found; of texts nothing is read where the engine keeps words apart.
        Of the places that matches stand at at least the first `most` are told.
        """
        question = self._question(request)
        marks = self._highlighter(question, request.filters)
        if marks.idle:
            return
        for turns, words, read in self._engine.turns(question.full_matches(request)):
            if words is None:
                words = JoinedRows(
                    [SplitRow(one.turn()) if one.row is None else one.row for one in turns]
                )
            found = marks.places(turns, words, most)
            yield MarkedTurns(turns, words, found, read)
            if len(found) >= most:
                return
            most -= len(found)

    def marks_any(self, request: Request) -> bool:
        """Whether the query holds a word or phrase that turns can be searched for."""
        return marks_any(self._question(request).tree)

    def count(self, request: Request) -> int:
        """How many statements match in full, and nothing else of them."""
        search = self._question(request).full_matches(request)
        return self._engine.search(search).total.statements

    def values(self, request: Request, name: str) -> tuple[FacetValue, ...]:
        """Every value of one facet among the full matches, however many there are."""
        return self.overview(request, facets=(name,)).facets[name]

    def count_turns(self, request: Request) -> int:
        """How many turns hold words of the query, in statements that match in full."""
        search = self._question(request).full_matches(request)
        return self._engine.search(search).total.turns

    def months(self, request: Request) -> Mapping[str, int]:
        """How many statements match in full in each month (`2012-05`; "" the undated)."""
        search = self._question(request).full_matches(request)
        return self._engine.search(replace(search, histogram=True)).months

    def occurrences(self, request: Request) -> tuple[Mapping[int, int], tuple[str, ...]]:
        """How often the words of `request` stand in turns, by year; and what of it was dropped."""
        question = self._question(request)
        counts = self._engine.occurrences(question.full_matches(request))
        return counts, in_reader_language(question.dropped, self._lang)

    def said_by(self, request: Request, speakers: Row[str]) -> Mapping[str, Said]:
        """For values of the speaker facet how often each says the words of `request`, and how many
        words each says under its other choices.
        """
        return self._engine.said_by(self._question(request).full_matches(request), speakers)

    def words_spoken(self, request: Request) -> Mapping[int, int]:
        """How many words the turns have that the choices of `request` leave, by year."""
        return self._engine.words_spoken(request.filters)

    def open(self, statement_id: StatementId, q: str = "") -> OpenedStatement:
        """The whole statement with the words of `q` marked; `NotFound` when there is none."""
        return self.mark(self._engine.statement(statement_id), q)

    def mark(self, statement: Statement, q: str = "") -> OpenedStatement:
        """A statement, of whichever of its texts, with the words of `q` marked."""
        marks = self._telling(self._question(Request(q)))
        title = marks.title(statement.title or "")
        lead = marks.lead(statement.lead or "")
        labels = {turn.n: found for turn in statement.turns if (found := marks.label(turn))}
        body = {
            (turn.n, position): found
            for turn in statement.turns
            for position, found in enumerate(marks.turn(turn))
            if found
        }
        marked = {paragraph: spans(found) for paragraph, found in body.items()}
        outside = sum(map(len, (title, lead, *labels.values())))
        return OpenedStatement(
            with_version(statement),
            title,
            lead,
            marked,
            labels,
            outside + sum(map(len, marked.values())),
            outside + sum(len(places(found)) for found in body.values()),
        )

    def _named(self, hits: Hits, request: Request) -> Mapping[str, tuple[FacetValue, ...]]:
        """The facets of an answer with labels in the reader's language."""
        if not hits.facets:
            return {}
        labels = speaker_labels(self._engine, self._lang)
        return named_for_readers(hits.facets, request.filters.values, labels, self._lang)

    def _values_of_name(self, name: str) -> frozenset[str]:
        """Whom a name stands for: those under whom a search for it still finds something."""
        search = Search(Term("speaker", name), limit=1, turns_per_hit=0, facets=("speaker",))
        return frozenset(one.value for one in self._engine.search(search).facets["speaker"])

    def _question(self, request: Request) -> Question:
        """What the query of `request` asks for, read once however often it is asked."""
        if request.q not in self._questions:
            read = Question.read(request.q, self._today, self._engine.lexicon)
            self._questions[request.q] = read
        return self._questions[request.q]

    def _telling(self, question: Question, filters: Filters | None = None) -> Highlighter:
        """Marks what decides the order: see `Question.marked`."""
        lexicon = self._engine.lexicon()
        tree = question.marked(lexicon, documents_in(self._engine.manifest.coverage))
        return Highlighter(tree, self.conditions, filters, lexicon)

    def _weights(self, marks: Highlighter) -> Row[int]:
        """What each word that is marked tells of a piece of text."""
        lexicon, documents = self._engine.lexicon(), documents_in(self._engine.manifest.coverage)
        return marks.weights(partial(word_weights, lexicon=lexicon, documents=documents))

    def _highlighter(self, question: Question, filters: Filters | None = None) -> Highlighter:
        return Highlighter(question.tree, self.conditions, filters, self._engine.lexicon())

    def _suggestion(self, request: Request, found: int) -> str | None:
        """A query near this one that finds more under the same choices; None when it is good."""
        q = within_limits(request.q)
        if not q.strip():
            return None
        is_odd = unwritten(q, self._engine.lexicon())
        if found > _FEW and not is_odd:
            return None
        times = _TIMES_UNWRITTEN if is_odd else _TIMES
        names = speaker_names(self._engine)
        for meant in islice(suggestions(q, self._engine.lexicon(), names), _MOST_TRIED):
            if self.count(replace(request, q=meant)) > found * times:
                return meant
        return None
