"""`/embed/s/…`: a turn → a card of it without script, which other sites may show in a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import gettext

from search.errors import NotFound
from search.links import statement_link, turn_link
from webui.machine.text_credit import note_credit
from webui.page.official_address import official_link
from webui.views.permalinks import asked_version, text_of_link

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


def turn(statement_id: str, ordinal: int) -> ResponseReturnValue:
    """The turn that holds paragraph `ordinal`: its words, whose, when, where they stand.

    `?v=` names the text the card was made of: where its words are others by now the card shows
    them as they were, and says so.
    """
    text = text_of_link(statement_id, ordinal)
    statement, version = text.statement, text.kept_version
    found = statement.turn_at(ordinal)
    if found is None:
        raise NotFound(
            gettext(
                "this statement has no paragraph %(ordinal)s; all of it is at /s/%(id)s",
                id=statement_id,
                ordinal=ordinal,
            )
        )
    note_credit([statement])
    return render_template(
        "embed.html",
        statement=statement,
        turn=found,
        official=official_link(statement),
        link=turn_link(statement.turn_id(found), version=version),
        whole=statement_link(statement.id),
        changed=bool(asked_version()) and not (text.known and text.named is text.today),
        former=text.is_former,
    )
