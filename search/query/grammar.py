"""The query language as data: its version, its fields, its limits and one table of what to write.

`docs/query.md`, `/help/search` and the tests are made from these rows. The language is a contract:
a saved link must mean the same after every upgrade, so whatever changes the meaning of a string
that could be written before raises `VERSION`, and saved queries record the one they were made with.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from search.query.quotation_marks import closing, open_quotation

VERSION: Final = 1

MOST_CHARS: Final = 2_000  # of a query; every link of a page of results carries them
MOST_ITEMS: Final = 200  # words, phrases and fields of a query
MOST_PATTERNS: Final = 20  # of these with *, ? or ~
MOST_PHRASE_WORDS: Final = 500  # of one exact phrase
MOST_DEPTH: Final = 20  # brackets inside brackets
MOST_SLOP: Final = 100  # words between the words of a "phrase"~N
MOST_EDITS: Final = 2  # of word~N: three would match nearly every short word


class Field(NamedTuple):
    """A field that can be asked for: `name:value`."""

    name: str
    meaning: str
    example: str


FIELDS: Final = (
    Field("speaker", "the words are this speaker's own; any form of the name", "speaker:Solvei"),
    Field("person", "the same, by identity or by any form of the name", "person:Solvei"),
    Field("role", "said in this office, as printed or inferred", 'role:"Prime Minister"'),
    Field("kind", "speech, narrative (the editors' words) or anonymous", "kind:speech"),
    Field("evidence", "how the speaker is known: label, page or none", "evidence:label"),
    Field("title", "in the title; “…”, * and ~ as everywhere", "title:bridge"),
    Field("place", "where it was said", "place:Aldermoor"),
    Field("section", "a section of the site", "section:Transcripts"),
    Field("topic", "a topic the site gave it", 'topic:"Foreign policy"'),
    Field("lang", "the language of the page: en or ru", "lang:ru"),
    Field("year", "the year", "year:2014"),
    Field("date", "a day, month, year or range of them", "date:2014-03"),
)

FIELD_NAMES: Final = tuple(field.name for field in FIELDS)


class Row(NamedTuple):
    """One thing that can be written, what it means, and an example that works as it stands."""

    written: str
    meaning: str
    example: str


ROWS: Final = (
    Row("word", "any form of the word: bridge also finds bridges", "bridge"),
    Row("word word", "all of the words, anywhere in one statement", "grain price"),
    Row('"word word"', "exactly these words, in this order and in this form", '"will not"'),
    Row('"word"', "exactly this word, in no other form", '"bridge"'),
    Row('"word word"~5', "these words in this order, each within 5 places", '"grain price"~5'),
    Row("word OR word", "either; OR holds less tightly than AND", "ferry OR railway"),
    Row("NOT word, -word", "without the word", "bridge -railway"),
    Row("word AND word", "both, and never offered without one of them", "water AND river"),
    Row("( … )", "brackets keep together what belongs together", "(ferry OR railway) minister"),
    Row("word*", "words that begin so", "rail*"),
    Row(
        "w?rd, w*rd",
        "? is any one letter, * any number of them; not at the start, and ? not at the end",
        "br?dge",
    ),
    Row("word~, word~2", "words one letter, or two, away from it", "brigde~"),
    Row("field:value", "a field, see below", "speaker:Solvei"),
    Row('field:"two words"', "a value of several words", 'place:"Port Sorrel"'),
    Row("speaker:(… OR …)", "either value", "speaker:(Solvei OR Halden)"),
    Row("date:2012", "that year; also 2012-05, 2012-05-07, 07.05.2012", "date:2012"),
    Row("date:2010..2012", "from the first day of one to the last of the other", "date:2010..2012"),
    Row(
        "date:>=2012-05-07",
        "from that day on; also >, <=, <, 2012.. and ..2012",
        "date:>=2012-05-07",
    ),
    Row("date:March 2014", "months by name, in English or Russian", "date:March 2014"),
    Row(
        "date:last year",
        "also this year, last month, this month, today, yesterday",
        "date:last year",
    ),
)


def within_limits(text: str) -> str:
    """Of a query what is searched and what links carry: `MOST_CHARS`, cut where a word ends.

    A quotation that is cut is closed, so that its beginning is searched as the quotation it is.
    """
    if len(text) <= MOST_CHARS:
        return text
    whole_words = re.match(r"(?s).*(?=\s)", text[:MOST_CHARS])
    kept = whole_words[0].rstrip() if whole_words else text[: MOST_CHARS - 1]
    opened = open_quotation(kept)
    return kept if opened is None else kept + closing(kept[opened])
