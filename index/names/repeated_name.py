"""The words of a label that prints a name twice → where the first begins and ends.

A person card hangs on a name and repeats it, surname first: "Minister Ivan Petrov Petrov Ivan Head
of …", «И.Петров Петров Иван Ильич …». Its office is that of the day the page was saved, so nothing
after the first name counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from index.names.word_lists import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.names.word import PrintedWord

_MOST_WORDS: Final = 5


class Repeated(NamedTuple):
    """Start and stop of the first of two equal names in the words of a label."""

    start: int
    end: int


def find_repeated(words: Sequence[PrintedWord]) -> Repeated | None:
    """The first of two names that follow upon one another; None where no name is repeated."""
    for start in range(len(words)):
        for size in range(_MOST_WORDS, 0, -1):
            end = start + size
            if end < len(words) and _again(words, start, end):
                return Repeated(start, end)
    return None


def _again(words: Sequence[PrintedWord], start: int, end: int) -> bool:
    """Whether the name at `start` stands again from `end` on, in either order."""
    name, rest = words[start:end], words[end : end + end - start]
    surname = name[0].after_initials
    if surname is not None:
        printed = [one.folded for one in rest]
        others = [word.folded for word in name[1:]]
        return printed in ([plain(surname), *others], [name[0].folded, *others])
    if not all(word.is_name_word or word.is_particle for word in name) or len(rest) < len(name):
        return False
    if len(name) == 1:
        return _is_mononym_again(words, start)
    if name[0].is_foreign_to_names:
        return False
    return _agree(name, rest) or _agree([name[-1], *name[:-1]], rest)


def _agree(name: Sequence[PrintedWord], rest: Sequence[PrintedWord]) -> bool:
    """Whether `rest` is `name`; to its last word an office may be glued: "IvanPresident"."""
    *others, last = zip(name, rest, strict=True)
    one, other = last
    glued = other.text.startswith(one.text) and other.text[len(one.text) :][:1].isupper()
    return all(a.folded == b.folded for a, b in others) and (one.folded == other.folded or glued)


def _is_mononym_again(words: Sequence[PrintedWord], at: int) -> bool:
    """Whether one word is a churchman's name twice ("Patriarch Kirill Kirill"), no double name."""
    titled = at > 0 and words[at - 1].is_in("religious_titles")
    office = at + 2 < len(words) and words[at + 2].is_role_word
    same = words[at].folded == words[at + 1].folded
    return same and (titled or office) and not words[at].is_foreign_to_names
