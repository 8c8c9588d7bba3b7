"""Where the words of a query stand in some statements → how good their best passages are.

The formula is in `docs/decisions/0003-score.md`; the reference engine keeps one of its own, which
this is checked against. A passage is so many words of one turn (`window_of`), so that neither long
turns nor short ones are preferred. A question by a voice without a name belongs to the answer after
it: its words stand before the answer's first one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from search.records import TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

RERANKED: Final = 200
"""So many statements, the first ones by their words, are put in order by their passages."""

WINDOW_WORDS: Final = 150
SATURATION: Final = 0.8
"""How soon more of the same word counts no more: of one that stands k times k · 1.8 / (k + 0.8)."""
KIND_WEIGHTS: Final = {
    TurnKind.SPEECH: 1.0,
    TurnKind.ANONYMOUS: 0.6,
    TurnKind.NARRATIVE: 0.5,
}
"""What a passage is worth by whose words it holds."""
QUESTION_SHARE: Final = 0.5
"""What a word of the question counts in the passage of its answer."""
LABEL: Final = 1.5
UNSPOKEN_LABEL: Final = 0.45
"""Of a label whose words are no named speaker's."""
LABEL_ALONE: Final = 0.5
"""Of a label over a turn whose words hold none of the query: there is nothing to show of it."""
TITLE: Final = 0.4
LEAD: Final = 0.3
DATE: Final = 1.5
DATE_SAID: Final = 0.3
"""Of a year or month that stands in the text: it seldom is what the text is about."""
PLACE: Final = 0.5
MANY_WORDS: Final = 10
"""From so many words on a query is a sentence: its words are near each other, and in order."""
SENTENCE_WORDS: Final = 6
"""From so many words on a passage that holds them all is worth the same, whosever it is."""
_WHOLE: Final = 0.97
"""Of what words and pairs count that stand once: less than all for a sum's last digits alone."""
_REMEMBERED: Final = 0.65
"""The same of a sentence: it may have a word of the reader's own in it."""
VERBATIM: Final = 1.5
"""What a passage is worth that holds a whole sentence word for word."""
_LEAST: Final = 1e-6  # what remains of a sum from which all was taken
_PAIR: Final = 0.15
_PAIR_OF_SENTENCE: Final = 0.4
_SENTENCE_WINDOW: Final = 60
MOST_ALTERNATIVES: Final = 16
"""An Or of more words (a prefix) counts once a turn, anywhere: its places are not read."""

TITLED: Final = 1.5
VERY_TITLE: Final = 1.0
"""Added where all that decides stands in a title of hardly another word: it is asked for."""
_TITLE_FILLED: Final = 0.8  # lengths are kept roughly, and a word counts once
_TITLED_FROM: Final = 0.6  # of the query's weight in the title
_TITLE_COVERED_FROM: Final = 0.2  # of the title's words in the query
_TITLE_WORDS_FROM: Final = 3
_TITLE_WORDS_FULL: Final = 5
_LONG_TITLE: Final = 0.8
"""Of so many words in the title of which the title has more beside."""
TURN_BITS: Final = 32  # a turn's number stands above them
POSITION_ZERO: Final = 1 << 31  # positions of a question, before its answer's first, are negative
_SLID_FROM: Final = 40  # words: of fewer it takes no longer to count all in every window
_ROWS_AT_ONCE: Final = 1 << 18  # of occurrences times words: more take too much memory
DIGITS: Final = 6


def label_weight(kind: TurnKind) -> float:
    """What a word counts that stands in the label of a turn of a kind."""
    return LABEL if kind is TurnKind.SPEECH else UNSPOKEN_LABEL


def pair_share(words: int) -> float:
    """What a pair of neighbours counts of its words' weights, in a query of so many words."""
    return _PAIR_OF_SENTENCE if words >= MANY_WORDS else _PAIR


