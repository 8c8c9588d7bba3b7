"""A label's words, flags taken off → the name and the office in them.

The office usually comes first ("Defence Minister Ivan Petrov"), sometimes last ("Ivan Petrov,
Director of …"), sometimes around the name ("King Karl IV of Norland").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from index.names.name_shapes import (
    MOST_NAME_WORDS,
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
from index.names.name_start import name_start
from index.names.word_lists import is_given_name, is_place, is_role_word, is_title, plain, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.names.page_names import PageNames


class NamedRole(NamedTuple):
    """A name as a reader would write it, and the office printed with it."""

    speaker: str
    role: str | None

    def is_joint(self, known: PageNames) -> bool:
        """Whether what stands before the name is another's: "Anna Petrova and Ivan Petrov"."""
        before = (self.role or "").rstrip(",").split()
        if before and plain(before[-1]) in _AND:
            return True
        if any(map(_is_named, _AND_APART.split(self.role or "")[:-1])):
            return True  # "President of Norland Ivan Petrov and President of Arda Anna Orlova"
        if not looks_full(before):
            return False
        surname = not is_foreign_to_names(before[-1])
        return known.vouches(before) or (surname and _begins_name(before[0]))


def _is_named(office: str) -> bool:
    """Whether words before an "and" end in a whole name of its own: "President Ivan Petrov"."""
    words = office.split()
    given, surname = words[-2:-1], words[-1:]
    if len(words) < 3 or not is_given_name(given[0]) or not looks_full([*given, *surname]):
        return False
    of_one_word = words[-4:-3] == ["of"]  # "President of Norland"
    return of_one_word or is_place(words[-3]) or is_title(words[-3])


def _begins_name(word: str) -> bool:
    return is_given_name(word) or is_initials(word) or has_initials(word)


_DASH: Final = re.compile(r"\s[–—-]\s")
_AND: Final = frozenset({"and", "и", "&", "/"})
_HONORIFICS: Final = word_set(
    "mr mrs ms mme dr hon fr ph.d sir lady lord sheikh sheikha sheikhah hajji comrade h.e hrh royal"
    " his her the most reverend holiness"
    " beatitude eminence excellency majesty highness"
    " святейший блаженнейший господин госпожа товарищ"
)
"""Courtesies before a name; none of them is an office."""
_SHEIKH: Final = word_set("sheikh sheikha sheikhah шейх шейха")
_ALL: Final = "всея"
_AND_APART: Final = re.compile(r"\s(?:and|и|&)\s")
_SEE: Final = re.compile(r"[А-ЯЁ]\w+[сц]кий")  # a churchman's town: «Патриарх Московский …»


def split_name(text: str, known: PageNames) -> NamedRole | None:
    """The name and the office in `text`; None when it holds no name."""
    dash = _DASH.search(text)
    if dash and looks_full(text[: dash.start()].split()):
        text = f"{text[: dash.start()]}, {text[dash.end() :]}"  # "Ivan Petrov – Director of …"
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


def _comes_first(segments: list[list[str]], known: PageNames) -> bool:
    """Whether the name stands before the comma: "Ivan Petrov, Aide to Anna Petrova"."""
    first, last = segments[0], segments[-1]
    if not looks_full(first):
        return False
    return is_given_name(first[0]) or known.vouches(first) or not known.vouches(last)


def _split_segment(words: list[str], known: PageNames) -> NamedRole | None:
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
    religious = plain(words[title]) in RELIGIOUS
    if religious and len(words) - title > 2 and _is_see(words[title + 1 : -1]):
        return _named([words[title], words[-1]], " ".join(words[:-1]))
    end = title + 1
    while end < len(words) and (is_name_word(words[end]) or is_particle(words[end])):
        end += 1
    name, rest = words[title + 1 : end], words[end:]
    if not name or len(name) > MOST_NAME_WORDS or (rest and plain(rest[0]) != "of"):
        return None
    if not rest and not religious:
        return None
    office = [*words[: title + 1], *rest]
    if religious and _is_mononym(name):
        before = _without_honorific(words[:title])
        return _named([words[title], *name], " ".join(office) if rest or before else "")
    return _named(name, " ".join(office))


def _is_see(words: list[str]) -> bool:
    """Whether words are a churchman's towns: «Московский и Коломенский», «… и всея Руси»."""
    if len(words) > 2 and plain(words[-2]) == _ALL:
        words = words[:-3] if words[-3] == "и" else words[:-2]
        if not words:
            return True
    return len(words) % 2 == 1 and all(
        word == "и" if at % 2 else _SEE.fullmatch(word) for at, word in enumerate(words)
    )


def _before_residue(words: list[str], known: PageNames) -> NamedRole | None:
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


def _split_tail(words: list[str], known: PageNames) -> NamedRole | None:
    start = name_start(words, known)
    if start is None:
        return None
    name, office = words[start:], words[:start]
    title = next((word for word in office if _is_one_of(word, RELIGIOUS)), None)
    sheikh = next((word for word in office[-1:] if plain(word) in _SHEIKH), None)
    if sheikh and len(name) == 1:
        name, office = [sheikh, *name], office[:-1]  # "Sheikh Karima"
    if title and _is_mononym(name):
        name = [title, *name]
    return _named(name, _without_honorific(office))


def _named(name: Sequence[str], role: str) -> NamedRole:
    return NamedRole(as_written(name), role or None)


def _without_honorific(office: list[str]) -> str:
    """The office; courtesies before the name ("Sheikh") are no part of one."""
    end = len(office)
    while end and plain(office[end - 1]).rstrip(".") in _HONORIFICS:
        end -= 1
    return " ".join(office[:end])
