"""One generation of a Whoosh index, open for reading: the `SearchEngine` of a data folder."""

from __future__ import annotations

import weakref
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from search.engine import ALMOST_BELOW, TURN_FIELDS, Hits, IndexPassage, Quoted, Said, Sort
from search.engines.manifest import REBUILD
from search.engines.query_plan import bracket, is_monotone, plan
from search.engines.scope import Scope
from search.engines.whoosh.evaluate.evaluator import Evaluator
from search.engines.whoosh.evaluate.facets import OF_TURNS, Facets
from search.engines.whoosh.evaluate.field_values import FieldValues
from search.engines.whoosh.evaluate.leaf_lookup import PostingLookup
from search.engines.whoosh.evaluate.match_units import ALL_TURNS, ChosenTurns
from search.engines.whoosh.evaluate.passages import PassageScorer
from search.engines.whoosh.evaluate.quoted_places import QuotedPlaces
from search.engines.whoosh.evaluate.ranking import StatementOrder
from search.engines.whoosh.evaluate.relevance import RelevanceOrder
from search.engines.whoosh.evaluate.result_page import (
    FoundOnPage,
    ListedStatements,
    PageBuilder,
    PageRows,
)
from search.engines.whoosh.evaluate.speakers import SpeakerTable
from search.engines.whoosh.evaluate.turn_counter import TurnCounter
from search.engines.whoosh.format.columns import ARRAYS_NAME, TEXTS_NAME, read_columns
from search.engines.whoosh.format.schema import CONTENTS_NAME
from search.engines.whoosh.generations import FORMS_NAME, LEXICON_NAME, read_manifest
from search.engines.whoosh.published_files import changed_files
from search.engines.whoosh.read.byte_cache import ByteCache
from search.engines.whoosh.read.postings import PostingFiles
from search.engines.whoosh.read.stored_fields import StoredReader
from search.engines.whoosh.read.written_lexicon import WrittenLexicon
from search.errors import DamagedIndex, NotFound
from search.records import Part, StatementId, Total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from search.analysis.lexicon import Lexicon
    from search.engine import Filters, Search
    from search.engines.query_plan import Node
    from search.engines.whoosh.evaluate.match_units import FacetUnits, TurnScope
    from search.engines.whoosh.evaluate.passages import PlainWords
    from search.engines.whoosh.evaluate.quoted_places import StandingPlace
    from search.engines.whoosh.evaluate.result_page import ShownStatements
    from search.records import FacetValue, SpeakerRow, Statement
    from search.word_rows import TurnBatch


_READ_WHOLE: Final = (ARRAYS_NAME, TEXTS_NAME, FORMS_NAME, LEXICON_NAME, CONTENTS_NAME)
_LATEST: Final = 10**9  # after any day: of what has none


