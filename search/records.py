"""The frozen values that cross rooms: statements and their turns, hits, results, manifests."""

from __future__ import annotations

import datetime  # noqa: TC003 # types are read at run time: `search.statement_json`
import re
from collections.abc import Mapping  # noqa: TC003
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple, NewType

from search.save_warnings import SaveWarning  # noqa: TC001

StatementId = NewType("StatementId", str)
"""`en-17093`: language and the site's number; `en-act-N`, `en-supplement-N`, `en-x` + 10 hex."""

TurnId = NewType("TurnId", str)
"""`en-17093/12`: the statement and the ordinal of the turn's first paragraph."""

Span = tuple[int, int]
"""Start and stop, in code points, of a piece of the text it is printed beside."""

SCHEMA_VERSION: Final = 6
"""Raised when what is stored in an index changes; an index of another version is refused."""


_CLOCK: Final = re.compile("([0-9]{1,2}):([0-9]{2})")


class TurnKind(StrEnum):
    """Whose words a turn holds."""

    SPEECH = "speech"
    NARRATIVE = "narrative"  # the editors': before the first label, announcements, frames
    ANONYMOUS = "anonymous"  # "Question", "Вопрос", "Remark": a voice without a name


class Evidence(StrEnum):
    """How we know who speaks."""

    LABEL = "label"  # a printed label says so
    PAGE = "page"  # title or lead say whose speech the page is
    NONE = "none"
    CONTINUED = "continued"  # of a paragraph: it goes on after its turn's first
    TABLE = "table"  # the speaker's column of a table says so, of a text without any label


TURN_EVIDENCE: Final = (Evidence.LABEL, Evidence.PAGE, Evidence.TABLE, Evidence.NONE)
"""What the evidence of a turn may be; `continued` is of paragraphs alone."""


class MarkKind(StrEnum):
    """What stands between two paragraphs and is nobody's words."""

    ABRIDGED = "abridged"  # <…>: the editors left something out
    SCENE = "scene"  # * * *: a change of scene


class Part(StrEnum):
    """Where in a statement a word may stand."""

    TITLE = "title"
    LEAD = "lead"
    LABELS = "labels"
    TURNS = "turns"


class Form(StrEnum):
    """How the page was saved, which bounds how far its structure can be trusted."""

    HTML = "html"
    TEXT = "text"  # paragraphs kept, markup gone
    FLAT = "flat"  # one line; where a turn ends is best effort


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark between paragraphs; `after` is the index of the paragraph before it (-1: none)."""

    after: int
    kind: MarkKind
    text: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A block the cleaner took out: the rule, its text, and whether that text stands in a turn."""

    rule: str
    text: str
    repeats: bool | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One voice's uninterrupted words.

    `n` is the ordinal (from 1) of its first paragraph among all paragraphs of the published
    body, so that better rules for labels never shift an id; `ordinals` are those of all its
    paragraphs, parallel to them (none where nothing but `n` is known). `label` is what was
    printed, the colon left out; `speaker` and `role` are the name and the office in it, lost
    spaces restored; `person` the identity behind the speaker.
    """

    n: int
    paragraphs: tuple[str, ...]
    kind: TurnKind
    evidence: Evidence
    label: str | None = None
    speaker: str | None = None
    person: str | None = None
    role: str | None = None
    role_inferred: str | None = None
    qualifiers: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    ordinals: tuple[int, ...] = ()

    def ordinal(self, position: int) -> int:
        """The number in the published body of the paragraph at `position`.

        Where it was not kept it is counted from `n`: a label may have a paragraph to itself, and
        marks are paragraphs too, so it may be one that precedes.
        """
        if position < len(self.ordinals):
            return self.ordinals[position]
        return self.n + position + sum(mark.after < position for mark in self.marks)

    def paragraph_evidence(self, position: int) -> Evidence:
        """The evidence of one paragraph: the turn's own for its first, `continued` for the rest."""
        return self.evidence if position == 0 else Evidence.CONTINUED


