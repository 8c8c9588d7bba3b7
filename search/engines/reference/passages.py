"""A query in the view of one statement → how good its best passages are, worked out plainly.

Every window of every turn is looked at. The constants are this module's own: it is what the
engines' formula is checked against (`docs/decisions/0003-score.md`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from whoosh.query import And, Or, Phrase, Term
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.engine import TEXT_FIELDS, TITLE_FIELDS
from search.engines.reference.trees import is_condition
from search.engines.reference.values import said
from search.records import TurnKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from whoosh.query import Query

    from search.engine import ContextWord, Search
    from search.engines.reference.matching import Matcher, View
    from search.engines.reference.places import Place, Statistics
    from search.records import Statement

_KINDS: Final = {TurnKind.SPEECH: 1.0, TurnKind.ANONYMOUS: 0.6, TurnKind.NARRATIVE: 0.5}


class WordGroup(NamedTuple):
    """A word, the alternatives of an Or, or a phrase (`slop` above 0), and what it sees."""

    field: str
    words: tuple[str, ...]
    slop: int
    view: View

    @property
    def name(self) -> tuple[str, tuple[str, ...], int]:
        """Equal for equal words."""
        return self.field, self.words, self.slop

    @property
    def leaves(self) -> list[Query]:
        """The words as nodes of a tree, or the one phrase."""
        if self.slop:
            return [Phrase(self.field, list(self.words), slop=self.slop)]
        return [Term(self.field, word) for word in self.words]

    @property
    def of_title(self) -> bool:
        """Whether it is looked for in titles alone."""
        return self.field in TITLE_FIELDS

    def ends(self, place: Place) -> set[int]:
        """Where it stands in a place."""
        return set().union(*(place.ends(leaf) for leaf in self.leaves))


class PassageReader:
    """Reads one statement at a time, by the word counts of them all."""

    def __init__(self, matcher: Matcher, statistics: Statistics) -> None:
        self._matcher, self._statistics = matcher, statistics

    def groups(self, node: Query, view: View) -> Iterator[WordGroup]:
        """Every positive word of a tree; those of one Or and field together."""
        if isinstance(node, And) and not is_condition(node):
            inner = self._matcher.narrowed([c for c in node.subqueries if is_condition(c)], view)
            for child in node.subqueries:
                yield from self.groups(child, inner)
        elif isinstance(node, Or) and not is_condition(node):
            terms = [c for c in node.subqueries if type(c) is Term and c.fieldname in TEXT_FIELDS]
            for field in dict.fromkeys(term.fieldname for term in terms):
                words = tuple(term.text for term in terms if term.fieldname == field)
                yield WordGroup(field, words, 0, view)
            for child in node.subqueries:
                if child not in terms:
                    yield from self.groups(child, view)
        elif isinstance(node, Phrase) and node.fieldname in TEXT_FIELDS:
            yield WordGroup(node.fieldname, tuple(node.words), max(node.slop, 1), view)
        elif isinstance(node, Term) and node.fieldname in TEXT_FIELDS:
            yield WordGroup(node.fieldname, (node.text,), 0, view)

    def telling(self, groups: Sequence[WordGroup], search: Search) -> list[WordGroup]:
        """The groups that decide the order."""
        silent = {(one.fieldname, (one.text,), 0) for one in search.weightless}
        spoken = [one for one in groups if one.name not in silent]
        return [one for one in spoken if not self._is_everywhere(one)] or spoken or list(groups)

    def _is_everywhere(self, group: WordGroup) -> bool:
        return not group.slop and 2 * sum(self._holders(group)) > self._statistics.documents

    def _holders(self, group: WordGroup) -> list[int]:
        return [count for leaf in group.leaves for count in self._statistics.holders(leaf)]

    def weight(self, group: WordGroup) -> float:
        """How much a word tells."""
        total, holders = self._statistics.documents, self._holders(group)
        if not group.slop:
            holders = [min(sum(holders), total)]
        return sum(math.log(total / (count + 1)) + 1 for count in holders)

    def best_turn(self, groups: Sequence[WordGroup], search: Search) -> float:
        """The most that the words of one turn tell together, each counted once."""
        telling = {one.name for one in self.telling(groups, search)}
        asked = [one for one in _each_once(groups) if one.name in telling]
        bodies = groups[0].view.reading.bodies if groups else ()
        told = (
            sum(self.weight(one) for one in asked if _shows(one, n) and one.ends(body))
            for n, body in enumerate(bodies)
        )
        return max(told, default=0.0)

    def scores(self, tree: Query, search: Search, view: View) -> tuple[float, dict[int, float]]:
        """The score of the statement, and of each of its turns that holds a word."""
        every = _each_once(self.groups(tree, view))
        groups = self.telling(every, search)
        weights = [self.weight(one) for one in groups]
        said_share = [
            0.3 if any(word.year or word.month for word in _context(one, search)) else 1.0
            for one in groups
        ]
        pairs = self._pairs(tree, view, groups)
        share = 0.4 if len(every) >= 10 else 0.15
        weights += [share * (weights[one] + weights[other]) for one, other in pairs]
        worth = [w * s for w, s in zip(weights, said_share + [1.0] * len(pairs), strict=True)]
        window = max(60, len(every) * 3 // 2) if len(every) >= 10 else 150
        turns = self._turns(view, groups, pairs, weights, worth, window, len(every))
        statement = view.reading.statement
        score = max(turns.values(), default=0.0)
        titles = [weight for one, weight in zip(groups, weights, strict=False) if _titled(one)]
        score += 0.4 * sum(titles)
        score += 0.3 * sum(
            weight for one, weight in zip(groups, weights, strict=False) if _in_lead(one)
        )
        for one, weight in zip(groups, weights, strict=False):
            score += sum(weight * _answer(word, statement) for word in _context(one, search))
        dated = sum(
            weight
            for one, weight in zip(groups, weights, strict=False)
            if any(_is_dated(word, statement) for word in _context(one, search))
        )
        score += _title_bonus(view, every, sum(titles), sum(weights[: len(groups)]) - dated)
        return round(score, 6), {n: round(points, 6) for n, points in turns.items()}

    def _pairs(self, tree: Query, view: View, groups: Sequence[WordGroup]) -> list[tuple[int, int]]:
        places = {_key(one): at for at, one in enumerate(groups)}
        found = []
        for pair, inner in self._matcher.beside(tree, view):
            each = [_key(WordGroup("text", (word,), 0, inner)) for word in pair.words]
            if all(key in places for key in each):
                found.append((places[each[0]], places[each[1]]))
        return found

    def _turns(
        self,
        view: View,
        groups: Sequence[WordGroup],
        pairs: Sequence[tuple[int, int]],
        weights: Sequence[float],
        worth: Sequence[float],
        window: int,
        asked: int,
    ) -> dict[int, float]:
        reading, kinds = view.reading, [turn.kind for turn in view.reading.statement.turns]
        stands = {n: _standing(body, n, groups, pairs) for n, body in enumerate(reading.bodies)}
        labelled = {n: _labelled(reading.labels[n], n, groups) for n in stands}
        once = {n: _anywhere(body, n, groups) for n, body in enumerate(reading.bodies)}
        found = {n for n in stands if stands[n] or labelled[n] or once[n]}
        scores = {}
        for n in found:
            rows = [(at, word, 1.0) for at, word in stands[n]]
            if n - 1 in found and (kinds[n - 1], kinds[n]) == (
                TurnKind.ANONYMOUS,
                TurnKind.SPEECH,
            ):
                before = sum(word is not None for word in reading.bodies[n - 1].exact)
                rows += [(at - before, word, 0.5) for at, word in stands[n - 1]]
            best = _best_window(rows, worth, window) + sum(worth[word] for word in once[n])
            label = 1.5 if kinds[n] is TurnKind.SPEECH else 0.45
            held = _best_window(rows, worth, window, once=True) if asked >= 10 else 0.0
            said = _kind(kinds[n], asked, best, held, sum(worth)) * best
            alone = 1.0 if said > 0 else 0.5
            scores[n] = said + alone * label * sum(weights[w] for w in labelled[n])
        return scores


def _each_once(groups: Iterable[WordGroup]) -> list[WordGroup]:
    return list({_key(one): one for one in groups}.values())


def _key(group: WordGroup) -> tuple[object, ...]:
    return (*group.name, group.view.turns, group.view.only_turns)


def _shows(group: WordGroup, turn: int) -> bool:
    return turn in group.view.turns and not group.of_title


def _is_wide(group: WordGroup) -> bool:
    return not group.slop and len(group.words) > 16


def _standing(
    body: Place, turn: int, groups: Sequence[WordGroup], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Where each word stands in a turn, and each pair where its second word does."""
    ends = [one.ends(body) if _shows(one, turn) and not _is_wide(one) else set() for one in groups]
    ends += [{at for at in ends[other] if at - 1 in ends[one]} for one, other in pairs]
    return [(at, word) for word, places in enumerate(ends) for at in places]


