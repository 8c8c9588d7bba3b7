"""A page rewritten without a change of meaning → the same turns, whoever rewrote it.

Editors, browsers and word processors write the same paragraph in many ways. Each rewriting here
leaves what a reader sees as it was; the sample pages go through every one, and through chains of
them.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.cleaning.clean import clean
from index.names.lost_spaces import visible
from index.saves.page import Page
from search.analysis.tokenizer import fold

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path(str(files("index") / "sample"))
BODY = re.compile(r'(?s)(itemprop="articleBody">)(.*?)(<div class="read__bottommeta)')
TEXT = re.compile(r">[^<>]+<")
MOST = int(os.environ.get("ONRECORD_CHAINS", "60"))
TAG = re.compile(r"<([a-z]\w*)((?:\s+[\w:-]+=\"[^\"<>]*\"){2,})\s*(/?)>")


def pages() -> list[str]:
    """The names of the sample's article pages that print a label in bold."""
    facts = json.loads((SAMPLE / "facts.json").read_text(encoding="utf-8"))["pages"]
    return [fact["file"] for fact in facts if "id" in fact and _has_labels(SAMPLE / fact["file"])]


def _has_labels(file: Path) -> bool:
    body = BODY.search(file.read_text(encoding="utf-8")) if file.suffix == ".html" else None
    return body is not None and re.search(r"<p>\s*<b>[^<]+:", body[2]) is not None


@cache
def html_of(name: str) -> str:
    return (SAMPLE / name).read_text(encoding="utf-8")


def in_body(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda html: BODY.sub(lambda m: m[1] + change(m[2]) + m[3], html)


def in_text(change: Callable[[str], str]) -> Callable[[str], str]:
    return in_body(lambda body: TEXT.sub(lambda run: change(run.group()), body))


def reversed_attributes(html: str) -> str:
    def turned(tag: re.Match[str]) -> str:
        attributes = re.findall(r'[\w:-]+="[^"<>]*"', tag[2])
        return f"<{tag[1]} {' '.join(reversed(attributes))}{' /' if tag[3] else ''}>"

    return TAG.sub(turned, html)


def in_pieces(body: str) -> str:
    """Every bold stretch word by word, as some editors leave it."""
    return re.sub(
        r"<(b|strong)>([^<>]+)</\1>",
        lambda m: re.sub(r"(?<=\S) (?=\S)", f"</{m[1]}> <{m[1]}>", m.group()),
        body,
    )


REWRITINGS: dict[str, Callable[[str], str]] = {
    "strong for b": in_body(lambda body: re.sub(r"<(/?)b>", r"<\1strong>", body)),
    "bold by style": in_body(
        lambda body: body.replace("<b>", '<span style="color:red; font-weight: bold">').replace(
            "</b>", "</span>"
        )
    ),
    "bold by weight": in_body(
        lambda body: body.replace("<b>", '<span style="font-weight:700">').replace(
            "</b>", "</span>"
        )
    ),
    "tags in capitals": lambda html: re.sub(
        r"<(/?)([a-z]\w*)(?=[\s>/])", lambda m: f"<{m[1]}{m[2].upper()}", html
    ),
    "attributes in another order": reversed_attributes,
    "single quotes": lambda html: re.sub(r'="([^"\'<>]*)"', r"='\1'", html),
    "hard spaces": in_text(lambda text: text.replace(" ", "\u00a0")),
    "hard spaces as entities": in_text(lambda text: text.replace(" ", "&nbsp;")),
    "lines broken": in_text(lambda text: text.replace(" ", "\r\n    ")),
    "windows line ends": lambda html: html.replace("\r\n", "\n").replace("\n", "\r\n"),
    "the colon outside the bold": in_body(lambda body: re.sub(r":</(b|strong)>", r"</\1>:", body)),
    "the colon in a bold of its own": in_body(
        lambda body: re.sub(r":</(b|strong)>", r"</\1><\1>:</\1>", body)
    ),
    "a space before the colon": in_body(lambda body: re.sub(r":</(b|strong)>", r" :</\1>", body)),
    "a line break after the label": in_body(
        lambda body: re.sub(r":</(b|strong)>\s", r":</\1><br/>", body)
    ),
    "zero-width space in the bold": in_body(
        lambda body: re.sub(r"<(b|strong)>", "<\\1>\u200b", body)
    ),
    "zero-width space after the label": in_body(
        lambda body: re.sub(r":</(b|strong)>", ":\u200b</\\1>", body)
    ),
    "bold in pieces": in_body(in_pieces),
    "spans of a word processor": in_body(
        lambda body: re.sub(
            r"<(b|strong)>([^<>]+)</\1>",
            r'<\1><span lang="EN-US" style="mso-ansi-language:EN-US">\2<o:p></o:p></span></\1>',
            body,
        )
    ),
    "paragraphs of a word processor": in_body(
        lambda body: body.replace("<p>", '<p class="MsoNormal" style="margin:0 0 6pt">')
    ),
    "empty bold before the label": in_body(
        lambda body: re.sub(r"<p>\s*<b>", "<p><b> </b><b>", body)
    ),
    "comments between tags": in_body(
        lambda body: body.replace("<p>", "<p><!-- x -->").replace("</b>", "</b><!-- y: -->")
    ),
    "labels as headings": in_body(
        lambda body: re.sub(r"<p>\s*<b>([^<>]+:)</b>", r"<h4>\1</h4><p>", body)
    ),
    "whole paragraphs bold by style, labels aside": in_body(
        lambda body: body.replace("<p>", '<p style="font-weight:normal">')
    ),
    "paragraphs in boxes": in_body(
        lambda body: re.sub(r"(?s)(<p\b[^>]*>.*?</p>)", r"<div>\1</div>", body)
    ),
    "the end of paragraphs left out": in_body(lambda body: body.replace("</p>", "")),
    "a browser's address line": lambda html: html.replace(
        "<html", "<!-- saved from url=(0043)http://en.kremlin.ru/ -->\n<html", 1
    ),
}

SAVED = pages()


def turns(html: str, name: str) -> list[tuple[object, ...]]:
    """What must not change: the turns, as a reader sees them."""
    statement = clean(Page(name, html.encode()))
    return [
        (
            turn.kind,
            turn.evidence,
            visible(turn.label or "").strip(" :"),
            turn.speaker,
            turn.role,
            turn.role_inferred,
            turn.qualifiers,
            fold(" ".join(visible(text).strip() for text in turn.paragraphs)).replace(" :", ":"),
        )
        for turn in statement.turns
    ]


@cache
def wanted(name: str) -> list[tuple[object, ...]]:
    return turns(html_of(name), name)


def test_there_are_pages_to_rewrite_and_each_rewriting_changes_some() -> None:
    assert len(SAVED) >= 5
    for title, rewrite in REWRITINGS.items():
        assert any(rewrite(html_of(name)) != html_of(name) for name in SAVED), title


@pytest.mark.parametrize("title", REWRITINGS)
@pytest.mark.parametrize("name", SAVED)
def test_a_page_rewritten_without_change_of_meaning_keeps_its_turns(name: str, title: str) -> None:
    assert turns(REWRITINGS[title](html_of(name)), name) == wanted(name)


@settings(
    max_examples=MOST, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(
    name=st.sampled_from(SAVED),
    chain=st.lists(st.sampled_from(sorted(REWRITINGS)), min_size=2, max_size=5, unique=True),
)
def test_rewritings_one_after_another_keep_the_turns(name: str, chain: list[str]) -> None:
    html = html_of(name)
    for title in chain:
        html = REWRITINGS[title](html)
    assert turns(html, name) == wanted(name), chain
