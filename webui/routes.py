"""Every page there is, in one table: its address, its name, its view and what holds of its answers.

Addresses under which one search is shown otherwise come from `search.links.SearchView`, so that
links and routes cannot part.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from flask import request

from search.links import SearchView
from webui.views import (
    browse,
    check,
    cite,
    concordance,
    frequency,
    help,
    home,
    results,
    saved,
    service,
    speakers,
    statements,
    versions,
    who,
)
from webui.views.data import api, embed, export, suggest, uses
from webui.views.saving import forms

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue


class Freshness(Enum):
    """By what a reader is told that a page is unchanged."""

    GENERATION = auto()  # it depends on its address, the generation, the day and the program only
    CONTENT = auto()  # it depends on what is saved too: its tag is made of what it says
    NEVER = auto()


@dataclass(frozen=True, slots=True)
class Route:
    """One page; `licensed` is an export of statements' text, which has no foot for its licence.

    `framed` may stand in a frame of any other site.
    """

    address: str
    name: str
    view: Callable[..., ResponseReturnValue]
    freshness: Freshness = Freshness.GENERATION
    licensed: bool = False
    framed: bool = False
    methods: tuple[str, ...] = ("GET",)


_SENT_TOO: Final = ("GET", "POST")
_SENT: Final = ("POST",)

ROUTES: Final = (
    Route("/", "home", home.page),
    Route(SearchView.RESULTS, "search", results.page),
    Route(SearchView.JSON, "search_json", results.json, licensed=True),
    Route(SearchView.CSV, "search_csv", results.table, licensed=True),
    Route(SearchView.FEED, "search_atom", results.feed, licensed=True),
    Route(SearchView.CONCORDANCE, "concordance", concordance.page),
    Route(SearchView.SPEAKERS, "who", who.page),
    Route(SearchView.EVERY_MATCH_CSV, "export_csv", export.table),  # every row has its credit
    Route(SearchView.EVERY_MATCH_LINES, "export_jsonl", export.lines),
    Route(SearchView.EVERY_USE_CSV, "concordance_csv", uses.table),
    Route(SearchView.EVERY_USE_JSON, "concordance_json", uses.data),
    Route(SearchView.SPEAKERS_CSV, "who_csv", who.table),
    Route("/frequency", "frequency", frequency.page),
    Route("/frequency.json", "frequency_json", frequency.json),
    Route("/frequency.csv", "frequency_csv", frequency.table),
    Route("/check", "check", check.page, methods=_SENT_TOO),
    Route("/check.json", "check_json", check.json, licensed=True, methods=_SENT_TOO),
    Route("/suggest.json", "suggest", suggest.suggestions),
    Route("/s/<statement_id>", "statement", statements.page),
    Route("/s/<statement_id>/beside", "beside", statements.beside),
    Route("/s/<statement_id>/versions", "versions", versions.page, Freshness.CONTENT),
    Route(
        "/s/<statement_id>/versions.json",
        "versions_json",
        versions.json,
        Freshness.CONTENT,
        licensed=True,
    ),
    Route("/s/<statement_id>/<int:ordinal>", "turn", statements.turn),
    Route("/s/<statement_id>/cite", "cite", cite.page),
    Route("/s/<statement_id>/cite.<ending>", "cite_file", cite.file, licensed=True),
    Route("/s/<statement_id>/<int:ordinal>/cite", "cite_turn", cite.page),
    Route(
        "/s/<statement_id>/<int:ordinal>/cite.<ending>",
        "cite_turn_file",
        cite.file,
        licensed=True,
    ),
    Route("/unapi", "unapi", cite.unapi, Freshness.NEVER),
    Route("/d/<number>", "by_number", statements.by_number, Freshness.NEVER),
    *(
        Route(f"/{path}/<path:rest>", f"official_{path}", statements.by_path, Freshness.NEVER)
        for path in ("events", "acts", "misc", "catalog", "supplement", "d", "copy")
    ),
    Route("/goto", "goto", statements.goto, Freshness.NEVER),
    Route("/browse/<kind>", "browse", browse.page),
    Route("/speakers", "speakers", speakers.listing),
    Route("/speaker/<slug>", "speaker", speakers.page),
    Route("/q", "saved_list", saved.listing, Freshness.CONTENT),
    Route("/q.json", "saved_list_json", saved.listing_json, Freshness.CONTENT),
    Route("/q/<name>", "saved", saved.page, Freshness.CONTENT),
    Route("/q/<name>.json", "saved_json", saved.json, Freshness.CONTENT, licensed=True),
    Route("/q/<name>.csv", "saved_csv", saved.table, Freshness.CONTENT, licensed=True),
    Route("/q/<name>.atom", "saved_atom", saved.feed, Freshness.CONTENT, licensed=True),
    Route("/save", "save", forms.form, Freshness.NEVER, methods=_SENT_TOO),
    Route("/q/<name>/rename", "saved_rename", forms.rename, Freshness.NEVER, methods=_SENT),
    Route("/q/<name>/delete", "saved_delete", forms.delete, Freshness.NEVER, methods=_SENT),
    Route("/q/<name>/seen", "saved_seen", forms.seen, Freshness.NEVER, methods=_SENT),
    Route("/embed/s/<statement_id>/<int:ordinal>", "embed", embed.turn, framed=True),
    Route("/help/search", "help", help.page),
    Route("/help/api", "help_api", api.page),
    Route("/help/embed", "help_embed", api.embedding),
    Route("/openapi.json", "openapi", api.openapi),
    Route("/opensearch.xml", "opensearch", service.opensearch, Freshness.NEVER),
    Route("/healthz", "health", service.health, Freshness.NEVER),
    Route("/robots.txt", "robots", service.robots, Freshness.NEVER),
)

_BY_NAME: Final = {route.name: route for route in ROUTES}


def current_route() -> Route | None:
    """The route of this request; None for files of the style and for what is not there."""
    return _BY_NAME.get(request.endpoint or "")
