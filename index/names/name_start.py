"""The words of a label → where the name begins that ends it.

Told, in this order, by names the page vouches for, by initials, and by the shape of the words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.names.initials import initials_start
from index.names.name_shapes import (
    MOST_NAME_WORDS,
    ROYAL,
    count_words,
    has_initials,
    is_foreign_to_names,
    is_name_word,
    is_particle,
    is_roman,
    without_tail,
)
from index.names.office_end import JOINING, ends_office, is_surely_trade, sounds_like_trade
from index.names.word_lists import is_given_name, is_place, is_title, plain, word_set

if TYPE_CHECKING:
    from index.names.page_names import PageNames

_MOST_WORDS: Final = 9  # of a name, particles counted
_LONGEST_ACRONYM_CHARS: Final = 4
_MOST_BARE_INITIALS: Final = 3
_GOVERNING: Final = word_set("of for at in to the from by after по в на для имени")
_OF_A_COUNTRY: Final = word_set(
    "president king queen emir sultan emperor chancellor minister"
    " republic kingdom state sultanate emirate principality duchy commonwealth"
)

_SULTAN: Final = frozenset({"sultan", "султан"})
_SHEIKH: Final = frozenset({"sheikh", "шейх"})
_RELATIVES: Final = word_set(
    "widow widower mother father son daughter wife husband brother sister grandson granddaughter"
)


def name_start(words: list[str], known: PageNames) -> int | None:
    """Where the closing name of `words` begins; None when they end in no name."""
    start = _known_start(words, known)
    if start is None:
        start = initials_start(words)
    return _shape_start(words, known) if start is None else start


def _known_start(words: list[str], known: PageNames) -> int | None:
    """Where the longest closing name begins that the page vouches for.

    A name after "of" or "to" is another's ("Aide to Anna Petrova").
    """
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        if size == 1 and not has_initials(words[-1]):
            break
        governed = words[-size - 1 : -size] and plain(words[-size - 1]) in _GOVERNING
        if known.vouches(words[-size:]) and not governed:
            return len(words) - size
    return None


def _shape_start(words: list[str], known: PageNames) -> int | None:
    """Where the name begins by the shape of the words; None when they end in no name."""
    run = _run_start(words)
    length = len(without_tail(words[run:]))
    if length <= 0:
        return None
    sultans = (at for at in range(run, length + run) if plain(words[at]) in _SULTAN)
    if (sultan := next(sultans, None)) is not None:
        return sultan
    before = words[run - 1] if run else None
    if before is not None and plain(before) in _GOVERNING:
        return _start_after_of(words, run, known)
    if length == 1:
        if before is not None and is_given_name(before):
            return run - 1  # also a word of offices: "Bank CEO German Petrov"
        return run if any(map(is_title, words[:run])) and not is_roman(words[-1]) else None
    if run and length > 1 and _is_genitive_country(words[run]):
        run, length = run + 1, length - 1
    return run if length <= 2 else _start_in_long_run(words, run)


def _is_genitive_country(word: str) -> bool:
    """Whether a Russian word is declined as countries are and no name is: «Норландии»."""
    return plain(word).endswith("ии") and not is_given_name(word)


def _start_after_of(words: list[str], run: int, known: PageNames) -> int | None:
    """After "of" a word at least is the office's: "Head of Rusmetal Petrov", "… of Ivan Petrov"."""
    whole = without_tail(words)
    length = len(whole) - run
    if is_place(words[run]) and length > 2:
        return run + 1  # a country that is a given name as well: "President of Jordan …"
    given = [at for at in range(run + 1, len(whole) - 1) if is_given_name(words[at])]
    second = _after_relative(words, given, run + 1)
    if second is not None:
        return second
    if given:
        return _to_particles(words, run + 1, given[0], given=True)
    if length < 2:
        return None
    if (length > 2 or is_roman(words[-1])) and plain(words[run - 2]) in _OF_A_COUNTRY:
        return run + 1  # the name of a country is one word more often than not
    if length == 2 and not _is_institution(words[run], known):
        return None  # "Aide to Tarvo Kvist" names another
    return _to_particles(words, run + 1, max(run + 1, len(whole) - 2), given=False)


def _is_institution(word: str, known: PageNames) -> bool:
    """Whether a word after "of" is known to be no given name: page, place or capitals tell."""
    named = is_given_name(word) and not word.isupper()
    return not named and (word.isupper() or is_place(word) or plain(word) in known.printed)


