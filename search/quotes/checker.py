"""A quotation + an engine → its verdict, from the alignment of words.

A ratio orders candidates, and no more. The rules are in `docs/decisions/0023-quotations.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from search.query.dates import read_period
from search.quotes.alignment.units import QuoteChange
from search.quotes.candidates import (
    MOST_LISTED,
    exact_places,
    folded_tokens,
    near_windows,
)
from search.quotes.claimed_speaker import SpeakerIndex, read_label
from search.quotes.comparison import compare, exact_match, match_of
from search.quotes.cut_gates import (
    bracket_gates,
    cut_gates,
    edge_gates,
    inserted_gates,
    inserted_notes,
)
from search.quotes.joined_pieces import JoinedPieces, are_in_order, are_of_several_turns
from search.quotes.notes import Note
from search.quotes.pasted_text import unpasted
from search.quotes.quotation import LEAST_WORDS, MOST_CHARS, read_language, read_quotation
from search.quotes.twin import twin_of
from search.quotes.verdicts import QuoteCheck, Verdict
from search.records import Part, TurnKind

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from search.engine import SearchEngine
    from search.query.dates import Period
    from search.quotes.claimed_speaker import ClaimedSpeaker
    from search.quotes.comparison import Comparison
    from search.quotes.quotation import Quotation
    from search.quotes.verdicts import QuoteMatch
    from search.records import Statement, Turn

_SHOWN_SHORT: Final = 20  # places shown of words too short to tell a source
_ORDER: Final = tuple(QuoteChange)
_LEAST_SHARES: Final = ((12, 0.75), (20, 2 / 3), (10**9, 0.5))
"""Of a quotation of fewer words than this, how many must stand in one place for it to be near.

