"""Settings → the Flask application: its pages, its templates, its one `Site`."""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Final, cast

from flask import Flask
from jinja2 import StrictUndefined

from search.engines import Serving
from search.formats.credit import is_licensed
from search.links import (
    cite_link,
    permalink,
    save_link,
    saved_link,
    search_link,
    statement_link,
    turn_link,
)
from search.query.dates import moscow_today
from search.query.request import Request
from search.quotes.checker import QuoteChecker
from search.site_names import in_language
from search.store.saved_queries import FILE_NAME, SavedQueries
from search.store.versions import FILE_NAME as VERSIONS_NAME
from search.store.versions import Versions
from search.suggest.completions import Completer
from search.suggest.meanings import Meanings
from search.suggest.per_generation import PerGeneration
from webui import errors, headers, language, request_limits
from webui.company import long_answers, refusals
from webui.company.first_answers import OneAtFirst
from webui.company.visitors import Visitors
from webui.machine.quick_json import QuickJson
from webui.machine.text_credit import shown_publishers, shows_licensed
from webui.machine.zotero_tags import zotero_tags
from webui.page import markup
from webui.page.form import form
from webui.page.front_page import FrontPages
from webui.public_root import PUBLIC_URL
from webui.report import report_link
from webui.routes import ROUTES
from webui.site import EXTENSION, ServingEngine, Site, current, engine, manifest
from webui.templating import TemplatesByLanguage
from webui.views.saving import rights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from importlib.resources.abc import Traversable

    from search.settings import Settings

_NO_FORM: Final = form(Request())
MOST_SENT_BYTES: Final = 2_000_000  # an article of 200,000 letters, six bytes each where escaped


class _Application(Flask):
    """Flask, with templates that are compiled for each language."""

    jinja_environment = TemplatesByLanguage
    json_provider_class = QuickJson


def create_app(
    settings: Settings,
    serving: ServingEngine | None = None,
    today: Callable[[], date] = moscow_today,
    visitors: Visitors | None = None,
) -> Flask:
    """The site over the index in `settings.data`, or over the engines that `serving` gives.

    `visitors` are counted together with those of other processes, where these have the same.
    `today` is the clock behind queries such as "last year": Moscow's, as statements are dated.
    """
    app = _Application(__name__)
    app.config[PUBLIC_URL] = settings.public_url
    app.extensions[EXTENSION] = Site(
        settings,
        serving or Serving(settings),
        SavedQueries(settings.data / FILE_NAME),
        FrontPages(),
        PerGeneration(Completer),
        PerGeneration(Meanings),
        PerGeneration(
            lambda engine: QuoteChecker(engine, today, Versions(settings.data / VERSIONS_NAME))
        ),
        edition(),
        today,
    )
    for route in ROUTES:
        app.add_url_rule(route.address, route.name, route.view, methods=route.methods)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MOST_SENT_BYTES
    request_limits.install(app)
    language.install(app)
    refusals.install(app, settings, visitors or Visitors(settings.visitor_rate))
    _set_templates(app, app.extensions[EXTENSION].edition)
    long_answers.install(app)
    headers.install(app)
    errors.install(app)
    app.wsgi_app = OneAtFirst(app.wsgi_app)  # type: ignore[method-assign] # Flask says to
    return app


def _set_templates(app: Flask, edition: str) -> None:
    """Names that templates use; a name misspelt there is an error, never an empty place."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.lstrip_blocks = True  # indentation is for those who read the templates
    app.jinja_env.globals.update(
        found=None,  # pages of a statement say which of its texts they show
        report_link=report_link,
        saving=rights,
        sections=_sections,
        shown_publishers=shown_publishers,
        shows_licensed=shows_licensed,
    )
    plain: dict[str, Callable[..., object]] = {
        "asset": lambda name: f"/static/{name}?v={edition}",
        "cite_link": cite_link,
        "coded": markup.coded,
        "cut": markup.cut,
        "is_licensed": is_licensed,
        "marked": markup.marked,
        "permalink": permalink,
        "save_link": save_link,
        "saved_link": saved_link,
        "search_link": search_link,
        "statement_link": statement_link,
        "turn_link": turn_link,
        "zotero_tags": zotero_tags,
    }
    spoken: dict[str, Callable[..., object]] = {
        "day": markup.day,
        "moment": markup.moment,
        "month_name": markup.month_name,
        "number": markup.number,
        "one_decimal": markup.one_decimal,
        "own_language": markup.own_language,
        "plainly": markup.plainly,
        "site_name": in_language,
        "tongue": markup.tongue,
    }
    cast("TemplatesByLanguage", app.jinja_env).speak(spoken, plain, edition)
    app.context_processor(_everywhere)


def _everywhere() -> dict[str, object]:
    """What every page needs: what is indexed, an empty form, the other languages."""
    return {
        "manifest": manifest(),
        "form": _NO_FORM,
        "ui_switches": language.switches(),
    }


def _sections() -> tuple[tuple[str, str], ...]:
    """The sections that the form offers: value and label."""
    if manifest() is None:
        return ()
    found = current().fronts.sections(engine(), language.language())
    return tuple((one.value, one.label) for one in found)


def edition() -> str:
    """A digest of the program's own files: no reader is shown an old page after an upgrade."""
    digest = hashlib.sha256()
    for room in ("search", "webui"):
        for file in _files(resources.files(room)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry)
        elif entry.is_file():
            yield entry