class WhooshEngine:
    """Answers from one generation; immutable but for caches, safe to share between threads."""

    def __init__(self, folder: Path, cache_bytes: int) -> None:
        self.manifest, files = read_manifest(folder)
        changed = changed_files(folder, files, contents=_READ_WHOLE)
        if changed:
            raise DamagedIndex(
                f"{folder / changed[0]} is missing or has changed since it was published; {REBUILD}"
            )
        self._columns = read_columns(folder)
        self._files = PostingFiles(folder, cache_bytes // 8)
        self._close = weakref.finalize(self, self._files.close)
        # read now, for the folder may be swept
        self._written_lexicon = (folder / LEXICON_NAME).read_bytes()
        people = SpeakerTable(self._columns, _read(folder / FORMS_NAME))
        # of the two, flags are small and asked for again and again: rows must not push them out
        self._cache = ByteCache(cache_bytes * 3 // 16)
        rows = ByteCache(cache_bytes * 9 // 16)
        self._pages = PageBuilder(
            self._columns,
            StoredReader(self._files, ByteCache(cache_bytes // 8)),
            self._files.turn_words,
        )
        self._values = FieldValues(self._columns, people)
        leaves = PostingLookup(self._files, self._columns.statement, rows)
        self._evaluator = Evaluator(self._columns, self._values, leaves, self._cache)
        self._counter = TurnCounter(self._columns, leaves, self._cache)
        self._quoted_places = QuotedPlaces(leaves, self._files)
        self._facets = Facets(self._columns, self._values)
        self._passages = PassageScorer(
            self._evaluator, self._columns, self._values, leaves, self._cache
        )
        order = self._order = StatementOrder(self._columns)
        self._relevance = RelevanceOrder(self._evaluator, order, self._passages)

    # -- the port

    def search(self, search: Search) -> Hits:
        """Answer `search`; see `search.engine` for what the answer means."""
        tree = plan(search.tree)
        scope = self._scope(search.filters)
        in_tree = self._matching(tree, scope)
        full = in_tree & self._values.filtered_statements(search.filters)
        listed = self._listed(search, tree, scope, full)
        almost = self._almost(search, scope, full)
        turns = listed.page.words.matching_turns(full, self._counter)
        total = Total(listed.total, turns, almost.partial if almost else listed.partial)
        pages = (listed, almost) if almost else (listed,)
        shown = FoundOnPage(self._shown, pages, search.turns_per_hit)
        facets = {name: self._facet(search, tree, name, in_tree) for name in search.facets}
        months = self._facets.months(full) if search.histogram else {}
        every_id = self._columns.texts.ids
        ids = tuple([StatementId(every_id[at]) for at in shown.statements])
        return Hits(total, ids, shown, facets, months, PageRows(self._files.turn_words, shown))

    def statement(self, statement_id: StatementId) -> Statement:
        """The whole statement; `NotFound` when the index lacks it."""
        number = self._numbers.get(statement_id)
        if number is None:
            raise NotFound(f"there is no statement {statement_id} in this index")
        return self._pages.statement(number)

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

    def printed(self, field: str) -> Iterable[str]:
        """The texts that a field holds, of speakers further names too; see `search.engine`."""
        texts = self._columns.texts
        if field == "speaker":
            return chain(texts.speakers, texts.people, self._values.people.further_names())
        return texts.roles if field == "role" else texts.places

    def turns(self, search: Search) -> Iterator[TurnBatch]:
        """Every turn that matches `search`, unread."""
        tree, scope = plan(search.tree), self._scope(search.filters)
        full = self._matching(tree, scope) & self._values.filtered_statements(search.filters)
        every = replace(search, offset=0, limit=int(np.count_nonzero(full)))
        return self._pages.unread(self._listed(every, tree, scope, full, scored=False))

    def occurrences(self, search: Search) -> Mapping[int, int]:
        """How often the words of `search` stand in turns of its full matches, by year."""
        tree, scope = plan(search.tree), self._scope(search.filters)
        full = self._matching(tree, scope) & self._values.filtered_statements(search.filters)
        weights = np.zeros(len(self._columns.statement))
        for found in self._evaluator.counted(tree, scope):
            weights[found.documents] += found.counts
        return self._by_year(weights * full[self._columns.statement])

    def words_spoken(self, filters: Filters) -> Mapping[int, int]:
        """How many words the turns have that the filters leave, by year."""
        left = self._values.filtered_statements(filters)
        return self._by_year(self._columns.words * self._in_turns(left, self._scope(filters)))

    def said_by(self, search: Search, speakers: Sequence[str]) -> Mapping[str, Said]:
        """How often each speaker says the words of `search`: counted for all of them at once."""
        tree, name = plan(search.tree), "speaker"
        choices, scope = self._facets.choices(name), self._scope(search.filters, but=name)
        left = self._values.filtered_statements(search.filters, but=name)
        spoken = np.flatnonzero(self._in_turns(left, scope))
        matched = self._matched_units(tree, choices.units, left, scope)
        times = np.zeros(len(matched))
        holding = np.zeros(len(self._columns.statement), np.bool_)
        for found in self._evaluator.counted(tree, scope):
            times += choices.units.sums(found.documents, found.counts)
            holding[found.documents] = True
        if all(leaf.of_title for leaf, _ in self._evaluator.positive_leaves(tree, scope)):
            holding = self._evaluator.left(tree, scope)
        turns = np.flatnonzero(holding)
        by_unit = (
            times * matched,
            choices.units.sums(spoken, self._columns.words[spoken]),
            choices.units.sums(turns, np.ones(len(turns))) * matched,
        )
        sums = (choices.summed(one, speakers) for one in by_unit)
        return dict(zip(speakers, map(Said, *sums), strict=True))

    def _in_turns(self, left: NDArray[np.bool_], scope: TurnScope) -> NDArray[np.bool_]:
        """Documents that a scope shows, of the statements left."""
        kept = left[self._columns.statement]
        return kept if scope.turns.flags is None else kept & scope.turns.flags

    def _by_year(self, weights: NDArray[np.floating] | NDArray[np.integer]) -> Mapping[int, int]:
        """Weights of documents summed up by year, those without any left out."""
        years = np.maximum(self._columns.year, 0)[self._columns.statement]
        summed = np.bincount(years, weights)
        return {int(year): int(summed[year]) for year in np.flatnonzero(summed)}

    def quoted(self, words: Sequence[str], most: int) -> Quoted:
        """Where words stand side by side, turns first, oldest first."""
        places = list(self._quoted_places.side_by_side(words))
        days, minutes = self._columns.day, self._columns.minute

        def age(place: StandingPlace) -> tuple[bool, int, int, int, int]:
            of = self._columns.statement[place.document]
            day = int(days[of])
            heads = place.part is not Part.TURNS
            return (
                heads,
                day if day >= 0 else _LATEST,
                int(minutes[of]),
                place.document,
                place.first,
            )

        places.sort(key=age)
        return Quoted(len(places), self._read(places[:most]))

    def passages(self, words: Sequence[str], most: int) -> tuple[IndexPassage, ...]:
        """The places that hold most of the rarest words, best first."""
        return self._read(self._quoted_places.near(words, most))

    def _read(self, places: Sequence[StandingPlace]) -> tuple[IndexPassage, ...]:
        return tuple(
            IndexPassage(*self._pages.place(one.document, one.part), words=(one.first, one.stop))
            for one in places
        )

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
        """Close the files."""
        self._close()

    def _shown(self, page: ListedStatements, turns_per_hit: int) -> ShownStatements:
        """What is shown of a page; while it may be asked for, the files stay open."""
        return self._pages.found(page, turns_per_hit)

    # -- what matches

    def _scope(self, filters: Filters, *, but: str = "") -> TurnScope:
        """The turns that the filters leave, `but` one of them."""
        chosen = tuple(
            (name, values)
            for name, values in filters.values.items()
            if name in TURN_FIELDS and name != but
        )
        if not chosen:
            return Scope(ALL_TURNS)
        turns = self._cache.get(("filtered", chosen), lambda: self._values.chosen_turns(chosen))
        return Scope(ChosenTurns(turns, (chosen,)), only_turns=True)

    def _matching(self, tree: Node, scope: TurnScope) -> NDArray[np.bool_]:
        """Statements that match the tree and the filters on turns."""
        units = self._evaluator.statements
        matched = self._evaluator.holds(tree, scope, units)
        return matched & self._evaluator.with_turns(scope, units) if scope.only_turns else matched

    def _listed(
        self,
        search: Search,
        tree: Node,
        scope: TurnScope,
        full: NDArray[np.bool_],
        *,
        scored: bool = True,
    ) -> ListedStatements:
        """Full matches, those of the page in order; of a search by passage the others too."""
        span = (search.offset, search.offset + search.limit)
        fit, plain = full, None
        if search.by_passage and search.sort is Sort.RELEVANCE:
            plain = self._plain(search, scope)
            fit = full | (plain.half & self._left(search, scope))
        statements = fit.nonzero()[0]
        total = len(statements) if plain is None else int(np.count_nonzero(full))
        page = self._relevance.page(search, tree, scope, statements, span, scored=scored)
        missing = plain.missing(page.statements) if plain else [()] * len(page.statements)
        return ListedStatements(total, len(statements) - total, page, missing)

    def _almost(
        self, search: Search, scope: TurnScope, full: NDArray[np.bool_]
    ) -> ListedStatements | None:
        """Statements that hold at least half of the plain words, the most words first."""
        by_passage = search.by_passage and search.sort is Sort.RELEVANCE
        if len(search.plain) < 2 or by_passage or np.count_nonzero(full) >= ALMOST_BELOW:
            return None
        required = bracket(search.required)
        plain = self._plain(search, scope)
        held = plain.held
        fit = (2 * held >= len(plain.holds)) & self._left(search, scope) & ~full
        if search.required is not None:
            units = self._evaluator.statements
            fit &= self._evaluator.holds_all(required, scope, units, worded=True)
        tree = replace(required, rest=(*required.rest, *map(plan, search.plain)))
        before = int(np.count_nonzero(full))
        span = (max(search.offset - before, 0), max(search.offset + search.limit - before, 0))
        page = self._relevance.page(search, tree, scope, np.flatnonzero(fit), span, held)
        total = int(np.count_nonzero(fit))
        return ListedStatements(0, total, page, plain.missing(page.statements))

    def _plain(self, search: Search, scope: TurnScope) -> PlainWords:
        """Which plain words statements hold."""
        inner = self._evaluator.narrowed(bracket(search.required).conditions, scope)
        return self._passages.plain_words(search, inner)

    def _left(self, search: Search, scope: TurnScope) -> NDArray[np.bool_]:
        """Statements that the filters leave."""
        left = self._values.filtered_statements(search.filters)
        if scope.only_turns:
            left = left & self._evaluator.with_turns(scope, self._evaluator.statements)
        return left

    def _facet(
        self, search: Search, tree: Node, name: str, in_tree: NDArray[np.bool_]
    ) -> tuple[FacetValue, ...]:
        """The values of a facet, its own filter left aside."""
        choices = self._facets.choices(name)
        left = self._values.filtered_statements(search.filters, but=name)
        within = left & in_tree
        if name in OF_TURNS:
            if name not in search.filters.values and not within.any() and is_monotone(tree):
                return ()  # turns that match by themselves would be of statements that match
            scope = self._scope(search.filters, but=name)
            matched = self._matched_units(tree, choices.units, left, scope)
        else:
            matched = choices.units.of_statements(within)
        return choices.counted(matched, search.most_values)

    def _matched_units(
        self, tree: Node, units: FacetUnits, left: NDArray[np.bool_], scope: TurnScope
    ) -> NDArray[np.bool_]:
        """Units of turns that match the tree by themselves, of the statements left."""
        scope = scope._replace(only_turns=True)
        matched = self._evaluator.holds(tree, scope, units) & units.of_statements(left)
        if scope.turns.flags is not None:
            matched &= units.of_turns(scope.turns.flags)
        return matched

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {one: number for number, one in enumerate(self._columns.texts.ids)}

    @cached_property
    def _lexicon(self) -> Lexicon:
        return WrittenLexicon(self._written_lexicon)

    @cached_property
    def _speakers(self) -> tuple[SpeakerRow, ...]:
        return self._values.people.rows()


def _read(path: Path) -> dict[str, Any]:
    given: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    return given
