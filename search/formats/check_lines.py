"""Verdicts on quotations → lines of text for a terminal: the verdict first, then what shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from search.formats.check_table import difference_text
from search.formats.terminal import counted, coverage_line, safe
from search.links import official_url, passage_link
from search.quotes.alignment.quoted_words import FOLDING
from search.quotes.alignment.units import QuoteChange
from search.quotes.notes import SENTENCES
from search.quotes.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.quotes.articles.article_check import CheckedPassage
    from search.quotes.verdicts import QuoteCheck, QuoteMatch

VERDICTS: Final = {
    Verdict.VERBATIM: "said word for word",
    Verdict.VERBATIM_WITH_CUTS: "said word for word, with what the quotation leaves out",
    Verdict.NEAR: "said otherwise",
    Verdict.JOINED: "joined from several places",
    Verdict.BY_ANOTHER: "said by another",
    Verdict.ABOUT: "the editors' words, not anybody's speech",
    Verdict.TOO_SHORT: "too short to tell one source",
    Verdict.NOT_FOUND: "not found",
}
ELSEWHERE: Final = {
    QuoteChange.DATE: "said, but on another day",
    QuoteChange.LANGUAGE: "said, but in another language",
}
_SHOWN: Final = 5  # places; the JSON has all


def check_lines(found: QuoteCheck) -> Iterator[str]:
    """One quotation: its verdict and the places that show it."""
    changes = f" ({', '.join(found.changes)})" if found.changes else ""
    yield f"{found.verdict.value}{changes}: {_heading(found)}"
    yield f"    “{safe(' '.join(found.quote.split()))}”"
    yield f"    compared without {FOLDING}"
    yield from (f"    note: {SENTENCES[note]}" for note in found.notes)
    if found.times > 1:
        yield f"    stands in {counted(found.times, 'place')}: none is named as the source"
    for match in found.matches[:_SHOWN]:
        yield from _match_lines(match, found)
    if len(found.matches) > _SHOWN:
        yield f"    and {counted(len(found.matches) - _SHOWN, 'more place')}; --json lists them"
    if found.twin:
        one = found.twin.statement
        yield f"    in {one.lang}: {one.turn_id(found.twin.turn)}"
        yield f"        {safe(found.twin.text[:400])}"
    if found.earlier:
        one, day = found.earlier.statement, found.earlier.day
        yield f"    it stood so in the version of {day or 'an unknown day'}, changed since:"
        yield f"        {passage_link(one, found.earlier.paragraph)}"
    if found.verdict is Verdict.NOT_FOUND and found.coverage:
        yield f"    {coverage_line(found.coverage)}"


def _heading(found: QuoteCheck) -> str:
    """A verdict in words; right words of another day or language are called so."""
    only = found.changes[0] if len(found.changes) == 1 else None
    if found.verdict is Verdict.NEAR and only in ELSEWHERE:
        return ELSEWHERE[only]
    return VERDICTS[found.verdict]


def nearest_lines(match: QuoteMatch) -> Iterator[str]:
    """The passage nearest to a query that found nothing: talk, not data."""
    one, turn = match.statement, match.turn
    name = one.turn_id(turn) if turn else one.id
    yield f"nearest: {name}  {safe(difference_text(match))}"


def article_lines(passages: list[CheckedPassage]) -> Iterator[str]:
    """The quotations of an article, one block each."""
    for number, one in enumerate(passages):
        if number:
            yield ""
        who = one.claimed_speaker or "nobody the index knows"
        yield f"{one.at[0]}–{one.at[1]}, said to be by {safe(who)}"
        yield from check_lines(one.check)


def _match_lines(match: QuoteMatch, found: QuoteCheck) -> Iterator[str]:
    one, turn = match.statement, match.turn
    name = one.turn_id(turn) if turn else one.id
    who = (turn.speaker or turn.label or "(editors)") if turn else f"({match.part.value})"
    role = (turn.role or turn.role_inferred) if turn else None
    day = one.date.isoformat() if one.date else "without a date"
    nearest = "nearest: " if found.verdict is Verdict.NOT_FOUND else ""
    yield f"    {nearest}{name}  {safe(who)}{f', {safe(role)}' if role else ''}, {day}"
    yield f"        {safe(one.title or 'untitled')}"
    if official := official_url(one):
        yield f"        {official}"
    yield f"        {safe(difference_text(match))}"
    for cut in match.cuts:
        denies = ", a negation among them" if cut.negation else ""
        denies = denies or (", a denial among them" if cut.denial else "")
        yield f"        leaves out {counted(cut.words, 'word')}{denies}"
    yield from _sentence_lines(match, found)


def _sentence_lines(match: QuoteMatch, found: QuoteCheck) -> Iterator[str]:
    """That the words are taken out of a sentence, and what else stands in it."""
    edges = match.sentence
    if edges is None or found.verdict is Verdict.NOT_FOUND:
        return
    if edges.before:
        yield f"        begins within a sentence, after “{safe(edges.before)}”"
    if edges.after:
        yield f"        ends within a sentence, before “{safe(edges.after)}”"
    if edges.denials:
        yield f"        what it leaves out of the sentence denies: {safe(', '.join(edges.denials))}"
