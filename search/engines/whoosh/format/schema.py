"""The fields of the Whoosh index, in Whoosh's own classes only, so that stock Whoosh opens it.

A statement is a head document and after it its turns, in order. Tokens come in analysed
(`search.analysis.tokenizer`) and joined by spaces; the stored analyzer splits them there again.
"""

from __future__ import annotations

from typing import Final

from whoosh import versionstring
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import DATETIME, ID, STORED, TEXT, Schema

ENGINE_VERSION: Final = f"whoosh {versionstring()}"
"""Stands in manifests; an index of another version is refused."""

INDEX_NAME: Final = "MAIN"
CONTENTS_NAME: Final = f"_{INDEX_NAME}_1.toc"  # Whoosh's table of contents of its first commit
"""Whoosh's name of an index without a name; the names of all its files begin so."""

GAP: Final = "…"
"""Stands in `body` and `exact` where the editors left something out; no word is ever folded so."""

TURN_WORDS: Final = ("body", "exact", "label", "label_exact")
HEAD_WORDS: Final = ("title", "title_exact", "lead", "lead_exact")
EXACT_OF: Final = {
    "body": "exact",
    "label": "label_exact",
    "title": "title_exact",
    "lead": "lead_exact",
}
"""Field of stems → field of the same words as written."""

EXACT_WORDS: Final = tuple(EXACT_OF.values())


def schema() -> Schema:
    """The schema of a generation; raise `SCHEMA_VERSION` in `search.records` with it."""
    return Schema(
        # both kinds of document
        id=ID(stored=True, unique=True),
        statement=ID(stored=True),
        lang=ID(stored=True),
        # a turn: its words stemmed and as written, the printed text in the stored value of `body`
        body=_words(stored=True),
        exact=_words(),
        label=_words(),
        label_exact=_words(),
        speaker=ID(stored=True, sortable=True),
        date=DATETIME(stored=True, sortable=True),
        person=ID(stored=True),
        role=ID(stored=True),
        role_inferred=ID(stored=True),
        kind=ID(stored=True),
        evidence=ID(stored=True),
        turn=STORED(),
        # a head
        title=_words(stored=True),
        title_exact=_words(),
        lead=_words(),
        lead_exact=_words(),
        place=ID(),
        section=ID(),
        topic=ID(),
        persons=ID(),
        geography=ID(),
        head=STORED(),
    )


def _words(*, stored: bool = False) -> TEXT:
    return TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True, stored=stored)