def window_of(words: int) -> int:
    """How many words a passage has for a query of so many: more than these, at least."""
    return max(_SENTENCE_WINDOW, words * 3 // 2) if words >= MANY_WORDS else WINDOW_WORDS


class Occurrences(NamedTuple):
    """Words of the query in turns, a row for each place one stands at, ascending by `keys`.

    A key is `turn << TURN_BITS | position + POSITION_ZERO`, positions counted in words from the
    turn's first. Without `shares` each place counts in full. `starts` are the first rows of turns,
    `turns` the numbers of these.
    """

    keys: NDArray[np.int64]
    words: NDArray[np.integer]  # of the query, by number
    shares: NDArray[np.float64] | None
    starts: NDArray[np.intp]
    turns: NDArray[np.int64]


def occurrences(
    keys: NDArray[np.int64],
    words: NDArray[np.integer],
    shares: NDArray[np.float64] | None = None,
) -> Occurrences:
    """Rows in any order, put in order."""
    if len(keys) > 1 and not (keys[1:] >= keys[:-1]).all():
        order = keys.argsort(kind="stable")
        keys, words = keys[order], words[order]
        shares = None if shares is None else shares[order]
    owners = keys >> TURN_BITS
    starts = starts_of(owners)
    return Occurrences(keys, words, shares, starts, owners[starts])


class HeldBy(NamedTuple):
    """Words that things hold: the number of a thing, and the number of a word, row by row."""

    holders: NDArray[np.int64]
    words: NDArray[np.int64]


class PassageEvidence(NamedTuple):
    """All that the scores of some statements follow from, statements and turns by number.

    `weights` are those of the query's words, and after them of pairs of neighbours; `said` is what
    a word or pair counts where it is said (less for dates). `context` is what date and place of a
    statement add. `titled` counts all the words of the query in a title, the silent ones too.
    """

    weights: NDArray[np.float64]
    said: NDArray[np.float64]
    occurrences: Occurrences
    anywhere: HeldBy  # words that count once a turn
    labels: HeldBy  # by turn
    titles: HeldBy  # by statement
    leads: HeldBy
    turns: NDArray[np.integer]  # the numbers of turns in `occurrences`, ascending; labels and
    # what is held anywhere go by the place among these, as the next three do
    statement: NDArray[np.int64]  # by turn, ascending
    kind: NDArray[np.float64]  # by turn: its weight
    label: NDArray[np.float64]  # by turn: what a word of its label counts
    context: NDArray[np.float64]  # by statement
    dated: NDArray[np.float64]  # by statement: the weights of words that its date answers
    titled: NDArray[np.int64]  # by statement
    title_lengths: NDArray[np.float64]  # by statement
    words: int  # of the weights, those that are no pairs
    asked: int  # words of the query, the silent ones too
    window: int  # words of a passage


class PassageScores(NamedTuple):
    """Scores of statements and of their turns, by number."""

    statements: NDArray[np.float64]
    turns: NDArray[np.float64]


def score_passages(evidence: PassageEvidence) -> PassageScores:
    """The scores, rounded to `DIGITS`: sums depend on the order of adding."""
    turns = _best_windows(evidence)
    _add(turns, evidence.anywhere, evidence.weights * evidence.said)
    turns *= _kinds(evidence, turns)
    if len(evidence.labels.holders):
        labels = np.zeros(len(turns))
        _add(labels, evidence.labels, evidence.weights)
        turns += labels * evidence.label * np.where(turns > 0, 1.0, LABEL_ALONE)
    statements = _best_turns(turns, evidence.statement, len(evidence.context))
    statements += evidence.context
    if len(evidence.titles.holders):
        title = np.zeros(len(statements))
        _add(title, evidence.titles, evidence.weights)
        statements += TITLE * title + _titled(evidence, title)
    if len(evidence.leads.holders):
        _add(statements, evidence.leads, LEAD * evidence.weights)
    return PassageScores(statements.round(DIGITS), turns.round(DIGITS))


def _kinds(evidence: PassageEvidence, turns: NDArray[np.float64]) -> NDArray[np.float64]:
    """By turn what its best window is worth by whose words it holds."""
    if evidence.asked < SENTENCE_WORDS:
        return evidence.kind
    worth = evidence.weights * evidence.said
    whole = turns >= _WHOLE * worth.sum()
    if evidence.asked < MANY_WORDS:
        return np.where(whole, 1.0, evidence.kind)
    kinds = np.where(turns >= _REMEMBERED * worth.sum(), 1.0, evidence.kind)
    if whole.any():
        kinds[_verbatim(evidence, whole, worth)] = VERBATIM
    return kinds


def _verbatim(
    evidence: PassageEvidence, among: NDArray[np.bool_], worth: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """By turn whether it is one of some in which a window holds every word and pair."""
    keys, words, shares, _, _ = evidence.occurrences
    rows = among[evidence.turns.searchsorted(keys >> TURN_BITS)]
    few = occurrences(keys[rows], words[rows], None if shares is None else shares[rows])
    found = np.zeros(len(among), np.bool_)
    if len(few.keys):
        ends = few.keys.searchsorted(few.keys + evidence.window)
        each = _windows(few.words, few.shares, ends, worth, _once)
        best = np.maximum.reduceat(each, few.starts)
        found[evidence.turns.searchsorted(few.turns)] = best >= _WHOLE * worth.sum()
    return found


def _once(often: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.minimum(often, 1)


def saturated(often: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a word counts that stands so often in a passage."""
    return often * (SATURATION + 1) / (often + SATURATION)


def starts_of(numbers: NDArray[np.integer]) -> NDArray[np.intp]:
    """Where each run of the same number starts."""
    new = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return new.nonzero()[0]


def _best_turns(
    turns: NDArray[np.float64], statement: NDArray[np.int64], statements: int
) -> NDArray[np.float64]:
    """By statement the score of its best turn, 0 for one without; turns by statement."""
    best = np.zeros(statements)
    if len(turns):
        starts = starts_of(statement)
        best[statement[starts]] = np.maximum.reduceat(turns, starts)
    return best


def _best_windows(evidence: PassageEvidence) -> NDArray[np.float64]:
    """By turn the score of its best window."""
    scores = np.zeros(len(evidence.turns))
    keys, words, shares, starts, turns = evidence.occurrences
    if not len(keys):
        return scores
    ends = keys.searchsorted(keys + evidence.window)
    worth = evidence.weights * evidence.said
    if len(worth) == 1 and shares is None:
        ends -= np.arange(len(keys))
        best = worth * saturated(np.maximum.reduceat(ends, starts).astype(np.float64))
    else:
        best = np.maximum.reduceat(_windows(words, shares, ends, worth), starts)
    if len(turns) == len(scores):
        return best
    scores[evidence.turns.searchsorted(turns)] = best
    return scores


def _windows(
    words: NDArray[np.integer],
    shares: NDArray[np.float64] | None,
    ends: NDArray[np.intp],
    worth: NDArray[np.float64],
    counted: Callable[[NDArray[np.float64]], NDArray[np.float64]] = saturated,
) -> NDArray[np.float64]:
    """The score of the window that begins at each row and ends before the row `ends`."""
    if len(worth) >= _SLID_FROM:
        return _slid_windows(words, shares, ends, worth, counted)
    found = np.zeros(len(words))
    at_once = max(_ROWS_AT_ONCE // len(words), 1)
    for first in range(0, len(worth), at_once):
        some = worth[first : first + at_once]
        here = words == np.arange(first, first + len(some))[:, np.newaxis]
        upto = np.zeros((len(some), len(words) + 1))
        np.cumsum(here if shares is None else here * shares, axis=1, out=upto[:, 1:])
        found += some @ counted(upto[:, ends] - upto[:, :-1])
    return found


def _slid_windows(
    words: NDArray[np.integer],
    shares: NDArray[np.float64] | None,
    ends: NDArray[np.intp],
    worth: NDArray[np.float64],
    counted: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """The same by what each window gains and loses beside the one before it.

    A row enters with the first window that ends after it, and leaves after the one it begins: of
    many words that changes how often one stands there, where else all would be counted anew.
    """
    count = len(words)
    own = np.ones(count) if shares is None else shares
    before = words.astype(np.int64) * (count + 1)  # of a word: less than the keys of its rows
    order = words.argsort(kind="stable")
    keys = before[order] + order
    rank = np.empty(count, np.int64)
    rank[order] = np.arange(count)
    upto = np.append(0, own[order].cumsum())
    begins = ends.searchsorted(np.arange(count), side="right")
    there = upto[rank] - upto[keys.searchsorted(before + begins)]  # when it enters
    staying = upto[keys.searchsorted(before + ends)] - upto[rank + 1]  # when it leaves
    gained = worth[words] * (counted(there + own) - counted(there))
    lost = worth[words] * (counted(staying + own) - counted(staying))
    scores = np.bincount(begins, gained, count)
    scores[1:] -= lost[:-1]
    return scores.cumsum()


def _titled(evidence: PassageEvidence, title: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is added where the query is the title: most of the one stands in the other.

    A year or month that the statement's own date answers need not stand there.
    """
    whole = evidence.weights[: evidence.words].sum() - evidence.dated
    whole[whole < _LEAST] = 1.0
    held = _share(title / whole, _TITLED_FROM, 1.0)
    covered = np.minimum(evidence.titled / np.maximum(evidence.title_lengths, 1), 1)
    alike = np.maximum(
        _share(covered, _TITLE_COVERED_FROM, 1.0),
        _LONG_TITLE
        * _share(evidence.titled.astype(np.float64), _TITLE_WORDS_FROM, _TITLE_WORDS_FULL),
    )
    is_title = (held > 1 - _LEAST) & (covered >= _TITLE_FILLED)
    titled: NDArray[np.float64] = whole * (TITLED * held * alike + VERY_TITLE * is_title)
    return titled


def _share(values: NDArray[np.float64], start: float, full: float) -> NDArray[np.float64]:
    """0 up to `start`, 1 from `full` on, in proportion between."""
    return np.clip((values - start) / (full - start), 0, 1)


def _add(to: NDArray[np.float64], held: HeldBy, weights: NDArray[np.float64]) -> None:
    if len(held.holders):
        np.add.at(to, held.holders, weights[held.words])
