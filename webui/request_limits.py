"""A request's address → an error page where it is too long or has too many parameters.

Work on a request grows with its address, so what no link of the site needs is refused before
anything reads it. Values of parameters are cut where they are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request
from werkzeug.exceptions import BadRequest, RequestURITooLarge

from search.query.grammar import within_limits
from search.query.request import MOST_VALUE_CHARS

if TYPE_CHECKING:
    from flask import Flask

MOST_QUERY_BYTES: Final = 60_000
"""Of an address after its ?: a query of 2,000 letters, twelve bytes each where they are signs of
four, and as much again in choices."""
MOST_PARAMETERS: Final = 1_000
"""Of an address: nine choices of fifty values are 450."""


def install(app: Flask) -> None:
    """Look at every request before anything else does."""
    app.before_request(refuse_long)


def refuse_long() -> None:
    """`RequestURITooLarge` (414) or `BadRequest` (400) for an address beyond the bounds."""
    given = request.query_string
    if len(given) > MOST_QUERY_BYTES:
        raise RequestURITooLarge(
            f"an address may have {MOST_QUERY_BYTES:,} bytes after its ?, this one has "
            f"{len(given):,}; leave words or choices out"
        )
    count = given.count(b"&") + 1
    if count > MOST_PARAMETERS:
        raise BadRequest(
            f"an address may have {MOST_PARAMETERS:,} parameters, this one has {count:,}; "
            "leave choices out"
        )


def asked_query() -> str:
    """The words of `?q=`, cut as those of a search are."""
    return within_limits(request.args.get("q", "").strip())


def asked_value(name: str) -> str:
    """One other value of the address; what is longer than any that is printed is cut."""
    return request.args.get(name, "").strip()[:MOST_VALUE_CHARS]
