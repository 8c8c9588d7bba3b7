"""A statement → what Akoma Ntoso says about it: identification, who is referred to, our own facts.

Akoma Ntoso is OASIS's XML of parliaments and courts (LegalDocML 1.0, namespace 3.0).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from search.formats.credit import PUBLISHER, UNKNOWN, credit_of, is_licensed
from search.links import absolute, official_url, permalink
from search.text_version import version_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from search.records import Statement, Turn

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN_NAMESPACE: Final = "urn:onrecord:akn"
"""Of what the schema has no place for: evidence, inferred roles, versions."""
MAKER: Final = "onrecord"

_LANGUAGES: Final = {"en": "eng", "ru": "rus"}  # ISO 639-2; others keep the code they have
_COUNTRY: Final = "ru"  # of the site's own texts
_NO_COUNTRY: Final = "zz"  # kept free by ISO 3166 for its users
_UNDATED: Final = "0001-01-01"  # a date is required
_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Text as it stands in an element or in quotation marks."""
    return escape(_NOT_IN_XML.sub("\ufffd", text))


def tag(name: str, attributes: Mapping[str, str | None], content: str | None = None) -> str:
    """An element; attributes that are None are left out."""
    given = "".join(
        f' {key}="{xml_text(value)}"' for key, value in attributes.items() if value is not None
    )
    return f"<{name}{given}/>" if content is None else f"<{name}{given}>{content}</{name}>"


def _in_uri(text: str) -> str:
    return quote(text, safe="", errors="replace")


@dataclass
class Referred:
    """Everybody and every office that a statement's turns refer to, by the ids they get."""

    prefix: str
    persons: dict[tuple[str | None, str], str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)

    def person(self, turn: Turn) -> str:
        """The id of who speaks; of nobody known one too, for the schema wants it."""
        key = (turn.person, turn.speaker or turn.label or "not named")
        return self.persons.setdefault(key, f"{self.prefix}__person_{len(self.persons) + 1}")

    def role(self, text: str) -> str:
        """The id of an office as printed."""
        return self.roles.setdefault(text, f"{self.prefix}__role_{len(self.roles) + 1}")

    def elements(self) -> str:
        """The references, each once."""
        people = (
            _reference("TLCPerson", id, "person", person or name, name)
            for (person, name), id in self.persons.items()
        )
        offices = (_reference("TLCRole", id, "role", text, text) for text, id in self.roles.items())
        return "".join((*people, *offices))


def statement_meta(one: Statement, referred: Referred, made: date, root: str) -> str:
    """The `meta` of a statement's document."""
    country = _COUNTRY if is_licensed(one) else _NO_COUNTRY
    day = one.date.isoformat() if one.date else _UNDATED
    work = f"/akn/{country}/debate/{day}/{_in_uri(one.id)}"
    text = f"{work}/{_LANGUAGES.get(one.lang, one.lang)}@{one.updated or day}"
    publisher = f"{referred.prefix}__publisher"
    name = PUBLISHER if is_licensed(one) else one.publisher or UNKNOWN
    official = official_url(one)
    original = {
        "eId": f"{referred.prefix}__original",
        "href": official,
        "showAs": one.title or one.id,
    }
    return tag(
        "meta",
        {},
        tag(
            "identification",
            {"source": f"#{MAKER}"},
            _level("Work", work, day, f"#{publisher}", tag("FRBRcountry", {"value": country}))
            + _level(
                "Expression",
                text,
                str(one.updated or day),
                f"#{publisher}",
                tag("FRBRversionNumber", {"value": version_of(one)})
                + tag("FRBRlanguage", {"language": _LANGUAGES.get(one.lang, one.lang)}),
            )
            + _level(
                "Manifestation",
                f"{text}.xml",
                made.isoformat(),
                f"#{MAKER}",
                tag("FRBRformat", {"value": "application/akn+xml"}),
            ),
        )
        + tag(
            "references",
            {"source": f"#{MAKER}"},
            (tag("original", original) if official else "")
            + _reference("TLCOrganization", publisher, "organization", name, name)
            + referred.elements(),
        )
        + _own_facts(one, root),
    )


def collection_meta(name: str, made: date) -> str:
    """The `meta` of the collection of all documents of an export."""
    work = f"/akn/{_NO_COUNTRY}/statements/{made.isoformat()}/{_in_uri(name) or 'all'}"
    maker = f"#{MAKER}"
    day = made.isoformat()
    country = tag("FRBRcountry", {"value": _NO_COUNTRY})
    levels = (
        _level("Work", work, day, maker, country)
        + _level(
            "Expression", f"{work}/mul@{day}", day, maker, tag("FRBRlanguage", {"language": "mul"})
        )
        + _level("Manifestation", f"{work}/mul@{day}.xml", day, maker, "")
    )
    program = _reference("TLCOrganization", MAKER, "organization", MAKER, MAKER)
    return tag(
        "meta",
        {},
        tag("identification", {"source": maker}, levels)
        + tag("references", {"source": maker}, program),
    )


def _level(level: str, uri: str, day: str, author: str, rest: str) -> str:
    """One of the three levels of FRBR: the work, a text of it, a file of that text."""
    content = (
        tag("FRBRthis", {"value": f"{uri}/!main"})
        + tag("FRBRuri", {"value": uri})
        + tag("FRBRdate", {"date": day, "name": "unknown" if day == _UNDATED else level.lower()})
        + tag("FRBRauthor", {"href": author})
        + rest
    )
    return tag(f"FRBR{level}", {}, content)


def _reference(kind: str, id: str, of: str, name: str, shown: str) -> str:
    href = f"/akn/ontology/{of}/{MAKER}/{_in_uri(name)}"
    return tag(kind, {"eId": id, "href": href, "showAs": shown})


def _own_facts(one: Statement, root: str) -> str:
    facts = {
        "credit": credit_of(one),
        "link": absolute(root, permalink(one)),
        "place": one.place,
        "time": one.time,
        "abridged": "yes" if one.abridged else None,
    }
    told = "".join(tag(f"on:{name}", {}, xml_text(text)) for name, text in facts.items() if text)
    return tag("proprietary", {"source": f"#{MAKER}"}, told)