def _run_start(words: list[str]) -> int:
    """Where the closing run of words that may all be of a name begins; `len(words)`: none."""
    capitals = sum(word.isupper() and len(word) > 2 for word in words)
    shouted = capitals > len(words) / 2
    end = at = len(without_tail(words))
    capital = _capitals_start(words[:end])
    if capital is not None and not shouted:
        return capital
    while at > 0 and count_words(words[at:end]) < MOST_NAME_WORDS:
        word = words[at - 1]
        if at == end and at > 1 and _is_odd_surname(word, words[at - 2]):
            at -= 1
            continue
        if not _may_be_named(word, last=at == end, shouted=shouted) and not (
            at < end and _is_title_by_name(words, at - 1)
        ):
            at -= at < end and _are_bare_initials(words, at - 1)
            break
        at -= 1
    while at < end and is_particle(words[at]) and words[at][0].islower():
        at += 1
    return at if at < end else len(words)


def _is_title_by_name(words: list[str], at: int) -> bool:
    """Whether a title is a name: "CEO Sultan Ahmed" has another, "Omar Sheikh Amir" stands amid."""
    if plain(words[at]) in _SHEIKH:
        return at > 0 and is_given_name(words[at - 1]) and not is_foreign_to_names(words[at - 1])
    titles = (word for word in words[:at] if is_title(word))
    return plain(words[at]) in _SULTAN and any(plain(word) not in ROYAL for word in titles)


def _are_bare_initials(words: list[str], at: int) -> bool:
    """Whether letters after "President of a country" are initials without dots: "RKN Petrov"."""
    ruled = not _OF_A_COUNTRY.isdisjoint(map(plain, words[:at]))
    letters = words[at].isupper() and 1 < len(words[at]) <= _MOST_BARE_INITIALS
    return letters and ruled and is_place(words[at - 1])


def _capitals_start(words: list[str]) -> int | None:
    """Where a whole name in capitals begins after an office in small letters: "Head ANNA ORLOVA".

    A word of capitals before it may be the office's ("Rusmetal CEO ORLOV"), a title or an acronym.
    """
    at = len(words)
    while at > 0 and _is_shouted_name(words[at - 1]):
        at -= 1
    return at if len(words) - at > 1 and at > 0 else None


def _is_shouted_name(word: str) -> bool:
    sounds = any(letter in "aeiouyаеёиоуыэюя" for letter in plain(word))
    long_enough = len(word) > _LONGEST_ACRONYM_CHARS or is_given_name(word)
    return (
        word.isupper()
        and is_name_word(word)
        and sounds
        and long_enough
        and not is_foreign_to_names(word)
    )


def _is_odd_surname(word: str, before: str) -> bool:
    """Whether a town or a title is a surname, for a given name stands before: "Larry King"."""
    lone = word[:1].isupper() and not word.isupper() and (is_place(word) or is_title(word))
    return lone and is_given_name(before) and not is_foreign_to_names(before)


def _may_be_named(word: str, *, last: bool, shouted: bool) -> bool:
    if is_particle(word):
        return not last
    joins = plain(word) in JOINING and not (word == "To" or (last and word == "И"))  # "To Lam"
    if joins or is_foreign_to_names(word) or not is_name_word(word):
        return False
    if re.search(r"[’']s$", word, re.IGNORECASE):
        return False
    acronym = word.isupper() and 1 < len(word) <= 6 and not is_roman(word)
    return shouted or last or not acronym or is_given_name(word)


def _start_in_long_run(words: list[str], run: int) -> int:
    """Three words and more: the name begins at a given name, if the office may end in the run."""
    end = len(without_tail(words))
    givens = [at for at in range(run, end - 1) if is_given_name(words[at])]
    given = givens[0] if givens else None
    second = _after_relative(words, givens, run)
    if second is not None:
        return second
    if given == run:
        return run
    if run == 0:
        surely = is_title(words[0]) or (given is None and is_surely_trade(words[0]))
        return int(surely or (given == 1 and sounds_like_trade(words[0])))
    if ends_office(words, run):
        return run
    start = end - 2 if given is None else given
    return _to_particles(words, run, start, given=given is not None)


def _after_relative(words: list[str], givens: list[int], run: int) -> int | None:
    """Where the second of two whole names begins: "Widow of Ivan Petrov Anna Petrova"."""
    if _RELATIVES.isdisjoint(map(plain, words[:run])):
        return None
    second = [at for at in givens if at >= run + 2]
    if second:
        return second[-1]
    end = len(without_tail(words))
    four = end - run == 4 and not any(map(is_particle, words[run:end]))
    return end - 2 if four else None


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
