"""A planned tree in a scope + some statements → what their passages are scored by."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from search.engines import passages
from search.engines.passages import (
    TURN_BITS,
    HeldBy,
    Occurrences,
    PassageEvidence,
    score_passages,
)
from search.engines.query_plan import Leaf, plan, telling
from search.engines.whoosh.evaluate.kept_scores import PassageScored, Standing
from search.engines.whoosh.format.columns import KINDS
from search.engines.whoosh.format.runs import distinct
from search.records import Part, TurnKind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from numpy.typing import NDArray

    from search.engine import ContextWord, Search
    from search.engines.query_plan import Node
    from search.engines.scope import ScopedLeaf
    from search.engines.whoosh.evaluate.evaluator import Evaluator
    from search.engines.whoosh.evaluate.field_values import FieldValues
    from search.engines.whoosh.evaluate.leaf_lookup import PostingLookup
    from search.engines.whoosh.evaluate.leaf_matches import Among, MatchedPlaces
    from search.engines.whoosh.evaluate.match_units import ChosenTurns, TurnScope
    from search.engines.whoosh.evaluate.scores import FoundWords
    from search.engines.whoosh.format.columns import Columns
    from search.engines.whoosh.read.byte_cache import ByteCache

_MOST_KNOWN: Final = 2_000  # statements whose scores are kept for the same words
_KEPT_FROM: Final = 20_000  # documents: of words that more of them hold places are not kept
_FEW: Final = 8  # of so many times fewer documents than all, places are sought each time
_NO_ROWS: Final = np.empty(0, np.int32)
_NO_KEYS: Final = np.empty(0, np.int64)
_KIND_WEIGHTS: Final = np.array([*(passages.KIND_WEIGHTS[kind] for kind in KINDS), 0.0])
_LABEL_WEIGHTS: Final = np.array([*map(passages.label_weight, KINDS), 0.0])
_NOTHING_HELD: Final = HeldBy(_NO_KEYS, _NO_KEYS)
_QUESTION, _ANSWER = KINDS.index(TurnKind.ANONYMOUS), KINDS.index(TurnKind.SPEECH)


class PlainWords(NamedTuple):
    """Which statements hold the plain words of a search, a row a word.

    `answered` adds those whose date or place answers the word; `decide` are the words that tell.
    """

    holds: NDArray[np.bool_]
    answered: NDArray[np.bool_]
    decide: NDArray[np.bool_]

    @property
    def half(self) -> NDArray[np.bool_]:
        """Statements that answer at least half of the words that tell."""
        told = self.answered[self.decide]
        fit: NDArray[np.bool_] = 2 * told.sum(axis=0) >= len(told)
        return fit

    @property
    def held(self) -> NDArray[np.int64]:
        """By statement how many of all the words it holds."""
        count: NDArray[np.int64] = self.holds.sum(axis=0, dtype=np.int64)
        return count

    def missing(self, statements: NDArray[np.int32]) -> list[tuple[int, ...]]:
        """The positions of the words that each statement lacks."""
        held = self.holds[:, statements].T.tolist()
        return [tuple([at for at, holds in enumerate(row) if not holds]) for row in held]


class _Word(NamedTuple):
    """A word of the query, where it stands in some statements, and how much it weighs."""

    leaf: Leaf
    scope: TurnScope
    matched: MatchedPlaces
    weight: float


class PassageScorer:
    """Scores passages of one generation; holds no state of a query."""

    def __init__(
        self,
        evaluator: Evaluator,
        columns: Columns,
        values: FieldValues,
        leaves: PostingLookup,
        cache: ByteCache,
    ) -> None:
        self._evaluator, self._columns = evaluator, columns
        self._values, self._leaves, self._cache = values, leaves, cache

    def telling(self, leaves: Sequence[Leaf], search: Search) -> list[Leaf]:
        """The leaves that decide the order."""
        return telling(leaves, search.weightless, self._leaves.is_everywhere)

    def context(self, search: Search) -> Iterator[tuple[Leaf, float, NDArray[np.bool_]]]:
        """Plain words that date or place of statements answer: how much, and in which of them."""
        for word in search.context:
            leaf = plan(word.leaf)
            if not isinstance(leaf, Leaf):
                continue
            if word.year is not None or word.month is not None:
                yield leaf, passages.DATE, self._dated(word)
            if word.word and self._values.is_printed("place", word.word):
                yield leaf, passages.PLACE, self._placed(word.word)

    def _placed(self, word: str) -> NDArray[np.bool_]:
        """Statements in whose printed place a word stands."""
        return self._cache.get(("placed", word), lambda: self._values.statements("place", word))

    def _dated(self, word: ContextWord) -> NDArray[np.bool_]:
        if word.year is not None:
            in_year: NDArray[np.bool_] = self._columns.year == word.year
            return in_year
        return self._values.in_month(word.month or 0)

    def plain_words(self, search: Search, scope: TurnScope) -> PlainWords:
        """Which statements hold the plain words of a search, as far as `scope` shows them."""
        plain = [plan(word) for word in search.plain]
        units = self._evaluator.statements
        holds = np.array([self._evaluator.holds(word, scope, units) for word in plain])
        answered = holds.copy()
        for leaf, _, those in self.context(search):
            for at, word in enumerate(plain):
                if word == leaf:
                    answered[at] |= those
        leaves = [one for one in plain if isinstance(one, Leaf)]
        told = frozenset(self.telling(leaves, search))
        return PlainWords(holds, answered, np.array([one in told for one in plain], np.bool_))

    def best_turns(self, found: FoundWords) -> NDArray[np.float64]:
        """By statement the most that the words of one turn tell together, each counted once."""
        each = {
            _key(*one): (one.leaf, at) for one, at in zip(found.leaves, found.places, strict=True)
        }
        told = np.zeros(len(self._columns.statement))
        for leaf, matched in each.values():
            turns = matched.parts.get(Part.TURNS)
            if leaf in found.deciding and turns is not None:
                told[turns.documents] += self._leaves.weight(leaf)
        if not len(told):
            return told
        best: NDArray[np.float64] = np.maximum.reduceat(told, self._columns.head)
        return best

    def scores(
        self,
        tree: Node,
        scope: TurnScope,
        search: Search,
        found: FoundWords,
        statements: NDArray[np.int32],
    ) -> PassageScored:
        """The scores of some statements, ascending, as they would be among all."""
        each = {_key(*one): (one, at) for one, at in zip(found.leaves, found.places, strict=True)}
        words = [
            _Word(leaf, inner, matched, self._leaves.weight(leaf))
            for (leaf, inner), matched in each.values()
            if leaf in found.deciding
        ]
        pairs = tuple(self._pairs(tree, scope, words)) if len(words) > 1 else ()
        key = ("passages", tuple(each), found.deciding, pairs)
        known: PassageScored | None = None if search.context else self._cache.find(key)
        new = statements if known is None else known.lacking(statements)
        if known is not None and not len(new):
            return known
        scored = self._scored(words, pairs, list(each.values()), search, new)
        if search.context:
            return scored
        both = scored if known is None else known.joined(scored)
        self._cache.put(key, both if len(both.numbers) <= _MOST_KNOWN else scored)
        return both

    def _scored(
        self,
        words: Sequence[_Word],
        pairs: Sequence[tuple[int, int]],
        each: Sequence[tuple[ScopedLeaf[ChosenTurns], MatchedPlaces]],
        search: Search,
        statements: NDArray[np.int32],
    ) -> PassageScored:
        among = self._evaluator.extents.among(statements)
        evidence, documents = self._evidence(words, pairs, each, search, among)
        scored = score_passages(evidence)
        return PassageScored(statements, scored.statements, documents, scored.turns)

    @cached_property
    def _asking(self) -> NDArray[np.bool_]:
        """Documents that are a question of a voice without a name, right before its answer."""
        kinds, asking = self._columns.kind, np.zeros(len(self._columns.kind), np.bool_)
        asking[:-1] = (kinds[:-1] == _QUESTION) & (kinds[1:] == _ANSWER)
        return asking

    def _pairs(
        self, tree: Node, scope: TurnScope, words: Sequence[_Word]
    ) -> Iterator[tuple[int, int]]:
        """The places among `words` of each two that were typed next to each other."""
        places = {_key(one.leaf, one.scope): at for at, one in enumerate(words)}
        for pair, inner in self._evaluator.adjacent_pairs(tree, scope):
            each = (_key(Leaf("text", (word,)), inner) for word in pair.words)
            first, second = map(places.get, each)
            if first is not None and second is not None:
                yield first, second

    def _evidence(
        self,
        words: Sequence[_Word],
        pairs: Sequence[tuple[int, int]],
        each: Sequence[tuple[ScopedLeaf[ChosenTurns], MatchedPlaces]],
        search: Search,
        among: Among,
    ) -> tuple[PassageEvidence, NDArray[np.int32]]:
        weights = [one.weight for one in words]
        share = passages.pair_share(len(each))
        weights += [share * (weights[one] + weights[other]) for one, other in pairs]
        said = np.ones(len(weights))
        context, dated = np.zeros(len(among.statements)), np.zeros(len(among.statements))
        number = {one.leaf: at for at, one in enumerate(words)}
        for leaf, worth, holds in self.context(search):
            if leaf in number:
                answered = weights[number[leaf]] * holds[among.statements]
                context += answered * worth
                if worth == passages.DATE:
                    dated += answered
                    said[number[leaf]] = passages.DATE_SAID
        stands = [self._standing(word, among) for word in words]
        for one, other in pairs:
            stands.append(_both(stands[other], stands[one] + 1))
        anywhere = [_inside(word, among) if _is_wide(word.leaf) else _NO_ROWS for word in words]
        labels = [_documents(one.matched, Part.LABELS, among) for one in words]
        places = _together(stands)
        documents = places.turns.astype(np.int32)
        more = [one for one in (*anywhere, *labels) if len(one)]
        if more:
            documents = distinct(np.concatenate([documents, *more]))
        titles = _held([_owned(one.matched, Part.TITLE, among) for one in words])
        kinds = self._columns.kind[documents]
        return (
            PassageEvidence(
                weights=np.array(weights),
                said=said,
                occurrences=self._with_questions(places, documents),
                anywhere=_held(anywhere, documents),
                labels=_held(labels, documents),
                titles=titles,
                leads=_held([_owned(one.matched, Part.LEAD, among) for one in words]),
                turns=documents,
                statement=among.statements.searchsorted(self._columns.statement[documents]),
                kind=_KIND_WEIGHTS[kinds],
                label=_LABEL_WEIGHTS[kinds],
                context=context,
                dated=dated,
                words=len(words),
                asked=len(each),
                window=passages.window_of(len(each)),
                **self._titled(each, among, titles),
            ),
            documents,
        )

    def _standing(self, word: _Word, among: Among) -> NDArray[np.int64]:
        """Where a word stands in turns of some statements, ascending, as `Occurrences` has it."""
        leaf, scope, matched, _ = word
        if _is_wide(leaf) or Part.TURNS not in matched.parts:
            return _NO_KEYS
        every = matched.parts[Part.TURNS].documents
        inside = _inside(word, among)
        if len(inside) * _FEW < len(every) or sum(self._leaves.holders(leaf)) > _KEPT_FROM:
            return self._leaves.places_in(leaf, inside)

        def made() -> Standing:
            return Standing.of(self._leaves.places_in(leaf, every))

        return self._leaves.kept(("stands", _key(leaf, scope)), made).of_statements(among)

    def _with_questions(self, places: Occurrences, documents: NDArray[np.int32]) -> Occurrences:
        """Where words stand, those of a question once more before the words of its answer."""
        asks = self._asking[documents]
        if not asks.any():
            return places
        asks[:-1] &= documents[1:] == documents[:-1] + 1
        asks[-1] = False
        if not asks.any():
            return places
        turns = (places.keys >> TURN_BITS).astype(np.int32)
        again = asks[documents.searchsorted(turns)].nonzero()[0]
        following = places.keys[again] + (1 << TURN_BITS)
        shares = np.ones(len(turns) + len(again))
        shares[len(turns) :] = passages.QUESTION_SHARE
        return passages.occurrences(
            np.concatenate([places.keys, following - self._columns.words[turns[again]]]),
            np.concatenate([places.words, places.words[again]]),
            shares,
        )

    def _titled(
        self,
        each: Sequence[tuple[ScopedLeaf[ChosenTurns], MatchedPlaces]],
        among: Among,
        titles: HeldBy,
    ) -> dict[str, NDArray[Any]]:
        """How many words of the query, the silent ones too, stand in each title, and its length.

        Where no word that decides stands in any of them, neither tells.
        """
        found = np.zeros(len(among.statements), np.int64)
        if not len(titles.holders):
            return {"titled": found, "title_lengths": found}
        for (leaf, _), matched in each:
            found[_owned(matched, Part.TITLE, among)] += leaf.size
        return {"titled": found, "title_lengths": self._leaves.title_lengths(among.firsts)}


def _key(leaf: Leaf, scope: TurnScope) -> Hashable:
    """Equal for equal words in equal scopes: arrays cannot be compared so."""
    return leaf, scope.turns.key, scope.only_turns


def _documents(matched: MatchedPlaces, part: Part, among: Among) -> NDArray[np.int32]:
    """Documents of some statements that hold a word in a part, each once, ascending."""
    if part not in matched.parts:
        return _NO_ROWS
    return matched.parts[part].documents_in(among)


def _owned(matched: MatchedPlaces, part: Part, among: Among) -> NDArray[np.int64]:
    """The places among statements of those that hold a word in a part of their head."""
    if part not in matched.parts:
        return _NO_KEYS
    return matched.parts[part].places_among(among.statements)


def _both(some: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of some keys that are among others; both ascending."""
    if not len(others) or not len(some):
        return _NO_KEYS
    found: NDArray[np.int64] = some[others.take(others.searchsorted(some), mode="clip") == some]
    return found


def _is_wide(leaf: Leaf) -> bool:
    """Whether so many alternatives stand in a leaf that it counts once a turn."""
    return not leaf.slop and len(leaf.words) > passages.MOST_ALTERNATIVES


def _inside(word: _Word, among: Among) -> NDArray[np.int32]:
    return _documents(word.matched, Part.TURNS, among)


def _together(stands: Sequence[NDArray[np.int64]]) -> Occurrences:
    """Places of words, in order."""
    words = np.arange(len(stands)).repeat([len(one) for one in stands])
    keys = np.concatenate([_NO_KEYS, *stands])
    keys += passages.POSITION_ZERO
    return passages.occurrences(keys, words)


def _held(
    holders: Sequence[NDArray[np.integer]], numbers: NDArray[np.int32] | None = None
) -> HeldBy:
    """Holders of each word, by their place in `numbers` where these are given."""
    if not any(map(len, holders)):
        return _NOTHING_HELD
    joined = np.concatenate(holders)
    if numbers is not None:
        joined = numbers.searchsorted(joined)
    words = np.arange(len(holders)).repeat([len(one) for one in holders])
    return HeldBy(joined, words)
