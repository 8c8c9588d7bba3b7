"""An article → where its quoted passages stand: “”, ", «», „“, ‘’, nested, over paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import words
from search.quotes.articles import single_marks
from search.quotes.articles.saying import told_amid
from search.quotes.articles.single_marks import SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.records import Span

LEAST_WORDS: Final = 4
"""A quoted passage of fewer words is a name or a phrase of somebody's."""

_MOST_CHARS: Final = 20_000  # of one passage: a mark that is never closed is none
_MOST_MARKS: Final = 60  # within one passage, those that begin its paragraphs among them
_CLOSING: Final = {"“": "”", "«": "»", "„": "“”", '"': '"', "‟": "”"}
_MARKS: Final = re.compile(r"[“”«»„‟\"]")
_OPENING: Final = re.compile(r"[“«„‟\"‘']")
_PARAGRAPH: Final = re.compile(r"\n\s*")


def quoted_spans(text: str) -> tuple[Span, ...]:
    """Where passages of four words and more stand, without the marks around them."""
    return tuple(
        span for span in _spans(text) if len(words(text[span[0] : span[1]])) >= LEAST_WORDS
    )


def passed_over(text: str) -> int:
    """How many quoted passages are too short to be checked."""
    counts = [len(words(text[start:end])) for start, end in _spans(text)]
    return sum(0 < count < LEAST_WORDS for count in counts)


def _spans(text: str) -> Iterator[Span]:
    """Passages in order; what the article tells within one parts it in two."""
    for start, end in _between_marks(text):
        at = start
        for told, stop in told_amid(text, start, end):
            yield at, told
            at = stop
        yield at, end


def _between_marks(text: str) -> Iterator[Span]:
    at = 0
    while (opening := _OPENING.search(text, at)) is not None:
        if not _opens(text, opening.start()):
            at = opening.end()
            continue
        end, is_closed = _closing(text, opening.start())
        if is_closed:
            yield opening.end(), end
        at = end + 1


def _opens(text: str, at: int) -> bool:
    """Whether a mark can begin a passage: nothing to read stands right before it."""
    if text[at] in SINGLE:
        return single_marks.opens(text, at)
    if text[at] not in _CLOSING:
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not after or after.isspace():
        return False
    return not before or not (before.isalnum() or before in ".,!?…;")


def _closing(text: str, start: int) -> tuple[int, bool]:
    """Where the mark stands that closes the passage a mark opens; else the last one to pass over.

    Among very many marks none is looked for twice.
    """
    if text[start] in SINGLE:
        return _closing_single(text, start)
    opening, depth = text[start], 1
    closing = _CLOSING[opening]
    at = start + 1
    stop = min(len(text), start + _MOST_CHARS)
    for _ in range(_MOST_MARKS):
        mark = _MARKS.search(text, at, stop)
        if mark is None:
            return start, False
        broken = text.find("\n", at, mark.start())
        at, sign = mark.end(), mark.group()
        goes_on = _begins_paragraph(text, mark.start()) and sign == opening
        if broken >= 0 and not goes_on and _unclosed(text, broken, opening):
            return start, False
        if goes_on:  # every paragraph of a long passage begins with the mark again
            continue
        if sign == opening and sign not in closing and _opens(text, mark.start()):
            depth += 1
        elif sign in closing and not (sign == opening and _opens(text, mark.start())):
            depth -= 1
            if not depth:
                return mark.start(), True
    return at, False


def _closing_single(text: str, start: int) -> tuple[int, bool]:
    """The same of a single mark; a paragraph that does not begin with it ends the search."""
    stop = at = start + 1
    while stop < min(len(text), start + _MOST_CHARS):
        broken = text.find("\n", at)
        stop = len(text) if broken < 0 else broken
        if broken < 0 or _unclosed(text, broken, text[start]):
            break
        following = _PARAGRAPH.match(text, broken)
        at = following.end() if following else broken + 1
    end = single_marks.closing(text, start, min(stop, start + _MOST_CHARS))
    return (start, False) if end is None else (end, True)


def _begins_paragraph(text: str, at: int) -> bool:
    return text[max(at - 20, 0) : at].rstrip(" \t\u00a0").endswith("\n")


def _unclosed(text: str, broken: int, opening: str) -> bool:
    """Whether the paragraph after a break goes on without the mark it should begin with."""
    following = _PARAGRAPH.match(text, broken)
    return following is not None and not text.startswith(opening, following.end())
