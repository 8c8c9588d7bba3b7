"""A block's opening words → the label printed there, or why they are none; with the rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.attribution.label_candidate import before_colon, opening_bold, opening_initials
from index.attribution.label_rules import AFTER_COLON, WITHOUT_COLON, RejectionReason, Unread
from index.attribution.qualifiers import opening_flag
from search.records import TurnKind

if TYPE_CHECKING:
    from index.attribution.label_candidate import LabelCandidate
    from index.attribution.label_rules import LabelRule
    from index.blocks import Block
    from index.names.page_names import PageNames


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label. `words_start` is where the speaker's words begin in the block's text.

    `rule` names the row of `label_rules` that took the words for a label, `evidence` what told the
    name from the office in them. A label of speech without a speaker is one that nobody can read.
    """

    printed: str
    words_start: int
    kind: TurnKind
    speaker: str | None = None
    role: str | None = None
    qualifiers: tuple[str, ...] = ()
    rule: str = ""
    evidence: str | None = None

    @property
    def is_unread(self) -> bool:
        """Whether the words have the shape of a label, and no name could be told in them."""
        return self.kind is TurnKind.SPEECH and self.speaker is None


@dataclass(frozen=True, slots=True)
class Rejected:
    """Words that look like a label and are none; `rule` names the row that decided."""

    printed: str
    reason: RejectionReason
    rule: str = ""


def read_label(
    block: Block, known: PageNames, *, answered: bool = False
) -> Label | Rejected | None:
    """The label that opens `block`, or why its words before a colon are none.

    None when nothing there looks like a label. `answered` says that the next paragraph opens with
    a label, which a question printed without bold needs beside it.
    """
    colon = before_colon(block, known, answered=answered)
    read = _decide(colon, AFTER_COLON) if colon else None
    named = isinstance(read, Label) and read.speaker is not None
    initials = None if named else opening_initials(block, known)
    if initials and isinstance(forgotten := _decide(initials, WITHOUT_COLON), Label):
        return forgotten
    if isinstance(read, Label):
        return read
    bold = opening_bold(block, known)
    return (_decide(bold, WITHOUT_COLON) if bold else None) or read


def _decide(one: LabelCandidate, rules: tuple[LabelRule, ...]) -> Label | Rejected | None:
    """What the first rule that applies makes of a candidate."""
    rule = next(rule for rule in rules if rule.applies(one))
    if rule.verdict is None:
        return None
    if isinstance(rule.verdict, RejectionReason):
        return Rejected(one.printed, rule.verdict, rule.name)
    kind = TurnKind.SPEECH if isinstance(rule.verdict, Unread) else rule.verdict
    label = Label(one.printed, one.words_start, kind, None, None, _flags(one), rule.name)
    if rule.verdict is not TurnKind.SPEECH or one.named is None:
        return label
    return replace(label, speaker=one.named.speaker, role=one.role, evidence=one.named.evidence)


def _flags(one: LabelCandidate) -> tuple[str, ...]:
    """The flags of the label and the one its words open with."""
    opening = opening_flag(one.follows)
    return (*one.flags, opening) if opening and opening not in one.flags else one.flags