@dataclass(frozen=True, slots=True)
class Statement:
    """One item of the site, cleaned. `time` is `HH:MM`, Moscow wall time, as printed.

    `title` is null where the save prints none. `date` is the statement's own, else (announcements)
    that of publication, like `time`; `event_date` the
    announced day; `updated` the site's "Last updated" day; `cards` the names, surname first, on
    the person cards in the text (they tell who is meant; no search of words finds them);
    `indexed` the moment (UTC, to the second) it was first indexed in this data folder, kept when
    its text changes and null before; `version` names its text (`search.text_version`), "" where
    that was not worked out;
    `publisher` is the host of another office's text, null for the site's own;
    `abridged` tells that the editors marked an omission. `part` is which page of a document in
    several pages this is (1 also for a whole one) and `edges` the white space its text begins and
    ends with, for joining them; `warnings` say in English sentences what the save itself lacks,
    and `warning_codes`, parallel to them, the same as codes with values.
    """

    id: StatementId
    lang: str
    title: str | None
    turns: tuple[Turn, ...]
    number: int | None = None
    url: str | None = None
    date: datetime.date | None = None
    event_date: datetime.date | None = None
    time: str | None = None
    place: str | None = None
    lead: str | None = None
    sections: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    geography: tuple[str, ...] = ()
    updated: datetime.date | None = None
    form: Form = Form.HTML
    abridged: bool = False
    removed: tuple[Removed, ...] = ()
    part: int = 1
    edges: tuple[str, str] = ("", "")
    warnings: tuple[str, ...] = ()
    warning_codes: tuple[SaveWarning, ...] = ()
    cards: tuple[str, ...] = ()
    indexed: datetime.datetime | None = None
    version: str = ""
    publisher: str | None = None

    @property
    def minute(self) -> int | None:
        """`time` as minutes since midnight; None where it is no clock time."""
        match = _CLOCK.fullmatch(self.time or "")
        return int(match[1]) * 60 + int(match[2]) if match else None

    def turn_id(self, turn: Turn) -> TurnId:
        """The id under which `turn` is cited."""
        return TurnId(f"{self.id}/{turn.n}")

    def turn_at(self, ordinal: int) -> Turn | None:
        """The turn that paragraph `ordinal` opens or falls inside; None outside the text."""
        best = None
        for turn in self.turns:
            if turn.n <= ordinal:
                best = turn
        if best is None:
            return None
        if best.ordinals:
            marks_after = sum(mark.after == len(best.paragraphs) - 1 for mark in best.marks)
            return best if ordinal <= best.ordinals[-1] + marks_after else None
        own_line = best.label is not None  # a label may have a paragraph to itself
        after = best.n + own_line + len(best.paragraphs) + len(best.marks)
        return best if ordinal < after else None


class TurnHit(NamedTuple):
    """A turn that matched, with the piece of it worth reading; spans are into `snippet`.

    `snippet` is verbatim, so it holds no ellipsis of ours; the cuts tell where one belongs.
    """

    id: TurnId
    turn: Turn
    snippet: str
    spans: tuple[Span, ...]
    cut_before: bool = False
    cut_after: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that matched, with its best turns (its own `turns` are left out here)."""

    statement: Statement
    link: str
    score: float
    title_spans: tuple[Span, ...]
    matched_in: tuple[Part, ...]
    missing: tuple[str, ...]  # printed words it lacks: empty for a full match
    turns: tuple[TurnHit, ...]
    matching_turns: int = 0
    lead_spans: tuple[Span, ...] = ()

    @property
    def matched_elsewhere(self) -> bool:
        """Whether it matched, but no turn holds what was asked for."""
        return bool(self.matched_in) and Part.TURNS not in self.matched_in


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice of a facet: `value` goes into the query, `label` is read, `count` statements."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Total:
    """Full matches, the turns in them that hold a word of the query, and almost-matches."""

    statements: int
    turns: int
    partial: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an index holds, so that "he never said it" can be checked."""

    statements: int
    turns: int
    first: datetime.date | None
    last: datetime.date | None
    undated: int
    abridged: int
    without_speech: int  # statements in which no turn has a speaker
    languages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is and was built with; written last, so its presence means whole."""

    generation: str
    schema: int
    text: str  # the tokenizer's and stemmer's version, see search.analysis.tokenizer
    engine: str  # engine and its version
    built: str  # UTC, ISO 8601
    coverage: Coverage
    sample: bool = False


@dataclass(frozen=True, slots=True)
class FilterOffer:
    """What words of a query plainly mean, as a choice that is offered in their place.

    `kind` is the parameter it sets, or of days `month`, `day` or `period`; `link` the same query
    without those words and with the choice made, of which `count` is the `total.statements`.
    """

    kind: str
    value: str
    label: str
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Results:
    """One answer: the same object for HTML, JSON, CSV, Atom and the command line.

    `by_passage`: full matches and those that lack words stand in one order, by their best passage.
    """

    query: str
    understood: str
    dropped: tuple[str, ...]
    total: Total
    page: int
    pages: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    suggestion: str | None
    manifest: Manifest
    offers: tuple[FilterOffer, ...] = ()
    by_passage: bool = False
    limit: int = 0  # statements a page was cut at; fewer than asked where these cost too much


@dataclass(frozen=True, slots=True)
class Role:
    """An office as labels printed it, with the first and last day it was seen on."""

    text: str
    first: datetime.date | None
    last: datetime.date | None
    count: int


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker of an index: the identity (None: unmatched), the forms printed, the roles held.

    `also` are further names the speaker is found by that no label prints.
    """

    person: str | None
    name: str
    forms: tuple[tuple[str, int], ...]  # printed name, turns; most frequent first
    roles: tuple[Role, ...]
    statements: int
    turns: int
    also: tuple[str, ...] = ()
