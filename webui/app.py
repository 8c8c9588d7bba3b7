"""Settings → the Flask application: its pages, its templates, its one `Site`."""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Final

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
from webui.machine.text_credit import shown_publishers, shows_licensed
from webui.machine.zotero_tags import zotero_tags
from webui.page import markup
from webui.page.form import form
from webui.page.front_page import FrontPages
from webui.public_root import PUBLIC_URL
from webui.report import report_link
from webui.routes import ROUTES
from webui.site import EXTENSION, ServingEngine, Site, current, engine, manifest
from webui.views.saving import rights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from importlib.resources.abc import Traversable

    from search.settings import Settings

MOST_SENT_BYTES: Final = 2_000_000  # an article of 200,000 letters, six bytes each where escaped


def create_app(
    settings: Settings,
    serving: ServingEngine | None = None,
    today: Callable[[], date] = moscow_today,
) -> Flask:
    """The site over the index in `settings.data`, or over the engines that `serving` gives.

    `today` is the clock behind queries such as "last year": Moscow's, as statements are dated.
    """
    app = Flask(__name__)
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
    _set_templates(app)
    app.json.sort_keys = False  # type: ignore[attr-defined] # of Flask's default provider
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    headers.install(app)
    errors.install(app)
    return app


def _set_templates(app: Flask) -> None:
    """Names that templates use; a name misspelt there is an error, never an empty place."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.lstrip_blocks = True  # indentation is for those who read the templates
    app.jinja_env.filters.update(
        coded=markup.coded,
        cut=markup.cut,
        day=markup.day,
        moment=markup.moment,
        number=markup.number,
        one_decimal=markup.one_decimal,
        plainly=markup.plainly,
        with_language=language.on_page,
    )
    app.jinja_env.globals.update(
        cite_link=cite_link,
        found=None,  # pages of a statement say which of its texts they show
        is_licensed=is_licensed,
        marked=markup.marked,
        month_name=markup.month_name,
        own_language=markup.own_language,
        permalink=permalink,
        report_link=report_link,
        save_link=save_link,
        saved_link=saved_link,
        saving=rights,
        search_link=search_link,
        shown_publishers=shown_publishers,
        shows_licensed=shows_licensed,
        site_name=_site_name,
        statement_link=statement_link,
        sections=_sections,
        tongue=markup.tongue,
        turn_link=turn_link,
        zotero_tags=zotero_tags,
    )
    app.context_processor(_everywhere)


def _everywhere() -> dict[str, object]:
    """What every page needs: what is indexed, an empty form, the style's edition, the language."""
    return {
        "manifest": manifest(),
        "form": form(Request()),
        "edition": current().edition,
        "ui": language.language(),
        "ui_chosen": language.chosen(),
        "ui_switches": language.switches(),
    }


def _site_name(field: str, text: str) -> str:
    """A place, section or topic as the site's pages in this request's language call it."""
    return in_language(field, text, language.language())


def _sections() -> list[tuple[str, str]]:
    """The sections that the form offers: value and label."""
    if manifest() is None:
        return []
    found = current().fronts.sections(engine(), language.language())
    return [(one.value, one.label) for one in found]


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
