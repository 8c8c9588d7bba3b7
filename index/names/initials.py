"""A label's words → where a name in initials begins: "A. Petrov", "V.Petrov", "Ivan V. Petrov"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.names.name_shapes import MOST_NAME_WORDS
from index.names.office_end import sounds_like_trade

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.names.word import PrintedWord


def initials_start(words: Sequence[PrintedWord]) -> int | None:
    """Where a name in initials begins; None where none ends the words."""
    for at, word in enumerate(words):
        if not word.begins_with_initials or _names_another(words, at):
            continue
        rest = words[at:]
        named = all(one.is_name_word or one.is_particle for one in rest)
        if len(rest) <= MOST_NAME_WORDS and named and _ends(rest):
            return at - 1 if _joins(words, at) else at
    return None


def _ends(name: Sequence[PrintedWord]) -> bool:
    """Whether no title stands between the initials and the last word: "E.ON CEO Ivan Petrov"."""
    return not any(word.is_title and not word.is_given_name for word in name[1:-1])


def _names_another(words: Sequence[PrintedWord], at: int) -> bool:
    """Whether initials come once more after the surname: «университета имени А.Орлова Б.Петров»."""
    end = at + 1
    while end < len(words) and words[end].is_initials and not words[at].has_initials:
        end += 1  # "A. P. J. Petrov" has three
    return any(word.begins_with_initials for word in words[end:])


def _joins(words: Sequence[PrintedWord], at: int) -> bool:
    """Whether the initial stands between a given name and a surname: "Ivan V. Petrov"."""
    if at == 0 or (len(words) - at < 2 and not words[at].has_initials):
        return False
    before = words[at - 1]
    if before.is_given_name:
        return True
    if not _may_be_given(before) or not _is_one_initial(words, at):
        return False
    if at == 1:
        return not sounds_like_trade(before)
    if words[at].has_initials:
        return words[at - 2].is_foreign_to_names
    return not words[at - 2].is_in("joining_words")  # "Head of Rusmetal A. Petrov"


def _may_be_given(word: PrintedWord) -> bool:
    """Whether an unlisted word may be a given name.

    No acronym («ФАНО») is one, and no Russian word, for there the office declines («Президент
    Норландии А. Петров»).
    """
    acronym = word.text.isupper() and len(word.text) > 1
    named = word.is_name_word and not word.is_foreign_to_names
    return word.text.isascii() and not acronym and named


def _is_one_initial(words: Sequence[PrintedWord], at: int) -> bool:
    """Whether a single initial stands there: "A. B. Petrov" has nothing before it."""
    alone = not any(word.is_initials for word in words[at + 1 : at + 2])
    return words[at].text.count(".") == 1 and alone
