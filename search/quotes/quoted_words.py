"""Text → the words quotations are compared by: folded tokens, and numbers as they are printed.

Words ignore punctuation; a number keeps its sign, decimal mark and unit, so that −5 is not 5, and
2.5 neither 25 nor two numbers. Offsets are code points of the text as it came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.analysis.tokenizer import Token

UNITS: Final = "%‰°$€£₽¥"
"""Signs that belong to numbers; each is compared as a word of its own."""

FOLDING: Final = "spaces, quotation marks, apostrophes, dashes, case, ё as е"
"""What is looked away from, as it is printed beside every verdict."""

_SIGN: Final = re.compile(r"(?:^|[^\w%])([-−–‒+])[$€£₽¥]?$")
_PLAIN_SPACE: Final = "\u0020\u00a0\u2009\u202f"
_THOUSANDS: Final = re.compile(r"\d{1,3}(?: \d{3})*")
_TYPED_MARKS: Final = re.compile(f"[{re.escape(UNITS)}]")
_SENTENCE_END: Final = re.compile(r"[.!?…:\n\"“„«(]\W*$")


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
    while at < len(found):
        token = found[at]
        yield from _unit_signs(text, before, token.start)
        between = text[before : token.start]
        opens = before == 0 or bool(_SENTENCE_END.search(between))
        if not token.text[:1].isdigit():
            yield QuotedWord(
                token.text,
                token.start,
                token.end,
                text[token.start : token.end],
                any(map(str.isdigit, token.text)),
                opens,
            )
            at, before = at + 1, token.end
            continue
        stop = _number_end(text, found, at)
        start, end = token.start, found[stop - 1].end
        signed = _SIGN.search(text[max(start - 3, 0) : start])
        sign = "" if not signed else "+" if signed[1] == "+" else "−"
        yield QuotedWord(
            sign + _number_key(text[start:end]), start, end, text[start:end], True, opens
        )
        at, before = stop, end
    yield from _unit_signs(text, before, len(text))


def _unit_signs(text: str, start: int, end: int) -> Iterator[QuotedWord]:
    """Units printed as signs between two words."""
    for mark in _TYPED_MARKS.finditer(text, start, end):
        yield QuotedWord(mark.group(), mark.start(), mark.end(), mark.group(), True)


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


def _number_key(printed: str) -> str:
    """A number as printed, without the spaces that part thousands."""
    return re.sub(f"[{_PLAIN_SPACE}]", "", printed).casefold()
