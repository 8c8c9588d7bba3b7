"""A request + what an index holds → choices that words of the query plainly mean, with counts.

Offered, never assumed: what was asked for is what was searched. A choice stands for words side by
side that are plain (`search.query.plain.plain_words`): a year, a month or a day; a speaker by name;
an office or a place as the index prints it. Its link is the same query without these words, and its
count the total of that link.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from search.links import search_link
from search.query.dates import read_period
from search.query.description_wording import read_wording
from search.query.grammar import within_limits
from search.query.plain.plain_words import PlainWord, read_plain, without
from search.records import FilterOffer
from search.suggest.people_named import MOST_NAME_WORDS
from search.suggest.printed_values import MOST_VALUE_WORDS
from search.suggest.speaker_labels import value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from search.answers.searcher import Searcher
    from search.query.request import Request
    from search.records import Results, SpeakerRow
    from search.suggest.meanings import Meanings

    Run = Sequence[PlainWord]

MOST_OFFERED: Final = 5
MOST_PLAIN_WORDS: Final = 10  # a longer query is a text, in which names and years stand by the way
_MOST_TRIED: Final = 12
_MOST_BEARERS: Final = 2  # of one name
_MOST_DATE_WORDS: Final = 4  # 7 мая 2012 года
_COMMON: Final = 100  # a word in so many more places than its bearer's turns is a word: may, will

_FIELDS: Final = {
    "dates": frozenset(("year", "date")),
    "speaker": frozenset(("speaker", "person")),
    "role": frozenset(("role",)),
    "place": frozenset(("place",)),
}
_BEFORE: Final = {
    "dates": frozenset(("in", "on", "of", "during", "в", "во", "за", "на")),
    "speaker": frozenset(("by", "с", "со", "у", "от")),
    "role": frozenset(("by", "the", "с", "со", "у", "от")),
    "place": frozenset(("in", "at", "the", "в", "во", "на")),
}
"""Words before a value that belong to it, and go with it."""
_ABOUT: Final = frozenset(("about", "о", "об", "обо", "про"))
_BOUNDS: Final = frozenset(
    (
        *("since", "until", "till", "before", "after", "from", "to", "between", "by"),
        *("с", "со", "до", "после", "по", "от", "к", "между"),
    )
)
"""After these a year is where something begins or ends, not when it is."""
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
_YEAR_WORD: Final = re.compile(r"(?<=\d) ?(?:гг?\.?|год(?:ах|ы|ов))$", re.IGNORECASE)


class _Meaning(NamedTuple):
    """One way to take some plain words: where they stand, and what is chosen in their place."""

    start: int
    end: int
    kind: str
    value: str
    label: str
    chosen: tuple[tuple[str, object], ...]  # attributes of a request


class _Reader(NamedTuple):
    """Takes the words of one run after another for what they may mean."""

    meanings: Meanings
    today: date
    lang: str

    def dates(self, run: Run) -> Iterator[_Meaning]:
        """Years, months, days and periods."""
        for words in _longest(run, _MOST_DATE_WORDS, self._period):
            before = _before(run, words)
            period = self._period(words)
            if period and before not in _BOUNDS:
                yield self._dated(_start(run, words, "dates"), words[-1].end, period)

    def speakers(self, run: Run) -> Iterator[_Meaning]:
        """Names of those who speak, in any form and case."""
        for words in _longest(run, MOST_NAME_WORDS, self._named):
            rows = self._named(words)[:_MOST_BEARERS]
            if _before(run, words) in _ABOUT:
                continue
            labels = self.meanings.labels(self.lang).labels
            for value in map(value_of, rows):
                yield _Meaning(
                    *(_start(run, words, "speaker"), words[-1].end, "speaker"),
                    *(value, labels[value], (("speaker", (value,)),)),
                )

    def printed(self, name: str, run: Run) -> Iterator[_Meaning]:
        """Offices or places."""

        def value_of(words: Run) -> str | None:
            return self.meanings.value_meant(name, _tokens(words))

        for words in _longest(run, MOST_VALUE_WORDS, value_of):
            value = value_of(words)
            is_place = name == "role" and self.meanings.value_meant("place", _tokens(words))
            if value and not is_place and _before(run, words) not in _ABOUT:
                chosen = ((name, (value,)),)
                start = _start(run, words, name)
                yield _Meaning(start, words[-1].end, name, value, value, chosen)

    def _named(self, words: Run) -> list[SpeakerRow]:
        if not all(len(token) > 1 or _is_initial(one) for one in words for token in one.tokens):
            return []
        rows = self.meanings.people_named(_tokens(words))
        if len(words) == 1 and words[0].text.islower():
            places = self.meanings.count(words[0].text)
            rows = [row for row in rows if places <= row.turns * _COMMON]
        return rows

    def _period(self, words: Run) -> tuple[date, date] | None:
        """The first and last day words mean; None where these are no date, open or turned round."""
        text = " ".join(one.text for one in words).strip("()[],;:.!? ")
        if not _YEAR.search(text):
            return None
        found = read_period(_YEAR_WORD.sub("", text), self.today)
        if not found or not found.first or not found.last or found.turned:
            return None
        return found.first, found.last

    def _dated(self, start: int, end: int, period: tuple[date, date]) -> _Meaning:
        first, last = period
        days = (("since", first), ("until", last))
        wording = read_wording(self.lang)
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            if first.year == last.year:
                year = str(first.year)
                return _Meaning(start, end, "year", year, year, (("year", (year,)),))
            years = f"{first.year}–{last.year}"
            return _Meaning(start, end, "period", f"{first}..{last}", years, days)
        if first == last:
            day = wording.day.format(
                day=first.day, month=wording.months_of[first.month - 1], year=first.year
            )
            return _Meaning(start, end, "day", first.isoformat(), day, days)
        if first.isoformat()[:7] == last.isoformat()[:7]:
            month = f"{wording.months[first.month - 1]} {first.year}"
            return _Meaning(start, end, "month", first.isoformat()[:7], month, days)
        return _Meaning(start, end, "period", f"{first}..{last}", f"{first}–{last}", days)


def with_offers(
    results: Results,
    request: Request,
    searcher: Searcher,
    meanings: Meanings,
    today: date,
    lang: str = "en",
) -> Results:
    """The same results with what is offered beside them; `lang` is that of the labels of days."""
    found = offers(request, searcher, meanings, today, lang)
    return replace(results, offers=tuple(found)) if found else results


def offers(
    request: Request, searcher: Searcher, meanings: Meanings, today: date, lang: str = "en"
) -> list[FilterOffer]:
    """What words of `request` plainly mean, in the order they stand in; only what finds something.

    Nothing of a kind of which a choice was made already, in the query or beside it.
    """
    q = within_limits(request.q)
    runs, asked = read_plain(q, today) if q.strip() else ([], frozenset())
    if not runs or sum(map(len, runs)) > MOST_PLAIN_WORDS:
        return []
    reader = _Reader(meanings, today, lang)
    found: list[FilterOffer] = []
    for one in _in_order(_meanings(runs, reader, request, asked))[:_MOST_TRIED]:
        wanted = replace(request, q=without(q, one.start, one.end), page=1, **dict(one.chosen))  # type: ignore[arg-type] # attributes of a request
        count = searcher.count(wanted)
        if count:
            found.append(FilterOffer(one.kind, one.value, one.label, count, search_link(wanted)))
    return found[:MOST_OFFERED]


def _meanings(
    runs: Sequence[Run], reader: _Reader, request: Request, asked: frozenset[str]
) -> Iterator[_Meaning]:
    """Every meaning of every run, but of what was chosen already."""
    dates_open = not (request.year or request.since or request.until)
    for run in runs:
        dates = list(reader.dates(run))
        if dates_open and not asked & _FIELDS["dates"]:
            yield from dates
        if not request.speaker and not asked & _FIELDS["speaker"]:
            yield from _beside(dates, reader.speakers(run))
        for name in ("role", "place"):
            if not getattr(request, name) and not asked & _FIELDS[name]:
                yield from _beside(dates, reader.printed(name, run))


def _beside(dates: Sequence[_Meaning], others: Iterable[_Meaning]) -> Iterator[_Meaning]:
    """Those that take no word of a date: the May of "May 2012" is nobody's name."""
    for one in others:
        if all(one.end <= date.start or date.end <= one.start for date in dates):
            yield one