def _anywhere(body: Place, turn: int, groups: Sequence[WordGroup]) -> list[int]:
    return [
        word
        for word, one in enumerate(groups)
        if _shows(one, turn) and _is_wide(one) and one.ends(body)
    ]


def _labelled(label: Place, turn: int, groups: Sequence[WordGroup]) -> list[int]:
    return [
        word
        for word, one in enumerate(groups)
        if _shows(one, turn) and not one.view.only_turns and one.ends(label)
    ]


def _kind(kind: TurnKind, asked: int, best: float, held: float, whole: float) -> float:
    """What a passage is worth.

    `whole` is what all words and pairs count that stand once, `held` how much of it a window holds.
    """
    if asked >= 10 and min(best, held) >= 0.97 * whole:
        return 1.5
    least = 0.65 if asked >= 10 else 0.97
    return 1.0 if asked >= 6 and best >= least * whole else _KINDS[kind]


def _best_window(
    rows: Sequence[tuple[int, int, float]],
    worth: Sequence[float],
    window: int,
    *,
    once: bool = False,
) -> float:
    """The best score of any so many words: a word that stands k times, k · 1.8 / (k + 0.8).

    With `once` it counts at most as one that stands once.
    """
    best = 0.0
    for start, _, _ in rows:
        often = [0.0] * len(worth)
        for at, word, share in rows:
            if start <= at < start + window:
                often[word] += share
        counts = [min(k, 1.0) if once else k * 1.8 / (k + 0.8) for k in often]
        best = max(best, sum(w * k for w, k in zip(worth, counts, strict=True)))
    return best


