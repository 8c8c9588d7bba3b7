"""What JSON answers look like, as JSON Schema 2020-12 (that of OpenAPI 3.1): one shape a name.

Keys may be added to an answer, so every shape allows others beside those it names.
"""

from __future__ import annotations

from typing import Any, Final

from search.engine import FACETS
from search.records import TURN_EVIDENCE, Part, TurnKind

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
WORDED: Final[Schema] = {"type": "string", "pattern": r"[^\s\u001c-\u001f\u0085]"}
"""A text that is not all white space; these are none to patterns, but to Unicode."""
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
NUMBER: Final[Schema] = {"type": "number"}
FLAG: Final[Schema] = {"type": "boolean"}
DAY: Final[Schema] = {"type": ["string", "null"], "format": "date"}
MAYBE_TEXT: Final[Schema] = {"type": ["string", "null"]}
MAYBE_NUMBER: Final[Schema] = {"type": ["number", "null"]}


def many(of: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": of}


def record(**keys: Schema) -> Schema:
    """An object that has all these keys; `from_` is the key "from"."""
    named = {name.rstrip("_"): shape for name, shape in keys.items()}
    return {"type": "object", "properties": named, "required": list(named)}


def named(name: str) -> Schema:
    """Another of the shapes below."""
    return {"$ref": f"#/components/schemas/{name}"}


def nullable(shape: Schema) -> Schema:
    """The shape, or null."""
    return {"anyOf": [shape, {"type": "null"}]}


def one_of(*values: str | None) -> Schema:
    """One of these values."""
    return {"enum": list(values)}


SPAN: Final[Schema] = {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2}
_KIND: Final = one_of(*(one.value for one in TurnKind), None)
_EVIDENCE: Final = one_of(*(one.value for one in TURN_EVIDENCE), None)
_WHO: Final = {
    "label": MAYBE_TEXT,
    "speaker": MAYBE_TEXT,
    "person": MAYBE_TEXT,
    "role": MAYBE_TEXT,
    "role_inferred": MAYBE_TEXT,
    "kind": _KIND,
    "evidence": _EVIDENCE,
    "qualifiers": many(TEXT),
}
_WHERE: Final = {
    "date": DAY,
    "time": MAYBE_TEXT,
    "title": MAYBE_TEXT,
    "place": MAYBE_TEXT,
    "lang": TEXT,
}
_SOURCE: Final = {
    "abridged": FLAG,
    "link": TEXT,
    "url": MAYBE_TEXT,
    "version": MAYBE_TEXT,
    "publisher": MAYBE_TEXT,
    "credit": TEXT,
}
_SELECTOR: Final = record(type=TEXT, exact=TEXT, prefix=TEXT, suffix=TEXT)

SHAPES: Final[dict[str, Schema]] = {
    "Error": record(error=TEXT, status=COUNT),
    "Credit": record(
        publisher=MAYBE_TEXT, license=MAYBE_TEXT, license_url=MAYBE_TEXT, others=many(TEXT)
    ),
    "FoundTurn": record(id=TEXT, **_WHO, snippet=TEXT, spans=many(SPAN), cut=many(FLAG)),
    "FoundStatement": record(
        id=TEXT,
        **_WHERE,
        title_spans=many(SPAN),
        url=MAYBE_TEXT,
        publisher=MAYBE_TEXT,
        link=TEXT,
        score=NUMBER,
        abridged=FLAG,
        indexed=MAYBE_TEXT,
        matched_in=many(one_of(*(one.value for one in Part))),
        missing=many(TEXT),
        turns=many(named("FoundTurn")),
    ),
    "FacetValue": record(value=TEXT, label=TEXT, count=COUNT),
    "Results": record(
        query=TEXT,
        understood=TEXT,
        dropped=many(TEXT),
        total=record(statements=COUNT, turns=COUNT, partial=COUNT),
        page=COUNT,
        pages=COUNT,
        results=many(named("FoundStatement")),
        facets=record(**dict.fromkeys(FACETS, many(named("FacetValue")))),
        suggestion=MAYBE_TEXT,
        by_passage=FLAG,
        nearest=nullable(named("Passage")),
        offers=many(record(kind=TEXT, value=TEXT, label=TEXT, count=COUNT, link=TEXT)),
        index=record(generation=TEXT, statements=COUNT, sample=FLAG),
        credit=named("Credit"),
    ),
    "SavedResults": {
        "allOf": [
            named("Results"),
            record(
                saved=record(
                    name=TEXT,
                    query=TEXT,
                    saved_at=TEXT,
                    seen_at=MAYBE_TEXT,
                    generation=TEXT,
                    then=COUNT,
                    now=COUNT,
                    new=many(TEXT),
                    gone=many(TEXT),
                )
            ),
        ]
    },
    "Match": record(id=TEXT, **_WHERE, **_WHO, text=MAYBE_TEXT, snippet=MAYBE_TEXT, **_SOURCE),
    "Use": record(id=TEXT, **_WHERE, **_WHO, before=TEXT, match=TEXT, after=TEXT, **_SOURCE),
    "Uses": record(
        query=TEXT,
        understood=TEXT,
        dropped=many(TEXT),
        total=record(statements=COUNT, turns=COUNT),
        whole=FLAG,
        lines=many(named("Use")),
        count=COUNT,
    ),
    "Frequency": record(
        speaker=MAYBE_TEXT,
        years=many(COUNT),
        words=many(COUNT),
        series=many(
            record(
                q=TEXT,
                total=COUNT,
                counts=many(COUNT),
                per_million=many(MAYBE_NUMBER),
                dropped=many(TEXT),
            )
        ),
        left_out=many(record(q=TEXT, speaker=MAYBE_TEXT)),
        other_language=many(TEXT),
        dropped=many(TEXT),
    ),
    "Passage": record(
        id=TEXT,
        part=TEXT,
        paragraph={"type": ["integer", "null"]},
        **_WHO,
        **_WHERE,
        link=TEXT,
        url=MAYBE_TEXT,
        version=MAYBE_TEXT,
        abridged=FLAG,
        text=TEXT,
        spans=many(SPAN),
        changes=many(TEXT),
        difference=many(record(op=TEXT, quote=MAYBE_TEXT, text=MAYBE_TEXT, kind=MAYBE_TEXT)),
        cuts=many(record(words=COUNT, text=TEXT, negation=FLAG, denial=FLAG, long=FLAG)),
        sentence=nullable(record(before=TEXT, after=TEXT, denials=many(TEXT))),
        selector=_SELECTOR,
    ),
    "Verdict": record(
        quote=TEXT,
        speaker=MAYBE_TEXT,
        date=MAYBE_TEXT,
        lang=MAYBE_TEXT,
        verdict=TEXT,
        changes=many(TEXT),
        unique=FLAG,
        times=COUNT,
        matches=many(named("Passage")),
        twin={"type": ["object", "null"]},
        earlier={"type": ["object", "null"]},
        other_language={},
        selector=nullable(_SELECTOR),
        searched={"type": ["object", "null"]},
        notes=many(TEXT),
        harmless=FLAG,
        link=TEXT,
        credit=named("Credit"),
    ),
    "Verdicts": record(
        quotations=many({"allOf": [named("Verdict"), record(at=SPAN, claimed_speaker=MAYBE_TEXT)]}),
        passed_over=COUNT,
        left_out=COUNT,
    ),
    "Suggestions": record(
        query=TEXT,
        suggestions=many(record(kind=TEXT, text=TEXT, query=TEXT, count=COUNT, link=MAYBE_TEXT)),
    ),
    "Versions": record(
        id=TEXT,
        serving={"type": ["integer", "null"]},
        versions=many(
            record(
                number=COUNT,
                text=TEXT,
                page=MAYBE_TEXT,
                updated=MAYBE_TEXT,
                saved=MAYBE_TEXT,
                seen=MAYBE_TEXT,
            )
        ),
        difference={"type": ["object", "null"]},
        credit=named("Credit"),
    ),
    "SavedQueries": record(
        saved=many(
            record(
                name=TEXT,
                query=TEXT,
                link=TEXT,
                grammar=COUNT,
                generation=TEXT,
                saved=TEXT,
                seen=MAYBE_TEXT,
                statements=COUNT,
                now=COUNT,
                new=many(TEXT),
                gone=many(TEXT),
            )
        )
    ),
    "Table": TEXT,
    "Feed": TEXT,
    "Health": record(status=TEXT, generation=TEXT, statements=COUNT, sample=FLAG),
    "Description": record(openapi=TEXT, info={"type": "object"}, paths={"type": "object"}),
}
"""By the names under which the description lists them."""
