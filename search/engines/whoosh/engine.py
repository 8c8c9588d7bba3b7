"""One generation of a Whoosh index, open for reading: the `SearchEngine` in earnest."""

from __future__ import annotations

import json
import weakref
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from whoosh.query import And

from search.engine import ALMOST_BELOW, Found, Hits, Sort
from search.engines.whoosh.columns import ARRAYS_NAME, TEXTS_NAME, read_columns
from search.engines.whoosh.documents import stored_head, stored_turn
from search.engines.whoosh.evaluator import Evaluator, Scope, spoken
from search.engines.whoosh.facets import OF_TURNS, Facets
from search.engines.whoosh.generations import check_files, read_manifest
from search.engines.whoosh.leaves import Leaves
from search.engines.whoosh.people import People
from search.engines.whoosh.postings import PostingFiles
from search.engines.whoosh.ranking import Order, worth
from search.engines.whoosh.segment import CONTENTS_NAME
from search.engines.whoosh.values import Values
from search.engines.whoosh.writer import FORMS_NAME, LEXICON_NAME
from search.errors import NotFound
from search.lexicon import Lexicon
from search.records import Part, StatementId, Total

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from whoosh.query import Query

    from search.engine import Search
    from search.engines.whoosh.ranking import Worth
    from search.records import FacetValue, SpeakerRow, Statement


_READ_WHOLE: Final = (ARRAYS_NAME, TEXTS_NAME, FORMS_NAME, LEXICON_NAME, CONTENTS_NAME)


class _Listed(NamedTuple):
    """Statements in order, and for each the plain words it lacks."""

    statements: NDArray[np.intp]
    missing: Sequence[tuple[int, ...]]
    worth: Worth


