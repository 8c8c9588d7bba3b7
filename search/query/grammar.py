"""The query language as data: its version, its fields, its limits and one table of what to write.

`docs/query.md`, `/help/search` and the tests are made from these rows. The language is a contract:
a saved link must mean the same after every upgrade, so whatever changes the meaning of a string
that could be written before raises `VERSION`, and saved queries record the one they were made with.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from search.query.quotation_marks import closing, open_quotation

VERSION: Final = 2

MOST_CHARS: Final = 2_000  # of a query; every link of a page of results carries them
MOST_ITEMS: Final = 200  # words, phrases and fields of a query
MOST_PATTERNS: Final = 20  # of these with *, ? or ~
MOST_PHRASE_WORDS: Final = 500  # of one exact phrase
MOST_DEPTH: Final = 20  # brackets inside brackets
MOST_SLOP: Final = 100  # words between the words of a "phrase"~N
MOST_EDITS: Final = 2  # of word~N: three would match nearly every short word


class QueryField(NamedTuple):
    """A field that can be asked for: `name:value`."""

    name: str
    meaning: str
    example: str


FIELDS: Final = (
    QueryField(
        "speaker", "the words are this speaker's own; any form of the name", "speaker:Solvei"
    ),
    QueryField("person", "the same, by identity or by any form of the name", "person:Solvei"),
    QueryField("role", "said in this office, as printed or inferred", 'role:"Prime Minister"'),
    QueryField("kind", "speech, narrative (the editors' words) or anonymous", "kind:speech"),
    QueryField(
        "evidence", "how the speaker is known: label, page, table or none", "evidence:label"
    ),
    QueryField("title", "in the title; “…”, * and ~ as everywhere", "title:bridge"),
    QueryField("place", "where it was said", "place:Aldermoor"),
    QueryField("section", "a section of the site", "section:Transcripts"),
    QueryField("topic", "a topic the site gave it", 'topic:"Foreign policy"'),
    QueryField("lang", "the language of the page: en or ru", "lang:ru"),
    QueryField("year", "the year", "year:2014"),
    QueryField("date", "a day, month, year or range of them", "date:2014-03"),
)

FIELD_NAMES: Final = tuple(field.name for field in FIELDS)


class GrammarRow(NamedTuple):
    """One thing that can be written, what it means, and an example that works as it stands."""

    written: str
    meaning: str
    example: str


ROWS: Final = (
    GrammarRow("word", "any form of the word: bridge also finds bridges", "bridge"),
    GrammarRow("word word", "all of the words, anywhere in one statement", "grain price"),
    GrammarRow('"word word"', "exactly these words, in this order and in this form", '"will not"'),
    GrammarRow('"word"', "exactly this word, in no other form", '"bridge"'),
    GrammarRow(
        '"word word"~5', "these words in this order, each within 5 places", '"grain price"~5'
    ),
    GrammarRow("word OR word", "either; OR holds less tightly than AND", "ferry OR railway"),
    GrammarRow("NOT word, -word", "without the word", "bridge -railway"),
    GrammarRow("word AND word", "both, and never offered without one of them", "water AND river"),
    GrammarRow(
        "( … )", "brackets keep together what belongs together", "(ferry OR railway) minister"
    ),
    GrammarRow("word*", "words that begin so", "rail*"),
    GrammarRow(
        "w?rd, w*rd",
        "? is any one letter, * any number of them; not at the start, and ? not at the end",
        "br?dge",
    ),
    GrammarRow("word~, word~2", "words one letter, or two, away from it", "brigde~"),
    GrammarRow("field:value", "a field, see below", "speaker:Solvei"),
    GrammarRow('field:"two words"', "a value of several words", 'place:"Port Sorrel"'),
    GrammarRow("speaker:(… OR …)", "either value", "speaker:(Solvei OR Halden)"),
    GrammarRow("date:2012", "that year; also 2012-05, 2012-05-07, 07.05.2012", "date:2012"),
    GrammarRow(
        "date:2010..2012", "from the first day of one to the last of the other", "date:2010..2012"
    ),
    GrammarRow(
        "date:>=2012-05-07",
        "from that day on; also >, <=, <, 2012.. and ..2012",
        "date:>=2012-05-07",
    ),
    GrammarRow("date:March 2014", "months by name, in English or Russian", "date:March 2014"),
    GrammarRow(
        "date:last year",
        "also this year, last month, this month, last week, this week, today, yesterday",
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