Half are enough of a long one; half of ten words stand together somewhere in any large index.
"""


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


class QuoteChecker:
    """Checks quotations against one generation; immutable, safe to share between threads."""

    def __init__(self, engine: SearchEngine, today: Callable[[], datetime.date]) -> None:
        self.engine, self._today = engine, today
        self.speakers = SpeakerIndex(engine.speakers())

    def check(
        self,
        text: str,
        speaker: str | None = None,
        date: str | None = None,
        lang: str | None = None,
        *,
        with_twin: bool = True,
    ) -> QuoteCheck:
        """The verdict on a quotation; a date that cannot be read is left out, and said.

        `with_twin`: with the official text in the other language, where there is one.
        """
        if len(text) > MOST_CHARS:
            return _too_long(text, speaker, date, lang)
        words, notes = unpasted(text, self._is_word), []
        label = None if speaker else read_label(words, self.speakers)
        if label:
            speaker, words = label
            notes.append(Note.LABEL_READ)
        quotation = read_quotation(words)
        tongue = read_language(lang) if lang else None
        if lang and tongue is None:
            notes.append(Note.LANG_UNREAD)
        period = read_period(date, self._today()) if date else None
        if date and period is None:
            notes.append(Note.DATE_UNREAD)
        claimed = self.speakers.meant(speaker) if speaker else None
        claim = Claim(claimed, period, tongue)
        found = self._verdict(quotation, claim)
        if claimed and not claimed.is_known:
            if not claimed.office:
                notes.append(Note.SPEAKER_UNKNOWN)
            elif QuoteChange.SPEAKER in found.changes or not found.matches:
                notes.append(Note.OFFICE_UNKNOWN)
        if with_twin:
            found = self._with_twin(found, claim)
        manifest = self.engine.manifest
        return replace(
            found,
            quote=text,
            speaker=speaker or None,
            date=date or None,
            lang=lang or None,
            notes=(*notes, *found.notes, *_of_best(found)),
            coverage=manifest.coverage,
            generation=manifest.generation,
        )

    def _is_word(self, word: str) -> bool:
        return self.engine.lexicon().count(word) > 0

    # -- the verdict

    def _verdict(self, quotation: Quotation, claim: Claim) -> QuoteCheck:
        printed = quotation.as_words()
        if quotation.inserted and len(printed.words) >= LEAST_WORDS:
            total, places = exact_places(self.engine, printed.words)
            if places:
                return _exact([exact_match(one, printed) for one in places], total, claim)
            if self._are_printed(printed, quotation.bracketed()):
                return self._altered(printed, claim)
        if len(quotation.words) < LEAST_WORDS:
            return self._too_short(quotation, claim)
        total, places = exact_places(self.engine, quotation.words)
        if places:
            matches = [exact_match(one, quotation) for one in places]
            found = _exact(matches, total, claim)
            edges = [edge_gates(quotation, one.window, one.first, one.stop) for one in places]
            return _with_insertions(found, quotation, set.intersection(*edges))
        return self._altered(quotation, claim)

    def _too_short(self, quotation: Quotation, claim: Claim) -> QuoteCheck:
        total, places = exact_places(self.engine, quotation.words, _SHOWN_SHORT)
        matches = sorted((exact_match(one, quotation) for one in places), key=claim.rank)
        return QuoteCheck(
            quotation.text,
            Verdict.TOO_SHORT,
            times=total,
            matches=tuple(matches),
            notes=(Note.TOO_SHORT,),
        )

    def _altered(self, quotation: Quotation, claim: Claim) -> QuoteCheck:
        """The verdict on what stands nowhere word for word."""
        compared = self._compared(quotation)
        whole = [one for one in compared if one.found.is_equal]
        if whole:
            return _with_cuts(whole, quotation, claim)
        rarer = self._rarer(quotation)
        if compared:
            best = min(compared, key=lambda one: (_cost(one), claim.rank(match_of(one))))
            joined = JoinedPieces(self.engine, self.speakers.is_name).find(quotation, best)
            if are_of_several_turns(joined):
                return _joined(Verdict.JOINED, joined, claim)
            if len(joined) > 1 and not are_in_order(joined):
                return _joined(Verdict.NEAR, joined, claim, {QuoteChange.ORDER})
            if _stands_near(best, rarer):
                return _near(best, claim)
        nearest = _nearest(compared, rarer)
        return QuoteCheck(
            quotation.text,
            Verdict.NOT_FOUND,
            matches=(match_of(nearest, nearest.found.changes),) if nearest else (),
        )

    def _compared(self, quotation: Quotation) -> list[Comparison]:
        """The quotation laid into every likely place."""
        return [
            compare(quotation, window, self.speakers.is_name)
            for window in near_windows(self.engine, quotation)
        ]

    def _are_printed(self, quotation: Quotation, bracketed: frozenset[int]) -> bool:
        """Whether words in brackets are the publisher's own: most of them stand in their place."""
        compared = self._compared(quotation)
        best = min(compared, key=_cost, default=None)
        return best is not None and 2 * len(best.aligned & bracketed) > len(bracketed)

    def _rarer(self, quotation: Quotation) -> frozenset[int]:
        """The rarer half of the words of a quotation."""
        lexicon = self.engine.lexicon()
        counts = [
            (min((lexicon.count(one) for one in folded_tokens([word])), default=0), at)
            for at, word in enumerate(quotation.words)
        ]
        counts.sort()
        return frozenset(at for _, at in islice(counts, (len(counts) + 1) // 2))

    def _with_twin(self, found: QuoteCheck, claim: Claim) -> QuoteCheck:
        """The same with the official text of the turn in another language."""
        best = found.matches[0] if found.matches else None
        if best is None or best.turn is None or found.verdict is Verdict.NOT_FOUND:
            return found
        twin = twin_of(self.engine, best.statement, best.turn)
        if claim.lang is None or best.statement.lang == claim.lang:
            return replace(found, twin=twin)
        notes = (*found.notes, Note.OTHER_LANGUAGE)
        return replace(found, twin=twin, other_language=True, notes=notes)


def _of_best(found: QuoteCheck) -> Iterator[Note]:
    """What is to be said of the first place that shows a verdict."""
    best = found.matches[0] if found.matches else None
    if best is None or found.verdict in (Verdict.NOT_FOUND, Verdict.TOO_SHORT, Verdict.JOINED):
        return
    if best.sentence and best.sentence.denials:
        yield Note.SENTENCE_DENIAL
    if best.question:
        yield Note.QUESTION


def _too_long(text: str, speaker: str | None, date: str | None, lang: str | None) -> QuoteCheck:
    """What is said of a quotation of which not all can be compared: nothing was."""
    return QuoteCheck(
        text[:MOST_CHARS],
        Verdict.NOT_FOUND,
        speaker=speaker or None,
        date=date or None,
        lang=lang or None,
        notes=(Note.TOO_LONG,),
    )


# -- word for word


def _exact(matches: Sequence[QuoteMatch], total: int, claim: Claim) -> QuoteCheck:
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
    least = min(wrong, key=lambda one: (len(one), sorted(map(_ORDER.index, one))))
    return tuple(one for one in _ORDER if one in least)


def _with_insertions(
    found: QuoteCheck, quotation: Quotation, edges: set[QuoteChange]
) -> QuoteCheck:
    """The same for a quotation into which its writer put words in brackets."""
    if not quotation.inserted or found.verdict is not Verdict.VERBATIM:
        return found
    gates = bracket_gates({*inserted_gates(quotation), *edges})
    if gates:
        changes = tuple(one for one in _ORDER if one in gates)
        matches = tuple(replace(one, changes=changes) for one in found.matches)
        notes = (*found.notes, *inserted_notes(quotation, gates))
        return replace(found, verdict=Verdict.NEAR, changes=changes, matches=matches, notes=notes)
    return replace(found, verdict=Verdict.VERBATIM_WITH_CUTS)


def _with_cuts(whole: Sequence[Comparison], quotation: Quotation, claim: Claim) -> QuoteCheck:
    """The verdict on a quotation of which all that it prints stands in order in one turn."""
    matched = sorted(
        ((match_of(one), one) for one in whole),
        key=lambda its: (claim.rank(its[0]), sum(cut.words for cut in its[0].cuts)),
    )
    found = _exact([match for match, _ in matched], len(matched), claim)
    if found.verdict is not Verdict.VERBATIM:
        return found
    cuts = found.matches[0].cuts
    best = next(one for match, one in matched if match is found.matches[0])
    if off := bracket_gates({*cut_gates(best), *inserted_gates(quotation)}):
        changes = tuple(one for one in _ORDER if one in off)
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


# -- not word for word


def _stands_near(found: Comparison, rarer: frozenset[int]) -> bool:
    """Whether enough of the words, and half of the rarer ones, stand here in order.

    So must half of those that are no names: a treaty that both name makes them no quotation.
    """
    aligned, count = found.aligned, len(found.quotation.words)
    said = found.without_names
    least = next(share for below, share in _LEAST_SHARES if count < below)
    standing = len(aligned | found.moved)
    return (
        2 * len(aligned) >= count
        and standing >= least * count
        and 2 * len(aligned & rarer) >= len(rarer)
        and 2 * len(aligned & said) >= len(said)
    )


def _near(best: Comparison, claim: Claim) -> QuoteCheck:
    off = set(best.found.changes)
    off |= claim.wrong(best.window.place.statement, best.window.place.turn)
    off |= bracket_gates({*inserted_gates(best.quotation), *cut_gates(best)})
    changes = tuple(one for one in _ORDER if one in off)
    return QuoteCheck("", Verdict.NEAR, changes=changes, matches=(match_of(best, changes),))


def _joined(
    verdict: Verdict,
    pieces: Sequence[QuoteMatch],
    claim: Claim,
    more: Iterable[QuoteChange] = (),
) -> QuoteCheck:
    """The verdict on pieces that each stand somewhere; of one turn they changed their order."""
    off = {*more, *(change for one in pieces for change in one.changes)}
    for one in pieces:
        off |= claim.wrong(one.statement, one.turn)
    changes = tuple(one for one in _ORDER if one in off)
    return QuoteCheck("", verdict, changes=changes, matches=tuple(pieces))


def _nearest(compared: Iterable[Comparison], rarer: frozenset[int]) -> Comparison | None:
    """The place in which most of the rarer words stand, in any order, if half of them do."""
    best, most = None, 0
    for one in compared:
        roots = {unit.root for unit in one.text.units}
        held = sum(
            any(unit.root in roots for unit in one.quote.units if unit.first <= at < unit.stop)
            for at in rarer
        )
        if held > most:
            best, most = one, held
    return best if 2 * most >= len(rarer) else None


def _cost(found: Comparison) -> float:
    return found.alignment.cost


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
