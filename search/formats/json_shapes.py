"""Records → the JSON shapes others rely on, and a statement back from its shape.

Keys may be added to these shapes, never renamed or removed:
`tests/search/formats/test_json_shapes.py` holds them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from search.formats.credit import LICENCE, LICENCE_URL, PUBLISHER
from search.links import official_url, saved_link
from search.records import (
    Evidence,
    Form,
    Mark,
    MarkKind,
    Removed,
    Statement,
    StatementId,
    Turn,
    TurnKind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.records import FacetValue, Hit, Manifest, Results, SpeakerRow, TurnHit
    from search.store.saved_queries import SavedQuery

Shape = dict[str, Any]


def statement_shape(statement: Statement) -> Shape:
    """A statement as `onrecord clean --json` and `onrecord show --json` print it."""
    return {
        "id": statement.id,
        "lang": statement.lang,
        "number": statement.number,
        "url": statement.url,
        "title": statement.title,
        "date": _day(statement.date),
        "event_date": _day(statement.event_date),
        "time": statement.time,
        "place": statement.place,
        "lead": statement.lead,
        "sections": list(statement.sections),
        "topics": list(statement.topics),
        "persons": list(statement.persons),
        "geography": list(statement.geography),
        "updated": _day(statement.updated),
        "abridged": statement.abridged,
        "form": statement.form.value,
        "turns": [turn_shape(turn) for turn in statement.turns],
        "removed": [
            {"rule": block.rule, "text": block.text, "repeats": block.repeats}
            for block in statement.removed
        ],
        "part": statement.part,
        "edges": list(statement.edges),
        "warnings": list(statement.warnings),
        "cards": list(statement.cards),
        "indexed": _moment(statement.indexed),
    }


def turn_shape(turn: Turn) -> Shape:
    """One turn of a statement's shape."""
    return {
        "n": turn.n,
        "label": turn.label,
        "speaker": turn.speaker,
        "person": turn.person,
        "role": turn.role,
        "role_inferred": turn.role_inferred,
        "qualifiers": list(turn.qualifiers),
        "kind": turn.kind.value,
        "evidence": turn.evidence.value,
        "paragraphs": list(turn.paragraphs),
        "marks": [
            {"after": mark.after, "kind": mark.kind.value, "text": mark.text} for mark in turn.marks
        ],
    }


def statement_from(shape: Mapping[str, Any]) -> Statement:
    """The statement a shape was made of."""
    return Statement(
        id=StatementId(shape["id"]),
        lang=shape["lang"],
        title=shape["title"],
        turns=tuple(turn_from(turn) for turn in shape["turns"]),
        number=shape["number"],
        url=shape["url"],
        date=_date(shape["date"]),
        event_date=_date(shape["event_date"]),
        time=shape["time"],
        place=shape["place"],
        lead=shape["lead"],
        sections=tuple(shape["sections"]),
        topics=tuple(shape["topics"]),
        persons=tuple(shape["persons"]),
        geography=tuple(shape["geography"]),
        updated=_date(shape["updated"]),
        form=Form(shape["form"]),
        abridged=shape["abridged"],
        removed=tuple(Removed(**block) for block in shape["removed"]),
        part=shape["part"],
        edges=(shape["edges"][0], shape["edges"][1]),
        warnings=tuple(shape["warnings"]),
        cards=tuple(shape.get("cards", ())),  # absent from what was stored before there were any
        indexed=_moment_from(shape.get("indexed")),
    )


def turn_from(shape: Mapping[str, Any]) -> Turn:
    """The turn a shape was made of."""
    return Turn(
        n=shape["n"],
        paragraphs=tuple(shape["paragraphs"]),
        kind=TurnKind(shape["kind"]),
        evidence=Evidence(shape["evidence"]),
        label=shape["label"],
        speaker=shape["speaker"],
        person=shape["person"],
        role=shape["role"],
        role_inferred=shape["role_inferred"],
        qualifiers=tuple(shape["qualifiers"]),
        marks=tuple(
            Mark(mark["after"], MarkKind(mark["kind"]), mark["text"]) for mark in shape["marks"]
        ),
    )


