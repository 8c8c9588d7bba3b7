"""Verdicts on quotations → the JSON that `onrecord check --json` and `/check.json` print.

Keys may be added to these shapes, never renamed or removed:
`tests/search/formats/test_check_shapes.py` holds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.formats.json_shapes import credit_shape
from search.links import absolute, check_link, official_url, passage_link
from search.quotes.alignment.quoted_words import FOLDING
from search.quotes.notes import SENTENCES
from search.statement_json import Shape, day_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.quotes.alignment.sentences import SentenceEdges
    from search.quotes.articles.article_check import CheckedPassage
    from search.quotes.verdicts import Cut, EarlierPassage, QuoteCheck, QuoteMatch, TwinPassage
    from search.records import Coverage


def check_shape(found: QuoteCheck, root: str = "") -> Shape:
    """One quotation with its verdict."""
    best = found.matches[0] if found.matches else None
    return {
        "quote": found.quote,
        "speaker": found.speaker,
        "date": found.date,
        "lang": found.lang,
        "verdict": found.verdict.value,
        "changes": [one.value for one in found.changes],
        "unique": found.is_unique,
        "times": found.times,
        "matches": [match_shape(one, root) for one in found.matches],
        "twin": _twin_shape(found.twin, root) if found.twin else None,
        "earlier": _earlier_shape(found.earlier, root) if found.earlier else None,
        "other_language": found.other_language,
        "selector": _selector_shape(best) if best and best.exact else None,
        "searched": _searched_shape(found.coverage) if found.coverage else None,
        "folding": FOLDING,
        "notes": [SENTENCES[one] for one in found.notes],
        "harmless": found.is_harmless,
        "generation": found.generation,
        "link": absolute(root, check_link(found.quote, found.speaker, found.date, found.lang)),
        "credit": credit_shape(one.statement for one in found.matches),
    }


def article_shape(
    found: Iterable[CheckedPassage], root: str = "", passed_over: int = 0, left_out: int = 0
) -> Shape:
    """The quotations of an article; `passed_over` were too short, `left_out` too many for once."""
    return {
        "passed_over": passed_over,
        "left_out": left_out,
        "quotations": [
            {
                "at": list(one.at),
                "claimed_speaker": one.claimed_speaker,
                **check_shape(one.check, root),
            }
            for one in found
        ],
    }


def match_shape(match: QuoteMatch, root: str = "") -> Shape:
    """A place that shows a verdict; `id` is the turn's, of a title or lead the statement's."""
    one, turn = match.statement, match.turn
    return {
        "id": one.turn_id(turn) if turn else one.id,
        "part": match.part.value,
        "paragraph": match.paragraph,
        "speaker": turn.speaker if turn else None,
        "person": turn.person if turn else None,
        "role": turn.role if turn else None,
        "role_inferred": turn.role_inferred if turn else None,
        "kind": turn.kind.value if turn else None,
        "evidence": turn.evidence.value if turn else None,
        "label": turn.label if turn else None,
        "qualifiers": list(turn.qualifiers) if turn else [],
        "date": day_text(one.date),
        "time": one.time,
        "place": one.place,
        "title": one.title,
        "lang": one.lang,
        "link": absolute(root, passage_link(one, match.paragraph)),
        "url": official_url(one),
        "version": one.version or None,
        "abridged": one.abridged,
        "text": match.text,
        "spans": [list(span) for span in match.spans],
        "changes": [change.value for change in match.changes],
        "difference": [
            {
                "op": step.op.value,
                "quote": step.quote,
                "text": step.text,
                "kind": step.kind.value if step.kind else None,
            }
            for step in match.difference
        ],
        "cuts": [_cut_shape(cut) for cut in match.cuts],
        "sentence": _sentence_shape(match.sentence) if match.sentence else None,
        "selector": _selector_shape(match),
    }


def _cut_shape(cut: Cut) -> Shape:
    return {
        "words": cut.words,
        "text": cut.text,
        "negation": cut.negation,
        "denial": cut.denial,
        "long": cut.long,
    }


def _sentence_shape(edges: SentenceEdges) -> Shape:
    """The rest of the sentences that what is quoted begins and ends in."""
    return {"before": edges.before, "after": edges.after, "denials": list(edges.denials)}


def _selector_shape(match: QuoteMatch) -> Shape:
    """W3C's TextQuoteSelector of the passage."""
    return {
        "type": "TextQuoteSelector",
        "exact": match.exact,
        "prefix": match.prefix,
        "suffix": match.suffix,
    }


def _twin_shape(twin: TwinPassage, root: str) -> Shape:
    one = twin.statement
    return {
        "id": one.turn_id(twin.turn),
        "lang": one.lang,
        "label": twin.turn.label,
        "speaker": twin.turn.speaker,
        "kind": twin.turn.kind.value,
        "evidence": twin.turn.evidence.value,
        "title": one.title,
        "text": twin.text,
        "version": one.version or None,
        "link": absolute(root, passage_link(one, twin.turn.n)),
        "url": official_url(one),
    }


def _earlier_shape(earlier: EarlierPassage, root: str) -> Shape:
    """Where it stood so once; `link` leads to that version."""
    one, turn = earlier.statement, earlier.turn
    return {
        "id": one.turn_id(turn) if turn else one.id,
        "speaker": turn.speaker if turn else None,
        "title": one.title,
        "date": day_text(one.date),
        "version": one.version or None,
        "version_of": day_text(earlier.day),
        "text": earlier.text,
        "link": absolute(root, passage_link(one, earlier.paragraph)),
        "url": official_url(one),
    }


def _searched_shape(coverage: Coverage) -> Shape:
    return {
        "statements": coverage.statements,
        "from": day_text(coverage.first),
        "until": day_text(coverage.last),
        "abridged": coverage.abridged,
        "unattributed": coverage.without_speech,
    }
