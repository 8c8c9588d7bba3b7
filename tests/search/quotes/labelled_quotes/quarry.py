"""An index + a seed → turns and words that quotations are cut from, the same ones every time."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import words
from search.records import TurnKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.engine import SearchEngine
    from search.records import Statement, Turn

_UNIT: Final = re.compile(
    "hundred|thousand|million|billion|trillion|mln|bln|percent|point|"
    "сот|тысяч|тыс|миллион|миллиард|триллион|млн|млрд|трлн|процент|целых"
)
_NOT: Final = "not never no without hardly nor не ни нет никогда без нельзя"
_NOBODY: Final = "none nobody nothing nowhere neither cannot barely никто ничего никакой никого non"
NEGATIONS: Final = frozenset(_NOT.split())
DENYING: Final = NEGATIONS | frozenset(_NOBODY.split())
NUMBER_WORDS: Final = {
    "two": "seven",
    "three": "nine",
    "four": "six",
    "five": "eight",
    "ten": "twelve",
    "два": "семь",
    "три": "девять",
    "пять": "восемь",
    "десять": "двадцать",
    "million": "billion",
    "billion": "million",
    "percent": "million",
    "миллионов": "миллиардов",
}
_COUNTING: Final = (
    "one hundred thousand trillion half first second third twenty thirty forty fifty один одна одно"
    " одного одной одним первый второй сто тысяч тысячи миллион миллиарда миллиардов процента"
    " процентов двух трёх трех двадцать тридцать zero six seven eight nine eleven twelve"
    " пяти шести десяти полтора полутора полторы пятьдесят сорок шесть четыре minus минус"
)
NUMBERISH: Final = frozenset(NUMBER_WORDS) | frozenset(_COUNTING.split())


def text_words(turn: Turn) -> list[str]:
    """The words of a turn as they are printed, marks at them."""
    return "\n\n".join(turn.paragraphs).split()


@dataclass
class Quarry:
    """The turns of an index that quotations are cut from."""

    engine: SearchEngine
    seed: int
    statements: dict[str, Statement] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.ids = sorted(one for one, _ in self.engine.titles())
        self.by_lang = {
            lang: [one for one in self.ids if one.startswith(lang)] for lang in ("en", "ru")
        }
        self.speakers = [row for row in self.engine.speakers()[:60] if row.person]

    def statement(self, name: str) -> Statement:
        """A statement, read once."""
        if name not in self.statements:
            self.statements[name] = self.engine.statement(name)  # type: ignore[arg-type]
        return self.statements[name]

    def turn(self, name: str, n: int) -> Turn:
        """A turn of it."""
        return next(one for one in self.statement(name).turns if one.n == n)

    def pick(self, least: int, lang: str | None = None) -> tuple[Statement, Turn, list[str]]:
        """A speaker's turn of so many words."""
        while True:
            lang = lang or self.chance.choice(("en", "en", "ru"))
            statement = self.statement(self.chance.choice(self.by_lang[lang]))
            turns = [
                one
                for one in statement.turns
                if one.kind is TurnKind.SPEECH and one.speaker and one.person
            ]
            if turns:
                turn = self.chance.choice(turns)
                found = text_words(turn)
                if len(found) >= least:
                    return statement, turn, found

    def range(self, found: Sequence[str], least: int, most: int) -> tuple[int, int]:
        """A range of words of which enough are words indeed, and that cuts through no number.

        "8" out of "8 trillion" is another number: by the rule such a quotation is not verbatim.
        """
        for _ in range(100):
            size = self.chance.randint(least, min(most, len(found)))
            first = self.chance.randint(0, len(found) - size)
            stop = first + size
            enough = len(words(" ".join(found[first:stop]))) >= 5
            if enough and not (in_number(found, first) or in_number(found, stop)):
                return first, stop
        return 0, len(found)

    @cached_property
    def plain(self) -> dict[str, list[str]]:
        """Plain words of each language, to be put in."""
        found: dict[str, list[str]] = {}
        for lang in ("en", "ru"):
            seen = set()
            for _ in range(60):
                seen.update(one for one in self.pick(40, lang)[2] if is_plain(one))
            found[lang] = sorted(seen)
        return found

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """Names of each language."""
        found: dict[str, list[str]] = {}
        for lang in ("en", "ru"):
            seen = set()
            for _ in range(80):
                row = self.pick(40, lang)[2]
                seen.update(row[at] for at in range(1, len(row)) if is_name(row, at))
            found[lang] = sorted(seen)
        return found


def is_plain(word: str) -> bool:
    """Whether a printed word is a plain one: in small letters, no negation, no number."""
    return (
        word.isalpha()
        and word.islower()
        and len(word) > 2
        and word not in DENYING
        and word not in NUMBERISH
        and not word.startswith("ник")
    )


def is_name(row: Sequence[str], at: int) -> bool:
    """Whether a word bears a capital within a sentence."""
    word = row[at].strip(",;")
    return (
        at > 0
        and word.isalpha()
        and len(word) > 3
        and word[0].isupper()
        and word[1:].islower()
        and row[at - 1][-1].isalpha()
        and word.lower() not in NUMBERISH | DENYING
    )


def in_number(found: Sequence[str], at: int) -> bool:
    """Whether a cut before a word would part a number from its other half or its unit."""
    if not 0 < at < len(found):
        return False
    before, after = found[at - 1].casefold(), found[at].casefold()
    counted = before[-1:].isdigit() or any(word in NUMBERISH for word in words(before))
    goes_on = after[:1].isdigit() or _UNIT.match(after) or any(w in NUMBERISH for w in words(after))
    return bool(counted and goes_on)
