"""The frozen values of a check: what was asked, the verdict, and the places that show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from search.quotes.alignment.sentences import SentenceEdges
    from search.quotes.alignment.steps import Kind, WordOp
    from search.quotes.alignment.units import QuoteChange
    from search.quotes.notes import Note
    from search.records import Coverage, Part, Span, Statement, Turn


class Verdict(StrEnum):
    """What can be said of a quotation."""

    VERBATIM = "verbatim"
    VERBATIM_WITH_CUTS = "verbatim_with_cuts"
    NEAR = "near"
    JOINED = "joined"
    BY_ANOTHER = "by_another"
    ABOUT = "about"  # stands in a title, a lead or the editors' words, not in speech
    TOO_SHORT = "too_short"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class DifferenceStep:
    """A stretch of the quotation and what stands for it in the text, both as printed.

    `kind` tells why changed words are alike: another inflection, another spelling.
    """

    op: WordOp
    quote: str
    text: str
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """What a quotation's own … leaves out: how many words, which, and whether they deny.

    `denial`: they say "not", or that something was refused, lacking, doubted.
    """

    words: int
    text: str
    negation: bool
    long: bool
    denial: bool = False


@dataclass(frozen=True, slots=True)
class QuoteMatch:
    """A place that shows a verdict.

    `text` is the whole paragraphs around it, `spans` where the quoted words stand in it; `exact`,
    `prefix` and `suffix` select the place as W3C's TextQuoteSelector does. `changes` are those of
    this place; `piece` is the range of the quotation's words that stands here, where not all does.
    `sentence` is the rest of the sentences it begins and ends in; `question`: a question mark is
    lost or put in.
    """

    statement: Statement
    part: Part
    turn: Turn | None
    paragraph: int | None
    text: str
    spans: tuple[Span, ...]
    difference: tuple[DifferenceStep, ...]
    changes: tuple[QuoteChange, ...] = ()
    cuts: tuple[Cut, ...] = ()
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    piece: tuple[int, int] | None = None
    sentence: SentenceEdges | None = None
    question: bool = False

    @property
    def is_denied(self) -> bool:
        """Whether what the quotation leaves out at its cuts denies."""
        return any(cut.denial or cut.negation for cut in self.cuts)


@dataclass(frozen=True, slots=True)
class TwinPassage:
    """The official other-language text of a turn: its statement and what stands there."""

    statement: Statement
    turn: Turn
    text: str


@dataclass(frozen=True, slots=True)
class EarlierPassage:
    """A version of a statement, changed since, in which a quotation stands word for word.

    `text` is the paragraphs around it; `day` when the version was published, saved or first read.
    """

    statement: Statement
    turn: Turn | None
    paragraph: int | None
    text: str
    day: date | None


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """A quotation with its verdict.

    `changes` are first what turns the sense; `times` exact places, of which `matches` are the
    first; of a quotation that was altered or not found they are the nearest. `other_language` is
    true where it stands in another language alone than was asked for. `notes` are sentences.
    """

    quote: str
    verdict: Verdict
    speaker: str | None = None
    date: str | None = None
    lang: str | None = None
    changes: tuple[QuoteChange, ...] = ()
    times: int = 0
    matches: tuple[QuoteMatch, ...] = ()
    twin: TwinPassage | None = None
    earlier: EarlierPassage | None = None
    other_language: bool = False
    notes: tuple[Note, ...] = ()
    coverage: Coverage | None = None
    generation: str = ""
    dropped: tuple[str, ...] = field(default=())

    @property
    def is_unique(self) -> bool:
        """Whether it stands in one place and no other."""
        return self.times == 1

    @property
    def is_harmless(self) -> bool:
        """Whether it is verbatim, or with cuts that leave out no denial."""
        if self.verdict not in (Verdict.VERBATIM, Verdict.VERBATIM_WITH_CUTS):
            return False
        return not (self.matches and self.matches[0].is_denied)