def _titled(group: WordGroup) -> bool:
    shown = group.of_title or not group.view.only_turns
    return shown and bool(group.ends(group.view.reading.title))


def _in_lead(group: WordGroup) -> bool:
    if group.of_title or group.view.only_turns:
        return False
    return bool(group.ends(group.view.reading.lead))


def _context(group: WordGroup, search: Search) -> list[ContextWord]:
    return [
        one for one in search.context if (one.leaf.fieldname, (one.leaf.text,), 0) == group.name
    ]


def _answer(word: ContextWord, statement: Statement) -> float:
    """What a word adds that date or place of the statement answer."""
    placed = bool(word.word and said("place", word.word, statement))
    return 1.5 * _is_dated(word, statement) + 0.5 * placed


def _is_dated(word: ContextWord, statement: Statement) -> bool:
    day = statement.date
    return day is not None and (
        day.year == word.year if word.year is not None else day.month == word.month
    )


def answers(word: ContextWord, statement: Statement) -> bool:
    """Whether date or place of the statement answer a word."""
    return _answer(word, statement) > 0


def _title_bonus(view: View, every: Sequence[WordGroup], titled: float, whole: float) -> float:
    """What is added where the query is the title."""
    count = sum(len(one.words) if one.slop else 1 for one in every if _titled(one))
    length = byte_to_length(length_to_byte(len(view.reading.title.exact)))
    whole = whole if whole >= 1e-6 else 1.0
    held = _share(titled / whole, 0.6, 1)
    covered = min(count / max(length, 1), 1)
    is_title = held > 1 - 1e-6 and covered >= 0.8
    alike = max(_share(covered, 0.2, 1), 0.8 * _share(count, 3, 5))
    return whole * (1.5 * held * alike + 1.0 * is_title)


def _share(value: float, start: float, full: float) -> float:
    return min(max((value - start) / (full - start), 0.0), 1.0)
