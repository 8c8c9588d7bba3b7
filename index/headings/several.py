"""A text that may hold several messages → the text of each, with its own title, lead and date.

Pages of the article template end in their publication status. Elsewhere a message begins where a
heading is printed whole: a title, a lead that ends in a full stop, a date line, and text after it;
or below a rule (`----`, `* * *`), where a title and a date line do, or a date line that ends it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from index.headings.furniture import CRUMB, status_ends
from index.headings.heading import DATE_LINE, is_clock_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_FULL_STOP: Final = re.compile(r"[.!?…][»”\")]*$")
_LABEL: Final = re.compile(r"[^.!?]{2,120}:(?:\s|$)")
_BETWEEN: Final = re.compile(r"[\s*_=#·•~–—-]*")
_RULE: Final = re.compile(r"\s*(?:[*_=#·•~–—-]\s?){3,}\s*")
_FEWEST_LINES: Final = 3  # title, date and words
_MOST_TITLE_CHARS: Final = 250
_MOST_LEAD_CHARS: Final = 800


def split_statements(text: str) -> tuple[str, ...]:
    """The texts of the messages in `text`, in order; one when it holds no second."""
    by_status = _by_status(text)
    if len(by_status) > 1:
        return by_status
    lines = text.split("\n")
    by_rules = _by_rules(lines)
    if len(by_rules) > 1:
        return by_rules
    filled = [at for at, line in enumerate(lines) if line.strip()]
    starts = _starts([lines[at].strip() for at in filled])
    if len(starts) < 2:
        return (text,)
    cuts = [0, *(filled[at] for at in starts[1:]), len(lines)]
    return tuple(_without_rule(lines[begin:end]) for begin, end in pairwise(cuts))


def _by_status(text: str) -> tuple[str, ...]:
    """The pieces that end in a publication status; what follows the last is its own menus."""
    ends = status_ends(f"{text} ")
    if len(ends) < 2:
        return (text,)
    cuts = [0, *ends[:-1], len(text)]
    return tuple(text[begin:end] for begin, end in pairwise(cuts))


def _by_rules(lines: Sequence[str]) -> tuple[str, ...]:
    """The pieces that rules part, each with its own title and date; other rules part none."""
    rules = [at for at, line in enumerate(lines) if _RULE.fullmatch(line)]
    edges = [-1, *rules, len(lines)]
    pieces = [lines[begin + 1 : end] for begin, end in pairwise(edges)]
    begins: list[int] = []
    dated = closed = True  # a date line stands in the message so far, and ends it
    for at, piece in enumerate(pieces):
        filled = [line.strip() for line in piece if line.strip()]
        if at == 0 or (dated and _is_whole(filled, closing=closed)):
            begins.append(at)
            dated = False
        dated = dated or any(map(DATE_LINE.fullmatch, filled))
        closed = bool(filled) and DATE_LINE.fullmatch(filled[-1]) is not None
    cuts = [edges[at] + 1 for at in begins]
    return tuple(_without_rule(lines[a:b]) for a, b in pairwise([*cuts, len(lines)]))


def _is_whole(lines: Sequence[str], *, closing: bool) -> bool:
    """Whether lines are a title, a date line right below it, and words.

    With `closing` the date line may end them, as it does the message before: the accessible version
    prints that of its heading again at its end, below the parts of one text.
    """
    if len(lines) < _FEWEST_LINES or not _is_title(lines[0]):
        return False
    below = DATE_LINE.fullmatch(lines[1]) is not None
    return below or (closing and DATE_LINE.fullmatch(lines[-1]) is not None)


def _is_title(line: str) -> bool:
    """Whether a line may be a title: no sentence, no label, no date."""
    sentence = _FULL_STOP.search(line) or len(line) > _MOST_TITLE_CHARS or _RULE.fullmatch(line)
    other = _LABEL.match(line) or DATE_LINE.fullmatch(line) or is_clock_line(line)
    return not (sentence or other)


def _starts(lines: Sequence[str]) -> list[int]:
    """The lines that whole headings begin with, the first of them the text's own."""
    starts = []
    for at, line in enumerate(lines):
        if DATE_LINE.fullmatch(line) and _is_headed(lines, at):
            crumb = at > 2 and CRUMB.fullmatch(lines[at - 3]) is not None
            starts.append(at - 3 if crumb else at - 2)
    return starts


def _is_headed(lines: Sequence[str], date: int) -> bool:
    """Whether title and lead stand above a date line, and words below it."""
    if date < 2:
        return False
    title, lead = lines[date - 2], lines[date - 1]
    after = date + 1 + (date + 1 < len(lines) and is_clock_line(lines[date + 1]))
    headed = bool(_FULL_STOP.search(lead)) and len(lead) <= _MOST_LEAD_CHARS
    plain = _is_title(title) and not _LABEL.match(lead)
    return headed and plain and after < len(lines)


def _without_rule(lines: Sequence[str]) -> str:
    """Lines without the stars or dashes that part them from the next message."""
    end = len(lines)
    while end and _BETWEEN.fullmatch(lines[end - 1]):
        end -= 1
    return "\n".join(lines[:end])
