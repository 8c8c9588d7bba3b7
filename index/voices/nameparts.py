"""A label's words, flags taken off → the name and the office in them.

The office usually comes first ("Defence Minister Ivan Petrov"), sometimes last ("Ivan Petrov,
Director of …"), sometimes around the name ("King Karl IV of Norland"). Where the name begins is
told, in this order, by names the page vouches for, by initials, and by the shape of the words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from index.voices.names import (
    RELIGIOUS,
    ROYAL,
    as_written,
    has_initials,
    is_foreign_to_names,
    is_initials,
    is_name_word,
    is_particle,
    is_roman,
    looks_full,
)
from index.voices.wordlists import is_given_name, is_place, is_role_word, is_title, plain, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.voices.known import Known


class NamedRole(NamedTuple):
    """A name as a reader would write it, and the office printed with it."""

    speaker: str
    role: str | None

    def is_joint(self, known: Known) -> bool:
        """Whether what stands before the name is another's: "Anna Petrova and Ivan Petrov"."""
        before = (self.role or "").rstrip(",&").split()
        if before and plain(before[-1]) in _AND:
            return True
        return looks_full(before) and known.vouches(before)


MOST_NAME_WORDS: Final = 6
_GOVERNING: Final = word_set("of for at in to the from by по в на для")
_AND: Final = frozenset({"and", "и"})
_JOINING: Final = word_set("of and for the in at to on by with from или и по в на для")
_HONORIFICS: Final = word_set(
    "mr mrs ms mme dr sir lady lord sheikh hajji comrade h.e his her the most reverend holiness"
    " beatitude eminence excellency majesty highness"
    " святейший блаженнейший господин госпожа товарищ"
)
"""Courtesies before a name; none of them is an office."""
_TRADE: Final = re.compile(r".{2,}(?:ist|naut|man|woman|er|or|ian|eer|ant|ess|ic)$")


def split_name(text: str, known: Known) -> NamedRole | None:
    """The name and the office in `text`; None when it holds no name."""
    segments = [segment.split() for segment in text.split(", ")]
    if len(segments) > 1 and _comes_first(segments, known):
        return _named(segments[0], ", ".join(" ".join(words) for words in segments[1:]))
    for place in range(len(segments) - 1, -1, -1):
        found = _split_segment(segments[place], known)
        if found is not None:
            before = [" ".join(words) for words in segments[:place]]
            after = [" ".join(words) for words in segments[place + 1 :]]
            role = ", ".join(part for part in (*before, found.role, *after) if part)
            return NamedRole(found.speaker, role or None)
    return None


def _comes_first(segments: list[list[str]], known: Known) -> bool:
    """Whether the name stands before the comma: "Ivan Petrov, Aide to Anna Petrova"."""
    first, last = segments[0], segments[-1]
    if not looks_full(first):
        return False
    return is_given_name(first[0]) or known.vouches(first) or not known.vouches(last)


def _split_segment(words: list[str], known: Known) -> NamedRole | None:
    words, affiliation = _without_affiliation(words)
    if not words:
        return None
    found = _split_around(words) or _split_tail(words, known)
    found = found or _before_residue(words, known)
    if found is None or affiliation is None:
        return found
    return NamedRole(found.speaker, f"{found.role} ({affiliation})" if found.role else affiliation)


def _without_affiliation(words: list[str]) -> tuple[list[str], str | None]:
    """The words before a closing bracket after a name ("Anna Petrova (ENI)"), and its inside."""
    text = " ".join(words)
    match = re.search(r" \(([^()]*)\)?$", text)
    return (text[: match.start()].split(), match[1]) if match else (words, None)


def _split_around(words: list[str]) -> NamedRole | None:
    """ "King Karl IV of Norland", "Crown Prince Omar Al Said of Norland", "Patriarch Ioann"."""
    titles = RELIGIOUS | ROYAL
    title = next((at for at, word in enumerate(words) if _is_one_of(word, titles)), None)
    if title is None or title + 1 == len(words):
        return None
    end = title + 1
    while end < len(words) and (is_name_word(words[end]) or is_particle(words[end])):
        end += 1
    name, rest = words[title + 1 : end], words[end:]
    if not name or len(name) > MOST_NAME_WORDS or (rest and plain(rest[0]) != "of"):
        return None
    religious = plain(words[title]) in RELIGIOUS
    if not rest and not religious:
        return None
    office = [*words[: title + 1], *rest]
    if religious and _is_mononym(name):
        before = _without_honorific(words[:title])
        return _named([words[title], *name], " ".join(office) if rest or before else "")
    return _named(name, " ".join(office))


