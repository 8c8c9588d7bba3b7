"""Text → the words quotations are compared by: folded tokens, and numbers as they are printed.

Words ignore punctuation; a number keeps its sign, decimal mark and unit, so that −5 is not 5, and
2.5 neither 25 nor two numbers. Offsets are code points of the text as it came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from unicodedata import category

from search.analysis.tokenizer import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.analysis.tokenizer import Token

UNITS: Final = "%‰°$€£₽¥₴₸₹₩₺₫₪₱"
"""Signs that belong to the number they stand beside."""

FOLDING: Final = (
    "punctuation, spaces, quotation marks, apostrophes, dashes, case, ё as е, and what pasting"
    " leaves (tags, entities, numbers of notes, words parted at the end of a line)"
)
"""What is looked away from, as it is printed beside every verdict."""

_SIGN: Final = re.compile(rf"(?:^|(?<=[^\w%]))(−\s|[-−–‒+]?)((?:[{re.escape(UNITS[3:])}]\s?)?)$")
_UNIT: Final = re.compile(rf"\s?([{re.escape(UNITS)}])")
_PLAIN_SPACE: Final = "\u0020\u00a0\u2009\u202f"
_THOUSANDS: Final = re.compile(r"\d{1,3}(?: \d{3})*")
_SENTENCE_END: Final = re.compile(r"[.!?…:][^\w\s]*\s\W*$|[\n\"“„«(]\W*$")
_BEFORE_NAME: Final = frozenset(["mr", "mrs", "ms", "dr", "st", "prof", "gen", "г", "гн", "тов"])


@dataclass(frozen=True, slots=True)
class QuotedWord:
    """A word as it is compared; `printed` is how it stands in the text."""

    key: str
    start: int
    end: int
    printed: str
    is_number: bool = False
    opens_sentence: bool = False

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.printed[:1].isupper()


def quoted_words(text: str) -> tuple[QuotedWord, ...]:
    """The words of a text in order."""
    return tuple(_words(text, list(tokens(text))))


def _words(text: str, found: Sequence[Token]) -> Iterator[QuotedWord]:
    at, before = 0, 0
    word: QuotedWord | None = None
    while at < len(found):
        token = found[at]
        opens = word is None or _opens(text, word, token.start)
        if token.text[:1].isdigit():
            at, word = _number(text, found, at, before, opens=opens)
        else:
            printed = text[token.start : token.end]
            is_number = any(map(str.isdigit, token.text))
            word = QuotedWord(token.text, token.start, token.end, printed, is_number, opens)
            at += 1
        yield word
        before = word.end


def _opens(text: str, before: QuotedWord, start: int) -> bool:
    """Whether a sentence begins at a place; the stop of an initial or of "Mr." ends none."""
    found = _SENTENCE_END.search(text, max(before.end, start - 9), start)
    if found is None:
        return False
    is_initial = len(before.printed) == 1 and before.is_capitalised and before.key != "i"
    return (
        not ((is_initial or before.key in _BEFORE_NAME) and text.startswith(".", before.end))
        or "\n" in found.group()
    )


def _number(
    text: str, found: Sequence[Token], at: int, before: int, *, opens: bool
) -> tuple[int, QuotedWord]:
    """The number that begins with a token, its sign and unit with it; the first token after."""
    stop = _number_end(text, found, at)
    start, end = found[at].start, found[stop - 1].end
    seen = (one for one in text[start:end] if one not in _PLAIN_SPACE and category(one) != "Cf")
    digits = "".join(seen).casefold()
    signed = _SIGN.search(text[max(start - 4, 0) : start])
    if signed and len(signed[1] + signed[2]) > start - before:
        signed = None  # it belongs to the word before
    sign, money = (signed[1].strip(), signed[2].strip()) if signed else ("", "")
    unit = _UNIT.match(text, end)
    if signed and (sign or money):
        start -= len(signed[1] + signed[2])
    if unit:
        end = unit.end()
    sign = "−" if sign and sign != "+" else sign
    key = f"{sign}{money}{digits}{unit[1] if unit else ''}"
    return stop, QuotedWord(key, start, end, text[start:end], True, opens)


def _number_end(text: str, found: Sequence[Token], at: int) -> int:
    """The first token after the number that begins with the token `at`."""
    grouped = found[at].text
    stop = at + 1
    while stop < len(found) and found[stop].text[:1].isdigit():
        between = text[found[stop - 1].end : found[stop].start]
        following = found[stop].text
        if between in (".", ",", ":", "/"):
            grouped = ""  # no group of thousands may follow a decimal mark
        elif between in tuple(_PLAIN_SPACE) and re.fullmatch(r"\d{3}", following):
            grouped = f"{grouped} {following}"
            if not _THOUSANDS.fullmatch(grouped):
                break
        else:
            break
        stop += 1
    return stop
