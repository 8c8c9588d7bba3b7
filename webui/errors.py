"""Errors → pages that help, or JSON for those who asked for it; no traceback gets out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import current_app, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from search.errors import IndexUnavailable, NotFound, OnrecordError, UsageError
from webui import site

if TYPE_CHECKING:
    from flask import Flask, Response

_HEADINGS: Final = {
    400: "This cannot be used as it is",
    404: "Not found",
    500: "Something failed here",
    503: "There is no index to search",
}


def install(app: Flask) -> None:
    """Let every error of a request end in one of the pages below."""
    app.register_error_handler(OnrecordError, of_ours)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Exception, of_any)


def of_ours(error: OnrecordError) -> Response:
    """An error raised on purpose: its own words, and the status its branch of the tree has."""
    return answer(_status(error), str(error))


def of_http(error: HTTPException) -> Response:
    """What the framework refuses: an address nothing stands behind, a method not allowed."""
    status = error.code or 500
    if status == 404:
        return answer(404, f"nothing stands at {request.path}; search for it instead")
    response = answer(status, error.description or error.name)
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return response


def of_any(error: Exception) -> Response:
    """A fault of the program: the log has it, the reader is told that it is none of theirs."""
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return answer(500, "the program failed on this request; its log says where")


def _status(error: OnrecordError) -> int:
    match error:
        case UsageError():
            return 400
        case NotFound():
            return 404
        case IndexUnavailable():
            return 503
        case _:
            return 500


def answer(status: int, message: str) -> Response:
    """The error as JSON on `.json` addresses and for monitors, else as a page."""
    if request.path.endswith(".json") or request.path == "/healthz":
        return make_response(jsonify(error=message, status=status), status)
    if status >= 500:
        site.give_up()
    page = render_template(
        "error.html",
        status=status,
        heading=_HEADINGS.get(status, "This did not work"),
        message=message,
    )
    return make_response(page, status)
