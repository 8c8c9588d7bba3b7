"""The words of a label → where the name begins that ends it, and the rule that says so.

The rules stand in ordered tables; the first that finds a start, or that there is no name, decides.
Surest are names that the page vouches for and initials, then the shape of the words: by one table
where the closing run of name words stands after "of" and its kind, for then its first word is the
office's, and by another elsewhere. A new form is a row in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from index.names.closing_run import is_sultan, run_start
from index.names.initials import initials_start
from index.names.name_shapes import without_tail
from index.names.office_end import ends_office, is_surely_trade, sounds_like_trade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from index.names.page_names import PageNames
    from index.names.word import PrintedWord

NO_NAME: Final = -1
"""What a rule finds where the words end in no name."""

_MOST_WORDS: Final = 9  # of a name, particles counted


class NameStart(NamedTuple):
    """Where a name begins, or `NO_NAME`, and the rule that decided."""

    at: int
    rule: str


class StartRule(NamedTuple):
    """One row of a table: what it is called, and the start it finds, None where it says nothing."""

    name: str
    find: Callable[[LabelEnd], int | None]


@dataclass(frozen=True)
class LabelEnd:
    """The words of a label and what the rules ask of their end, found on first need."""

    words: Sequence[PrintedWord]
    known: PageNames

    @cached_property
    def run(self) -> int:
        """Where the closing run of words begins that may all be of a name."""
        return run_start(self.words)

    @cached_property
    def size(self) -> int:
        """How many words the run has before "Jr." and its kind."""
        return len(without_tail(self.words[self.run :]))

    @cached_property
    def end(self) -> int:
        """Where the words end before "Jr." and its kind."""
        return len(without_tail(self.words))

    @cached_property
    def before(self) -> PrintedWord | None:
        """The word before the run."""
        return self.words[self.run - 1] if self.run else None

    @cached_property
    def governed(self) -> bool:
        """Whether the run stands after "of", "to" and their kind."""
        return self.before is not None and self.before.is_in("governing_words")

    @cached_property
    def floor(self) -> int:
        """The first word that may begin the name.

        After "of" one word at least is the office's; so is a Russian country in the genitive.
        """
        genitive = self.before is not None and self.size > 1 and _is_genitive(self.words[self.run])
        return self.run + (self.governed or genitive)

    @cached_property
    def given(self) -> Sequence[int]:
        """Where given names stand that a surname may follow."""
        return [at for at in range(self.floor, self.end - 1) if self.words[at].is_given_name]


def name_start(words: Sequence[PrintedWord], known: PageNames) -> NameStart:
    """Where the closing name of `words` begins, by the first rule that finds something."""
    end = LabelEnd(words, known)
    found = ((rule.find(end), rule.name) for rule in _rules(end))
    return next(NameStart(at, name) for at, name in found if at is not None)


def _rules(end: LabelEnd) -> Iterator[StartRule]:
    yield from _SURE
    yield from chain(_AFTER_OF if end.governed else _ELSEWHERE, _LAST_RESORT)


def _vouched(end: LabelEnd) -> int | None:
    """The longest closing name that the page vouches for.

    A name after "of" or "to" is another's ("Aide to Anna Petrova").
    """
    words = end.words
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        if size == 1 and not words[-1].has_initials:
            break
        governed = any(word.is_in("governing_words") for word in words[-size - 1 : -size])
        if not governed and end.known.vouches(words[-size:]):
            return len(words) - size
    return None


def _sultan(end: LabelEnd) -> int | None:
    run = range(end.run, end.run + end.size)
    return next((at for at in run if is_sultan(end.words[at])), None)


def _is_genitive(word: PrintedWord) -> bool:
    """Whether a Russian word is declined as countries are and no name is: «Норландии»."""
    return word.folded.endswith("ии") and not word.is_given_name


def _after_namesake_country(end: LabelEnd) -> int | None:
    """A country that is a given name as well: "President of Jordan Tarvo Quom Testov"."""
    return end.floor if end.words[end.run].is_place and end.end - end.run > 2 else None


def _after_ruled_country(end: LabelEnd) -> int | None:
    """A ruler's country, which is of one word more often than not."""
    ruled = end.words[end.run - 2].is_in("rulers")
    return end.floor if ruled and (end.end > end.floor + 1 or end.words[-1].is_roman) else None


