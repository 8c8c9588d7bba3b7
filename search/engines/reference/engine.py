"""The reference engine: every question is put to every statement, one after the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from whoosh.query import And

from search.analysis.lexicon import Lexicon
from search.engine import ALMOST_BELOW, TITLE_FIELDS, Found, Hits, Sort
from search.engines.read_turns import read_turns
from search.engines.reference.matching import Matcher, View
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
from search.errors import NotFound
from search.records import FacetValue, Part, Total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from whoosh.query import Query

    from search.engine import Filters, Said, Search, UnreadTurn
    from search.engines.reference.places import Statistics
    from search.records import Manifest, SpeakerRow, Statement, StatementId

MOST_FACET_VALUES: Final = 100


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
        self._names = PersonNames(self._statements, forms or {})
        self._matcher = Matcher(self._names)
        self._statistics: Statistics = StatementReading.statistics(self._readings)

    def search(self, search: Search) -> Hits:
        """Answer `search` by looking at every statement in turn."""
        views = self._matching(search.tree, search.filters)
        found = [self._found(search.tree, search, view) for view in views]
        together = {view.reading.statement.id: self._together(search, view) for view in views}
        worded = bool(list(spoken(search.tree)))
        found.sort(key=lambda one: order(one.statement, search.sort))
        if search.sort is Sort.RELEVANCE:
            found.sort(key=lambda one: (worded and not together[one.statement.id], -one.score))
        almost = self._almost(search, {one.statement.id for one in found})
        listed = (found + almost)[search.offset : search.offset + search.limit]
        total = Total(len(found), sum(one.matching_turns for one in found), len(almost))
        facets = {name: self._facet(search, name) for name in search.facets}
        months = Counter(month_of(view.reading.statement) for view in views)
        return Hits(
            total, tuple(listed), facets, dict(sorted(months.items())) if search.histogram else {}
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
                for word in set(place.exact) - {None}:
                    counts[str(word)] = counts.get(str(word), 0) + 1
        words = sorted(counts)
        return Lexicon(words, [counts[word] for word in words])

    def speakers(self) -> tuple[SpeakerRow, ...]:
        """Everybody who speaks, most turns first."""
        return speaker_rows(self._statements, self._names)

    def turns(self, search: Search) -> Iterator[UnreadTurn]:
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

    def _scored(self, leaf: Query, view: View) -> list[tuple[Part, int | None, float]]:
        """Part, turn and score of every place in view that holds `leaf`."""
        places = self._matcher.places_of(leaf, view)
        return [(one.part, one.turn, self._statistics.score(leaf, one)) for one in places]

    def _found(self, tree: Query, search: Search, view: View) -> Found:
        """The statement of `view`, with the turns and parts that matched."""
        statement = view.reading.statement
        reach = list(self._matcher.reach(tree, view))
        score, parts = 0.0, set()
        turns: dict[int, float] = {}
        for leaf, inner in reach:
            if leaf is None:
                continue
            hits = self._scored(leaf, inner)
            score += max((points for _, _, points in hits), default=0.0)
            parts |= {part for part, _, _ in hits}
            for part, turn, points in hits:
                if part is Part.TURNS and turn is not None:
                    turns[turn] = turns.get(turn, 0.0) + points
        for pair, inner in self._matcher.beside(tree, view, self._statistics.is_everywhere):
            hits = self._scored(pair, inner)
            score += max((points for _, _, points in hits), default=0.0)
            for part, turn, points in hits:
                if part is Part.TURNS and turn is not None:
                    turns[turn] += points
        if not any(True for _ in spoken(tree)):
            conditions = [inner.turns for leaf, inner in reach if leaf is None]
            filtered = [view.turns] if view.only_turns else []
            turns = dict.fromkeys(frozenset().union(*(conditions or filtered)), 0.0)
            parts |= {Part.TURNS} if turns else set()
        best = sorted(turns, key=lambda n: (-round(turns[n], 6), n))[: search.turns_per_hit]
        return Found(
            statement=replace(statement, turns=()),
            turns=tuple(statement.turns[n] for n in best),
            score=round(score, 6),
            matched_in=tuple(part for part in Part if part in parts),
            matching_turns=len(turns),
        )

    def _together(self, search: Search, view: View) -> bool:
        """Whether one turn, or the title, matches the whole tree by itself."""
        alone = [View(view.reading, frozenset([n]), only_turns=True) for n in view.turns]
        if not view.only_turns:
            alone.append(View(view.reading, frozenset(), only_title=True))
        return any(self._matcher.holds(search.tree, one) for one in alone)

    def _almost(self, search: Search, full: set[StatementId]) -> list[Found]:
        """Statements that hold at least half of the plain words, most words first."""
        if len(full) >= ALMOST_BELOW or len(search.plain) < 2:
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
            held = len(search.plain) - len(missing)
            must = not required or self._matcher.holds_all(required, view, worded=True)
            if missing and must and 2 * held >= len(search.plain):
                found.append(self._found(tree, search, view)._replace(missing=missing))
        found.sort(key=lambda one: order(one.statement, search.sort))
        if search.sort is Sort.RELEVANCE:
            found.sort(key=lambda one: -one.score)
        return sorted(found, key=lambda one: len(one.missing))

    def _facet(self, search: Search, name: str) -> tuple[FacetValue, ...]:
        """The values of a facet, each counted by asking again with it as the only choice."""
        values = []
        for value, label in facet_values(name, self._statements, self._names).items():
            chosen = {**search.filters.values, name: (value,)}
            count = len(self._matching(search.tree, replace(search.filters, values=chosen)))
            if count:
                values.append(FacetValue(value, label, count))
        values.sort(key=lambda one: (-one.count, one.label, one.value))
        return tuple(values[:MOST_FACET_VALUES])
