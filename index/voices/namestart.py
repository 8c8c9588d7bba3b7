"""The words of a label → where the name begins that ends it.

Told, in this order, by names the page vouches for, by initials, and by the shape of the words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.voices.names import (
    MOST_NAME_WORDS,
    PATRONYMIC_TAILS,
    count_words,
    has_initials,
    is_foreign_to_names,
    is_initials,
    is_name_word,
    is_particle,
    is_roman,
)
from index.voices.wordlists import is_given_name, is_place, is_title, plain, word_set

if TYPE_CHECKING:
    from index.voices.known import Known

_MOST_WORDS: Final = 9  # of a name, particles counted
_GOVERNING: Final = word_set("of for at in to the from by по в на для")
_JOINING: Final = word_set("of and for the in at to on by with from или и по в на для")
_OF_A_COUNTRY: Final = word_set("president king queen emir sultan emperor chancellor minister")
_TRADE: Final = re.compile(r".{2,}(?:ist|naut|man|woman|er|or|ian|eer|ant|ess|ic)$")


def name_start(words: list[str], known: Known) -> int | None:
    """Where the closing name of `words` begins; None when they end in no name."""
    start = _known_start(words, known)
    if start is None:
        start = _initials_start(words)
    return _shape_start(words, known) if start is None else start


def _known_start(words: list[str], known: Known) -> int | None:
    """Where the longest closing name begins that the page vouches for.

    A name after "of" or "to" is another's ("Aide to Anna Petrova").
    """
    for size in range(min(_MOST_WORDS, len(words)), 1, -1):
        governed = words[-size - 1 : -size] and plain(words[-size - 1]) in _GOVERNING
        if known.vouches(words[-size:]) and not governed:
            return len(words) - size
    return None


def _initials_start(words: list[str]) -> int | None:
    """Where a name in initials begins: "Senior Lieutenant A. Petrov", "V.Petrov"."""
    for at, word in enumerate(words):
        if not (is_initials(word) or has_initials(word)):
            continue
        rest = words[at:]
        if len(rest) <= MOST_NAME_WORDS and all(is_name_word(w) or is_particle(w) for w in rest):
            return at - 1 if _joins(words, at) else at
    return None


def _joins(words: list[str], at: int) -> bool:
    """Whether the initial stands between a given name and a surname: "Ivan V. Petrov"."""
    if at == 0 or len(words) - at < 2:
        return False
    before = words[at - 1]
    if is_given_name(before):
        return True
    if not is_name_word(before) or is_foreign_to_names(before) or not is_initials(words[at]):
        return False
    follows_office = at > 1 and is_foreign_to_names(words[at - 2])
    return follows_office or (at == 1 and _TRADE.fullmatch(plain(before)) is None)


def _shape_start(words: list[str], known: Known) -> int | None:
    """Where the name begins by the shape of the words; None when they end in no name."""
    run = _run_start(words)
    length = len(words) - run
    if length <= 0:
        return None
    before = words[run - 1] if run else None
    if before is not None and plain(before) in _GOVERNING:
        return _start_after_of(words, run, known)
    if length == 1:
        if before is not None and is_given_name(before):
            return run - 1  # also a word of offices: "Bank CEO German Petrov"
        return run if any(map(is_title, words[:run])) and not is_roman(words[-1]) else None
    return run if length == 2 else _start_in_long_run(words, run)


def _start_after_of(words: list[str], run: int, known: Known) -> int | None:
    """After "of" a word at least is the office's: "Head of Rusmetal Petrov", "… of Ivan Petrov"."""
    if is_place(words[run]) and len(words) - run > 2:
        return run + 1  # a country that is a given name as well: "President of Jordan …"
    given = [at for at in range(run + 1, len(words) - 1) if is_given_name(words[at])]
    if given:
        return _to_particles(words, run + 1, given[0], given=True)
    if len(words) - run < 2:
        return None
    if len(words) - run > 2 and plain(words[run - 2]) in _OF_A_COUNTRY:
        return run + 1  # the name of a country is one word more often than not
    if len(words) - run == 2 and not _is_institution(words[run], known):
        return None  # "Aide to Tarvo Kvist" names another
    return _to_particles(words, run + 1, max(run + 1, len(words) - 2), given=False)


def _is_institution(word: str, known: Known) -> bool:
    """Whether a word after "of" is known to be no given name: page, place or capitals tell."""
    named = is_given_name(word) and not word.isupper()
    return not named and (word.isupper() or is_place(word) or plain(word) in known.printed)


def _run_start(words: list[str]) -> int:
    """Where the closing run of words that may all be of a name begins; `len(words)`: none."""
    capitals = sum(word.isupper() and len(word) > 2 for word in words)
    shouted = capitals > len(words) / 2
    at = len(words)
    while at > 0 and count_words(words[at:]) < MOST_NAME_WORDS:
        word = words[at - 1]
        if at == len(words) and plain(word) in PATRONYMIC_TAILS:
            at -= 1
            continue
        if at == len(words) and at > 1 and _is_odd_surname(word, words[at - 2]):
            at -= 1
            continue
        last = at == len(words) or (at + 1 == len(words) and plain(words[at]) in PATRONYMIC_TAILS)
        if not _may_be_named(word, last=last, shouted=shouted):
            break
        at -= 1
    while at < len(words) and is_particle(words[at]) and words[at][0].islower():
        at += 1
    return at


def _is_odd_surname(word: str, before: str) -> bool:
    """Whether a town or a title is a surname, for a given name stands before: "Larry King"."""
    lone = word[:1].isupper() and not word.isupper() and (is_place(word) or is_title(word))
    return lone and is_given_name(before) and not is_foreign_to_names(before)


def _may_be_named(word: str, *, last: bool, shouted: bool) -> bool:
    if is_particle(word):
        return not last
    if plain(word) in _JOINING or is_foreign_to_names(word) or not is_name_word(word):
        return False
    if re.search(r"[’']s$", word, re.IGNORECASE):
        return False
    acronym = word.isupper() and 1 < len(word) <= 6 and not is_roman(word)
    return shouted or last or not acronym or is_given_name(word)


def _start_in_long_run(words: list[str], run: int) -> int:
    """Three words and more: the name begins at a given name, if the office may end in the run."""
    before = words[run - 1] if run else ""
    given = next((at for at in range(run, len(words) - 1) if is_given_name(words[at])), None)
    if is_given_name(words[run]):
        return run
    if run == 0:
        trade = given == 1 and _TRADE.fullmatch(plain(words[0]))
        return 1 if trade else 0
    if is_place(before) or is_title(before) or before.endswith(")"):
        return run
    start = len(words) - 2 if given is None else given
    return _to_particles(words, run, start, given=given is not None)


def _to_particles(words: list[str], run: int, start: int, *, given: bool) -> int:
    """`start`, moved back to the name that small words hang on: "Omar bin Said Al Amir".

    "Ben" and "Al" in capitals hang on nothing where the name is known to begin with them.
    """
    while start > run and any(
        is_particle(word) and not (given and word[0].isupper())
        for word in words[start - 1 : start + 1]
    ):
        start -= 1
    return start
