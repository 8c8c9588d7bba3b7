"""The reference engine: every question is put to every statement, one after the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

from whoosh.query import And

from search.analysis.lexicon import Lexicon
from search.analysis.tokenizer import words
from search.engine import ALMOST_BELOW, TITLE_FIELDS, Found, Hits, IndexPassage, Quoted, Sort
from search.engines.read_turns import read_turns
from search.engines.reference.matching import Matcher, View
from search.engines.reference.passages import PassageReader, answers
from search.engines.reference.places import StatementReading, read_statement
from search.engines.reference.trees import (
    bracket,
    is_condition,
    month_of,
    order,
    spoken,
    year_of,
)
from search.engines.reference.values import PersonNames, facet_values, speaker_rows
from search.engines.said import said_one_by_one
from search.engines.stretches import SPARE, best_stretch, side_by_side
from search.errors import NotFound
from search.records import FacetValue, Part, Total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from whoosh.query import Query

    from search.engine import Filters, Said, Search
    from search.engines.reference.passages import WordGroup
    from search.engines.reference.places import Place, Statistics
    from search.records import Manifest, SpeakerRow, Statement, StatementId
    from search.word_rows import TurnBatch

RERANKED: Final = 200


class _Ranked(NamedTuple):
    """A statement found, and its score by its words."""

    found: Found
    by_words: float


class ReferenceEngine:
    """A `SearchEngine` over statements in memory."""

    def __init__(
        self,
        statements: Iterable[Statement],
        manifest: Manifest,
        forms: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.manifest = manifest
        self._readings = [read_statement(one) for one in statements]
        self._statements = [reading.statement for reading in self._readings]
        self._forms = forms or {}
        self._names = PersonNames(self._statements, forms or {})
        self._matcher = Matcher(self._names)
        self._statistics: Statistics = StatementReading.statistics(self._readings)
        self._passages = PassageReader(self._matcher, self._statistics)

    def search(self, search: Search) -> Hits:
        """Answer `search` by looking at every statement in turn."""
        views = self._matching(search.tree, search.filters)
        full = [self._ranked(search.tree, search, view) for view in views]
        partial = self._partial(search, {one.found.statement.id for one in full})
        if _goes_by_passage(search):
            found, almost = self._in_order([*full, *partial], search), []
        else:
            found = self._in_order(full, search)
            almost = self._in_order(partial, search, by_missing=True)
        listed = (found + almost)[search.offset : search.offset + search.limit]
        turns = sum(one.found.matching_turns for one in full)
        total = Total(len(full), turns, len(partial))
        facets = {name: self._facet(search, name) for name in search.facets}
        months = Counter(month_of(view.reading.statement) for view in views)
        return Hits(
            total,
            tuple(one.statement.id for one in listed),
            tuple(listed),
            facets,
            dict(sorted(months.items())) if search.histogram else {},
        )

    def statement(self, statement_id: StatementId) -> Statement:
        """The statement with that id."""
        for one in self._statements:
            if one.id == statement_id:
                return one
        raise NotFound(f"there is no statement {statement_id} in this index")

    def statements(self, number: int) -> tuple[StatementId, ...]:
        """Ids of the statements the site numbers so."""
        return tuple(sorted(one.id for one in self._statements if one.number == number))

    def lexicon(self) -> Lexicon:
        """All folded words with the number of places that hold them."""
        counts: dict[str, int] = {}
        for reading in self._readings:
            for place in reading.places():
                for word in {word for found in place.exact for word in found or ()}:
                    counts[word] = counts.get(word, 0) + 1
        words = sorted(counts)
        return Lexicon(words, [counts[word] for word in words])

    def speakers(self) -> tuple[SpeakerRow, ...]:
        """Everybody who speaks, most turns first."""
        return speaker_rows(self._statements, self._names)

    def printed(self, field: str) -> Iterable[str]:
        """The texts that a field holds, of speakers further names too."""
        if field == "place":
            return {one.place for one in self._statements if one.place}
        turns = [turn for one in self._statements for turn in one.turns]
        if field == "role":
            return {role for one in turns for role in (one.role, one.role_inferred) if role}
        names = {name for one in turns for name in (one.speaker, one.person) if name}
        return names.union(*self._forms.values())

    def turns(self, search: Search) -> Iterator[TurnBatch]:
        """Every turn that matches `search`."""
        return read_turns(self, search)

    def occurrences(self, search: Search) -> Mapping[int, int]:
        """How often the words of `search` stand in turns of its full matches, by year."""
        counts: Counter[int] = Counter()
        for view in self._matching(search.tree, search.filters):
            for leaf, inner in self._matcher.reach(search.tree, view):
                if leaf is None or leaf.fieldname in TITLE_FIELDS:
                    continue
                bodies = (view.reading.bodies[n] for n in inner.turns)
                often = sum(len(body.ends(leaf)) for body in bodies)
                counts[year_of(view.reading.statement)] += often
        return {year: count for year, count in sorted(counts.items()) if count}

    def words_spoken(self, filters: Filters) -> Mapping[int, int]:
        """How many words the turns have that the filters leave, by year."""
        counts: Counter[int] = Counter()
        for view in (self._matcher.filtered(filters, reading) for reading in self._readings):
            if view is not None:
                rows = (view.reading.bodies[n].exact for n in view.turns)
                year = year_of(view.reading.statement)
                counts[year] += sum(word is not None for row in rows for word in row)
        return {year: count for year, count in sorted(counts.items()) if count}

    def said_by(self, search: Search, speakers: Sequence[str]) -> Mapping[str, Said]:
        """How often each speaker says the words of `search`."""
        return said_one_by_one(self, search, speakers)

    def quoted(self, words: Sequence[str], most: int) -> Quoted:
        """Where words stand side by side, looked for in every place."""
        found = [
            self._quoted_in(reading, place, (first, first + len(words)))
            for reading in sorted(self._readings, key=lambda one: order(one.statement, Sort.OLDEST))
            for place in (*reading.bodies, reading.title, reading.lead)
            for first in side_by_side(_written(reading, place), words)
        ]
        found.sort(key=lambda one: one.turn is None)
        return Quoted(len(found), tuple(found[:most]))

    def passages(self, words: Sequence[str], most: int) -> tuple[IndexPassage, ...]:
        """The best stretch of every place, the best places first."""
        lexicon = self.lexicon()
        total = self._statistics.documents
        counts = {word: lexicon.count(word) for word in words}
        weights = {one: log(1 + total / (1 + many)) for one, many in counts.items() if many}
        found = [
            (stretch.worth, self._quoted_in(reading, place, (stretch.first, stretch.stop)))
            for reading in self._readings
            for place in (*reading.bodies, reading.title, reading.lead)
            if (stretch := best_stretch(_written(reading, place), weights, len(words) + SPARE))
        ]
        found.sort(key=lambda one: -one[0])
        return tuple(passage for _, passage in found[:most])

    @staticmethod
    def _quoted_in(reading: StatementReading, place: Place, words: tuple[int, int]) -> IndexPassage:
        turn = None if place.turn is None else reading.statement.turns[place.turn]
        return IndexPassage(replace(reading.statement, turns=()), place.part, turn, words)

    def newest(self, limit: int) -> tuple[StatementId, ...]:
        """Ids, newest first."""
        ordered = sorted(self._statements, key=lambda one: order(one, Sort.NEWEST))
        return tuple(one.id for one in ordered[:limit])

    def titles(self) -> Iterator[tuple[StatementId, str]]:
        """Ids with their titles, newest first."""
        for one in sorted(self._statements, key=lambda one: order(one, Sort.NEWEST)):
            yield one.id, one.title or ""

    def close(self) -> None:
        """Nothing is open."""

    # -- which statements match

    def _matching(self, tree: Query, filters: Filters) -> list[View]:
        views = (self._matcher.filtered(filters, reading) for reading in self._readings)
        return [view for view in views if view is not None and self._matcher.holds(tree, view)]

    # -- where they match, and how well

    def _ranked(self, tree: Query, search: Search, view: View) -> _Ranked:
        """The statement of `view`, with the turns and parts that matched."""
        statement = view.reading.statement
        reach = list(self._matcher.reach(tree, view))
        places = [
            place
            for leaf, inner in reach
            if leaf is not None
            for place in self._matcher.places_of(leaf, inner)
        ]
        parts = {place.part for place in places}
        turns = {
            place.turn for place in places if place.part is Part.TURNS and place.turn is not None
        }
        if not any(True for _ in spoken(tree)):
            conditions = [inner.turns for leaf, inner in reach if leaf is None]
            filtered = [view.turns] if view.only_turns else []
            turns = set().union(*(conditions or filtered))
            parts |= {Part.TURNS} if turns else set()
        groups = list(self._passages.groups(tree, view))
        score, passages = self._passages.scores(tree, search, view) if groups else (0.0, {})
        best = sorted(turns, key=lambda n: (-passages.get(n, 0.0), n))
        found = Found(
            statement=replace(statement, turns=()),
            turns=tuple(statement.turns[n] for n in best[: search.turns_per_hit]),
            score=score,
            matched_in=tuple(part for part in Part if part in parts),
            matching_turns=len(turns),
        )
        by_words = self._by_words(groups, search)
        if search.by_passage:
            by_words += self._passages.best_turn(groups, search)
        return _Ranked(found, round(by_words, 6))

    def _by_words(self, groups: Sequence[WordGroup], search: Search) -> float:
        """The sum, over the words that decide, of the best score of any place."""
        telling = {one.name for one in self._passages.telling(groups, search)}
        best = 0.0
        for group in groups:
            for leaf in group.leaves if group.name in telling else ():
                places = self._matcher.places_of(leaf, group.view)
                best += max((self._statistics.score(leaf, one) for one in places), default=0.0)
        return best

    def _in_order(
        self, ranked: Sequence[_Ranked], search: Search, *, by_missing: bool = False
    ) -> list[Found]:
        """In the order of the search; under relevance the first ones go by their passages."""

        def lacks(one: _Ranked) -> int:
            return len(one.found.missing) if by_missing else 0

        listed = sorted(ranked, key=lambda one: order(one.found.statement, search.sort))
        listed.sort(key=lacks)
        if search.sort is not Sort.RELEVANCE:
            return [one.found for one in listed]
        listed.sort(key=lambda one: (lacks(one), -one.by_words))
        first, rest = listed[:RERANKED], listed[RERANKED:]
        first.sort(key=lambda one: order(one.found.statement, search.sort))
        first.sort(key=lambda one: (lacks(one), -one.found.score))
        lowest = min((one.found.score for one in first), default=0.0)
        capped = [one.found._replace(score=min(one.found.score, lowest)) for one in rest]
        return [*(one.found for one in first), *capped]

    def _partial(self, search: Search, full: set[StatementId]) -> list[_Ranked]:
        """Statements that hold at least half of the plain words, in no order.

        Of a search by passage these are the words that decide, and date or place may answer them.
        """
        by_passage = _goes_by_passage(search)
        if not search.plain or (not by_passage and len(full) >= ALMOST_BELOW):
            return []
        if not by_passage and len(search.plain) < 2:
            return []
        required = bracket(search.required)
        tree = And([*required, *search.plain])
        found = []
        for reading in self._readings:
            view = self._matcher.filtered(search.filters, reading)
            if view is None or reading.statement.id in full:
                continue
            inner = self._matcher.narrowed([one for one in required if is_condition(one)], view)
            missing = tuple(
                n for n, word in enumerate(search.plain) if not self._matcher.holds(word, inner)
            )
            must = not required or self._matcher.holds_all(required, view, worded=True)
            if missing and must and self._holds_half(search, inner, missing):
                ranked = self._ranked(search.tree if by_passage else tree, search, view)
                found.append(ranked._replace(found=ranked.found._replace(missing=missing)))
        return found

    def _holds_half(self, search: Search, view: View, missing: Sequence[int]) -> bool:
        if not _goes_by_passage(search):
            return 2 * (len(search.plain) - len(missing)) >= len(search.plain)
        groups = {n: list(self._passages.groups(one, view)) for n, one in enumerate(search.plain)}
        each = [group for some in groups.values() for group in some]
        telling = {one.name for one in self._passages.telling(each, search)}
        decide = [n for n, some in groups.items() if any(one.name in telling for one in some)]
        statement = view.reading.statement
        answered = [n for n in decide if n not in missing or self._answers(search, n, statement)]
        return 2 * len(answered) >= len(decide)

    def _answers(self, search: Search, plain: int, statement: Statement) -> bool:
        return any(
            word.leaf == search.plain[plain] and answers(word, statement) for word in search.context
        )

    def _facet(self, search: Search, name: str) -> tuple[FacetValue, ...]:
        """The values of a facet, each counted by asking again with it as the only choice."""
        values = []
        for value, label in facet_values(name, self._statements, self._names).items():
            chosen = {**search.filters.values, name: (value,)}
            count = len(self._matching(search.tree, replace(search.filters, values=chosen)))
            if count:
                values.append(FacetValue(value, label, count))
        values.sort(key=lambda one: (-one.count, one.label, one.value))
        return tuple(values[: search.most_values])


def _goes_by_passage(search: Search) -> bool:
    return search.by_passage and search.sort is Sort.RELEVANCE


def _written(reading: StatementReading, place: Place) -> list[str | None]:
    """The whole words of a place; None where the editors left something out."""
    if place.turn is None:
        is_title = place.part is Part.TITLE
        return list(words((reading.statement.title if is_title else reading.statement.lead) or ""))
    turn = reading.statement.turns[place.turn]
    marked = {mark.after for mark in turn.marks}
    row: list[str | None] = []
    for position, paragraph in enumerate(turn.paragraphs):
        row.extend(words(paragraph))
        if position in marked and position < len(turn.paragraphs) - 1:
            row.append(None)
    return row
