"""What browsers, robots and monitors ask for: help on the query, OpenSearch, health, robots.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Response, jsonify, render_template

from webui import site
from webui.public_root import site_root

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

# Every combination of facets is an address of its own: a robot would walk them for ever.
CLOSED: Final = ("/search", "/concordance", "/who", "/frequency?", "/check?", "/goto", "/q/")
ROBOTS: Final = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in CLOSED)


def opensearch() -> ResponseReturnValue:
    """The description by which a browser offers the site as a search engine."""
    text = render_template("opensearch.xml", root=site_root())
    return Response(text, mimetype="application/opensearchdescription+xml")


def robots() -> ResponseReturnValue:
    """What robots may not walk."""
    return Response(ROBOTS, mimetype="text/plain")


def health() -> ResponseReturnValue:
    """200 and the generation that answers; 503, by the error pages, when none can."""
    manifest = site.engine().manifest
    return jsonify(
        status="ok",
        generation=manifest.generation,
        statements=manifest.coverage.statements,
        sample=manifest.sample,
    )
