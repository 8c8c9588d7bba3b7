"""An article and its quoted passages → who is said to have said each, by the names around it.

The name is read from the same sentence, else from the one before: beside a verb of saying where
there is one, else the nearest to the passage.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.tokenizer import fold
from search.quotes.articles.saying import NAME_FOLLOWS, SAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.quotes.claimed_speaker import SpeakerIndex
    from search.records import Span, SpeakerRow

_CAPITAL: Final = "[A-ZА-ЯЁÀ-ÖØ-Þ]"
_RUN: Final = re.compile(
    rf"(?<!\w){_CAPITAL}[\w'’-]*(?:(?:(?<=\b{_CAPITAL})\.\s?|\s){_CAPITAL}[\w'’-]*){{0,9}}"
)
_WORD: Final = re.compile(r"[\w'’]+")
_ABBREVIATION: Final = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Prof|г|тов|гн)|\b[A-ZА-ЯЁ])$")
_END: Final = re.compile(r"[.!?…][\s”»\"“’']|\n")
_MOST_CHARS: Final = 3_000  # of a sentence
_ASIDE: Final = re.compile(r",\s(?:with\s|с\s)?(?:who|whom|whose|котор\w+)\s[^,.\x00]{1,200},")
"""What is told of somebody between commas: who is named there does not speak."""
_NEW_SENTENCE: Final = re.compile(r"\s*[A-ZА-ЯЁ“«„\"\n]")


class NamedAt(NamedTuple):
    """A name that the index knows, and where it stands."""

    start: int
    end: int
    row: SpeakerRow


@dataclass(frozen=True, slots=True)
class Narration:
    """An article with its quoted passages blanked, and the names in what is left."""

    text: str
    names: tuple[NamedAt, ...]


def narration(text: str, spans: Sequence[Span], speakers: SpeakerIndex) -> Narration:
    """What an article itself says, each character where it stood."""
    pieces, at = [], 0
    for start, end in spans:
        stop = text[start:end].endswith(".")  # which ends the sentence around it too
        pieces += [text[at:start], "\x00" * (end - start - stop), "." * stop]
        at = end
    blank = "".join([*pieces, text[at:]])
    return Narration(blank, tuple(_names(blank, speakers)))


def attributions(
    article: Narration, spans: Sequence[Span], text: str
) -> Iterator[SpeakerRow | None]:
    """Who is said to have said each passage, in their order.

    What goes on in the paragraph of a passage, no name between, is by the same speaker.
    """
    last: SpeakerRow | None = None
    before = 0
    for span in spans:
        found = _attributed(article, span, text)
        if found is None and last is not None and not _parted(article, before, span[0]):
            found = last
        yield found
        last, before = found, span[1]


def _parted(article: Narration, start: int, end: int) -> bool:
    """Whether a paragraph ends, or somebody is named, between two places."""
    return "\n" in article.text[start:end] or any(start <= one.start < end for one in article.names)


def _attributed(article: Narration, span: Span, text: str) -> SpeakerRow | None:
    start, end = _sentence(article.text, span, text)
    found = _in_sentence(article, start, end, span)
    if found is not None:
        return found
    before = _before(article.text, start)
    return _in_sentence(article, before, start, span) if before < start else None


def _in_sentence(article: Narration, start: int, end: int, span: Span) -> SpeakerRow | None:
    aside = [clause.span() for clause in _ASIDE.finditer(article.text, start, end)]
    given = [one for one in article.names if start <= one.start and one.end <= end]
    told = [one for one in given if not any(a <= one.start < b for a, b in aside)]
    names = told or given
    if not names:
        return None
    verbs = [
        verb
        for verb in SAYS.finditer(article.text, start, end)
        if not any(one.start <= verb.start() < one.end for one in names)
    ]
    for verb in sorted(verbs, key=lambda one: _distance(one.span(), span)):
        found = _beside(verb, names)
        if found is not None:
            return found.row
    return min(names, key=lambda one: _distance((one.start, one.end), span)).row


def _beside(verb: re.Match[str], names: Sequence[NamedAt]) -> NamedAt | None:
    """The name that a verb of saying goes with: the nearest before it, else after it."""
    before = [one for one in names if one.end <= verb.start()]
    after = [one for one in names if one.start >= verb.end()]
    if NAME_FOLLOWS.fullmatch(verb.group()):
        return after[0] if after else None
    nearest = [one for one in before if "\x00" not in verb.string[one.end : verb.start()]]
    if nearest:
        return nearest[-1]
    return after[0] if after else (before[-1] if before else None)


def _distance(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


# -- sentences


def _sentence(blank: str, span: Span, text: str) -> Span:
    """The sentence that a passage stands in, as far as the article's own words go."""
    start = _begin(blank, span[0])
    end = _finish(blank, span, text)
    return start, end


def _begin(blank: str, at: int) -> int:
    """Where the sentence begins that goes on at a place."""
    begin = max(at - _MOST_CHARS, 0)
    for found in _END.finditer(blank, max(at - _MOST_CHARS, 0), max(at - 1, 0)):
        if _is_end(blank, found.start()):
            begin = found.end()
    return begin


def _finish(blank: str, span: Span, text: str) -> int:
    """Where the sentence ends that a passage stands in."""
    after = span[1] + 1
    ended = text[span[0] : span[1]].rstrip().endswith(".")
    if ended and _NEW_SENTENCE.match(blank, after):
        return after
    if blank[after : after + 1] in (".", "\n"):
        return after
    last = min(after + _MOST_CHARS, len(blank))
    for found in _END.finditer(blank, after, last):
        if _is_end(blank, found.start()):
            return found.end()
    return last


def _before(blank: str, start: int) -> int:
    """Where the sentence before one begins."""
    last = start
    while last > 0 and blank[last - 1] in " \n\t.!?…”»\"“’'":
        last -= 1
    return _begin(blank, last)


def _is_end(blank: str, at: int) -> bool:
    """Whether a full stop ends a sentence, and no initial or title."""
    return blank[at] == "\n" or not _ABBREVIATION.search(blank[max(at - 6, 0) : at])


# -- names


def _names(blank: str, speakers: SpeakerIndex) -> Iterator[NamedAt]:
    for run in _RUN.finditer(blank):
        yield from _in_run(run, speakers)


def _in_run(run: re.Match[str], speakers: SpeakerIndex) -> Iterator[NamedAt]:
    """The speaker that a run of capitalised words names: its words that stand in names."""
    given = [
        (run.start() + word.start(), run.start() + word.end(), fold(word.group()))
        for word in _WORD.finditer(run.group())
    ]
    known = [one for one in given if len(one[2]) == 1 or speakers.is_name(one[2])]
    for count in range(len(known), 0, -1):
        chosen = known[len(known) - count :]
        if not any(len(word) > 1 for _, _, word in chosen):
            return
        rows = speakers.rows_of(" ".join(word for _, _, word in chosen))
        rows = (
            rows if count > 1 else [one for one in rows if speakers.is_surname(chosen[0][2], one)]
        )
        if rows:
            yield NamedAt(chosen[0][0], chosen[-1][1], rows[0])
            return
