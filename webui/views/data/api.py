"""`/openapi.json`, `/help/api`, `/help/embed`: what programs and other pages may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import jsonify, render_template

from webui.machine.api_table import ANSWERS
from webui.machine.openapi import description
from webui.public_root import site_root

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

FORM: Final = """\
<form action="ROOT/search" method="get" role="search">
<label for="onrecord-q">onrecord</label>
<input id="onrecord-q" name="q" type="search">
<input type="hidden" name="sort" value="newest">
<button type="submit">Search</button>
</form>"""
"""Six lines for other people's pages; ROOT is the address of the site."""
FRAME: Final = (
    '<iframe src="ROOT/embed/s/en-90001/12" title="onrecord" width="100%" height="320"></iframe>'
)


def openapi() -> ResponseReturnValue:
    """The description for programs."""
    return jsonify(description(site_root()))


def page() -> ResponseReturnValue:
    """The same for people."""
    return render_template("api.html", answers=ANSWERS, root=site_root())


def embedding() -> ResponseReturnValue:
    """How to put a search box, or a turn, into another page."""
    lines = FORM.replace("ROOT", site_root()).splitlines()
    return render_template(
        "embedding.html", form_lines=lines, frame_line=FRAME.replace("ROOT", site_root())
    )
