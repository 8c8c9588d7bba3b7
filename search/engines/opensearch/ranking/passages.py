"""A search → what hits must bring so that their passages can be scored, and their scores.

The cluster finds statements and puts them in order by their words; the first `RERANKED` of them
come with the turns that hold words, and are put in order here, by the formula of both engines.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.analysis.tokenizer import folded, halves, stem, words
from search.engine import EXACT_FIELDS
from search.engines import passages
from search.engines.opensearch.query.dsl import every, some
from search.engines.opensearch.query.hits import head_in
from search.engines.opensearch.query.listing import BRIEF, OWN, SHAPE, InnerTurns
from search.engines.opensearch.query.translator import FIELDS, field_clause, in_turn
from search.engines.passages import HeldBy, Occurrences, PassageEvidence, score_passages
from search.engines.query_plan import Leaf, plan, telling
from search.records import Part, TurnKind
from search.site_names import both_names
from search.statement_json import turn_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engine import ContextWord, Search
    from search.engines.opensearch.cluster.client import Body
    from search.engines.opensearch.query.scoring import Scoring
    from search.engines.opensearch.query.translator import ClauseLeaf, ClauseScope, Translator
    from search.engines.query_plan import Node
    from search.records import Statement

MOST_TURNS: Final = 50
"""Turns of a statement that are looked at, those with most of the words."""

Row = tuple[frozenset[str] | None, ...]


class HitScore(NamedTuple):
    """The score of a statement, and of its turns by the number they are cited by."""

    statement: float
    turns: dict[int, float]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the query; `scope` is the number of what it sees."""

    leaf: Leaf
    scope: int
    only_turns: bool
    weight: float

    def ends(self, row: _Rows) -> list[int]:
        """Where it stands in some words in order."""
        known = row.exact if self.leaf.field in EXACT_FIELDS else row.stems
        if not self.leaf.slop:
            asked = frozenset(self.leaf.words)
            return [at for at, there in enumerate(known) if there and there & asked]
        found = [at for at, there in enumerate(known) if there and self.leaf.words[0] in there]
        for wanted in self.leaf.words[1:]:
            found = [
                at
                for at, there in enumerate(known)
                if there and wanted in there and _reaches(known, found, at, self.leaf.slop)
            ]
        return found


@dataclass(frozen=True, slots=True)
class _Rows:
    """Words in order as written and as stems, each with its halves; None where some were cut."""

    exact: Row
    stems: Row


@dataclass(slots=True)
class _Turn:
    """A turn of a hit that holds a word: where it stands among the turns, what is known of it."""

    hit: int
    n: int
    at: int
    kind: TurnKind
    label: _Rows
    rows: _Rows | None = None
    scopes: set[int] = field(default_factory=set)
    label_scopes: set[int] = field(default_factory=set)


