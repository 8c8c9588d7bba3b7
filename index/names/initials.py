"""A label's words → where a name in initials begins: "A. Petrov", "V.Petrov", "Ivan V. Petrov"."""

from __future__ import annotations

from index.names.name_shapes import (
    MOST_NAME_WORDS,
    has_initials,
    is_foreign_to_names,
    is_initials,
    is_name_word,
    is_particle,
)
from index.names.office_end import JOINING, sounds_like_trade
from index.names.word_lists import is_given_name, is_title, plain


def initials_start(words: list[str]) -> int | None:
    """Where a name in initials begins: "Senior Lieutenant A. Petrov", "V.Petrov"."""
    for at, word in enumerate(words):
        if not _are_initials(word) or _names_another(words, at):
            continue
        rest = words[at:]
        if len(rest) <= MOST_NAME_WORDS and all(map(_may_be_named, rest)) and _ends(rest):
            return at - 1 if _joins(words, at) else at
    return None


def _may_be_named(word: str) -> bool:
    return is_name_word(word) or is_particle(word)


def _ends(name: list[str]) -> bool:
    """Whether no title stands between the initials and the last word: "E.ON CEO Ivan Petrov"."""
    return not any(is_title(word) and not is_given_name(word) for word in name[1:-1])


def _names_another(words: list[str], at: int) -> bool:
    """Whether initials come once more after the surname: «университета имени А.Орлова Б.Петров»."""
    end = at + 1
    while end < len(words) and is_initials(words[end]) and not has_initials(words[at]):
        end += 1  # "A. P. J. Petrov" has three
    return any(map(_are_initials, words[end:]))


def _are_initials(word: str) -> bool:
    return is_initials(word) or has_initials(word)


def _joins(words: list[str], at: int) -> bool:
    """Whether the initial stands between a given name and a surname: "Ivan V. Petrov"."""
    if at == 0 or (len(words) - at < 2 and not has_initials(words[at])):
        return False
    before = words[at - 1]
    if is_given_name(before):
        return True
    if not _may_be_given(before) or not _is_one_initial(words, at):
        return False
    if at == 1:
        return not sounds_like_trade(before)
    if has_initials(words[at]):
        return is_foreign_to_names(words[at - 2])
    return plain(words[at - 2]) not in JOINING  # "Head of Rusmetal A. Petrov"


def _may_be_given(word: str) -> bool:
    """Whether an unlisted word may be a given name: no acronym («ФАНО»), and none in Russian, where
    the office declines («Президент Норландии А. Петров»)."""
    return (
        word.isascii()
        and not (word.isupper() and len(word) > 1)
        and is_name_word(word)
        and not is_foreign_to_names(word)
    )


def _is_one_initial(words: list[str], at: int) -> bool:
    """Whether a single initial stands there: "A. B. Petrov" has nothing before it."""
    return words[at].count(".") == 1 and not any(map(is_initials, words[at + 1 : at + 2]))
