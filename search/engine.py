"""The port between what is asked and what holds the index: `SearchEngine` and `IndexWriter`.

No storage, matcher or schema type, no document number and no file path crosses it. What crosses is
`search.records`, `search.word_rows`, the values below, and trees of these nodes of `whoosh.query`
(and no others):

    Every, NullQuery     all statements; none
    And, Or, Not         of the nodes here; `query.parser.ExplicitAnd` is one the reader wrote
    Term(field, text)    one token, already folded (and stemmed where the field says so)
    Phrase(field, words, slop)   tokens in order; slop 1 is side by side, 5 within five places

Prefixes, wildcards and misspellings are expanded to an Or of Terms before they get here
(`search.analysis.lexicon`), so that a cut is the same in every engine.

Fields of a tree, and what they mean:

    text     any form: a stem in title, lead, printed labels or the words of a turn
    exact    as written: a folded token in the same four places
    title, title_exact      a stem, a folded token in the title
    speaker, person, role, kind, evidence      of turns (names match by words, see below)
    place, section, topic, lang, year          of statements
    date     `whoosh.query.TermRange` over ISO days, ends open where None

Values of speaker, role, place, section and topic are matched by their folded words, side by side
and in order; a value that starts with "=" is the whole value as printed, of a speaker who has no
identity if any such bears the name: a turn is of one speaker, a person or a stranger. A speaker is
found by the words of any known form of the name (in any order; an initial stands for a name that
begins so, see `search.analysis.initials`), a person id by itself. Names of one place, section or
topic in two languages (`search.site_names`) are one value, found by either.

Scope (the contract suite holds each sentence of it):

- Operators act on the whole statement. A positive turn field in an And restricts every word in
  that And, those under Not included, to the turns that match it; title, lead and labels then do
  not count. `Not(turn field)` leaves those turns out, their labels with them. Each side of an Or
  has its own scope; a tree of turn fields alone (`Or` of two speakers) is one condition.
- `title` and `title_exact` are looked at whoever speaks. Conditions on turns without a word beside
  them match statements in which a turn is left that fulfils them.
- `Hits.total.statements` are full matches. `total.turns` are the turns in them that are in scope
  and hold a positive word or phrase; of a search without words but with turn fields, the turns
  that match these.
- Values of one filter are alternatives, filters combine by And with the tree and scope its words.
  A facet value's count is `total.statements` of the same search with it as the facet's only choice.
- Under relevance the first `search.engines.passages.RERANKED` statements by their words (the sum
  of the best BM25 score of each in any place in scope) are put in order by their best passages;
  the others follow, by their words (`docs/decisions/0003-score.md`). Ties go by date and time
  (newest first), language, number. Words that stand in more than half of the documents, and those
  of `Search.weightless`, decide no order where others are there.
- Under relevance a search `by_passage` lists, among the full matches and in one order with them,
  statements that hold at least half of the words that decide; a year or month that the statement
  is of, a place it is printed with, counts as held. Totals, facets and months are of full matches.
- `Hits.months` are the full matches by month, "2012-05", oldest first, "" the undated first of
  all; together as many as `total.statements`. They are counted where `Search.histogram` asks.
- Under `Sort.INDEXED` what was indexed last comes first (an unknown moment last), ties as under
  newest. `Found.statement` and `statement()` tell the moment.
- `quoted` and `passages` look for words as written (folded tokens) in the words of one turn, one
  title or one lead, whatever the search; what the editors left out parts words there too.
- Otherwise fewer than `ALMOST_BELOW` full matches are followed by almost-matches, as
  `Search.plain` has them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from types import TracebackType
    from typing import Self

    from whoosh.query import Query

    from search.analysis.lexicon import Lexicon
    from search.records import (
        Coverage,
        FacetValue,
        Manifest,
        Part,
        SpeakerRow,
        Statement,
        StatementId,
        Total,
        Turn,
        TurnId,
    )
    from search.word_rows import TurnBatch, WordRow

MOST_PAIRS: Final = 40
"""Pairs of neighbouring words of one And that are looked for side by side, the first ones."""

ALMOST_BELOW: Final = 10
"""Fewer full matches than this are followed by almost-matches."""

TITLE_FIELDS: Final = ("title", "title_exact")
TEXT_FIELDS: Final = ("text", "exact", *TITLE_FIELDS)
EXACT_FIELDS: Final = ("exact", "title_exact")
"""Those of folded tokens; the others are of stems."""

TURN_FIELDS: Final = ("speaker", "person", "role", "kind", "evidence")
FACETS: Final = ("speaker", "role", "year", "section", "place", "topic", "lang")


MOST_VALUES: Final = 100
"""Values listed of one facet, the most frequent first, unless a search asks for more."""


class Sort(StrEnum):
    """The order of results."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    INDEXED = "indexed"  # newest indexed first, ties as newest: for feeds, not offered to readers


