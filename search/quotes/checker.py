"""A quotation + an engine → its verdict, from the alignment of words.

A ratio orders candidates, and no more. The rules are in `docs/decisions/0023-quotations.md`.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from search.query.dates import read_period
from search.quotes.alignment.units import QuoteChange
from search.quotes.candidates import (
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
)
from search.quotes.earlier import EarlierTexts
from search.quotes.joined_pieces import JoinedPieces, are_in_order, are_of_several_turns
from search.quotes.notes import Note
from search.quotes.pasted_text import unpasted
from search.quotes.quotation import LEAST_WORDS, MOST_CHARS, read_language, read_quotation
from search.quotes.twin import twin_of
from search.quotes.verdicts import QuoteCheck, Verdict
from search.quotes.word_for_word import (
    ORDER,
    Claim,
    exact_verdict,
    with_cuts_verdict,
    with_insertions,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from search.engine import SearchEngine
    from search.quotes.comparison import Comparison
    from search.quotes.quotation import Quotation
    from search.quotes.verdicts import QuoteMatch
    from search.store.versions import Versions

_SHOWN_SHORT: Final = 20  # places shown of words too short to tell a source
_NOT_SO: Final = (Verdict.NEAR, Verdict.JOINED, Verdict.NOT_FOUND)
_CLAIMED: Final = {QuoteChange.SPEAKER, QuoteChange.DATE, QuoteChange.LANGUAGE}
"""Changes that are none of words."""

_LEAST_SHARES: Final = ((12, 0.75), (20, 2 / 3), (10**9, 0.5))
"""Of a quotation of fewer words than this, how many must stand in one place for it to be near.

Half are enough of a long one; half of ten words stand together somewhere in any large index.
"""
_MOST_MOVED: Final = 2  # pieces
_REORDERED: Final = 0.9
"""Of its words must stand, moved ones among them, where it takes these to be near."""


class QuoteChecker:
    """Checks quotations against one generation; immutable, safe to share between threads."""

    def __init__(
        self,
        engine: SearchEngine,
        today: Callable[[], datetime.date],
        versions: Versions | None = None,
    ) -> None:
        self.engine, self._today = engine, today
        self._earlier = EarlierTexts(versions) if versions else None
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
        label, words = read_label(words, self.speakers)
        if label and (speaker or label) == label:
            speaker = label
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
            found = self._with_earlier(found, quotation)
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
                return exact_verdict([exact_match(one, printed) for one in places], total, claim)
            if self._are_printed(printed, quotation.bracketed()):
                return self._altered(printed, claim)
        if len(quotation.words) < LEAST_WORDS:
            return self._too_short(quotation, claim)
        total, places = exact_places(self.engine, quotation.words)
        if places:
            matches = [exact_match(one, quotation) for one in places]
            found = exact_verdict(matches, total, claim)
            edges = [edge_gates(quotation, one.window, one.first, one.stop) for one in places]
            return with_insertions(found, quotation, set.intersection(*edges))
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
            return with_cuts_verdict(whole, quotation, claim)
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

    def _with_earlier(self, found: QuoteCheck, quotation: Quotation) -> QuoteCheck:
        """The same with the earlier version of a statement in which all of it stood so."""
        is_right = bool(found.changes) and set(found.changes) <= _CLAIMED
        is_right = is_right or found.verdict not in _NOT_SO
        if self._earlier is None or is_right or len(quotation.words) < LEAST_WORDS:
            return found
        near = [one.statement.id for one in found.matches]
        earlier = self._earlier.find(quotation.as_words().words, near)
        if earlier is None:
            return found
        return replace(found, earlier=earlier, notes=(*found.notes, Note.EARLIER))

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


# -- not word for word


def _stands_near(found: Comparison, rarer: frozenset[int]) -> bool:
    """Whether enough of the words, and half of the rarer ones, stand here in order.

    So must half of those that are no names: a treaty that both name makes them no quotation.
    """
    placed, count = found.placed, len(found.quotation.words)
    said = found.without_names
    least = next(share for below, share in _LEAST_SHARES if count < below)
    return (
        2 * len(placed) >= count
        and (len(placed) >= least * count or _is_reordered(found))
        and 2 * len(placed & rarer) >= len(rarer)
        and 2 * len(placed & said) >= len(said)
    )


def _is_reordered(found: Comparison) -> bool:
    """Whether nearly all words stand here, one piece or two of them in another place.

    Words of any sentence in any order, with others between, are no quotation of it.
    """
    count = len(found.quotation.words)
    return found.moves <= _MOST_MOVED and len(found.placed | found.moved) >= _REORDERED * count


def _near(best: Comparison, claim: Claim) -> QuoteCheck:
    off = set(best.found.changes)
    off |= claim.wrong(best.window.place.statement, best.window.place.turn)
    off |= bracket_gates({*inserted_gates(best.quotation), *cut_gates(best)})
    changes = tuple(one for one in ORDER if one in off)
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
    changes = tuple(one for one in ORDER if one in off)
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
