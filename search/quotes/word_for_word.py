"""Words that stand so + what is claimed of them → the verdict: whose they are, and when said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from search.quotes.alignment.units import QuoteChange
from search.quotes.candidates import (
    MOST_LISTED,
)
from search.quotes.comparison import match_of
from search.quotes.cut_gates import (
    bracket_gates,
    cut_gates,
    inserted_gates,
    inserted_notes,
)
from search.quotes.notes import Note
from search.quotes.verdicts import QuoteCheck, Verdict
from search.records import Part, TurnKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.query.dates import Period
    from search.quotes.claimed_speaker import ClaimedSpeaker
    from search.quotes.comparison import Comparison
    from search.quotes.quotation import Quotation
    from search.quotes.verdicts import QuoteMatch
    from search.records import Statement, Turn

ORDER: Final = tuple(QuoteChange)


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed of a quotation: who said it, when, in which language it is looked for."""

    speaker: ClaimedSpeaker | None = None
    period: Period | None = None
    lang: str | None = None

    def wrong(self, statement: Statement, turn: Turn | None) -> set[QuoteChange]:
        """What of the claim a place does not bear out."""
        found = set()
        if self.speaker is not None and not self.speaker.spoke(turn):
            found.add(QuoteChange.SPEAKER)
        if self.period is not None and not _within(statement, self.period):
            found.add(QuoteChange.DATE)
        if self.lang is not None and statement.lang != self.lang:
            found.add(QuoteChange.LANGUAGE)
        return found

    def rank(self, match: QuoteMatch) -> tuple[bool, ...]:
        """What comes first of places that are alike otherwise."""
        wrong = self.wrong(match.statement, match.turn)
        other = self.lang is not None and match.statement.lang != self.lang
        return (
            other,
            not _is_named(match.turn),
            QuoteChange.SPEAKER in wrong,
            QuoteChange.DATE in wrong,
            match.sentence is not None and bool(match.sentence.denials),
        )


def exact_verdict(matches: Sequence[QuoteMatch], total: int, claim: Claim) -> QuoteCheck:
    """The verdict on words that stand so: whose they are, and when they were said."""
    said = [one for one in matches if _is_speech(one)]
    if not said:
        every = tuple(sorted(matches, key=claim.rank))
        return QuoteCheck("", Verdict.ABOUT, times=total, matches=every)
    times = total - (len(matches) - len(said))
    named = [one for one in said if _is_named(one.turn)]
    if not named:
        return QuoteCheck(
            "",
            Verdict.BY_ANOTHER,
            changes=(QuoteChange.SPEAKER,),
            times=times,
            matches=tuple(sorted(said, key=claim.rank)),
            notes=(Note.UNNAMED_VOICE,),
        )
    return _of_named(named if len(named) < len(said) else said, times, claim)


def _of_named(said: Sequence[QuoteMatch], times: int, claim: Claim) -> QuoteCheck:
    wrong = [claim.wrong(one.statement, one.turn) for one in said]
    theirs = [one for one, its in zip(said, wrong, strict=True) if QuoteChange.SPEAKER not in its]
    right = [one for one, its in zip(said, wrong, strict=True) if not its]
    if right:
        narrowed = len(right) < len(said)
        return QuoteCheck(
            "",
            Verdict.VERBATIM,
            times=len(right) if narrowed or len(said) < MOST_LISTED else times,
            matches=tuple(sorted(right, key=claim.rank)),
        )
    ordered = tuple(sorted(theirs or said, key=claim.rank))
    if theirs:
        changes = _least_off(one for one in wrong if QuoteChange.SPEAKER not in one)
        marked = tuple(replace(one, changes=changes) for one in ordered)
        return QuoteCheck("", Verdict.NEAR, changes=changes, times=len(theirs), matches=marked)
    changes = _least_off(wrong)
    marked = tuple(replace(one, changes=changes) for one in ordered)
    return QuoteCheck("", Verdict.BY_ANOTHER, changes=changes, times=times, matches=marked)


def _least_off(wrong: Iterable[set[QuoteChange]]) -> tuple[QuoteChange, ...]:
    """What is wrong of a claim at the place where the least is."""
    least = min(wrong, key=lambda one: (len(one), sorted(map(ORDER.index, one))))
    return tuple(one for one in ORDER if one in least)


def with_insertions(found: QuoteCheck, quotation: Quotation, edges: set[QuoteChange]) -> QuoteCheck:
    """The same for a quotation into which its writer put words in brackets."""
    if not quotation.inserted or found.verdict is not Verdict.VERBATIM:
        return found
    gates = bracket_gates({*inserted_gates(quotation), *edges})
    if gates:
        changes = tuple(one for one in ORDER if one in gates)
        matches = tuple(replace(one, changes=changes) for one in found.matches)
        notes = (*found.notes, *inserted_notes(quotation, gates))
        return replace(found, verdict=Verdict.NEAR, changes=changes, matches=matches, notes=notes)
    return replace(found, verdict=Verdict.VERBATIM_WITH_CUTS)


def with_cuts_verdict(
    whole: Sequence[Comparison], quotation: Quotation, claim: Claim
) -> QuoteCheck:
    """The verdict on a quotation of which all that it prints stands in order in one turn."""
    matched = sorted(
        ((match_of(one), one) for one in whole),
        key=lambda its: (claim.rank(its[0]), sum(cut.words for cut in its[0].cuts)),
    )
    found = exact_verdict([match for match, _ in matched], len(matched), claim)
    if found.verdict is not Verdict.VERBATIM:
        return found
    cuts = found.matches[0].cuts
    best = next(one for match, one in matched if match is found.matches[0])
    if off := bracket_gates({*cut_gates(best), *inserted_gates(quotation)}):
        changes = tuple(one for one in ORDER if one in off)
        first = replace(found.matches[0], changes=changes)
        return replace(
            found,
            verdict=Verdict.NEAR,
            changes=changes,
            matches=(first, *found.matches[1:]),
            notes=(*found.notes, *inserted_notes(quotation, off)),
        )
    notes = []
    if any(cut.negation for cut in cuts):
        notes.append(Note.CUT_NEGATION)
    elif any(cut.denial for cut in cuts):
        notes.append(Note.CUT_DENIAL)
    if any(cut.long for cut in cuts):
        notes.append(Note.LONG_CUT)
    with_cuts = bool(quotation.cuts or quotation.inserted)
    verdict = Verdict.VERBATIM_WITH_CUTS if with_cuts else Verdict.VERBATIM
    return replace(found, verdict=verdict, notes=(*found.notes, *notes))


def _is_speech(match: QuoteMatch) -> bool:
    """Whether a place is somebody's spoken words."""
    return (
        match.part is Part.TURNS
        and match.turn is not None
        and match.turn.kind is not TurnKind.NARRATIVE
    )


def _is_named(turn: Turn | None) -> bool:
    """Whether the voice of a turn is not one without a name by its label."""
    return turn is not None and turn.kind is TurnKind.SPEECH


def _within(statement: Statement, period: Period) -> bool:
    for day in (statement.date, statement.event_date):
        if (
            day is not None
            and (period.first is None or period.first <= day)
            and (period.last is None or day <= period.last)
        ):
            return True
    return False
