"""A page in one line → where its title and lead end, and date and time after them.

The date is the landmark: the one with a clock time, else one that no sentence holds. Saves of the
accessible version, and copies of a text, print it at the end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from index.headings.dates import PRINTED_DATE
from index.headings.furniture import ANNOUNCED, FLAT_CRUMB
from index.names.word import look_up

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD_CHARS: Final = 3000  # title and lead together; the longest seen has 700
_TIMED: Final = re.compile(
    rf"(?:^|\s)(?P<date>{PRINTED_DATE})(?P<apart>,?\s|\s[-–—−]\s)(?P<time>\d\d?:\d\d)"
    r"(?:\s[-–—−]\s|,\s|\s|$)"
)
_UNTIMED: Final = re.compile(
    rf"(?:^|(?P<before>\S+)\s)(?P<date>{PRINTED_DATE})(?:,\s|\s[-–—−]\s|\s|$)(?=[A-ZА-ЯЁ«“]|$)"
)
_CLOCK: Final = re.compile(r"\d\d?:\d\d,?")  # before the date
_CLOSING: Final = re.compile(
    rf"\s(?P<date>{PRINTED_DATE})(?:,?\s(?P<time>\d\d?:\d\d))?(?:,\s(?P<place>[^.!?:]{{2,80}}))?\s*$"
)
_CLOSING_CHARS: Final = 200


class When(NamedTuple):
    """A printed date and its place in the text, with all that belongs to it."""

    start: int
    end: int
    date: str
    time: str = ""
    place: str | None = None
    announced: str = ""
    in_article: bool = False  # date and clock as an article's heading has them, below its lead


def flat_furniture(text: str) -> str:
    """The settings and the crumb of the site that a page in one line begins with."""
    found = FLAT_CRUMB.match(text)
    return found[0] if found else ""


def dates_in_head(text: str) -> Iterator[When]:
    """The dates that may end a heading, the likeliest first."""
    head = text[:_HEAD_CHARS]
    timed, announced = _TIMED.search(head), ANNOUNCED.search(head)
    if announced and (timed is None or announced.start() < timed.start()):
        day = announced["day"]
        yield When(announced.start(), announced.end(), "", announced=day)
    if timed:
        in_article = timed["apart"] == " "
        yield When(timed.start(), timed.end(), timed["date"], timed["time"], in_article=in_article)
    for found in _UNTIMED.finditer(head):
        before = (found["before"] or "").strip("(")
        if _CLOCK.fullmatch(before):
            yield When(found.start("before"), found.end(), found["date"], before.rstrip(","))
        elif not look_up(before).is_in("date_prepositions"):
            yield When(found.start("date"), found.end(), found["date"])


def closing_date(text: str) -> When | None:
    """The date line that ends a text, if one does."""
    floor = max(0, len(text) - _CLOSING_CHARS)
    found = _CLOSING.search(text, floor)
    if found is None:
        return None
    return When(found.start(), found.end(), found["date"], found["time"] or "", found["place"])
