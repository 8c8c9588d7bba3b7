"""Speakers' rows → whom words name: words as typed so far, or in the other script."""

from __future__ import annotations

import re
import weakref
from bisect import bisect_left
from collections import Counter
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from search.analysis.initials import bears
from search.analysis.lexicon import Lexicon
from search.analysis.tokenizer import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engine import SearchEngine
    from search.records import SpeakerRow

_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_LEAST_NAME_CHARS: Final = 4
_CACHED_FORMS: Final = 50_000
_LAST: Final = "\U0010ffff"


def speaker_names(engine: SearchEngine) -> SpeakerNames:
    """The names of an engine's generation; made once."""
    if engine not in _MADE:
        _MADE[engine] = SpeakerNames(engine.speakers())
    return _MADE[engine]


class SpeakerNames:
    """The names of an index's speakers, every known form of each, in folded words; immutable."""

    def __init__(self, rows: Sequence[SpeakerRow]) -> None:
        self._rows = rows
        self._forms = [[_form_words(form) for form in known_forms(row)] for row in rows]

    def starting_with(self, typed: Sequence[str]) -> list[SpeakerRow]:
        """Speakers of whom one form holds all typed words, the last perhaps only begun.

        Most statements first; words may stand in any order.
        """
        *whole, begun = typed
        candidates = self._numbers(begun, begun + _LAST)
        for word in whole:
            candidates &= self._numbers(word, word + "\0")
        rows = [
            self._rows[number]
            for number in candidates
            if any(_continues(form, whole, begun) for form in self._forms[number])
        ]
        return sorted(rows, key=lambda row: (-row.statements, row.name, row.person or ""))

    def found_by(self, name: str) -> list[SpeakerRow]:
        """Speakers a search for `name` finds."""
        wanted = words(name)
        if not wanted:
            return []
        whole = [word for word in wanted if len(word) > 1] or wanted
        candidates = set.intersection(*(self._numbers(word, word + "\0") for word in whole))
        return [
            self._rows[number]
            for number in sorted(candidates)
            if any(bears(form, wanted) for form in self._forms[number])
        ]

    def in_other_script(self, word: str) -> tuple[str, ...]:
        """What a name may be in the other script, the most frequent speaker's first.

        Forms that have equally many words are taken to have them in the same order. A Russian case
        ending (Путина, Путиным) is overlooked.
        """
        for name in _without_endings(word):
            turns: Counter[str] = Counter()
            for number in self._numbers(name, name + "\0"):
                for other in set(_counterparts(name, self._forms[number])):
                    turns[other] += self._rows[number].turns
            if turns:
                return tuple(other for other, _ in turns.most_common())
        return ()

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of all names, each with the turns of those who bear it."""
        turns: Counter[str] = Counter()
        for row, forms in zip(self._rows, self._forms, strict=True):
            turns.update(dict.fromkeys({word for form in forms for word in form}, row.turns))
        words = sorted(turns)
        return Lexicon(words, [turns[word] for word in words])

    def _numbers(self, first: str, after: str) -> set[int]:
        """Rows of which a form holds a word from `first` up to, not with, `after`."""
        start = bisect_left(self._places, (first, -1))
        return {row for _, row in self._places[start : bisect_left(self._places, (after, -1))]}

    @cached_property
    def _places(self) -> list[tuple[str, int]]:
        """Every word with every row that has it, in order."""
        return sorted(
            {
                (word, number)
                for number, forms in enumerate(self._forms)
                for form in forms
                for word in form
            }
        )


_MADE: weakref.WeakKeyDictionary[SearchEngine, SpeakerNames] = weakref.WeakKeyDictionary()


@lru_cache(maxsize=_CACHED_FORMS)
def _form_words(form: str) -> tuple[str, ...]:
    return tuple(words(form))


def known_forms(row: SpeakerRow) -> tuple[str, ...]:
    """Every name a speaker is found by, the best first."""
    return tuple(dict.fromkeys((row.name, *(text for text, _ in row.forms), *row.also)))


def is_cyrillic(text: str) -> bool:
    """Whether a text holds a Cyrillic letter."""
    return bool(_CYRILLIC.search(text))


def _continues(form: Sequence[str], whole: Sequence[str], begun: str) -> bool:
    """Whether a form holds the whole words, and another word that begins so."""
    left = list(form)
    for word in whole:
        if word not in left:
            return False
        left.remove(word)
    return any(word.startswith(begun) for word in left)


def _counterparts(name: str, forms: Sequence[Sequence[str]]) -> Iterator[str]:
    """The words that stand in forms of the other script where `name` stands in one of this."""
    for form in forms:
        for other in forms if name in form else ():
            if len(other) == len(form) and is_cyrillic(other[0]) != is_cyrillic(name):
                yield other[form.index(name)]


def _without_endings(word: str) -> Iterator[str]:
    """A word, then, where it is Russian, without the one or two letters that may be its case."""
    yield word
    if is_cyrillic(word):
        for letters in (1, 2):
            if len(word) - letters >= _LEAST_NAME_CHARS:
                yield word[:-letters]
