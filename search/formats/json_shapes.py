"""Answers, frequencies, indexes, speakers and saved queries → the JSON shapes others rely on.

Keys may be added to these shapes, never renamed or removed:
`tests/search/formats/test_json_shapes.py` holds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.formats.credit import (
    LICENCE,
    LICENCE_URL,
    PUBLISHER,
    UNKNOWN,
    is_licensed,
    other_publishers,
)
from search.links import absolute, official_url, saved_link
from search.statement_json import Shape, attribution_shape, day_text, moment_text, plain_shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.answers.frequency import Frequency
    from search.records import Hit, Results, SpeakerRow, Statement, StatementId, TurnHit
    from search.store.saved_queries import SavedQuery


def results_shape(
    results: Results, root: str = "", nearest: Shape | None = None, more: Iterable[Statement] = ()
) -> Shape:
    """An answer as `onrecord search --json` and `/search.json` print it.

    `root` is the site's address, for absolute links. `nearest` is the passage nearest to the query,
    in the shape of a match of a quotation, where the results do not begin with it; `more` are the
    statements it shows beside theirs.
    """
    return {
        "query": results.query,
        "understood": results.understood,
        "dropped": list(results.dropped),
        "total": plain_shape(results.total),
        "page": results.page,
        "pages": results.pages,
        "results": [_hit_shape(hit, root) for hit in results.hits],
        "facets": plain_shape(dict(results.facets)),
        "suggestion": results.suggestion,
        "by_passage": results.by_passage,
        "nearest": nearest,
        "offers": [
            {**plain_shape(offer), "link": absolute(root, offer.link)} for offer in results.offers
        ],
        "index": {
            "generation": results.manifest.generation,
            "statements": results.manifest.coverage.statements,
            "sample": results.manifest.sample,
        },
        "credit": credit_shape([*(hit.statement for hit in results.hits), *more]),
    }


def speaker_shape(row: SpeakerRow) -> Shape:
    """One speaker as `onrecord speakers --json` prints it."""
    return {
        "person": row.person,
        "name": row.name,
        "forms": [{"text": text, "turns": turns} for text, turns in row.forms],
        "roles": [plain_shape(role) for role in row.roles],
        "statements": row.statements,
        "turns": row.turns,
        "also": list(row.also),
    }


def saved_shape(saved: SavedQuery, now: Sequence[StatementId] | None) -> Shape:
    """A saved query as `onrecord saved --json` and `/q/<name>.json` print it.

    `now` are the ids it finds now; None where no index can tell.
    """
    return {
        "name": saved.name,
        "query": saved.query,
        "link": saved_link(saved.name),
        "grammar": saved.grammar,
        "generation": saved.generation,
        "saved": saved.saved_at,
        "seen": saved.seen_at,
        "statements": saved.count,
        "now": None if now is None else len(now),
        "new": None if now is None else list(saved.new(now)),
        "gone": None if now is None else list(saved.gone(now)),
    }


def frequency_shape(found: Frequency, speaker: str, lang: str = "") -> Shape:
    """A frequency as `/frequency.json` prints it; `speaker` where one alone was asked for."""
    return {
        "speaker": speaker or None,
        "lang": lang or None,
        "years": list(found.years),
        "words": [found.words.get(year, 0) for year in found.years],
        "series": [
            {
                "q": one.q,
                "speaker": one.speaker or None,
                "total": one.total,
                "words": [one.words.get(year, 0) for year in found.years],
                "counts": [one.counts.get(year, 0) for year in found.years],
                "per_million": [found.per_million_printed(one, year) for year in found.years],
                "dropped": list(one.dropped),
            }
            for one in found.series
        ],
        "left_out": [{"q": q, "speaker": one or None} for q, one in found.left_out],
    }


def credit_shape(statements: Iterable[Statement] = ()) -> Shape:
    """Whom the texts are owed to, as every shape that holds some of them says it.

    `others` are the publishers of those texts that are not under the licence; where all are such,
    `license` is null and `publisher` the one there is.
    """
    shown = list(statements)
    others = other_publishers(shown)
    if others and not any(map(is_licensed, shown)):
        only = others[0] if len(others) == 1 and others[0] != UNKNOWN else None
        return {"publisher": only, "license": None, "license_url": None, "others": list(others)}
    return {
        "publisher": PUBLISHER,
        "license": LICENCE,
        "license_url": LICENCE_URL,
        "others": list(others),
    }


def _hit_shape(hit: Hit, root: str) -> Shape:
    statement = hit.statement
    return {
        "id": statement.id,
        "lang": statement.lang,
        "title": statement.title,
        "title_spans": [list(span) for span in hit.title_spans],
        "date": day_text(statement.date),
        "time": statement.time,
        "place": statement.place,
        "url": official_url(statement),
        "publisher": statement.publisher,
        "link": absolute(root, hit.link),
        "score": round(hit.score, 6),
        "abridged": statement.abridged,
        "indexed": moment_text(statement.indexed),
        "matched_in": list(hit.matched_in),
        "missing": list(hit.missing),
        "turns": [_turn_hit_shape(turn) for turn in hit.turns],
    }


def _turn_hit_shape(hit: TurnHit) -> Shape:
    turn = hit.turn
    return {
        "id": hit.id,
        **attribution_shape(turn),
        "snippet": hit.snippet,
        "spans": [list(span) for span in hit.spans],
        "cut": [hit.cut_before, hit.cut_after],
    }
