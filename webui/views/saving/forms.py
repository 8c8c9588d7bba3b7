"""`/save`, `/q/<name>/rename`, `/delete`, `/seen`: forms of the site → what is saved, changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import make_response, redirect, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import Conflict

from search.errors import NameTaken, UsageError
from search.links import saved_link
from search.query.request import read_request
from search.store.saved_queries import LONGEST_NAME_CHARS, checked_name, name_from
from webui import site
from webui.language import with_language
from webui.views.saved import saved_query
from webui.views.saving.rights import check_rights, is_offered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

    from search.query.request import Request

_SEE_OTHER: Final = 303
_OF_A_PAGE: Final = ("limit", "page")


def form() -> ResponseReturnValue:
    """The page on which the query of the address gets a name; sent back, it is saved."""
    if request.method == "POST":
        return _save()
    if not is_offered():
        check_rights()
    return _page(_wanted(request.args.items(multi=True)))


def rename(name: str) -> ResponseReturnValue:
    """Give a saved query another name."""
    check_rights()
    typed = request.form.get("name", "")
    try:
        new = site.current().saved.rename(saved_query(name).name, _name(typed))
    except NameTaken as error:
        raise Conflict(_taken(error.name)) from error
    return redirect(with_language(saved_link(new)), _SEE_OTHER)


def delete(name: str) -> ResponseReturnValue:
    """Forget a saved query, where the box that says so is ticked."""
    check_rights()
    found = saved_query(name)
    if not request.form.get("sure"):
        raise UsageError(gettext("tick the box beside the button to delete a saved query"))
    site.current().saved.delete(found.name)
    return redirect(with_language("/q"), _SEE_OTHER)


def seen(name: str) -> ResponseReturnValue:
    """Keep what a saved query finds now as seen, if the page that said so showed no less."""
    check_rights()
    found = saved_query(name)
    generation = site.engine().manifest.generation
    shown = (request.form.get("generation"), request.form.get("since"))
    now = site.searcher().matching(found.request)
    marked = shown == (generation, found.since) and site.current().saved.mark_seen(
        found, now, generation
    )
    if not marked:
        raise Conflict(
            gettext("more has changed since this page was shown; open it again to see what is new")
        )
    return redirect(with_language(saved_link(found.name)), _SEE_OTHER)


def _save() -> ResponseReturnValue:
    check_rights()
    wanted, typed = _wanted(request.form.items(multi=True)), request.form.get("name", "")
    try:
        kept = site.current().saved.save(
            _name(typed),
            wanted,
            site.searcher().matching(wanted),
            site.engine().manifest.generation,
            replace=bool(request.form.get("replace")),
        )
    except NameTaken as error:
        return make_response(_page(wanted, typed, _taken(error.name), taken=True), 409)
    except UsageError as error:
        return make_response(_page(wanted, typed, str(error)), 400)
    return redirect(with_language(saved_link(kept.name)), _SEE_OTHER)


def _page(wanted: Request, typed: str = "", problem: str = "", *, taken: bool = False) -> str:
    results = site.searcher().search(wanted, turns_per_hit=0, facets=(), nearly=False)
    return render_template(
        "save.html",
        wanted=wanted,
        results=results,
        name=typed or name_from(wanted.q),
        longest=LONGEST_NAME_CHARS,
        problem=problem,
        taken=taken,
    )


def _wanted(given: Iterable[tuple[str, str]]) -> Request:
    """What is to be saved: neither a page nor a number of results is part of it."""
    return read_request(pair for pair in given if pair[0] not in _OF_A_PAGE)[0]


def _name(typed: str) -> str:
    """The name nearest to what was typed; `UsageError` where nothing of it can stand in one."""
    name = name_from(typed)
    if not name:
        raise UsageError(gettext("a name needs a letter or a digit; type one"))
    return checked_name(name)


def _taken(name: str) -> str:
    text = gettext("there is a saved query “%(name)s” already; take another name", name=name)
    return str(text)
