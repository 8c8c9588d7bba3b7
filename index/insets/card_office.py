"""Text after the name on a person card → where the card's office ends, and how that is known.

The site prints a space before the mark that follows a card, and most labels end in a colon; where
neither shows the end, the office is what another card of the same person says, or is guessed: it
runs on as offices do, up to a small word that they do not have.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from index.attribution.qualifiers import read_kind
from index.insets.office_guess import guess_end, is_verb
from index.names.office_words import reads_as_sentence
from index.names.word import look_up

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_OFFICE_CHARS: Final = 250
_FLAG: Final = re.compile(r"\s*\(([^()]{1,60})\)\s*$")
_SENTENCE_ENDS: Final = re.compile(r"[!?…](?=\s|$)|(?<!\b[А-ЯЁA-Z])\.(?=[\s\"”»)]|$)|[<>;]")
_SPACE_BEFORE_MARK: Final = re.compile(r"\s+(?=[,.;:!?)\]](?:\s|$))")


_INNER_BRACKET: Final = re.compile(r"\([^()]*\)")
_ENDS: Final = (",", ".", ";", ")", "]", "!", "?")


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
    words = [word.strip('«»“”"(),') for word in _INNER_BRACKET.sub(" ", text).split()]
    small = [word for word in words if word[:1].islower()]
    return not any(look_up(word).is_in("office_stops") or is_verb(word) for word in small)


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
    end = guess_end(rest)
    ended = not rest[end:].strip() or rest[end] in _ENDS
    return Office(start + end, sure=bool(end) and ended)
