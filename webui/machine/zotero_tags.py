"""A citation → the meta tags by which Zotero and its like save a page.

By the rules of Zotero's translators Embedded Metadata and RDF (github.com/zotero/translators): a
name is a known prefix, one of `. : _`, and a property; `z:itemType` decides what is saved; a
creator without a comma is parted by its last space.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.citations.citation import Citation


def zotero_tags(cited: Citation) -> list[tuple[str, str]]:
    """Names and contents, none empty."""
    tags = (
        ("z:itemType", "webpage" if cited.number is None else "presentation"),
        ("DC.title", cited.title),
        ("DC.creator", cited.author),
        ("DC.date", cited.date.isoformat() if cited.date else None),
        ("DC.coverage", cited.place),
        ("DC.language", cited.lang),
        ("DC.publisher", cited.publisher),
        ("DC.rights", cited.credit),
        ("DC.source", cited.official),
        ("DC.identifier", cited.link),
    )
    return [(name, content) for name, content in tags if content]
