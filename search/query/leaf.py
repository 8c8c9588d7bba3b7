"""One word, phrase or value of a query → the leaf of the tree it means.

Leaves know how they were written (`printed`), for saying the query back, and whether an
almost-match may lack them (`loose`): plain words may, phrases, patterns and fields may not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from whoosh.query import FuzzyTerm, Phrase, Prefix, Sequence, Term, TermRange, Wildcard

from search.analysis.tokenizer import stem, tokens, words
from search.errors import BadValue
from search.query.dates import Period, read_period
from search.query.grammar import (
    FIELD_NAMES,
    MOST_EDITS,
    MOST_PATTERNS,
    MOST_PHRASE_WORDS,
    MOST_SLOP,
)
from search.query.notices import Notice, brief
from search.query.request import read_value
from search.query.written_word import (
    is_address,
    is_wild_in_row,
    lost_signs,
    shape,
    without_edges,
)

if TYPE_CHECKING:
    from datetime import date

    from whoosh.query import Query

    from search.query.notices import Value

_Part = TypeVar("_Part")

_AS_WRITTEN: Final = {None: "exact", "title": "title_exact"}
"""The field of words in no other form, by the field that was written."""

# Of the shape of a word.
_FUZZY: Final = re.compile(r"(.*x)~(x{0,9})")
_WILD: Final = re.compile(r"(?<=x)[*?]+(?=x)|(?<=x)\*+$")
_QUOTE: Final = re.compile(r"[\"“”„‟«»]")
_FIELD: Final = re.compile(r"([^\W\d_]\w*):(?!//)(?=\S)")
_ORDINARY: Final = re.compile(r"[\s+\-–—−‒‑.,:;!?…/\\'’‘()\[\]\"“”„‟«»*~]*")
"""Punctuation nobody expects to search for."""


class Word(Term):  # type: ignore[misc] # Whoosh has no types
    """A Term that knows how it was written."""

    def __init__(self, fieldname: str, text: str, printed: str, *, loose: bool = False) -> None:
        super().__init__(fieldname, text)
        self.printed, self.loose = printed, loose


class Quote(Phrase):  # type: ignore[misc] # Whoosh has no types
    """A Phrase that knows how it was written."""

    def __init__(
        self, fieldname: str, parts: list[str], printed: str, *, slop: int = 1, loose: bool = False
    ) -> None:
        super().__init__(fieldname, parts, slop=slop)
        self.printed, self.loose = printed, loose


class LeafReader:
    """Makes leaves; sentences about what could not be taken as written go to `notices`."""

    def __init__(self, today: date, notices: list[str]) -> None:
        self._today, self._notices = today, notices
        self._patterns = 0

    @property
    def left_out(self) -> int:
        """Patterns beyond the most there may be."""
        return max(self._patterns - MOST_PATTERNS, 0)

    def word(self, field: str | None, text: str, *, before_quote: bool = False) -> Query | None:
        """The leaf of a bare word; None when it holds nothing to search for."""
        if field not in (None, "title"):
            return self._value(field, text)
        if not shape(text).strip("x"):  # letters and digits, which can be nothing but a word
            return self._plain(field, text, text)
        if _QUOTE.search(text):
            self._note(Notice.LONE_QUOTE, text)
        if is_address(text):
            return self._plain(field, _QUOTE.sub(" ", text), text)
        unknown = _FIELD.match(text + "x" if before_quote else text)
        if unknown and unknown[1].lower() not in FIELD_NAMES:
            known = ", ".join(FIELD_NAMES)
            self._note(Notice.NO_FIELD, text, field=brief(unknown[1]), known=known)
        bare = without_edges(_QUOTE.sub(" ", text)).rstrip("?")
        if words(bare):
            self._note_signs(text)
        return self._pattern(field, self._without_leading_wildcard(bare), text)

    def quoted(self, field: str | None, text: str, near: int | None) -> Query | None:
        """The leaf of words between quotation marks; None when there are none."""
        if field not in (None, "title"):
            return self._value(field, text)
        found = self._not_too_long(words(text))
        if not found:
            self._note_nothing(text)
            return None
        if not is_address(text):
            self._note_quoted(text)
        printed = " ".join(text.split())
        if len(found) == 1:
            return Word(_AS_WRITTEN[field], found[0], printed)
        return Quote(_AS_WRITTEN[field], found, printed, slop=self._slop(near))

    def period(self, text: str, period: Period) -> Query:
        """The leaf of a date or a range of dates."""
        if period.turned:
            self._note(Notice.TURNED, text)
        first = period.first.isoformat() if period.first else None
        return TermRange("date", first, period.last.isoformat() if period.last else None)

    # -- words and patterns

    def _pattern(self, field: str | None, bare: str, text: str) -> Query | None:
        fuzzy = _FUZZY.fullmatch(shape(bare))
        edits = bare[fuzzy.start(2) :] if fuzzy else ""
        if edits and not re.fullmatch(r"[0-9]+", edits):
            fuzzy = None
        core = bare[: fuzzy.end(1)] if fuzzy else bare.rstrip("~")
        if _WILD.search(shape(core)):
            if fuzzy:
                self._note(Notice.PATTERN_AND_NEAR, text)
            return self._counted(self._wild(_AS_WRITTEN[field], core))
        found = words(core)
        if fuzzy and len(found) == 1:
            return self._counted(self._near(_AS_WRITTEN[field], found[0], edits))
        if fuzzy and found:
            self._note(Notice.NEAR_SEVERAL, text)
        if "*" in core:
            self._note(Notice.LONE_STAR, text)
        return self._plain(field, core, text)

    def _counted(self, pattern: Query) -> Query | None:
        """A pattern, while there are not too many: each is looked up in all words of an index."""
        parts = pattern.subqueries if isinstance(pattern, Sequence) else (pattern,)
        asked = sum(not isinstance(part, Term) for part in parts)  # none: word~0 is a word
        self._patterns += asked
        return None if asked and self.left_out else pattern

    def _plain(self, field: str | None, core: str, text: str) -> Query | None:
        found = list(tokens(core))
        if not found:
            self._note_nothing(text)
            return None
        stems = [stem(token.text) for token in found]
        printed = core[found[0].start : found[-1].end]
        loose = field is None
        if len(stems) == 1:
            return Word(field or "text", stems[0], printed, loose=loose)
        return Quote(field or "text", self._not_too_long(stems), printed, loose=loose)

    def _near(self, field: str, word: str, edits: str) -> Query:
        distance = int(edits or 1)
        if distance > MOST_EDITS:
            self._note(Notice.EDITS, word, edits=edits, most=MOST_EDITS)
        if distance == 0:
            return Word(field, word, word)
        return FuzzyTerm(field, word, maxdist=min(distance, MOST_EDITS))

    def _wild(self, field: str, core: str) -> Query:
        """A pattern; of a word that splits into several, its parts side by side."""
        found = wild_parts(core)
        if any(map(is_wild_in_row, found)):
            self._note(Notice.UNSPACED_PATTERN, core)
        parts = [self._part(field, part) for part in found]
        return parts[0] if len(parts) == 1 else Sequence(self._not_too_long(parts))

    def _part(self, field: str, pattern: str) -> Query:
        if "*" not in pattern and "?" not in pattern:
            return Word(field, pattern, pattern)
        prefix = pattern.rstrip("*")
        if "*" in prefix or "?" in prefix:
            return Wildcard(field, pattern)
        return Prefix(field, prefix)

    def _without_leading_wildcard(self, text: str) -> str:
        rest = text.lstrip("*?")
        if "*" in text[: len(text) - len(rest)]:
            notice = Notice.LEADING_STAR if rest else Notice.ONLY_STAR
            self._note(notice, text, **({"rest": brief(rest)} if rest else {}))
        return rest

    def _slop(self, near: int | None) -> int:
        if near is not None and near > MOST_SLOP:
            self._notices.append(Notice.SLOP.with_values(near=str(near), most=MOST_SLOP))
        return min(max(near or 1, 1), MOST_SLOP)

    def _not_too_long(self, parts: list[_Part]) -> list[_Part]:
        if len(parts) > MOST_PHRASE_WORDS:
            self._notices.append(
                Notice.LONG_PHRASE.with_values(count=len(parts), most=MOST_PHRASE_WORDS)
            )
        return parts[:MOST_PHRASE_WORDS]

    def _note_quoted(self, text: str) -> None:
        if re.search(r"\w\*|\w\?\w", text):
            self._note(Notice.QUOTED_PATTERN, text)
        if re.search(r"\w~", text):
            self._note(Notice.QUOTED_NEAR, text)
        self._note_signs(text)

    def _note_signs(self, text: str) -> None:
        if signs := lost_signs(text):
            self._note(Notice.SIGNS, " ".join(text.split()), signs=signs)

    def _note_nothing(self, text: str) -> None:
        if not _ORDINARY.fullmatch(text):
            self._note(Notice.NOTHING, text)

    def _note(self, notice: Notice, text: str, **values: Value) -> None:
        self._notices.append(notice.with_values(text=brief(text), **values))

    # -- values of fields

    def _value(self, field: str, text: str) -> Query | None:
        text = " ".join(text.split())
        if field in ("date", "year"):
            return self._date(field, text)
        if not words(text):
            self._note(Notice.NOTHING, f"{field}:{text}")
            return None
        try:
            value = str(read_value(field, text))
        except BadValue as error:
            self._note(Notice.NOT_A_VALUE, text, field=field, expected=error.expected)
            return self.word(None, f"{field} {text}")
        return Word(field, value, text)

    def _date(self, field: str, text: str) -> Query | None:
        if field == "year" and re.fullmatch(r"[1-9]\d{0,3}", text):
            return Word("year", text, text)
        period = read_period(text, self._today)
        if period is not None:
            return self.period(text, period)
        self._note(Notice.NOT_A_VALUE, text, field=field, expected=Notice.A_DATE.with_values())
        return self.word(None, f"{field} {text}")


def wild_parts(core: str) -> list[str]:
    """Folded parts of a word with wildcards: `S-40*` gives `s` and `40*`."""
    parts: list[str] = []
    end = -1  # where the part before ends, to tell whether the next one goes on with it
    for piece in re.finditer(r"[*?]+|[^*?]+", core):
        if piece[0][0] in "*?":
            if end == piece.start():
                parts[-1] += piece[0]
                end = piece.end()
            continue
        for token in tokens(piece[0]):
            start = piece.start() + token.start
            if start == end and parts[-1][-1] in "*?":
                parts[-1] += token.text
            else:
                parts.append(token.text)
            end = piece.start() + token.end
    return [re.sub(r"\*+", "*", part) for part in parts]