class PassageScoring:
    """How the passages of one search are asked for and scored."""

    def __init__(
        self,
        translator: Translator,
        scoring: Scoring,
        search: Search,
        tree: Node,
        scope: ClauseScope,
    ) -> None:
        self._search = search
        leaves = _each_once(translator.positive_leaves(tree, scope))
        self._scopes = list({_key(one.scope): one.scope for one in leaves}.values())
        keys = [_key(one) for one in self._scopes]
        each = [
            _Word(leaf, keys.index(_key(inner)), inner.only_turns, scoring.weight(leaf))
            for leaf, inner in leaves
        ]
        decide = set(telling([one.leaf for one in each], search.weightless, scoring.is_everywhere))
        self._every = each
        self._words = [one for one in each if one.leaf in decide]
        places = {(one.leaf, one.scope): at for at, one in enumerate(self._words)}
        self._pairs = []
        for pair, inner in translator.adjacent_pairs(tree, scope):
            rows = [(Leaf("text", (word,)), keys.index(_key(inner))) for word in pair.words]
            if all(row in places for row in rows):
                self._pairs.append((places[rows[0]], places[rows[1]]))

    @property
    def worded(self) -> bool:
        """Whether the search holds a positive word."""
        return bool(self._every)

    def inner_turns(self) -> Iterator[InnerTurns]:
        """Of each scope the turns that hold a word, and those whose label does."""
        for number, scope in enumerate(self._scopes):
            leaves = [one.leaf for one in self._words if one.scope == number]
            said = [in_turn(leaf, scope) for leaf in leaves if not leaf.of_title]
            if said:
                yield InnerTurns(
                    f"said-{number}", every([OWN, some(said)]), MOST_TURNS, (SHAPE, BRIEF)
                )
            told = [
                every([*scope.turns, field_clause(one.leaf, FIELDS[one.leaf.field][Part.LABELS])])
                for one in self._words
                if one.scope == number and not scope.only_turns and not one.leaf.of_title
            ]
            if told:
                yield InnerTurns(
                    f"labelled-{number}", every([OWN, some(told)]), MOST_TURNS, (BRIEF,)
                )

    def scores(self, hits: Sequence[Body]) -> list[HitScore]:
        """The scores of hits that came with their turns."""
        if not hits:
            return []
        turns = sorted(_turns_of(hits), key=lambda one: (one.hit, one.at))
        found = score_passages(self._evidence([head_in(hit) for hit in hits], turns))
        by_turn: list[dict[int, float]] = [{} for _ in hits]
        for one, score in zip(turns, found.turns.tolist(), strict=True):
            by_turn[one.hit][one.n] = score
        return list(map(HitScore, found.statements.tolist(), by_turn))

    def _evidence(self, heads: Sequence[Statement], turns: Sequence[_Turn]) -> PassageEvidence:
        weights = [one.weight for one in self._words]
        share = passages.pair_share(len(self._every))
        weights += [share * (weights[one] + weights[other]) for one, other in self._pairs]
        dated = [any(_names_day(word) for word in self._context(one)) for one in self._words]
        said = [passages.DATE_SAID if one else 1.0 for one in dated]
        titles = [_rows(head.title or "") for head in heads]
        leads = [_rows(head.lead or "") for head in heads]
        answered = [list(self._answered(head)) for head in heads]
        places: list[tuple[int, int, int, float]] = []
        for number, turn in enumerate(turns):
            stands = list(self._stands(turn))
            places += [(number, at, word, 1.0) for at, word in stands]
            if _asks(turns, number):
                before = sum(word is not None for word in turn.rows.exact) if turn.rows else 0
                again = passages.QUESTION_SHARE
                places += [(number + 1, at - before, word, again) for at, word in stands]
        return PassageEvidence(
            weights=np.array(weights),
            said=np.array([*said, *(1.0 for _ in self._pairs)]),
            occurrences=_occurrences(places),
            anywhere=_held(
                [(n, word) for n, turn in enumerate(turns) for word in self._anywhere(turn)]
            ),
            labels=_held(
                [(n, word) for n, turn in enumerate(turns) for word in self._labelled(turn)]
            ),
            titles=_held(self._in_head(titles, self._words, of_title=True)),
            leads=_held(self._in_head(leads, self._words, of_title=False)),
            turns=np.arange(len(turns)),
            statement=np.array([one.hit for one in turns], np.int64),
            kind=np.array([passages.KIND_WEIGHTS[one.kind] for one in turns]),
            label=np.array([passages.label_weight(one.kind) for one in turns]),
            context=np.array([sum(w * worth for w, worth in one) for one in answered], float),
            dated=np.array(
                [sum(w for w, worth in one if worth == passages.DATE) for one in answered], float
            ),
            titled=np.bincount(
                [
                    hit
                    for hit, word in self._in_head(titles, self._every, of_title=True)
                    for _ in range(self._every[word].leaf.size)
                ],
                minlength=len(heads),
            ),
            title_lengths=np.array(
                [byte_to_length(length_to_byte(len(one.exact))) for one in titles], np.float64
            ),
            words=len(self._words),
            asked=len(self._every),
            window=passages.window_of(len(self._every)),
        )

    def _stands(self, turn: _Turn) -> Iterator[tuple[int, int]]:
        """Where words and pairs stand in a turn: the place, and which."""
        if turn.rows is None:
            return
        ends = [
            set(one.ends(turn.rows)) if _counts_in(one, turn) and not _is_wide(one) else set()
            for one in self._words
        ]
        ends += [{at for at in ends[other] if at - 1 in ends[one]} for one, other in self._pairs]
        for word, found in enumerate(ends):
            for at in found:
                yield at, word

    def _anywhere(self, turn: _Turn) -> list[int]:
        if turn.rows is None:
            return []
        return [
            word
            for word, one in enumerate(self._words)
            if _is_wide(one) and _counts_in(one, turn) and one.ends(turn.rows)
        ]

    def _labelled(self, turn: _Turn) -> list[int]:
        return [
            word
            for word, one in enumerate(self._words)
            if one.scope in turn.label_scopes and not one.leaf.of_title and one.ends(turn.label)
        ]

    def _in_head(
        self, texts: Sequence[_Rows], those: Sequence[_Word], *, of_title: bool
    ) -> list[tuple[int, int]]:
        """Hits whose title (or lead) holds a word, and which."""
        return [
            (hit, word)
            for word, one in enumerate(those)
            if (of_title and one.leaf.of_title) or not (one.only_turns or one.leaf.of_title)
            for hit, rows in enumerate(texts)
            if one.ends(rows)
        ]

    def _context(self, word: _Word) -> list[ContextWord]:
        return [one for one in self._search.context if plan(one.leaf) == word.leaf]

    def _answered(self, head: Statement) -> Iterator[tuple[float, float]]:
        """Weights of words that date or place of a statement answer, and what each is worth."""
        for one in self._words:
            for word in self._context(one):
                for worth in _answers(word, head):
                    yield one.weight, worth


