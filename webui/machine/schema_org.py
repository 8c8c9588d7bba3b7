"""A statement, a turn → what schema.org calls them, for machines that read pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from search.formats.credit import LICENCE_URL, PUBLISHER, is_licensed
from webui.page.official_address import official_link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search.records import SpeakerRow, Statement, Turn

CONTEXT: Final = "https://schema.org"
_MOST_QUOTED_CHARS: Final = 1_000  # the page has the rest; it must stay light


def article(statement: Statement, address: str) -> dict[str, object]:
    """The statement as a `NewsArticle`; what is not known is left out."""
    speakers = dict.fromkeys(turn.speaker for turn in statement.turns if turn.speaker)
    facts = {
        "headline": statement.title,
        "description": statement.lead,
        "inLanguage": statement.lang,
        "datePublished": statement.date.isoformat() if statement.date else None,
        "dateModified": statement.updated.isoformat() if statement.updated else None,
        "contentLocation": _entity("Place", statement.place),
        "keywords": list(statement.topics),
        "mentions": [_entity("Person", name) for name in speakers],
        "isBasedOn": official_link(statement),
        "license": LICENCE_URL if is_licensed(statement) else None,
        "publisher": _entity(
            "Organization", PUBLISHER if is_licensed(statement) else statement.publisher
        ),
        "isAccessibleForFree": True,
    }
    return _described("NewsArticle", address, facts)


def quotation(statement: Statement, turn: Turn, address: str, whole: str) -> dict[str, object]:
    """One turn as a `Quotation` of the statement that stands at `whole`."""
    text = "\n\n".join(turn.paragraphs)
    facts = {
        "text": text if len(text) <= _MOST_QUOTED_CHARS else text[: _MOST_QUOTED_CHARS - 1] + "…",
        "inLanguage": statement.lang,
        "creator": _entity("Person", turn.speaker),
        "dateCreated": statement.date.isoformat() if statement.date else None,
        "isPartOf": {"@type": "NewsArticle", "@id": whole, "headline": statement.title},
        "license": LICENCE_URL if is_licensed(statement) else None,
    }
    return _described("Quotation", address, facts)


def quoted_passage(
    statement: Statement, turn: Turn | None, text: str, address: str, whole: str
) -> dict[str, object]:
    """A passage of a turn as a `Quotation`: the words that stand, whoever quotes them."""
    facts = {
        "text": text,
        "inLanguage": statement.lang,
        "creator": _entity("Person", turn.speaker if turn else None),
        "dateCreated": statement.date.isoformat() if statement.date else None,
        "isPartOf": {"@type": "NewsArticle", "@id": whole, "headline": statement.title},
        "license": LICENCE_URL if is_licensed(statement) else None,
    }
    return _described("Quotation", address, facts)


def person(row: SpeakerRow, address: str) -> dict[str, object]:
    """A speaker as a `Person`: the names printed. Offices are left out: each had its time."""
    others = [form for form, _ in row.forms if form != row.name]
    facts = {
        "name": row.name,
        "alternateName": others,
    }
    return _described("Person", address, facts)


def website(root: str, description: str, lang: str) -> dict[str, object]:
    """The site as a `WebSite` that can be searched."""
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "url": f"{root}/",
        "name": "onrecord",
        "description": description,
        "inLanguage": lang,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{root}/search?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def _described(kind: str, address: str, facts: Mapping[str, object]) -> dict[str, object]:
    """What stands at an address; facts that are not known are left out."""
    described = {"@context": CONTEXT, "@type": kind, "@id": address, "url": address, **facts}
    return {name: value for name, value in described.items() if value}


def _entity(kind: str, name: str | None) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None