def _of_speaker(end: LabelEnd) -> int | None:
    """After "of" a name that the page has is another's; a whole name after it is the speaker's."""
    run = end.words[end.run : end.end]
    for size in range(len(run), 1, -1):
        if end.known.vouches(run[:size]):
            rest = len(run) - size
            return NO_NAME if rest == 0 else end.run + size if rest > 1 else None
    return None


def _after_served(end: LabelEnd) -> int | None:
    """What follows the served one's name: "Aide to President Ivan Petrov Anna Orlova"."""
    served = any(word.is_in("governing_words") for word in end.words[: end.run])
    at = _of_speaker(end) if served else None
    return None if at == NO_NAME else at


def _of_another(end: LabelEnd) -> int | None:
    """Two words after "of" are another's ("Aide to Tarvo Kvist").

    Not where page, lists or capitals tell that the first is no given name.
    """
    first = end.words[end.run]
    named = first.is_given_name and not first.text.isupper()
    told = first.text.isupper() or first.is_place or first.folded in end.known.printed
    return NO_NAME if end.end - end.run == 2 and (named or not told) else None


def _single(end: LabelEnd) -> int | None:
    """One word: a surname where a given name or a title stands before it."""
    if end.size > 1:
        return None
    if end.before is not None and end.before.is_given_name:
        return end.run - 1  # also a word of offices: "Bank CEO German Petrov"
    titled = any(word.is_title for word in end.words[: end.run])
    return end.run if titled and not end.words[-1].is_roman else NO_NAME


def _second_name(end: LabelEnd) -> int | None:
    """The second of two whole names: "Widow of Ivan Petrov Anna Petrova"."""
    if not any(word.is_in("relatives") for word in end.words[: end.floor]):
        return None
    later = [at for at in end.given if at >= end.floor + 2]
    name = end.words[end.floor : end.end]
    four = len(name) == 4 and not any(word.is_particle for word in name)
    return later[-1] if later else end.end - 2 if four else None


def _unled(end: LabelEnd) -> int | None:
    """Nothing before the run: all of it is the name, but for a trade at its head."""
    if end.floor:
        return None
    first = end.words[0]
    surely = first.is_title or (not end.given and is_surely_trade(first))
    return int(surely or (end.given[:1] == [1] and sounds_like_trade(first)))


def _given_name(end: LabelEnd) -> int | None:
    """The first given name; "Ben" and "Al" in capitals hang on nothing there."""
    hangs = [word.is_particle and not word.is_capitalised for word in end.words]
    return _to_particles(end.floor, end.given[0], hangs) if end.given else None


def _last_two(end: LabelEnd) -> int:
    hangs = [word.is_particle for word in end.words]
    return _to_particles(end.floor, max(end.floor, end.end - 2), hangs)


def _to_particles(floor: int, start: int, hangs: Sequence[bool]) -> int:
    """`start`, moved back to what small words hang on: "Omar bin Said Al Amir"."""
    while start > floor and any(hangs[start - 1 : start + 1]):
        start -= 1
    return start


_SURE: Final = (
    StartRule("a name that the page vouches for", _vouched),
    StartRule("initials", lambda end: initials_start(end.words)),
    StartRule("an office to the end", lambda end: NO_NAME if end.size <= 0 else None),
    StartRule("Sultan as a name", _sultan),
)
_AFTER_OF: Final = (
    StartRule("after a country that is a given name too", _after_namesake_country),
    StartRule("after another's name", _second_name),
    StartRule("another's name that the page has", _of_speaker),
    StartRule("a given name of the list", _given_name),
    StartRule("one word after of", lambda end: NO_NAME if end.end - end.run < 2 else None),
    StartRule("after a ruler's country", _after_ruled_country),
    StartRule("another's name after of", _of_another),
)
_ELSEWHERE: Final = (
    StartRule("after a served one's name", _after_served),
    StartRule("a single word", _single),
    StartRule("two words", lambda end: end.floor if end.run + end.size <= end.floor + 2 else None),
    StartRule("after another's name", _second_name),
    StartRule("led by a given name", lambda end: end.floor if end.floor in end.given else None),
    StartRule("nothing before it", _unled),
    StartRule(
        "after the end of an office",
        lambda end: end.floor if ends_office(end.words[: end.floor]) else None,
    ),
    StartRule("a given name of the list", _given_name),
)
_LAST_RESORT: Final = (StartRule("the last two words", _last_two),)