def results_shape(results: Results) -> Shape:
    """An answer as `onrecord search --json` and `/search.json` print it."""
    return {
        "query": results.query,
        "understood": results.understood,
        "dropped": list(results.dropped),
        "total": {
            "statements": results.total.statements,
            "turns": results.total.turns,
            "partial": results.total.partial,
        },
        "page": results.page,
        "pages": results.pages,
        "results": [_hit_shape(hit) for hit in results.hits],
        "facets": {
            name: [_facet_shape(value) for value in values]
            for name, values in results.facets.items()
        },
        "suggestion": results.suggestion,
        "index": {
            "generation": results.manifest.generation,
            "statements": results.manifest.coverage.statements,
            "sample": results.manifest.sample,
        },
        "credit": credit_shape(),
    }


def manifest_shape(manifest: Manifest) -> Shape:
    """An index as `onrecord stats --json` prints it."""
    coverage = manifest.coverage
    return {
        "generation": manifest.generation,
        "built": manifest.built,
        "schema": manifest.schema,
        "text": manifest.text,
        "engine": manifest.engine,
        "sample": manifest.sample,
        "coverage": {
            "statements": coverage.statements,
            "turns": coverage.turns,
            "first": _day(coverage.first),
            "last": _day(coverage.last),
            "undated": coverage.undated,
            "abridged": coverage.abridged,
            "without_speech": coverage.without_speech,
            "languages": dict(coverage.languages),
        },
    }


def speaker_shape(row: SpeakerRow) -> Shape:
    """One speaker as `onrecord speakers --json` prints it."""
    return {
        "person": row.person,
        "name": row.name,
        "forms": [{"text": text, "turns": turns} for text, turns in row.forms],
        "roles": [
            {
                "text": role.text,
                "first": _day(role.first),
                "last": _day(role.last),
                "count": role.count,
            }
            for role in row.roles
        ],
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
        "statements": saved.count,
        "now": None if now is None else len(now),
        "new": None if now is None else list(saved.new(now)),
        "gone": None if now is None else list(saved.gone(now)),
    }


def credit_shape() -> Shape:
    """Whom the texts are owed to, as every shape that holds some of them says it."""
    return {"publisher": PUBLISHER, "license": LICENCE, "license_url": LICENCE_URL}


def _hit_shape(hit: Hit) -> Shape:
    statement = hit.statement
    return {
        "id": statement.id,
        "lang": statement.lang,
        "title": statement.title,
        "title_spans": [list(span) for span in hit.title_spans],
        "date": _day(statement.date),
        "time": statement.time,
        "place": statement.place,
        "url": official_url(statement),
        "link": hit.link,
        "score": round(hit.score, 6),
        "abridged": statement.abridged,
        "indexed": _moment(statement.indexed),
        "matched_in": [part.value for part in hit.matched_in],
        "missing": list(hit.missing),
        "turns": [_turn_hit_shape(turn) for turn in hit.turns],
    }


def _turn_hit_shape(hit: TurnHit) -> Shape:
    turn = hit.turn
    return {
        "id": hit.id,
        "speaker": turn.speaker,
        "person": turn.person,
        "role": turn.role,
        "role_inferred": turn.role_inferred,
        "kind": turn.kind.value,
        "evidence": turn.evidence.value,
        "label": turn.label,
        "qualifiers": list(turn.qualifiers),
        "snippet": hit.snippet,
        "spans": [list(span) for span in hit.spans],
        "cut": [hit.cut_before, hit.cut_after],
    }


def _facet_shape(value: FacetValue) -> Shape:
    return {"value": value.value, "label": value.label, "count": value.count}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _moment_from(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
