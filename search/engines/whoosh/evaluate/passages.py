"""A planned tree in a scope + some statements → what their passages are scored by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from search.engines import passages
from search.engines.passages import HeldBy, Occurrences, PassageEvidence, score_passages
from search.engines.query_plan import Leaf, plan, telling
from search.engines.whoosh.evaluate.leaf_lookup import POSITION_BITS
from search.engines.whoosh.format.columns import KINDS
from search.engines.whoosh.format.runs import distinct
from search.records import Part, TurnKind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from search.engine import ContextWord, Search
    from search.engines.query_plan import Node
    from search.engines.scope import ScopedLeaf
    from search.engines.whoosh.evaluate.evaluator import Evaluator
    from search.engines.whoosh.evaluate.field_values import FieldValues
    from search.engines.whoosh.evaluate.leaf_lookup import PostingLookup
    from search.engines.whoosh.evaluate.leaf_matches import MatchedPlaces
    from search.engines.whoosh.evaluate.match_units import ChosenTurns, TurnScope
    from search.engines.whoosh.format.columns import Columns
    from search.engines.whoosh.read.byte_cache import ByteCache

_POSITIONS: Final = (1 << POSITION_BITS) - 1
_NO_ROWS: Final = np.empty(0, np.int32)
_KIND_WEIGHTS: Final = np.array([*(passages.KIND_WEIGHTS[kind] for kind in KINDS), 0.0])
_LABEL_WEIGHTS: Final = np.array([*map(passages.label_weight, KINDS), 0.0])
_QUESTION, _ANSWER = KINDS.index(TurnKind.ANONYMOUS), KINDS.index(TurnKind.SPEECH)


class PassageScored(NamedTuple):
    """Scores of statements by number and of turns by document, each ascending."""

    numbers: NDArray[np.int32]
    by_number: NDArray[np.float64]
    documents: NDArray[np.int32]
    turns: NDArray[np.float64]

    def of_statements(self, statements: NDArray[np.int32]) -> list[float]:
        """The scores of some statements that were scored."""
        scores: list[float] = self.by_number[self.numbers.searchsorted(statements)].tolist()
        return scores

    def best_first(self, statements: Sequence[Sequence[int]]) -> list[Sequence[int]]:
        """Turns of each statement by the score of their passages, those without one last.

        What is equal comes in the order spoken.
        """
        asked = np.array([one for turns in statements for one in turns], np.int32)
        if not len(self.documents) or not len(asked):
            return [sorted(turns) for turns in statements]
        rows = np.minimum(self.documents.searchsorted(asked), len(self.documents) - 1)
        found = np.where(self.documents[rows] == asked, -self.turns[rows], 0.0)
        place = dict(zip(asked.tolist(), found.tolist(), strict=True))
        return [
            sorted(turns, key=lambda one: (place[one], one)) if len(turns) > 1 else turns
            for turns in statements
        ]

    def followed_by(self, more: PassageScored) -> PassageScored:
        """These and others that come after them, whose scores are never higher than theirs."""
        lowest = self.by_number.min(initial=np.inf)
        numbers = np.concatenate([self.numbers, more.numbers])
        scores = np.concatenate([self.by_number, np.minimum(more.by_number, lowest)])
        documents = np.concatenate([self.documents, more.documents])
        turns = np.concatenate([self.turns, more.turns])
        order, turn_order = np.argsort(numbers), np.argsort(documents)
        return PassageScored(
            numbers[order], scores[order], documents[turn_order], turns[turn_order]
        )


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
    def at_least_half(self) -> NDArray[np.bool_]:
        """Statements that hold at least half of all the words."""
        fit: NDArray[np.bool_] = 2 * self.holds.sum(axis=0) >= len(self.holds)
        return fit

    def missing(self, statements: NDArray[np.int32]) -> list[tuple[int, ...]]:
        """The positions of the words that each statement lacks."""
        return [tuple(np.flatnonzero(~self.holds[:, one]).tolist()) for one in statements]


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
            if word.word:
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

    def best_turns(self, tree: Node, scope: TurnScope, search: Search) -> NDArray[np.float64]:
        """By statement the most that the words of one turn tell together, each counted once."""
        leaves = _each_once(self._evaluator.positive_leaves(tree, scope))
        decide = set(self.telling([leaf for leaf, _ in leaves], search))
        told = np.zeros(len(self._columns.statement))
        for leaf, inner in leaves:
            turns = self._evaluator.in_scope(leaf, inner).parts.get(Part.TURNS)
            if leaf in decide and turns is not None:
                told[turns.documents] += self._leaves.weight(leaf)
        if not len(told):
            return told
        best: NDArray[np.float64] = np.maximum.reduceat(told, self._columns.head)
        return best

    def scores(
        self, tree: Node, scope: TurnScope, search: Search, statements: NDArray[np.int32]
    ) -> PassageScored:
        """The scores of some statements, as they would be among all."""
        there = np.sort(statements)
        leaves = _each_once(self._evaluator.positive_leaves(tree, scope))
        decide = set(self.telling([leaf for leaf, _ in leaves], search))
        words = [
            _Word(leaf, inner, self._evaluator.in_scope(leaf, inner), self._leaves.weight(leaf))
            for leaf, inner in leaves
            if leaf in decide
        ]
        pairs = list(self._pairs(tree, scope, words))
        evidence, documents = self._evidence(words, pairs, leaves, search, there)
        found = score_passages(evidence)
        return PassageScored(there, found.statements, documents, found.turns)

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
        leaves: Sequence[ScopedLeaf[ChosenTurns]],
        search: Search,
        statements: NDArray[np.int32],
    ) -> tuple[PassageEvidence, NDArray[np.int32]]:
        weights = [one.weight for one in words]
        share = passages.pair_share(len(leaves))
        weights += [share * (weights[one] + weights[other]) for one, other in pairs]
        said = np.ones(len(weights))
        context = np.zeros(len(statements))
        number = {one.leaf: at for at, one in enumerate(words)}
        for leaf, worth, holds in self.context(search):
            if leaf in number:
                context += weights[number[leaf]] * worth * holds[statements]
                if worth == passages.DATE:
                    said[number[leaf]] = passages.DATE_SAID
        stands, anywhere, labels = self._standing(words, statements)
        for one, other in pairs:
            stands.append(np.intersect1d(stands[one] + 1, stands[other], assume_unique=True))
        holders = ((keys >> POSITION_BITS).astype(np.int32) for keys in stands)
        documents = distinct(np.concatenate([_NO_ROWS, *holders, *anywhere, *labels]))
        kinds = self._columns.kind[documents]
        return (
            PassageEvidence(
                weights=np.array(weights),
                said=said,
                occurrences=self._occurrences(stands, documents),
                anywhere=_held(anywhere, documents),
                labels=_held(labels, documents),
                titles=_held(_owned(words, Part.TITLE, statements), None),
                leads=_held(_owned(words, Part.LEAD, statements), None),
                statement=statements.searchsorted(self._columns.statement[documents]),
                kind=_KIND_WEIGHTS[kinds],
                label=_LABEL_WEIGHTS[kinds],
                context=context,
                titled=self._titled(leaves, statements),
                title_lengths=self._leaves.title_lengths(self._columns.head[statements]),
                words=len(words),
                window=passages.window_of(len(leaves)),
            ),
            documents,
        )

    def _standing(
        self, words: Sequence[_Word], statements: NDArray[np.int32]
    ) -> tuple[list[NDArray[np.int64]], list[NDArray[np.int32]], list[NDArray[np.int32]]]:
        """Of each word its places in turns, the turns where it counts once, those so labelled."""
        stands, anywhere, labels = [], [], []
        for leaf, _, matched, _ in words:
            inside = _documents(matched, Part.TURNS, statements)
            wide = not leaf.slop and len(leaf.words) > passages.MOST_ALTERNATIVES
            stands.append(np.empty(0, np.int64) if wide else self._leaves.places_in(leaf, inside))
            anywhere.append(inside if wide else inside[:0])
            labels.append(_documents(matched, Part.LABELS, statements))
        return stands, anywhere, labels

    def _occurrences(
        self, stands: Sequence[NDArray[np.int64]], documents: NDArray[np.int32]
    ) -> Occurrences:
        """Where words stand, those of a question once more before the words of its answer."""
        keys = np.concatenate([np.empty(0, np.int64), *stands])
        words = np.arange(len(stands)).repeat([len(one) for one in stands])
        turns = documents.searchsorted((keys >> POSITION_BITS).astype(np.int32))
        positions = keys & _POSITIONS
        columns, asks = self._columns, np.zeros(len(documents), np.bool_)
        kinds = columns.kind[documents]
        asks[:-1] = (kinds[:-1] == _QUESTION) & (kinds[1:] == _ANSWER)
        asks[:-1] &= documents[1:] == documents[:-1] + 1  # a head stands between statements
        again = np.flatnonzero(asks[turns]) if asks.any() else turns[:0]
        if not len(again):
            return Occurrences(turns, positions, words, np.ones(len(words)))
        lengths = columns.words[documents[turns[again]]]
        return Occurrences(
            np.concatenate([turns, turns[again] + 1]),
            np.concatenate([positions, positions[again] - lengths]),
            np.concatenate([words, words[again]]),
            np.concatenate([np.ones(len(words)), np.full(len(again), passages.QUESTION_SHARE)]),
        )

    def _titled(
        self, leaves: Sequence[ScopedLeaf[ChosenTurns]], statements: NDArray[np.int32]
    ) -> NDArray[np.int64]:
        """How many words of the query, the silent ones too, stand in each title."""
        found = np.zeros(len(statements), np.int64)
        for leaf, scope in leaves:
            title = self._evaluator.in_scope(leaf, scope).parts.get(Part.TITLE)
            if title is not None:
                found[_places(title.statements, statements)] += leaf.size
        return found


def _each_once(
    leaves: Iterable[ScopedLeaf[ChosenTurns]],
) -> list[ScopedLeaf[ChosenTurns]]:
    return list({_key(*one): one for one in leaves}.values())


def _key(leaf: Leaf, scope: TurnScope) -> Hashable:
    """Equal for equal words in equal scopes: arrays cannot be compared so."""
    return leaf, scope.turns.key, scope.only_turns


def _documents(
    matched: MatchedPlaces, part: Part, statements: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Documents of some statements that hold a word in a part, each once, ascending."""
    if part not in matched.parts:
        return np.empty(0, np.int32)
    found = matched.parts[part].in_statements(statements).documents
    return found if matched.parts[part].is_single else distinct(found)


def _owned(
    words: Sequence[_Word], part: Part, statements: NDArray[np.int32]
) -> list[NDArray[np.int64]]:
    """Of each word the places of the statements that hold it in a part of their head."""
    return [
        _places(one.matched.parts[part].statements, statements)
        if part in one.matched.parts
        else np.empty(0, np.int64)
        for one in words
    ]


def _places(some: NDArray[np.int32], among: NDArray[np.int32]) -> NDArray[np.int64]:
    """The places among ascending numbers of those that stand in other ascending numbers too."""
    if not len(some):
        return np.empty(0, np.int64)
    return np.flatnonzero(some.take(some.searchsorted(among), mode="clip") == among)


def _held(holders: Sequence[NDArray[np.integer]], numbers: NDArray[np.int32] | None) -> HeldBy:
    """Holders of each word, by their place in `numbers` where these are given."""
    joined = np.concatenate([np.empty(0, np.int64), *holders])
    if numbers is not None:
        joined = numbers.searchsorted(joined)
    words = np.arange(len(holders)).repeat([len(one) for one in holders])
    return HeldBy(joined, words)
