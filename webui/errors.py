"""Errors → pages that help, or JSON for those who asked for it; no traceback gets out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flask import Response, current_app, make_response, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import Conflict, Forbidden, HTTPException, MethodNotAllowed

from search.errors import (
    ClusterRefused,
    ClusterUnavailable,
    DamagedIndex,
    IndexUnavailable,
    NoIndex,
    NotFound,
    OnrecordError,
    OtherVersion,
    UsageError,
)
from webui import site
from webui.error_shape import JSON, error_text, is_read_by_programs
from webui.language import SOURCE, language

if TYPE_CHECKING:
    from flask import Flask
    from flask_babel.speaklater import LazyString

_HEADINGS: Final = {
    400: _("This cannot be used as it is"),
    403: _("Not allowed"),
    404: _("Not found"),
    409: _("Something came in between"),
    500: _("Something failed here"),
    503: _("There is no index to search"),
}

_STATUS: Final = ((UsageError, 400), (NotFound, 404), (IndexUnavailable, 503))

_UNAVAILABLE: Final = (
    (NoIndex, _("Nothing is indexed here yet.")),
    (OtherVersion, _("The index was built by another version of the program.")),
    (DamagedIndex, _("The index is damaged, or files of it are missing.")),
    (ClusterUnavailable, _("The cluster with the index is away, or does not answer in full.")),
    (ClusterRefused, _("The cluster with the index does not grant the site the rights it needs.")),
    (IndexUnavailable, _("The index cannot be read.")),
)
"""Why nothing can be searched, for readers; the errors themselves are for who runs the site."""

_BUSY: Final = _("The index cannot answer now")
_DATA_FOLDER: Final = "the data folder"
_WHOLE: Final = r"(?<![\w/.-]){}(?![\w-]|\.\w)"  # a folder may be called d, or a dot
_BELOW: Final = r"(?:/(?:[^\s/'\"();:,]+/)*(?P<file>[^\s/'\"();:,]*))?"
_PATH: Final = re.compile(
    r"(?<![\w:/.])/(?:[^\s/'\"();,]+/)+[^\s/'\"();,]*"
)  # absolute; none of an address
_RETRY_SECONDS: Final = 10  # about what a cluster takes to find its nodes again


def install(app: Flask) -> None:
    """Let every error of a request end in one of the pages below."""
    app.register_error_handler(OnrecordError, of_ours)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Exception, of_any)


def of_ours(error: OnrecordError) -> Response:
    """An error raised on purpose: its own words, and the status its branch of the tree has."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    if status >= 500:
        current_app.logger.warning("%s %s: %s", request.method, request.path, error)
    heading = _BUSY if isinstance(error, (ClusterUnavailable, ClusterRefused)) else None
    summary = next((text for kind, text in _UNAVAILABLE if isinstance(error, kind)), None)
    return error_page(
        status,
        _without_paths(str(error)) if status >= 500 else str(error),
        translated=status == 404,
        heading=heading,
        summary=summary,
        words=error.words if isinstance(error, NotFound) else "",
    )


def _without_paths(message: str) -> str:
    """A message without where things lie on the server, which its log has."""
    data = site.current().settings.data
    for folder in sorted({str(data), str(data.absolute())}, key=len, reverse=True):
        message = re.sub(_WHOLE.format(re.escape(folder)) + _BELOW, _named, message)
    return _PATH.sub("…", message)


def _named(found: re.Match[str]) -> str:
    """The data folder, or a file of it by its name alone."""
    return f"{found['file']} in {_DATA_FOLDER}" if found["file"] else _DATA_FOLDER


def of_http(error: HTTPException) -> Response:
    """What the framework refuses: an address nothing stands behind, a method not allowed."""
    status = error.code or 500
    if status == 404:
        text = gettext("nothing stands at %(path)s; search for it instead", path=request.path)
        return error_page(404, text, translated=True)
    ours = isinstance(error, (Forbidden, Conflict))  # raised by us, in the page's language
    response = error_page(status, error.description or error.name, translated=ours)
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return response


def of_any(error: Exception) -> Response:
    """A fault of the program: the log has it, the reader is told that it is none of theirs."""
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    text = gettext("the program failed on this request; its log says where")
    return error_page(500, text, translated=True)


def error_page(
    status: int,
    message: str,
    *,
    translated: bool = False,
    heading: LazyString | None = None,
    summary: LazyString | None = None,
    words: str = "",
) -> Response:
    """The error as JSON where programs read and for monitors, else as a page.

    Messages from below the site are English, and speak of commands; `translated` are those in the
    page's language. Readers are told the `summary`. `words` are offered to search for.
    """
    if is_read_by_programs(request.path):
        return _later(Response(error_text(message, status), status, mimetype=JSON))
    if status >= 500:
        site.give_up()
    page = render_template(
        "error.html",
        status=status,
        heading=heading or _HEADINGS.get(status, gettext("This did not work")),
        summary=summary,
        message=message,
        words=words,
        message_lang=language() if translated else SOURCE,
    )
    return _later(make_response(page, status))


def _later(response: Response) -> Response:
    """What cannot be answered now may be soon: a 503 says when to ask again."""
    if response.status_code == 503:
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response