def _before_residue(words: list[str], known: Known) -> NamedRole | None:
    """A known name and, without a comma, an office after it: what is left of a card in flat text.

    A card's office is that of the day the page was saved, so it is no role.
    """
    for size in range(min(MOST_NAME_WORDS, len(words) - 1), 1, -1):
        if known.vouches(words[:size]) and is_role_word(words[size]):
            return _named(words[:size], "")
    repeated = len(words) > 1 and words[0].endswith(f".{words[1]}")
    if has_initials(words[0]) and (repeated or any(map(is_role_word, words[1:2]))):
        return _named(words[:1], "")  # «А.Петров Петров Алексей Иванович директор …»
    return None


def _is_one_of(word: str, titles: frozenset[str]) -> bool:
    return word[:1].isupper() and plain(word) in titles


def _is_mononym(name: Sequence[str]) -> bool:
    return len(name) == 1 or (len(name) == 2 and is_roman(name[1]))


def _split_tail(words: list[str], known: Known) -> NamedRole | None:
    start = _known_start(words, known)
    if start is None:
        start = _initials_start(words)
    if start is None:
        start = _shape_start(words)
    if start is None:
        return None
    name, office = words[start:], words[:start]
    title = next((word for word in office if _is_one_of(word, RELIGIOUS)), None)
    if title and _is_mononym(name):
        name = [title, *name]
    return _named(name, _without_honorific(office))


def _known_start(words: list[str], known: Known) -> int | None:
    """Where the longest closing name begins that the page vouches for.

    A name after "of" or "to" is another's ("Aide to Anna Petrova").
    """
    for size in range(min(MOST_NAME_WORDS, len(words)), 1, -1):
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
            between = at > 0 and is_given_name(words[at - 1])  # "Ivan V. Petrov"
            return at - 1 if between else at
    return None


def _shape_start(words: list[str]) -> int | None:
    """Where the name begins by the shape of the words; None when they end in no name."""
    run = _run_start(words)
    length = len(words) - run
    if length <= 0:
        return None
    before = words[run - 1] if run else None
    if before is not None and plain(before) in _GOVERNING:
        return _start_after_of(words, run)
    if length == 1:
        if before is not None and is_given_name(before):
            return run - 1  # also a word of offices: "Bank CEO German Petrov"
        return run if before is not None and is_foreign_to_names(before) else None
    return run if length == 2 else _start_in_long_run(words, run)


def _start_after_of(words: list[str], run: int) -> int | None:
    """After "of" a word at least is the office's: "Head of Rusmetal Petrov", "… of Ivan Petrov"."""
    given = [at for at in range(run + 1, len(words) - 1) if is_given_name(words[at])]
    if given:
        return _to_particles(words, run + 1, given[0], given=True)
    if len(words) - run < 2 or (len(words) - run == 2 and is_given_name(words[run])):
        return None
    return _to_particles(words, run + 1, max(run + 1, len(words) - 2), given=False)


def _run_start(words: list[str]) -> int:
    """Where the closing run of words that may all be of a name begins; `len(words)`: none."""
    capitals = sum(word.isupper() and len(word) > 2 for word in words)
    shouted = capitals > len(words) / 2
    at = len(words)
    while at > 0 and len(words) - at < MOST_NAME_WORDS:
        word = words[at - 1]
        if at == len(words) and is_place(word) and at > 1 and is_given_name(words[at - 2]):
            at -= 1  # a surname that is also a town
            continue
        if not _may_be_named(word, last=at == len(words), shouted=shouted):
            break
        at -= 1
    while at < len(words) and is_particle(words[at]) and words[at][0].islower():
        at += 1
    return at


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


def _named(name: Sequence[str], role: str) -> NamedRole:
    return NamedRole(as_written(name), role or None)


def _without_honorific(office: list[str]) -> str:
    """The office; courtesies before the name ("Sheikh") are no part of one."""
    end = len(office)
    while end and plain(office[end - 1]).rstrip(".") in _HONORIFICS:
        end -= 1
    return " ".join(office[:end])