class WhooshEngine:
    """Answers from one generation; immutable but for caches, safe to share between threads."""

    def __init__(self, folder: Path, cache_bytes: int) -> None:
        self.manifest, files = read_manifest(folder)
        check_files(folder, files, thoroughly=_READ_WHOLE)
        self._columns = read_columns(folder)
        self._files = PostingFiles(folder)
        self._close = weakref.finalize(self, self._files.close)
        self._counts: Mapping[str, int] = _read(folder / LEXICON_NAME)
        people = People(self._columns, _read(folder / FORMS_NAME))
        self._values = Values(self._columns, people)
        self._evaluator = Evaluator(self._columns, self._values, Leaves(self._files, cache_bytes))
        self._facets = Facets(self._columns, self._values)
        self._order = Order(self._columns)

    # -- the port

    def search(self, search: Search) -> Hits:
        """Answer `search`; see `search.engine` for what the answer means."""
        scope = self._scope(search)
        in_tree = self._matching(search.tree, scope)
        full = in_tree & self._values.filtered_statements(search.filters)
        listed = self._listed(search, scope, full)
        almost = self._almost(search, scope, full)
        total = Total(
            int(np.count_nonzero(full)),
            listed.worth.matching_turns(full, self._columns.statement),
            len(almost.statements) if almost else 0,
        )
        page = slice(search.offset, search.offset + search.limit)
        found = self._page(search, listed, page)
        if almost:
            before = len(listed.statements)
            rest = slice(max(page.start - before, 0), max(page.stop - before, 0))
            found += self._page(search, almost, rest)
        facets = {name: self._facet(search, name, in_tree) for name in search.facets}
        return Hits(total, tuple(found), facets)

    def statement(self, statement_id: StatementId) -> Statement:
        """The whole statement; `NotFound` when the index lacks it."""
        number = self._numbers.get(statement_id)
        if number is None:
            raise NotFound(f"there is no statement {statement_id} in this index")
        turns = tuple(
            stored_turn(self._files.stored(document)) for document in self._columns.turns_of(number)
        )
        return replace(self._head(number), turns=turns)

    def statements(self, number: int) -> tuple[StatementId, ...]:
        """Ids of the statements the site numbers so."""
        found = np.flatnonzero(self._columns.number == number).tolist() if number >= 0 else []
        return tuple(sorted(StatementId(self._columns.texts.ids[one]) for one in found))

    def lexicon(self) -> Lexicon:
        """All folded words with the number of places that hold them."""
        return self._lexicon

    def speakers(self) -> tuple[SpeakerRow, ...]:
        """Everybody who speaks, most turns first."""
        return self._speakers

    def newest(self, limit: int) -> tuple[StatementId, ...]:
        """Ids, newest first."""
        newest = self._order.newest(limit).tolist()
        return tuple(StatementId(self._columns.texts.ids[one]) for one in newest)

    def titles(self) -> Iterator[tuple[StatementId, str]]:
        """Ids with their titles, newest first."""
        for number in self._order.newest(len(self._columns.head)).tolist():
            stored = self._files.stored(int(self._columns.head[number]))
            yield StatementId(self._columns.texts.ids[number]), stored["title"]

    def close(self) -> None:
        """Let go of files."""
        self._close()

    # -- what matches

    def _scope(self, search: Search, *, but: str = "") -> Scope:
        """The turns that the filters leave, `but` one of them."""
        turns = self._values.filtered_turns(search.filters, but=but)
        return Scope(self._values.is_turn) if turns is None else Scope(turns, only_turns=True)

    def _matching(self, tree: Query, scope: Scope) -> NDArray[np.bool_]:
        """Statements that match the tree and the filters on turns."""
        units = self._evaluator.statements
        matched = self._evaluator.holds(tree, scope, units)
        return matched & self._evaluator.with_turns(scope, units) if scope.only_turns else matched

    def _listed(self, search: Search, scope: Scope, full: NDArray[np.bool_]) -> _Listed:
        """Full matches in order."""
        found = self._worth(search.tree, scope)
        statements = np.flatnonzero(full)
        keys: list[NDArray[np.floating]] = []
        if search.sort is Sort.RELEVANCE:
            keys = [-found.scores[statements]]
            if any(True for _ in spoken(search.tree)):
                together = self._in_one_turn(search.tree, scope)
                keys.insert(0, 1.0 - together[statements])
        ordered = self._order.arranged(statements, search.sort, keys)
        return _Listed(ordered, [()] * len(ordered), found)

    def _worth(self, tree: Query, scope: Scope) -> Worth:
        reached = list(self._evaluator.reached(tree, scope))
        filtered = scope.turns if scope.only_turns else None
        return worth(reached, self._evaluator, self._columns, filtered)

    def _in_one_turn(self, tree: Query, scope: Scope) -> NDArray[np.bool_]:
        """Statements of which one turn by itself matches the whole tree."""
        units = self._evaluator.turns
        turns = self._evaluator.holds(tree, replace(scope, only_turns=True), units) & scope.turns
        together = np.zeros(len(self._columns.head), np.bool_)
        together[self._columns.statement[turns]] = True
        return together

    def _almost(self, search: Search, scope: Scope, full: NDArray[np.bool_]) -> _Listed | None:
        """Statements that hold at least half of the plain words, the most words first."""
        plain = search.plain
        if len(plain) < 2 or np.count_nonzero(full) >= ALMOST_BELOW:
            return None
        evaluator, units = self._evaluator, self._evaluator.statements
        required = _bracket(search.required)
        inner = evaluator.narrowed(required, scope)
        held = np.array([evaluator.holds(word, inner, units) for word in plain])
        fit = 2 * held.sum(axis=0) >= len(plain)
        fit &= ~held.all(axis=0) & self._values.filtered_statements(search.filters) & ~full
        if required:
            fit &= evaluator.holds_all(required, scope, units, worded=True)
        if scope.only_turns:
            fit &= evaluator.with_turns(scope, units)
        found = self._worth(And([*required, *plain]), scope)
        statements = np.flatnonzero(fit)
        keys = [-held.sum(axis=0)[statements].astype(np.float64)]
        if search.sort is Sort.RELEVANCE:
            keys.append(-found.scores[statements])
        ordered = self._order.arranged(statements, search.sort, keys)
        missing = [tuple(np.flatnonzero(~held[:, one]).tolist()) for one in ordered]
        return _Listed(ordered, missing, found)

    def _facet(
        self, search: Search, name: str, in_tree: NDArray[np.bool_]
    ) -> tuple[FacetValue, ...]:
        """The values of a facet, its own filter left aside."""
        choices = self._facets.choices(name)
        matched = self._values.filtered_statements(search.filters, but=name)[
            choices.units.statement
        ]
        if name in OF_TURNS:
            scope = replace(self._scope(search, but=name), only_turns=True)
            matched &= self._evaluator.holds(search.tree, scope, choices.units)
            matched &= self._evaluator.with_turns(scope, choices.units)
        else:
            matched &= in_tree[choices.units.statement]
        return choices.counted(matched)

    # -- what is shown

    def _page(self, search: Search, listed: _Listed, page: slice) -> list[Found]:
        numbers = listed.statements[page].tolist()
        return [
            self._found(search, number, missing, listed.worth)
            for number, missing in zip(numbers, listed.missing[page], strict=True)
        ]

    def _found(self, search: Search, number: int, missing: tuple[int, ...], found: Worth) -> Found:
        """One statement with its best turns."""
        turns = self._columns.turns_of(number)
        matching = turns.start + np.flatnonzero(found.turns[turns.start : turns.stop])
        best = matching[np.argsort(-found.turn_scores[matching], kind="stable")]
        return Found(
            statement=self._head(number),
            turns=tuple(
                stored_turn(self._files.stored(one))
                for one in best[: search.turns_per_hit].tolist()
            ),
            score=float(found.scores[number]),
            matched_in=tuple(part for part in Part if found.parts[part][number]),
            matching_turns=len(matching),
            missing=missing,
        )

    def _head(self, number: int) -> Statement:
        return stored_head(self._files.stored(int(self._columns.head[number])))

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {one: number for number, one in enumerate(self._columns.texts.ids)}

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon(list(self._counts), list(self._counts.values()))

    @cached_property
    def _speakers(self) -> tuple[SpeakerRow, ...]:
        return self._values.people.rows()


def _bracket(required: Query | None) -> Sequence[Query]:
    """What stands in one bracket with the plain words."""
    if required is None:
        return ()
    children: Sequence[Query] = required.subqueries if type(required) is And else (required,)
    return children


def _read(path: Path) -> dict[str, Any]:
    given: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return given
