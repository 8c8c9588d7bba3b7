"""`/s/…/cite` with its files, and `/unapi`: a statement, turn or paragraph → citations of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Response, render_template, request
from flask_babel import gettext

from search.citations.citation import cite, twin_address
from search.citations.styles import FILES, CitationStyle, render
from search.errors import NotFound
from search.links import cite_link, permalink
from search.query.request import Request
from search.text_version import version_of
from webui import site
from webui.machine.text_credit import note_credit
from webui.page.form import form
from webui.public_root import site_root
from webui.views.permalinks import asked_version, text_of_link

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from search.citations.citation import Citation
    from search.records import Statement

_BY_ENDING: Final = {file.ending: style for style, file in FILES.items() if file.ending}
_UNAPI_FORMATS: Final = {"ris": CitationStyle.RIS, "bibtex": CitationStyle.BIBTEX}


def page(statement_id: str, ordinal: int | None = None) -> ResponseReturnValue:
    """The citation in every style, each to copy, and the files."""
    found = text_of_link(statement_id, ordinal)
    statement = found.named
    one = cited(statement, ordinal)
    note_credit([statement])
    return render_template(
        "cite.html",
        form=form(Request()),
        statement=statement,
        found=found,
        asked=asked_version(),
        ordinal=ordinal,
        cited=one,
        own=cite_link(statement, ordinal),
        back=permalink(statement, ordinal),
        unapi_id=unapi_id,
        citations=[
            (
                style.value,
                file.name,
                render(one, style).strip("\r\n"),
                cite_link(statement, ordinal, file.ending) if file.ending else "",
            )
            for style, file in FILES.items()
        ],
    )


def file(statement_id: str, ending: str, ordinal: int | None = None) -> ResponseReturnValue:
    """The citation in one style, as a file of its own."""
    style = _BY_ENDING.get(f".{ending}")
    if style is None:
        known = ", ".join(_BY_ENDING)
        raise NotFound(
            gettext("there is no citation with that ending; there are %(known)s", known=known)
        )
    found = text_of_link(statement_id, ordinal)
    if not found.known:  # a file has no place to say that it is of another text
        raise NotFound(
            gettext(
                "no text of %(id)s is known by the name %(version)s; leave v out for today’s",
                id=found.named.id,
                version=asked_version(),
            )
        )
    note_credit([found.named])
    one = cited(found.named, ordinal)
    answer = _as_file(one, style)
    if style is not CitationStyle.TEXT:
        name = f"{one.key}{FILES[style].ending}"
        answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def unapi() -> ResponseReturnValue:
    """The formats there are (unAPI version 1), those of an `id`, or its record in a `format`."""
    named, wanted = request.args.get("id", "").strip(), request.args.get("format", "").strip()
    if not named:
        return _formats("", 200)
    statement_id, slash, rest = named.partition("@")[0].partition("/")
    number = int(rest) if rest.isascii() and rest.isdigit() and len(rest) < 10 else None
    if slash and number is None:
        raise NotFound(gettext("%(id)s names no paragraph", id=named))
    found = text_of_link(statement_id, number, named.partition("@")[2])
    one = cited(found.named, number)
    if not found.known:
        raise NotFound(gettext("no text of a statement is known by the name %(id)s", id=named))
    if not wanted:
        return _formats(named, 300)
    style = _UNAPI_FORMATS.get(wanted)
    if style is None:
        answer = _formats(named, 406)
    else:
        note_credit([found.named])
        answer = _as_file(one, style)
    return answer


def unapi_id(statement: Statement, number: int | None) -> str:
    """What `/unapi` calls it: `en-17093/12@` and the name of the text."""
    place = "" if number is None else f"/{number}"
    return f"{statement.id}{place}@{version_of(statement)}"


def cited(statement: Statement, number: int | None) -> Citation:
    """The citation of a statement, or of what `number` names in it, made today."""
    try:
        return cite(
            statement,
            number,
            site.current().today(),
            site_root(),
            twin_address(site.engine(), statement),
        )
    except NotFound as error:
        raise NotFound(
            gettext(
                "%(id)s has no words under the number %(ordinal)s; open /s/%(id)s for all of it",
                id=statement.id,
                ordinal=number,
            )
        ) from error


def _as_file(one: Citation, style: CitationStyle) -> Response:
    text = render(one, style)
    ended = text if text.endswith("\n") else f"{text}\n"
    return Response(ended, content_type=f"{FILES[style].mimetype}; charset=utf-8")


def _formats(named: str, status: int) -> Response:
    formats = [(name, FILES[style].mimetype) for name, style in _UNAPI_FORMATS.items()]
    text = render_template("unapi.xml", id=named, formats=formats)
    return Response(text, status, mimetype="application/xml")
