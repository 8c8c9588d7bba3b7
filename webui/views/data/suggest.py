"""`/suggest.json?q=`: what somebody has typed so far → ways to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import jsonify, request

from search.links import statement_link
from search.query.grammar import within_limits
from webui import site
from webui.language import language, with_language

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from search.suggest.completions import Completion

MOST: Final = 8
"""Suggestions under the box: more are not read while typing."""


def suggestions() -> ResponseReturnValue:
    """Words, speakers and titles of the index; `link` where one statement is meant."""
    q = within_limits(request.args.get("q", ""))
    completer = site.current().completers.get(site.engine())
    return jsonify(
        query=q, suggestions=[_shape(one) for one in completer.complete(q, MOST, language())]
    )


def _shape(one: Completion) -> dict[str, object]:
    link = (
        with_language(statement_link(one.statement)) if one.statement and one.count == 1 else None
    )
    return {
        "kind": one.kind.value,
        "text": one.text,
        "query": one.query,
        "count": one.count,
        "link": link,
    }
