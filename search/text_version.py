"""A statement → the name of its text: what links and citations hold on to.

The rule is frozen. Links that were copied hold what it gives, so it uses no tokenizer, list or
rule of ours that gets better: what we take for a label, a turn or a block does not move it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.records import Statement

VERSION_DIGITS: Final = 12
_WORD: Final = re.compile(r"[^\W_]+")


def version_of(statement: Statement) -> str:
    """The name of a statement's text: as it was stored, else worked out."""
    return statement.version or text_version(statement)


def with_version(statement: Statement) -> Statement:
    """The statement with the name of its text, worked out once: each link of its page holds it."""
    named = bool(statement.version)
    return statement if named else replace(statement, version=text_version(statement))


def text_version(statement: Statement) -> str:
    """12 hex digits of SHA-256 over the folded words of title, lead and body, in order.

    Labels are words of the body, where they stand. A word is a run of letters and digits in NFC,
    case folded, ё as е; the words are joined by single spaces and written in UTF-8.
    """
    words = [word for text in _texts(statement) for word in folded_words(text)]
    return hashlib.sha256(" ".join(words).encode("utf-8", "replace")).hexdigest()[:VERSION_DIGITS]


def folded_words(text: str) -> list[str]:
    """The words of a text as its name takes them."""
    return _WORD.findall(_folded(text))


def _texts(statement: Statement) -> Iterator[str]:
    yield statement.title or ""
    yield statement.lead or ""
    for turn in statement.turns:
        yield turn.label or ""
        yield from turn.paragraphs


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
