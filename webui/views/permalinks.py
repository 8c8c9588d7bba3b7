"""`?v=` of a link → the text of the statement to show, and what has become of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request
from flask_babel import gettext

from search.errors import NotFound
from search.records import StatementId
from search.store.permalinks import find_text, words_at
from search.store.versions import FILE_NAME, Versions
from webui import site

if TYPE_CHECKING:
    from search.store.permalinks import FoundText

_MOST_SHOWN: Final = 40  # characters of a name that is none
_BEHIND: Final = ".,;:!?)]}>\"'»”’ "  # what a link takes with it from the end of a sentence


def asked_version() -> str:
    """The name of the text that the address asks for; "" where it names none."""
    return request.args.get("v", "").strip().rstrip(_BEHIND).lower()[:_MOST_SHOWN]


def text_of_link(
    statement_id: str, number: int | None = None, version: str | None = None
) -> FoundText:
    """The text that this request's link opens; `version` in place of the address's `v`."""
    versions = Versions(site.current().settings.data / FILE_NAME)
    asked = asked_version() if version is None else version
    try:
        return find_text(versions, site.engine(), StatementId(statement_id), asked, number)
    except NotFound as error:
        raise NotFound(
            gettext("there is no statement %(id)s in this index", id=statement_id)
        ) from error


def differs_elsewhere(found: FoundText, number: int) -> bool:
    """Whether another text of the statement has other words under this number, or none."""
    own = words_at(found.statement, number)
    return any(words_at(other, number) != own for other in found.others)
