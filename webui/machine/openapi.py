"""The table of answers → its description in OpenAPI 3.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from search.formats.credit import CREDIT
from search.quotes.articles.article_check import MOST_CHARS
from webui.machine.api_table import ANSWERS, JSON
from webui.machine.json_schema import SHAPES, WORDED, named

if TYPE_CHECKING:
    from webui.machine.api_table import ApiAnswer, ApiParameter
    from webui.machine.json_schema import Schema

VERSION: Final = "3.1.0"
API_VERSION: Final = "1"
"""Raised when a key or an address goes away; what is added leaves it."""
_AT_EVERY_ADDRESS: Final = {
    413: "More was sent than is read.",
    414: "The address is too long.",
    429: "Too many requests from your address; the header Retry-After says when to ask again.",
    503: "There is no index that answers now, or too many ask; ask again later.",
}


def description(root: str) -> dict[str, Any]:
    """The whole API of the site that stands at `root`."""
    return {
        "openapi": VERSION,
        "info": {
            "title": "onrecord",
            "version": API_VERSION,
            "description": f"Who said what, when, in which words. Texts: {CREDIT}; `credit` of an"
            " answer names others. Keys may be added, none is renamed or removed.",
        },
        "externalDocs": {"url": f"{root}/help/api"},
        "servers": [{"url": root}],
        "paths": {answer.address: _path(answer) for answer in ANSWERS},
        "components": {"schemas": SHAPES},
    }


def _path(answer: ApiAnswer) -> dict[str, Any]:
    read = {
        "operationId": answer.name,
        "summary": str(answer.meaning),
        "parameters": [_parameter(one, answer.address) for one in answer.parameters],
        "responses": _responses(answer, answer.shape),
    }
    if not answer.shape_sent:
        return {"get": read}
    sent = {
        "operationId": f"{answer.name}_article",
        "summary": str(answer.meaning),
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": _ARTICLE}},
        },
        "responses": {
            **_responses(answer, answer.shape_sent),
            "413": {"description": "More was sent than is taken at once; send it in parts."},
        },
    }
    return {"get": read, "post": sent}


_ARTICLE: Final[Schema] = {
    "type": "object",
    "properties": {"text": {**WORDED, "maxLength": MOST_CHARS}},
    "required": ["text"],
}


def _parameter(one: ApiParameter, address: str) -> dict[str, Any]:
    in_path = f"{{{one.name}}}" in address
    schema = {"type": "array", "items": one.schema} if one.repeats else one.schema
    return {
        "name": one.name,
        "in": "path" if in_path else "query",
        "required": one.required,
        "description": str(one.meaning),
        "schema": schema,
    }


def _responses(answer: ApiAnswer, shape: str) -> dict[str, Any]:
    errors = {**answer.refusals, **_AT_EVERY_ADDRESS}
    return {
        "200": {
            "description": str(answer.meaning),
            "content": {answer.mimetype: {"schema": named(shape)}},
        },
        **{
            str(status): {
                "description": str(why),
                "content": {JSON: {"schema": named("Error")}},
            }
            for status, why in sorted(errors.items())
        },
    }