def _answers(word: ContextWord, head: Statement) -> Iterator[float]:
    day = head.date
    if _names_day(word) and day is not None:
        of_year = word.year is not None
        if (day.year == word.year) if of_year else (day.month == word.month):
            yield passages.DATE
    asked = folded(word.word)
    names = both_names("place", head.place) if head.place else ()
    if asked and any(f" {asked} " in f" {folded(name)} " for name in names):
        yield passages.PLACE


def _names_day(word: ContextWord) -> bool:
    return word.year is not None or word.month is not None


def _asks(turns: Sequence[_Turn], number: int) -> bool:
    """Whether a turn is a question whose answer is the next one."""
    if number + 1 == len(turns):
        return False
    one, after = turns[number], turns[number + 1]
    follows = (one.hit, one.at + 1) == (after.hit, after.at)
    return follows and (one.kind, after.kind) == (TurnKind.ANONYMOUS, TurnKind.SPEECH)


def _turns_of(hits: Sequence[Body]) -> list[_Turn]:
    """The turns that came with hits, each once."""
    found: dict[tuple[int, int], _Turn] = {}
    for number, hit in enumerate(hits):
        for name, inner in hit.get("inner_hits", {}).items():
            kind, _, scope = name.partition("-")
            for one in inner["hits"]["hits"] if scope else ():
                turn = _turn(number, one["fields"], found)
                if kind == "said":
                    turn.scopes.add(int(scope))
                    turn.rows = turn.rows or _spoken(one["fields"][SHAPE][0])
                else:
                    turn.label_scopes.add(int(scope))
    return list(found.values())


def _turn(hit: int, fields: Body, found: dict[tuple[int, int], _Turn]) -> _Turn:
    told: dict[str, Any] = json.loads(fields[BRIEF][0])
    key = (hit, told["at"])
    if key not in found:
        label = _rows(told["label"] or "")
        found[key] = _Turn(hit, told["n"], told["at"], TurnKind(told["kind"]), label)
    return found[key]


def _spoken(shape: str) -> _Rows:
    turn = turn_from(json.loads(shape))
    marked, last = {mark.after for mark in turn.marks}, len(turn.paragraphs) - 1
    row: list[str | None] = []
    for position, paragraph in enumerate(turn.paragraphs):
        row += words(paragraph)
        row += [None] if position in marked and position < last else []
    return _with_halves(row)


def _rows(text: str) -> _Rows:
    return _with_halves(words(text))


def _with_halves(row: Sequence[str | None]) -> _Rows:
    exact = [frozenset((word, *halves(word))) if word else None for word in row]
    stems = [frozenset(map(stem, there)) if there else None for there in exact]
    return _Rows(tuple(exact), tuple(stems))


def _reaches(row: Row, ends: Sequence[int], at: int, slop: int) -> bool:
    """Whether a word at a place stands within `slop` places after one of `ends`, without a gap."""
    return any(end < at <= end + slop and None not in row[end:at] for end in ends)


def _counts_in(word: _Word, turn: _Turn) -> bool:
    return word.scope in turn.scopes and not word.leaf.of_title


def _is_wide(word: _Word) -> bool:
    return not word.leaf.slop and len(word.leaf.words) > passages.MOST_ALTERNATIVES


def _each_once(leaves: Iterator[ClauseLeaf]) -> list[ClauseLeaf]:
    return list({(one.leaf, _key(one.scope)): one for one in leaves}.values())


def _key(scope: ClauseScope) -> str:
    return json.dumps([scope.turns, scope.only_turns])


def _occurrences(rows: Sequence[tuple[int, int, int, float]]) -> Occurrences:
    zero = passages.POSITION_ZERO
    keys = [(turn << passages.TURN_BITS) + at + zero for turn, at, _, _ in rows]
    return passages.occurrences(
        np.array(keys, np.int64),
        np.array([word for _, _, word, _ in rows], np.int64),
        np.array([share for _, _, _, share in rows], np.float64),
    )


def _held(rows: Sequence[tuple[int, int]]) -> HeldBy:
    return HeldBy(
        np.array([holder for holder, _ in rows], np.int64),
        np.array([word for _, word in rows], np.int64),
    )