READER_SORTS: Final = (Sort.RELEVANCE, Sort.NEWEST, Sort.OLDEST)
"""The orders a reader may ask for."""


@dataclass(frozen=True, slots=True)
class Filters:
    """The form's own choices. Values of one field are alternatives; fields combine by And."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None


class ContextWord(NamedTuple):
    """A plain word that may name when or where a statement was made, beside what was said.

    `leaf` is the word in the tree, `word` its folded form as typed, for places; a year or a month
    (1 to 12) is given where the word names one.
    """

    leaf: Query
    word: str
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """One question to an engine.

    `plain` are the plain words that almost-matches may lack (leaves of the tree, in order), and
    `required` the rest of the tree, which they may not; both empty where nothing may be given up.
    `weightless` are leaves that decide no order (a question's frame), `context` the plain words
    that date and place of a statement may answer; `by_passage`: a sentence or a question.
    """

    tree: Query
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    turns_per_hit: int = 3
    facets: tuple[str, ...] = FACETS
    most_values: int = MOST_VALUES
    plain: tuple[Query, ...] = ()
    required: Query | None = None
    histogram: bool = False
    by_passage: bool = False
    weightless: tuple[Query, ...] = ()
    context: tuple[ContextWord, ...] = ()


class Found(NamedTuple):
    """A statement found: stored head (its `turns` empty), best turns first, what it lacks.

    `missing` are positions in `Search.plain`; empty for a full match.
    """

    statement: Statement
    turns: tuple[Turn, ...]
    score: float
    matched_in: tuple[Part, ...]
    matching_turns: int
    missing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """An engine's answer: one page of what was found, full matches before almost-matches.

    `ids` are those of the statements found, for whom they are enough: an engine may read what is
    `found` when the first of it is asked for, before it is closed. `rows` are the words of turns
    found, where the engine keeps them.
    """

    total: Total
    ids: tuple[StatementId, ...]
    found: Sequence[Found]
    facets: Mapping[str, tuple[FacetValue, ...]]
    months: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[TurnId, WordRow] = field(default_factory=dict, compare=False, repr=False)


class IndexPassage(NamedTuple):
    """A place in one turn, title or lead: stored head, and the turn where it is one.

    `words` are the first word and the one after the last, as places among the words of the turn,
    title or lead; near it, where marks of the editors stand between; None where it is not known.
    """

    statement: Statement
    part: Part
    turn: Turn | None
    words: tuple[int, int] | None = None


class Quoted(NamedTuple):
    """How often words stand side by side, and the first of these places."""

    total: int
    passages: tuple[IndexPassage, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A statement offered to a writer, which loads it only where it does not hold it already.

    `digest` stands for all that `load` returns but `indexed`: equal digests, equal statements.
    `load` may be called in another process, so it and what it returns can be pickled. `indexed` is
    the moment the statement was first indexed (UTC), which the statement gets whatever was loaded;
    `chars` about how much text it has (0: not known), for dividing the work.
    """

    id: StatementId
    digest: str
    load: Callable[[], Statement]
    indexed: datetime | None = None
    chars: int = 0


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A build by several machines of which parts are missing still: nothing is published yet.

    `part` is the one just written, as "2/8", or `again`: found written. `missing` are the numbers
    of the others, each with what is known of who began it, "" where nobody did.
    """

    part: str
    missing: Mapping[int, str]
    again: bool = False


class Said(NamedTuple):
    """How often a speaker said what was searched, how many words the speaker said at all, and in
    how many turns what was searched stands.
    """

    times: int
    words: int
    turns: int


class SearchEngine(Protocol):
    """One generation of an index, open for reading; safe to share between threads."""

    @property
    def manifest(self) -> Manifest:
        """What this generation is."""

    def search(self, search: Search) -> Hits:
        """Answer `search`; never raises for a tree of the nodes above."""

    def statement(self, statement_id: StatementId) -> Statement:
        """The whole statement, turns and all; `NotFound` when the index lacks it."""

    def statements(self, number: int) -> tuple[StatementId, ...]:
        """The ids of the statements the site numbers `number`, one a language, sorted."""

    def lexicon(self) -> Lexicon:
        """Every folded token of the `exact` fields with the number of places that hold it."""

    def speakers(self) -> tuple[SpeakerRow, ...]:
        """Everybody who speaks in the index, most turns first."""

    def printed(self, field: str) -> Iterable[str]:
        """Every text that is printed as a `speaker`, `role` or `place`, in any order.

        Of speakers also the ids of persons and the further names that they are known by.
        """

    def turns(self, search: Search) -> Iterator[TurnBatch]:
        """Every turn of the full matches in which something stands, as `Total.turns` counts them.

        Statements in the order of `search`, all of them; the turns of one in the order spoken.
        """

    def occurrences(self, search: Search) -> Mapping[int, int]:
        """How often positive words and phrases stand in the words of turns in scope, by year.

        Of full matches; 0 is the year of statements without a date. A phrase counts once for every
        place it ends at. Title, lead and labels are no words of turns.
        """

    def words_spoken(self, filters: Filters) -> Mapping[int, int]:
        """How many words the turns have that the filters leave, by year as above."""

    def said_by(self, search: Search, speakers: Sequence[str]) -> Mapping[str, Said]:
        """For values of the speaker facet `occurrences` and `words_spoken`, all years together, and
        `total.turns` of the same search with each of them as its only choice of speaker.
        """

    def quoted(self, words: Sequence[str], most: int) -> Quoted:
        """Where folded words stand side by side and in order: turns first, oldest first."""

    def passages(self, words: Sequence[str], most: int) -> tuple[IndexPassage, ...]:
        """At most so many places of which a stretch holds most of the rarest words, best first.

        A stretch is about as long as all the words together. What is best is only about right: who
        compares words reads several. The cost goes by the rarest words and overlapping runs.
        """

    def newest(self, limit: int) -> tuple[StatementId, ...]:
        """Ids by date and time, newest first."""

    def titles(self) -> Iterator[tuple[StatementId, str]]:
        """Every statement's title as printed, newest first; read as they are asked for."""

    def close(self) -> None:
        """Let go of files; the engine answers no more."""


class IndexWriter(Protocol):
    """Builds one generation beside the serving one and publishes it whole, or leaves no trace."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Publish is explicit: leaving without it sweeps what was written."""

    def add(self, statements: Iterable[Statement]) -> None:
        """Write statements, in any order; ids must differ. As many as fit in memory."""

    def offer(self, offers: Iterable[Offer]) -> None:
        """Write the statements offered, in any order; ids must differ, those of `add` included.

        A statement whose digest the serving generation holds under the same id need not be loaded.
        """

    def publish(
        self,
        coverage: Coverage,
        sources: Sequence[str],
        *,
        sample: bool,
        forms: Mapping[str, Sequence[str]] | None = None,
    ) -> Manifest | Unfinished:
        """Make the generation durable, then the one that serves.

        `forms` are further names of persons (by id), found beside those that labels print. A writer
        of one part of a build publishes where the others are written; else it is unfinished.
        """
