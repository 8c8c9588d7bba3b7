"""`/embed/s/…`: a turn → a card of it without script, which other sites may show in a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import gettext

from search.errors import NotFound
from search.links import statement_link, turn_link
from search.records import StatementId
from webui import site
from webui.machine.text_credit import note_credit
from webui.page.official_address import official_link

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


def turn(statement_id: str, ordinal: int) -> ResponseReturnValue:
    """The turn that holds paragraph `ordinal`: its words, whose, when, where they stand.

    `?v=` names the text the card was made of; where another one serves now the card says so.
    """
    try:
        statement = site.engine().statement(StatementId(statement_id))
    except NotFound as error:
        text = gettext("there is no statement %(id)s in this index", id=statement_id)
        raise NotFound(text) from error
    found = statement.turn_at(ordinal)
    if found is None:
        raise NotFound(
            gettext(
                "%(id)s has no paragraph %(ordinal)s; open /s/%(id)s for all of it",
                id=statement_id,
                ordinal=ordinal,
            )
        )
    note_credit([statement])
    made_of = request.args.get("v", "")
    return render_template(
        "embed.html",
        statement=statement,
        turn=found,
        official=official_link(statement),
        link=turn_link(statement.turn_id(found)),
        whole=statement_link(statement.id),
        changed=bool(made_of and statement.version and made_of != statement.version),
    )
