"""`/frequency`, `.json` and `.csv`: up to five words or phrases → how often, year by year."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import jsonify, render_template, request
from whoosh.query import Every

from search.answers.frequency import MOST_QUERIES, frequency
from search.engine import Sort
from search.errors import UsageError
from search.formats.csv_table import write_frequency
from search.formats.export_rows import BOM
from search.formats.json_shapes import frequency_shape
from search.links import search_link
from search.query.description import describe
from search.query.grammar import within_limits
from search.query.notices import Notice, in_language
from search.query.quotation_marks import CLOSED, SIGNS
from search.query.request import MOST_CHOSEN, MOST_VALUE_CHARS, Request, read_request
from webui import site
from webui.charts.line_chart import NARROW, WIDE, plot
from webui.language import LANGUAGES, language
from webui.machine.csv_file import csv_file
from webui.page.markup import script

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from search.answers.frequency import Frequency, Series

# Commas tell queries apart, but for those inside quotation marks and of a number: 5,000 is one. Two
# numbers of four digits are two years.
_OF_NUMBER: Final = r"(?<=\d),(?=\d)(?!(?<=\b\d{4},)\d{4}\b)"
_PIECE: Final = re.compile(rf"(?s)(?:{CLOSED}|[{SIGNS}].*|{_OF_NUMBER}|[^,{SIGNS}])+")
LEAST_WORDS: Final = 10_000
"""Of a year whose share is drawn: among a few hundred words, one more is thousands a million."""
ANY: Final = "any"
"""The `lang` that asks for every language at once."""
_OWN: Final = frozenset(("q", "speaker", "by", "lang", "ui", "sort", "limit", "page"))
_FIELD: Final = re.compile(r"\b\w+:(?:\"[^\"]*\"|\([^)]*\)|\S+)")
_LANG: Final = re.compile(r"\blang:", re.IGNORECASE)
_OPERATOR: Final = re.compile(r"\b(?:AND|OR|NOT)\b")
"""Parameters that are no choices to carry over."""
COUNT: Final = "count"
"""The other measure that `by` may ask for, beside a million words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address of this view asks for.

    `speakers` are compared; `lang` is the one language counted, empty for all; `among` are the
    choices of a search that were carried over, `unlike` the queries left out, as they are written
    in another alphabet; `dropped` says what of the address could not be answered as asked.
    """

    queries: tuple[str, ...]
    speakers: tuple[str, ...]
    lang: str
    chosen_lang: str
    among: Request
    unlike: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def counted(self) -> Request:
        """The choices, with the language."""
        return replace(self.among, lang=(self.lang,)) if self.lang else self.among

    @property
    def speaker(self) -> str:
        """The only speaker asked for."""
        return self.speakers[0] if len(self.speakers) == 1 else ""

    def link(self, by: str = "", lang: str | None = None) -> str:
        """The same, by a measure and in a language."""
        lang = self.chosen_lang if lang is None else lang
        return frequency_link([*self.queries, *self.unlike], self.speakers, by, lang, self.among)


def page() -> ResponseReturnValue:
    """The chart, and the numbers under it as a table."""
    asked = _asked()
    by = COUNT if request.args.get("by") == COUNT else ""
    found = _counted(asked)
    names = {one: _series_name(one, found) for one in found.series}
    by_name = {names[one]: one for one in found.series}
    small = _small(found)
    values = {names[one]: _values(found, one, by) for one in found.series}

    def year_link(name: str, year: int) -> str:
        return search_link(by_name[name].request.toggled("year", str(year)))

    plots = [
        plot(found.years, values, year_link, size) if found.series else None
        for size in (WIDE, NARROW)
    ]
    return render_template(
        "frequency.html",
        asked=", ".join([*asked.queries, *asked.unlike]),
        left_out=_left_out(found),
        unlike=asked.unlike,
        dropped=asked.dropped,
        most=MOST_QUERIES,
        typed="; ".join(map(_typed, asked.speakers)),
        speakers=[_name(one) for one in asked.speakers],
        found=found,
        spoken=_spoken(found),
        rows=[
            (names[one], one, values[names[one]], search_link(one.request)) for one in found.series
        ],
        year_link=year_link,
        by=by,
        own=asked.link(by),
        plots=plots if plots[0] else [],
        small=[(names[one], small[one]) for one in found.series if small[one]],
        least=LEAST_WORDS,
        measures=[("", asked.link("")), (COUNT, asked.link(COUNT))],
        lang=asked.lang,
        langs=[(one, asked.link(by, one)) for one in (*LANGUAGES, ANY)],
        among=describe(Every(), asked.among.filters, site.labels().by_field, language())
        if asked.among.filters.values or asked.among.since or asked.among.until
        else "",
        without=replace(asked, among=Request()).link(by),
        carried=asked.among.parameters(),
        exported=asked.link().partition("?")[2],
    )


def json() -> ResponseReturnValue:
    """The same numbers, in the shape of `search.formats.json_shapes.frequency_shape`."""
    asked = _asked()
    shape = frequency_shape(_counted(asked), asked.speaker, asked.lang)
    return jsonify({**shape, "other_language": list(asked.unlike), "dropped": list(asked.dropped)})


def table() -> ResponseReturnValue:
    """The same numbers as a table: a row a year and query."""
    text = io.StringIO(newline="")
    text.write(BOM)
    write_frequency(_counted(_asked()), text)
    return csv_file(text.getvalue(), "frequency")


def _counted(asked: Asked) -> Frequency:
    return frequency(site.searcher(), asked.queries, asked.speakers, asked.counted)


def pieces(text: str) -> list[str]:
    """The queries that commas tell apart."""
    found = (piece[0].strip() for piece in _PIECE.finditer(text))
    return [piece for piece in found if piece]


def _asked() -> Asked:
    """What the address asks for: the language is that of the words, unless one is chosen."""
    queries = tuple(
        dict.fromkeys(
            one for text in request.args.getlist("q") for one in pieces(within_limits(text))
        )
    )
    speakers = tuple(
        dict.fromkeys(one for text in request.args.getlist("speaker") for one in _persons(text))
    )
    if max(len(queries), len(speakers)) > MOST_CHOSEN:  # every link of the page carries them
        raise UsageError(
            f"words over the years are compared for at most {MOST_CHOSEN} words and as many "
            "speakers; leave some out"
        )
    given = [one for one in request.args.items(multi=True) if one[0] not in _OWN]
    among, dropped = read_request(given)
    among = replace(among, sort=Sort.RELEVANCE, limit=Request().limit, page=1)
    held = site.engine().manifest.coverage.languages
    chosen = request.args.get("lang", "")
    if held and chosen not in ("", ANY, *held):
        known = ", ".join(sorted(held))
        dropped += (Notice.NO_SUCH_LANGUAGE.with_values(text=chosen, known=known),)
        chosen = ""
    lang = chosen or _written_in(queries)
    lang = lang if held.get(lang) and len(held) > 1 else ""
    unlike = [
        one for one in queries if lang and not chosen and lang not in (_alphabets(one) or {lang})
    ]
    left = tuple(one for one in queries if one not in unlike)
    told = tuple(in_language(one, language()) for one in dropped)
    return Asked(left, speakers, lang, chosen, among, tuple(unlike), told)


def _written_in(queries: Sequence[str]) -> str:
    """The language of the first words; "" for all, where a query has words of both, or says it."""
    alphabets = [_alphabets(one) for one in queries]
    if any(len(one) > 1 for one in alphabets) or any(_LANG.search(one) for one in queries):
        return ""
    return next((min(one) for one in alphabets if one), "")


def _alphabets(q: str) -> set[str]:
    """The languages whose letters a query's words have.

    Operators are no words, and names are written in one alphabet for texts of both languages.
    """
    words = _OPERATOR.sub(" ", _FIELD.sub(" ", q))
    words = words if script(words) else q.rpartition(":")[2]
    return {found for word in words.split() if (found := script(word))}


def _persons(typed: str) -> list[str]:
    """The speakers named, with semicolons or commas between them; a label may hold commas."""
    typed = typed.strip()[:MOST_VALUE_CHARS]
    if ";" not in typed and _person(typed) == typed and typed not in site.labels().labels:
        return [_person(one.strip()) for one in typed.split(",") if one.strip()]
    return [_person(one.strip()) for one in typed.split(";") if one.strip()]


def _person(typed: str) -> str:
    """The one speaker who is called so; else what was typed."""
    return (site.labels().labelled(typed) if typed else None) or typed


def _series_name(one: Series, found: Frequency) -> str:
    """What a series is called: its words, its speaker, or both where both differ."""
    queries = {each.q for each in found.series}
    if len({each.speaker for each in found.series}) < 2:
        return one.q
    return _name(one.speaker) if len(queries) < 2 else f"{one.q}, {_name(one.speaker)}"


def _left_out(found: Frequency) -> list[str]:
    """What did not fit, called as its series would be."""
    speakers = {one for _, one in found.left_out} | {each.speaker for each in found.series}
    if len(speakers) < 2:
        return [q for q, _ in found.left_out]
    return [f"{q}, {_name(one)}" for q, one in found.left_out]


def _typed(speaker: str) -> str:
    """What stands in the box for a speaker: the name, where it means this person again."""
    name = _name(speaker)
    return name if _person(name) == speaker else speaker


def _values(found: Frequency, one: Series, by: str) -> dict[int, float]:
    """What is drawn of a series: years in which nothing was spoken have no value."""
    if by == COUNT:
        return {year: float(one.counts.get(year, 0)) for year in found.years if one.words.get(year)}
    each = ((year, found.per_million(one, year)) for year in found.years)
    small = _small(found)[one]
    return {year: value for year, value in each if value is not None and year not in small}


def _small(found: Frequency) -> dict[Series, list[int]]:
    """Of each series the years of too few words to be drawn; none where all of all are such."""
    most = max((many for one in found.series for many in one.words.values()), default=0)
    if most < LEAST_WORDS:
        return {one: [] for one in found.series}
    return {
        one: [year for year in found.years if 0 < one.words.get(year, 0) < LEAST_WORDS]
        for one in found.series
    }


def _spoken(found: Frequency) -> list[tuple[str, Mapping[int, int]]]:
    """How many words were spoken in each year: by each who is compared, else by all, named ""."""
    by_speaker = {one.speaker: one.words for one in found.series}
    if len(by_speaker) < 2:
        return [("", found.words)]
    return [(_name(speaker), words) for speaker, words in by_speaker.items()]


def _name(speaker: str) -> str:
    """How people read a speaker's id; what was typed where it is none."""
    return site.labels().labels.get(speaker, speaker) if speaker else ""


def frequency_link(
    queries: Sequence[str],
    speakers: Sequence[str] = (),
    by: str = "",
    lang: str = "",
    among: Request | None = None,
) -> str:
    """`/frequency` of some queries, with what differs from the defaults.

    `among` are choices of a search to count within; its words, order and language are left out.
    """
    given = [("q", ",".join(queries)), *(("speaker", one) for one in speakers)]
    given += [("by", by), ("lang", lang)]
    kept = replace(among, q="", speaker=(), lang=()).parameters() if among else ()
    given += [one for one in kept if one[0] not in _OWN]
    query = urlencode([(name, value) for name, value in given if value], safe=",")
    return f"/frequency?{query}" if query else "/frequency"