def _in_order(found: Iterable[_Meaning]) -> list[_Meaning]:
    """By where they stand; none inside another, and a value that was met before is no other."""
    first: dict[tuple[str, str], _Meaning] = {}
    found = list(found)
    spans = {(one.start, one.end) for one in found}
    for one in sorted(found, key=lambda one: (one.end, one.start)):
        if not any(
            start <= one.start and one.end <= end and (start, end) != (one.start, one.end)
            for start, end in spans
        ):
            first.setdefault((one.kind, one.value), one)
    return list(first.values())


def _longest(run: Run, most: int, meant: Callable[[Run], object]) -> Iterator[Run]:
    """The words that mean something, from left to right, more words before fewer."""
    start = 0
    while start < len(run):
        ends = range(min(start + most, len(run)), start, -1)
        end = next((end for end in ends if meant(run[start:end])), None)
        if end:
            yield run[start:end]
        start = end or start + 1


def _before(run: Run, words: Run) -> str:
    """The word before some of a run, "" where they begin it."""
    at = run.index(words[0])
    return run[at - 1].text.lower() if at else ""


def _start(run: Run, words: Run, kind: str) -> int:
    """Where the words begin that a value takes with it: "in the" of "in the Kremlin"."""
    at = run.index(words[0])
    while at and run[at - 1].text.lower() in _BEFORE[kind]:
        at -= 1
    return run[at].start


def _tokens(words: Run) -> list[str]:
    return [token for one in words for token in one.tokens]


def _is_initial(word: PlainWord) -> bool:
    """Whether letters of a word may stand for names: "S.", "S" and "s", not "a" or «с»."""
    small = word.text.isascii() and word.text not in ("a", "i")
    return small or "." in word.text or word.text[:1].isupper()
