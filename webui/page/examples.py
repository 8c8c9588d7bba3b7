"""A generation → words, names and values of it that show much, and queries made of them.

The first page and the help show queries that find something in the index that serves, in the
reader's language, as people would write them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import stem, tokens
from search.engine import Sort
from search.query.description_wording import read_wording
from search.query.request import Request
from search.suggest.speaker_labels import speaker_labels, value_of
from webui.page.markup import script

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from search.answers.searcher import Searcher
    from search.engine import SearchEngine
    from search.records import Results

TITLES: Final = 60  # the newest ones, whose words are tried
LONG_WORD_CHARS: Final = 5  # shorter words seldom make an example that tells anything
TRIED: Final = 12  # words and phrases of each kind: opening the first page must not take long
WORDS: Final = 4
MOST_BEGUN: Final = 20  # words that begin alike and are looked at
_MOST_SHARE: Final = 0.5  # of all statements: a word that is everywhere shows nothing


@dataclass(frozen=True, slots=True)
class IndexWords:
    """What examples are made of; the most frequent first, empty where an index has none."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] | None = None  # of facets, as they are read
    days: tuple[str, ...] = ()  # of statements that hold the first word, newest first
    lang: str = "en"

    def first(self, field: str) -> str:
        """The most frequent value of a facet, in the words of the reader's language."""
        found = (self.values or {}).get(field, ())
        return next((one for one in found if script(one) in (self.lang, None)), "")


def read_index_words(searcher: Searcher, engine: SearchEngine, lang: str) -> IndexWords:
    """What the generation of an engine has to make examples of."""
    own = searcher.search(Request(lang=(lang,), sort=Sort.NEWEST, limit=TITLES))
    found = own if own.total.statements else searcher.search(Request(limit=TITLES))
    titles = [hit.statement.title for hit in found.hits if hit.statement.title]
    topics = [one.label for one in found.facets.get("topic", ())]
    most = max(1, int(found.total.statements * _MOST_SHARE))
    alone = [one.lower() for one in topics if " " not in one]
    words = _found(searcher, _long_words([*alone, *titles]), most)[:WORDS]
    double = [one.lower() for one in topics if one.count(" ") == 1]
    pairs = (f'"{pair}"' for text in (*double, *titles) for pair in _pairs(text))
    phrases = [one.strip('"') for one in _found(searcher, pairs, most)]
    known = speaker_labels(engine, lang)
    rows = sorted((row for row in engine.speakers() if row.person), key=lambda row: -row.statements)
    dated = searcher.search(Request(q=words[0], sort=Sort.NEWEST, limit=TITLES)) if words else found
    return IndexWords(
        tuple(words),
        tuple(phrases[:WORDS]),
        tuple(_beginnings(engine, words)),
        tuple(dict.fromkeys(known.names[value_of(row)].split()[-1] for row in rows[:WORDS])),
        {name: tuple(one.label for one in values) for name, values in found.facets.items()},
        tuple(_days(dated)),
        lang,
    )


def example_queries(known: IndexWords) -> dict[str, str]:
    """Queries by what the tables of the grammar write; only what there are words for."""
    made: dict[str, str] = {}
    a, b, c = (*known.words, "", "", "")[:3]
    phrase = known.phrases[0] if known.phrases else ""
    if a:
        made |= {"word": a, '"word"': f'"{a}"', "title:": f"title:{a}"}
        made |= {"w?rd, w*rd": f"{a[:2]}?{a[3:]}", "word~, word~2": f"{a[:2]}{a[3]}{a[2]}{a[4:]}~"}
    if b:
        made |= {"word word": f"{a} {b}", "word OR word": f"{a} OR {b}"}
        made |= {"NOT word, -word": f"{a} -{b}", "word AND word": f"{a} AND {b}"}
    if c:
        made["( … )"] = f"({a} OR {b}) {c}"
    if phrase:
        made |= {'"word word"': f'"{phrase}"', '"word word"~5': f'"{phrase}"~5'}
    if known.beginnings:
        made["word*"] = f"{known.beginnings[0]}*"
    return made | dict(_named(known)) | dict(_dated(known))


def _named(known: IndexWords) -> Iterator[tuple[str, str]]:
    """Examples of fields."""
    if known.names:
        yield "field:value", f"speaker:{known.names[0]}"
        yield "speaker:", f"speaker:{known.names[0]}"
        yield "person:", f"person:{known.names[0]}"
    if len(known.names) > 1:
        yield "speaker:(… OR …)", f"speaker:({known.names[0]} OR {known.names[1]})"
    for field in ("role", "place", "section", "topic"):
        if value := known.first(field):
            yield f"{field}:", _valued(field, value)
    for field in ("place", "topic"):
        if " " in (value := known.first(field)):
            yield 'field:"two words"', _valued(field, value)
            return


def _dated(known: IndexWords) -> Iterator[tuple[str, str]]:
    """Examples of dates, of days that there are statements of."""
    if not known.days:
        return
    newest, oldest = known.days[0], known.days[-1]
    years = sorted((known.values or {}).get("year", ())) or [newest[:4]]
    year, month = newest[:4], int(newest[5:7])
    yield "year:", f"year:{year}"
    yield "date:", f"date:{newest[:7]}"
    yield "date:2012", f"date:{year}"
    middle, last = years[len(years) // 2], years[-1]
    yield "date:2010..2012", f"date:{middle}..{last}" if middle != last else f"date:{last}"
    yield "date:>=2012-05-07", f"date:>={oldest}"
    yield "date:March 2014", f"date:{read_wording(known.lang).months[month - 1]} {year}"


def _valued(field: str, value: str) -> str:
    return f'{field}:"{value}"' if " " in value or "," in value else f"{field}:{value}"


def _days(found: Results) -> list[str]:
    return [hit.statement.date.isoformat() for hit in found.hits if hit.statement.date]


def _found(searcher: Searcher, queries: Iterable[str], most: int) -> list[str]:
    """Of the first queries those that find something and not too much, most statements first."""
    counts: Counter[str] = Counter()
    for q in list(dict.fromkeys(queries))[:TRIED]:
        counts[q] = searcher.count(Request(q=q))
    kept = [(q, count) for q, count in counts.most_common() if count]
    return [q for q, count in kept if count <= most] or [q for q, _ in kept]


def _long_words(texts: Iterable[str]) -> Iterator[str]:
    """Words that are no names: long, and in small letters as printed."""
    for text in texts:
        printed = (text[token.start : token.end] for token in tokens(text))
        yield from (
            word
            for word in printed
            if len(word) >= LONG_WORD_CHARS and word.islower() and word.isalpha()
        )


def _pairs(text: str) -> Iterator[str]:
    """Two words in small letters that stand side by side, one of them long."""
    for first, second in pairwise(tokens(text)):
        pair = text[first.start : second.end]
        plain = pair.islower() and pair.replace(" ", "").isalpha() and pair.count(" ") == 1
        if plain and min(len(first.text), len(second.text)) >= LONG_WORD_CHARS:
            yield pair


def _beginnings(engine: SearchEngine, words: Sequence[str]) -> Iterator[str]:
    """What several words begin with beside a frequent one, as people cut it: its stem.

    Those first that find more than the word's own forms.
    """
    stems = [(word, stem(word)) for word in words]
    cut = [one for word, one in stems if len(one) >= LONG_WORD_CHARS and word.startswith(one)]
    begun = {one: engine.lexicon().prefixed(one, MOST_BEGUN).words for one in cut}
    several = [one for one in cut if len(begun[one]) > 1]
    yield from sorted(several, key=lambda one: all(stem(each) == one for each in begun[one]))
