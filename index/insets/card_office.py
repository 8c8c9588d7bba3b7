"""Text after the name on a person card → where the card's office ends, and how that is known.

The site prints a space before the mark that follows a card, and most labels end in a colon; where
neither shows the end, the office is what another card of the same person says, or is guessed: it
runs on as offices do, up to a small word that they do not have.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from index.attribution.qualifiers import read_kind
from index.names.office_words import reads_as_sentence
from index.names.word import look_up

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_OFFICE_CHARS: Final = 250
_COLON: Final = re.compile(r"\s*[:：]")
_FLAG: Final = re.compile(r"\s*\(([^()]{1,60})\)\s*$")
_SENTENCE_ENDS: Final = re.compile(r"[!?…](?=\s|$)|(?<!\b[А-ЯЁA-Z])\.(?=[\s\"”»)]|$)|[<>;]")
_SPACE_BEFORE_MARK: Final = re.compile(r"\s+(?=[,.;:!?)\]](?:\s|$))")
_WORD: Final = re.compile(r"[«“\"]?[\w№][\w’'‑./-]*[»”\"]?")
_QUOTED: Final = re.compile(r"«[^»]{1,100}»|“[^”]{1,100}”|\"[^\"]{1,100}\"")
_DASH: Final = re.compile(r"\s[–—-]\s(?=\S)")
_PAST: Final = re.compile(r"[а-яё]{2,}[аеиыуяо]л(?:а|о|и|ся|ась|ось|ись)?|[a-z]{3,}ed")
_NOUNS: Final = re.compile(
    r"(?:.*(?:тдел|питал|урнал|илиал|рсонал|териал|енерал|дмирал|школ|канал|сигнал|вокзал|сельс)\w*)"
)
_JOINS: Final = frozenset({"of", "the", "for", "and", "on", "to", "in", "&", "и", "по", "при"})
_WITHIN: Final = frozenset({"в", "in", "on", "to", "for", "на", "по"})


class Office(NamedTuple):
    """Where a card's office ends, the flag printed before the colon, and whether it is sure."""

    end: int
    flag: str = ""
    sure: bool = True


def read_office(text: str, start: int, until: int, before: str, known: Iterable[str]) -> Office:
    """The office from `start` on, at the longest up to `until`, where the next card begins.

    `before` is what the sentence says up to the card's name; `known` are offices that other cards
    of the person show whole.
    """
    rest = text[start : min(until, start + _MOST_OFFICE_CHARS)]
    if (mark := re.match(r"\s*(?=[,.;:!?)\]]|$)", rest)) is not None:
        return Office(start + mark.end() if rest.strip() else start)
    return (
        _in_label(rest, start, before)
        or _in_bracket(rest, start, before)
        or _known(rest, start, known)
        or _marked(rest, start)
        or _guessed(rest, start)
    )


def _in_label(rest: str, start: int, before: str) -> Office | None:
    """The office of a label's card: all up to the colon, a flag in brackets left out."""
    colon = rest.find(":")
    if colon < 0:
        return None
    office = rest[:colon]
    if _SENTENCE_ENDS.search(office) or (reads_as_sentence(before) and not office.endswith(" ")):
        return None
    if office.count("(") != office.count(")"):
        return None
    flag = _FLAG.search(office)
    if flag and read_kind(flag[1]) is None:
        flag = None
    bare = office[: flag.start()] if flag else office
    if not (bare.endswith(" ") or reads_like_office(bare)):
        return None
    return Office(start + colon, flag[0].strip() if flag else "")


def reads_like_office(text: str) -> bool:
    """Whether words may be an office: nothing in them that sentences have."""
    words = [word.strip('«»“”"(),') for word in text.split()]
    small = [word for word in words if word[:1].islower()]
    return not any(look_up(word).is_in("office_stops") or _is_verb(word) for word in small)


