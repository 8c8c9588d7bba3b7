"""The reference engine: every question is put to every statement, one after the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from whoosh.query import And, Every, Not, NullQuery, Or, Phrase, Term, TermRange

from search.engine import ALMOST_BELOW, TEXT_FIELDS, TITLE_FIELDS, Found, Hits, Sort
from search.engines.reference.places import Reading, read_statement
from search.engines.reference.trees import (
    bracket,
    in_range,
    is_condition,
    is_exclusion,
    month_of,
    order,
    spoken,
    value_of,
    year_of,
)
from search.engines.reference.values import Names, facet_values, said, speaker_rows
from search.errors import NotFound
from search.lexicon import Lexicon
from search.records import FacetValue, Part, Total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from whoosh.query import Query

    from search.engine import Filters, Search
    from search.engines.reference.places import Statistics
    from search.records import Manifest, SpeakerRow, Statement, StatementId, Turn

MOST_FACET_VALUES: Final = 100
_TURN_FILTERS: Final = ("speaker", "role", "kind", "evidence")


@dataclass(frozen=True, slots=True)
class View:
    """What of a statement counts: which turns, and whether title, lead and labels do too.

    `only_title`: nothing but the title does, and there are no turns.
    """

    reading: Reading
    turns: frozenset[int]
    only_turns: bool = False
    only_title: bool = False


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
        self._names = Names(self._statements, forms or {})
        self._statistics: Statistics = Reading.statistics(self._readings)

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

    def occurrences(self, search: Search) -> Mapping[int, int]:
        """How often the words of `search` stand in turns of its full matches, by year."""
        counts: Counter[int] = Counter()
        for view in self._matching(search.tree, search.filters):
            for leaf, inner in self._reach(search.tree, view):
                if leaf is None or leaf.fieldname in TITLE_FIELDS:
                    continue
                bodies = (view.reading.bodies[n] for n in inner.turns)
                often = sum(len(body.ends(leaf)) for body in bodies)
                counts[year_of(view.reading.statement)] += often
        return {year: count for year, count in sorted(counts.items()) if count}

    def words_spoken(self, filters: Filters) -> Mapping[int, int]:
        """How many words the turns have that the filters leave, by year."""
        counts: Counter[int] = Counter()
        for view in (self._filtered(filters, reading) for reading in self._readings):
            if view is not None:
                rows = (view.reading.bodies[n].exact for n in view.turns)
                year = year_of(view.reading.statement)
                counts[year] += sum(word is not None for row in rows for word in row)
        return {year: count for year, count in sorted(counts.items()) if count}

    def newest(self, limit: int) -> tuple[StatementId, ...]:
        """Ids, newest first."""
        ordered = sorted(self._statements, key=lambda one: order(one, Sort.NEWEST))
        return tuple(one.id for one in ordered[:limit])

    def titles(self) -> Iterator[tuple[StatementId, str]]:
        """Ids with their titles, newest first."""
        for one in sorted(self._statements, key=lambda one: order(one, Sort.NEWEST)):
            yield one.id, one.title

    def close(self) -> None:
        """Nothing is open."""

    # -- which statements match

    def _matching(self, tree: Query, filters: Filters) -> list[View]:
        views = (self._filtered(filters, reading) for reading in self._readings)
        return [view for view in views if view is not None and self._holds(tree, view)]

    def _filtered(self, filters: Filters, reading: Reading) -> View | None:
        """What the filters leave of a statement; None when nothing."""
        one = reading.statement
        if filters.since and not (one.date and one.date >= filters.since):
            return None
        if filters.until and not (one.date and one.date <= filters.until):
            return None
        turns = set(range(len(one.turns)))
        for name, values in filters.values.items():
            if name in _TURN_FILTERS:
                turns = {
                    n for n in turns if any(self._turn_has(name, v, one.turns[n]) for v in values)
                }
            elif not any(said(name, value, one) for value in values):
                return None
        only_turns = any(name in _TURN_FILTERS for name in filters.values)
        return View(reading, frozenset(turns), only_turns) if turns or not only_turns else None

    def _holds(self, node: Query, view: View) -> bool:
        """Whether the statement, as far as `view` shows it, matches `node`."""
        if is_condition(node):
            return bool(self._narrowed([node], view).turns)
        if isinstance(node, And):
            return self._holds_all(node.subqueries, view)
        if isinstance(node, Or):
            return any(self._holds(child, view) for child in node.subqueries)
        if isinstance(node, Not):
            return not self._holds(node.query, view)
        if isinstance(node, Every):
            return True
        if isinstance(node, type(NullQuery)):
            return False
        if isinstance(node, TermRange):
            return in_range(node, view.reading.statement)
        if node.fieldname in TEXT_FIELDS:
            return any(True for _ in self._places_of(node, view))
        return said(node.fieldname, value_of(node), view.reading.statement)

    def _holds_all(self, children: Sequence[Query], view: View, *, worded: bool = False) -> bool:
        """Whether all of an And's children hold, its conditions on turns narrowing the rest."""
        conditions = [child for child in children if is_condition(child)]
        rest = [child for child in children if not is_condition(child)]
        inner = self._narrowed(conditions, view)
        worded = worded or any(True for child in rest for _ in spoken(child))
        if conditions and not inner.turns and (inner.only_turns or not worded):
            return False
        return bool(children) and all(self._holds(child, inner) for child in rest)

    def _narrowed(self, conditions: Sequence[Query], view: View) -> View:
        """The view that is left of `view` by conditions on turns."""
        turns = view.reading.statement.turns
        left = frozenset(
            n for n in view.turns if all(self._fulfils(one, turns[n]) for one in conditions)
        )
        only_turns = view.only_turns or any(not is_exclusion(one) for one in conditions)
        return replace(view, turns=left, only_turns=only_turns)

    def _fulfils(self, condition: Query, turn: Turn) -> bool:
        if isinstance(condition, And):
            return all(self._fulfils(child, turn) for child in condition.subqueries)
        if isinstance(condition, Or):
            return any(self._fulfils(child, turn) for child in condition.subqueries)
        if isinstance(condition, Not):
            return not self._fulfils(condition.query, turn)
        return self._turn_has(condition.fieldname, value_of(condition), turn)

    def _turn_has(self, name: str, value: str, turn: Turn) -> bool:
        if name in ("speaker", "person"):
            return self._names.mean(value, turn, known=name == "person")
        return said(name, value, turn)

    # -- where they match, and how well

    def _places_of(self, leaf: Query, view: View) -> Iterator[tuple[Part, int | None, float]]:
        """Part, turn and score of every place in view that holds `leaf`."""
        for place in view.reading.places():
            if view.only_title and place.part is not Part.TITLE:
                continue
            outside = place.turn is None or place.part is Part.LABELS
            if outside and view.only_turns and leaf.fieldname not in TITLE_FIELDS:
                continue
            if place.turn is not None and place.turn not in view.turns:
                continue
            if leaf.fieldname in TITLE_FIELDS and place.part is not Part.TITLE:
                continue
            if place.holds(leaf):
                yield place.part, place.turn, self._statistics.score(leaf, place)

    def _reach(self, node: Query, view: View) -> Iterator[tuple[Query | None, View]]:
        """Every positive word of `node`, and every condition on turns (None), with its own view."""
        if is_condition(node):
            yield None, self._narrowed([node], view)
        elif isinstance(node, And):
            conditions = [child for child in node.subqueries if is_condition(child)]
            inner = self._narrowed(conditions, view)
            if conditions:
                yield None, inner
            for child in node.subqueries:
                if not is_condition(child):
                    yield from self._reach(child, inner)
        elif isinstance(node, Or):
            for child in node.subqueries:
                yield from self._reach(child, view)
        elif isinstance(node, (Term, Phrase)) and node.fieldname in TEXT_FIELDS:
            yield node, view

    def _found(self, tree: Query, search: Search, view: View) -> Found:
        """The statement of `view`, with the turns and parts that matched."""
        statement = view.reading.statement
        reach = list(self._reach(tree, view))
        score, parts = 0.0, set()
        turns: dict[int, float] = {}
        for leaf, inner in reach:
            if leaf is None:
                continue
            hits = list(self._places_of(leaf, inner))
            score += max((points for _, _, points in hits), default=0.0)
            parts |= {part for part, _, _ in hits}
            for part, turn, points in hits:
                if part is Part.TURNS and turn is not None:
                    turns[turn] = turns.get(turn, 0.0) + points
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
        return any(self._holds(search.tree, one) for one in alone)

    def _almost(self, search: Search, full: set[StatementId]) -> list[Found]:
        """Statements that hold at least half of the plain words, most words first."""
        if len(full) >= ALMOST_BELOW or len(search.plain) < 2:
            return []
        required = bracket(search.required)
        tree = And([*required, *search.plain])
        found = []
        for reading in self._readings:
            view = self._filtered(search.filters, reading)
            if view is None or reading.statement.id in full:
                continue
            inner = self._narrowed([one for one in required if is_condition(one)], view)
            missing = tuple(
                n for n, word in enumerate(search.plain) if not self._holds(word, inner)
            )
            held = len(search.plain) - len(missing)
            must = not required or self._holds_all(required, view, worded=True)
            if missing and must and 2 * held >= len(search.plain):
                found.append(replace(self._found(tree, search, view), missing=missing))
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
