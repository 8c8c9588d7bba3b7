"""A request + an engine → `Results`; an id + an engine → a statement opened at a query's words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count, islice
from typing import TYPE_CHECKING, Final

from whoosh.query import Term

from search.analysis.lexicon import Lexicon
from search.answers.namesakes import tell_namesakes_apart
from search.engine import FACETS, Search, Sort
from search.highlight.highlighter import Highlighter, spans
from search.highlight.snippet import snippet
from search.links import statement_link
from search.query.conditions import ConditionMatcher
from search.query.description import describe
from search.query.expansion import expand, patterns
from search.query.grammar import within_limits
from search.query.notices import said
from search.query.parser import Parsed, parse
from search.records import Hit, Results, TurnHit
from search.suggest.corrections import suggestions
from search.suggest.speaker_names import SpeakerNames

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping
    from collections.abc import Sequence as Row

    from whoosh.query import Query

    from search.engine import Found, Hits, SearchEngine
    from search.query.request import Request
    from search.records import Span, Statement, StatementId, Turn

TURNS_PER_HIT: Final = 3
EVERY_TURN: Final = 100_000  # for exports: no statement has so many
EVERYTHING: Final = 100_000_000  # statements: more than any index holds

_AT_A_TIME: Final = 50  # statements read for a list of every place
_FEW: Final = 2  # statements: a query that finds more needs no suggestion
_TIMES: Final = 10  # what a suggestion must find, where the query found something
_MOST_TRIED: Final = 8  # suggestions tried before none is offered
_NO_WORDS: Final = Lexicon((), ())


@dataclass(frozen=True, slots=True)
class OpenedStatement:
    """A statement and where a query's words stand in it.

    `spans` go by (number of the turn, position of the paragraph), `label_spans` by the turn's
    number; what holds none is left out. `total` counts them all.
    """

    statement: Statement
    title_spans: tuple[Span, ...]
    lead_spans: tuple[Span, ...]
    spans: Mapping[tuple[int, int], tuple[Span, ...]]
    label_spans: Mapping[int, tuple[Span, ...]]
    total: int


@dataclass(frozen=True, slots=True)
class MarkedTurn:
    """A turn that holds words of a query: where they stand in each of its paragraphs."""

    statement: Statement
    turn: Turn
    spans: tuple[tuple[Span, ...], ...]


class Searcher:
    """Asks one engine; `today` stands for the clock where a query says "last year".

    `lang` is the language in which queries are said back, and what was dropped of them.
    """

    def __init__(
        self, engine: SearchEngine, today: datetime.date | None = None, lang: str = "en"
    ) -> None:
        self._engine, self._today, self._lang = engine, today, lang
        self.voices = ConditionMatcher(self._named)

    def search(
        self,
        request: Request,
        dropped: Row[str] = (),
        turns_per_hit: int = TURNS_PER_HIT,
        facets: tuple[str, ...] = FACETS,
    ) -> Results:
        """One page of what `request` finds; `dropped` is what reading the request left out.

        `facets` are those wanted; the ones a choice was made of are there in any case.
        """
        q = within_limits(request.q)
        parsed = parse(request.q, self._today)
        search, cut = self._question(parsed, request, turns_per_hit)
        wanted = tuple(one for one in FACETS if one in facets or one in search.filters.values)
        hits = self._told_apart(self._engine.search(replace(search, histogram=True, facets=wanted)))
        marks = Highlighter(search.tree, self.voices, search.filters, self._engine.lexicon())
        return Results(
            query=q,
            understood=describe(parsed.tree, search.filters, _labels(hits), self._lang),
            dropped=self._said((*dropped, *parsed.dropped, *cut)),
            total=hits.total,
            page=request.page,
            pages=-(-(hits.total.statements + hits.total.partial) // request.limit),
            hits=tuple(_hit(found, marks, parsed, q) for found in hits.found),
            facets=hits.facets,
            suggestion=self._suggestion(request, hits.total.statements),
            manifest=self._engine.manifest,
            months=hits.months,
        )

    def _told_apart(self, hits: Hits) -> Hits:
        """The same with labels that tell namesakes apart."""
        if "speaker" not in hits.facets:
            return hits
        speakers = tell_namesakes_apart(hits.facets["speaker"], self._engine.speakers)
        return replace(hits, facets={**hits.facets, "speaker": speakers})

    def matching(self, request: Request, sort: Sort = Sort.NEWEST) -> tuple[StatementId, ...]:
        """Every full match of `request` in an order, whatever its page: what a saved query keeps.

        Almost-matches are none.
        """
        parsed = parse(request.q, self._today)
        tree, _ = self._expanded(parsed.tree)
        search = Search(tree, request.filters, sort, limit=EVERYTHING, turns_per_hit=0, facets=())
        return tuple(found.statement.id for found in self._engine.search(search).found)

    def marked_turns(self, request: Request) -> Iterator[MarkedTurn]:
        """Every turn of the full matches that holds a word, in the order of `request`, all of it.

        Read as it is asked for, a handful of statements at a time.
        """
        parsed = parse(request.q, self._today)
        search, _ = self._question(parsed, request, EVERY_TURN)
        search = replace(search, limit=_AT_A_TIME, facets=(), plain=(), required=None)
        marks = Highlighter(search.tree, self.voices, search.filters, self._engine.lexicon())
        if marks.idle:
            return
        for offset in count(0, _AT_A_TIME):
            hits = self._engine.search(replace(search, offset=offset))
            for found in hits.found:
                for turn in sorted(found.turns, key=lambda turn: turn.n):
                    paragraphs = tuple(spans(one) for one in marks.turn(turn))
                    if any(paragraphs):
                        yield MarkedTurn(found.statement, turn, paragraphs)
            if offset + _AT_A_TIME >= hits.total.statements:
                return

    def marks_any(self, request: Request) -> bool:
        """Whether the query holds a word or phrase that turns can be searched for."""
        tree, _ = self._expanded(parse(request.q, self._today).tree)
        return not Highlighter(tree, self.voices).idle

    def count(self, request: Request) -> int:
        """How many statements match in full, and nothing else of them."""
        search, _ = self._question(parse(request.q, self._today), request, 0)
        search = replace(search, offset=0, limit=0, facets=(), plain=(), required=None)
        return self._engine.search(search).total.statements

    def months(self, request: Request) -> Mapping[str, int]:
        """How many statements match in full in each month (`2012-05`; "" the undated)."""
        search, _ = self._question(parse(request.q, self._today), request, 0)
        search = replace(search, offset=0, limit=0, facets=(), plain=(), required=None)
        return self._engine.search(replace(search, histogram=True)).months

    def occurrences(self, request: Request) -> tuple[Mapping[int, int], tuple[str, ...]]:
        """How often the words of `request` stand in turns, by year; and what of it was dropped."""
        parsed = parse(request.q, self._today)
        search, cut = self._question(parsed, request, 0)
        return self._engine.occurrences(search), self._said((*parsed.dropped, *cut))

    def words_spoken(self, request: Request) -> Mapping[int, int]:
        """How many words the turns have that the choices of `request` leave, by year."""
        return self._engine.words_spoken(request.filters)

    def open(self, statement_id: StatementId, q: str = "") -> OpenedStatement:
        """The whole statement with the words of `q` marked; `NotFound` when there is none."""
        statement = self._engine.statement(statement_id)
        tree, _ = self._expanded(parse(q, self._today).tree)
        marks = Highlighter(tree, self.voices, lexicon=self._engine.lexicon())
        title = marks.title(statement.title)
        lead = marks.lead(statement.lead or "")
        labels = {turn.n: found for turn in statement.turns if (found := marks.label(turn))}
        body = {
            (turn.n, position): spans(found)
            for turn in statement.turns
            for position, found in enumerate(marks.turn(turn))
            if found
        }
        everywhere = (title, lead, *labels.values(), *body.values())
        return OpenedStatement(statement, title, lead, body, labels, sum(map(len, everywhere)))

    def _said(self, sentences: Row[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(said(one, self._lang) for one in sentences))

    def _named(self, name: str) -> frozenset[str]:
        """Whom a name stands for: those under whom a search for it still finds something."""
        search = Search(Term("speaker", name), limit=1, turns_per_hit=0, facets=("speaker",))
        return frozenset(one.value for one in self._engine.search(search).facets["speaker"])

    def _question(
        self, parsed: Parsed, request: Request, turns_per_hit: int
    ) -> tuple[Search, tuple[str, ...]]:
        """What the engine is asked, and what expanding cut."""
        tree, cut = self._expanded(parsed.tree)
        required = None if parsed.required is None else self._expanded(parsed.required)[0]
        search = Search(
            tree=tree,
            filters=request.filters,
            sort=request.sort,
            offset=(request.page - 1) * request.limit,
            limit=request.limit,
            turns_per_hit=turns_per_hit,
            plain=tuple(self._expanded(one)[0] for one in parsed.plain),
            required=required,
        )
        return search, cut

    def _expanded(self, tree: Query) -> tuple[Query, tuple[str, ...]]:
        """The tree an engine takes; the lexicon is fetched only where something needs it."""
        return expand(tree, self._engine.lexicon() if any(patterns(tree)) else _NO_WORDS)

    def _suggestion(self, request: Request, found: int) -> str | None:
        """A query near this one that finds more under the same choices; None when it is good."""
        q = within_limits(request.q)
        if found > _FEW or not q.strip():
            return None
        names = SpeakerNames(self._engine.speakers())
        for meant in islice(suggestions(q, self._engine.lexicon(), names), _MOST_TRIED):
            if self.count(replace(request, q=meant)) > found * _TIMES:
                return meant
        return None


def _labels(hits: Hits) -> dict[tuple[str, str], str]:
    """What the facets call their values."""
    return {
        (name, value.value): value.label for name, values in hits.facets.items() for value in values
    }


def _hit(found: Found, marks: Highlighter, parsed: Parsed, q: str) -> Hit:
    statement = found.statement
    return Hit(
        statement=statement,
        link=statement_link(statement.id, q),
        score=found.score,
        title_spans=marks.title(statement.title),
        matched_in=found.matched_in,
        missing=tuple(parsed.printed[number] for number in found.missing),
        turns=tuple(_turn_hit(statement, turn, marks) for turn in found.turns),
        matching_turns=found.matching_turns,
    )


def _turn_hit(statement: Statement, turn: Turn, marks: Highlighter) -> TurnHit:
    gaps = frozenset(mark.after for mark in turn.marks)
    piece = snippet(turn.paragraphs, marks.turn(turn), gaps)
    return TurnHit(
        statement.turn_id(turn), turn, piece.text, piece.spans, piece.cut_before, piece.cut_after
    )