def _in_bracket(rest: str, start: int, before: str) -> Office | None:
    """The office of a card inside a bracket that holds nothing after it."""
    opened = max(before.rfind("("), before.rfind("["))
    if opened < 0 or re.search(r"[)\]]", before[opened:]):
        return None
    closed = re.search(r"[)\]]", rest)
    if closed is None or not reads_like_office(rest[: closed.start()]):
        return None
    return None if _SENTENCE_ENDS.search(rest[: closed.start()]) else Office(start + closed.start())


def _known(rest: str, start: int, known: Iterable[str]) -> Office | None:
    """The longest of the offices that other cards of the person show."""
    bare = rest.lstrip()
    for office in sorted(known, key=len, reverse=True):
        if office and bare.startswith(office) and not bare[len(office) :][:1].isalnum():
            end = len(rest) - len(bare) + len(office)
            mark = _SPACE_BEFORE_MARK.match(rest, end)
            return Office(start + (mark.end() if mark else end))
    return None


def _marked(rest: str, start: int) -> Office | None:
    """The office up to a mark that a space stands before; commas may stand in it."""
    mark = _SPACE_BEFORE_MARK.search(rest)
    if mark is None:
        return None
    office = rest[: mark.start()]
    if _SENTENCE_ENDS.search(office) or not reads_like_office(office):
        return None
    return Office(start + mark.end())


def _guessed(rest: str, start: int) -> Office:
    """The office as far as words go on as offices do; none where none of them is of an office."""
    end, at = 0, 0
    while (word := _next_word(rest, at)) is not None:
        begins, ends, printed = word
        if end and rest[at:begins].strip():
            break
        if not _goes_on(printed, rest[ends:], first=not end):
            break
        at = ends
        if printed.lower() not in _JOINS | _WITHIN:
            end = ends
    if not any(look_up(word.strip('«»“”"')).is_role_word for word in rest[:end].split()):
        return Office(start, sure=False)
    return Office(start + end, sure=rest[end : end + 1] in _ENDS or not rest[end:].strip())


_ENDS: Final = (",", ".", ";", ")", "]", "!", "?")


def _next_word(rest: str, at: int) -> tuple[int, int, str] | None:
    """The next word with its place; words in quotes, and what a dash joins, are one step."""
    gap = re.compile(r"\s*(?:[–—-]\s)?").match(rest, at)
    begins = gap.end() if gap else at
    found = _QUOTED.match(rest, begins) or _WORD.match(rest, begins)
    if found is None:
        return None
    printed = found[0]
    ends = found.end()
    while printed[-1:] in ".,/" and not _inner(rest, ends):
        printed, ends = printed[:-1], ends - 1
    return (at if begins == at else _after_space(rest, at, begins), ends, printed)


def _after_space(rest: str, at: int, begins: int) -> int:
    """Where what stands between two words begins to count: spaces and a joining dash do not."""
    return begins if rest[at:begins].strip(" –—-") else at


def _inner(rest: str, ends: int) -> bool:
    return rest[ends : ends + 1].isalnum()


def _goes_on(word: str, after: str, *, first: bool) -> bool:
    """Whether an office may go on with `word`."""
    low = word.lower()
    if first or word[:1] in '«“"':
        return True
    if low in ("and", "и"):
        following = look_up(_first_word(after))
        return not (following.is_title or following.begins_with_initials)
    if low in _WITHIN and low not in ("по", "for"):
        return _first_word(after)[:1].isupper()
    if low in _JOINS:
        return True
    if word[:1].isupper():
        return not look_up(word).has_initials
    if word.isascii():
        return look_up(word).is_role_word
    return not look_up(low).is_in("office_stops") and not _is_verb(word)


def _first_word(text: str) -> str:
    words = text.split(maxsplit=1)
    return words[0].strip(".,;:") if words else ""


def _is_verb(word: str) -> bool:
    return _PAST.fullmatch(word) is not None and _NOUNS.fullmatch(word) is None
