"""Parameters of a link, a form or the command line → a Request, and back to the shortest link.

The names are a contract (`docs/query.md`): saved links must mean the same after every upgrade.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from search.engine import READER_SORTS, Filters, Sort
from search.errors import BadValue
from search.query.dates import days
from search.query.grammar import MOST_CHARS, within_limits
from search.query.notices import Notice, brief
from search.records import TURN_EVIDENCE, TurnKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

MOST_PER_PAGE: Final = 1_000
MOST_PAGES: Final = 1_000_000  # a page number above this is a typing error
MOST_CHOSEN: Final = 50  # values of one parameter: every link of a page carries them
MOST_VALUE_CHARS: Final = 500  # of one value: the longest office printed has some 200

CHOICES: Final = (
    "speaker",
    "role",
    "year",
    "place",
    "topic",
    "lang",
    "section",
    "kind",
    "evidence",
)
"""Parameters that may repeat: any of their values will do."""

PARAMETERS: Final = ("q", "speaker", "role", "from", "to", *CHOICES[2:], "sort", "limit", "page")


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for; two equal requests have the same link."""

    q: str = ""
    speaker: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    year: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    limit: int = 20
    page: int = 1

    @property
    def filters(self) -> Filters:
        """The choices and dates, as an engine takes them."""
        values = {name: getattr(self, name) for name in CHOICES if getattr(self, name)}
        return Filters(values, self.since, self.until)

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Names and values in their one order, those at their default left out."""
        found: list[tuple[str, str]] = []
        for name, attribute, default in _WRITTEN:
            value = getattr(self, attribute)
            value = within_limits(value) if name == "q" else value
            if value == default:
                continue
            if isinstance(value, tuple):
                found.extend((name, one) for one in value)
            else:
                found.append((name, str(value)))
        return tuple(found)

    def query_string(self) -> str:
        """The shortest query string that means this request; empty for the default."""
        return urlencode(self.parameters())

    def on_page(self, page: int) -> Request:
        """The same request, another page."""
        return self if page == self.page else replace(self, page=page)

    def toggled(self, name: str, value: str) -> Request:
        """The same request with one choice added or taken off, from its first page."""
        chosen: tuple[str, ...] = getattr(self, name)
        rest = tuple(one for one in chosen if one != value)
        after = rest if len(rest) < len(chosen) else (*chosen, value)
        return replace(self, **{name: after, "page": 1})  # type: ignore[arg-type] # a name of CHOICES


_DAY: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_ATTRIBUTE: Final = {"from": "since", "to": "until"}
_DEFAULTS: Final = {field.name: field.default for field in fields(Request)}
_WRITTEN: Final = tuple(
    (name, attribute, _DEFAULTS[attribute])
    for name in PARAMETERS
    for attribute in (_ATTRIBUTE.get(name, name),)
)
"""Of each parameter its attribute, and the value at which it is left out."""


def default_of(parameter: str) -> object:
    """The value at which a parameter is left out."""
    return _DEFAULTS[_ATTRIBUTE.get(parameter, parameter)]


def read_request(parameters: Iterable[tuple[str, str]]) -> tuple[Request, tuple[str, ...]]:
    """The request that `parameters` mean, and one sentence for each that could not be read.

    Unknown names are left alone: other people's links carry their own. Values that cannot be read
    are dropped; the command line makes wrong usage of the same sentences. A query is never wrong:
    one that is too long is cut, which has its sentence too.
    """
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        if name in PARAMETERS and value.strip():
            given.setdefault(name, []).append(value.strip())
    values: dict[str, object] = {}
    dropped: list[str] = []
    for name, texts in given.items():
        attribute = _ATTRIBUTE.get(name, name)
        if name in CHOICES:
            chosen = tuple(dict.fromkeys(_each(name, texts, dropped)))
            values[attribute] = chosen[:MOST_CHOSEN]
            if len(chosen) > MOST_CHOSEN:
                dropped.append(Notice.TOO_MANY_VALUES.with_values(name=name, most=MOST_CHOSEN))
        else:
            dropped.extend(
                Notice.GIVEN_TWICE.with_values(name=name, value=repr(brief(extra)))
                for extra in texts[1:]
            )
            values.update((attribute, one) for one in _each(name, texts[:1], dropped))
    q = str(values.get("q", ""))
    if within_limits(q) != q:
        values["q"] = within_limits(q)
        dropped.append(Notice.TOO_LONG.with_values(most=MOST_CHARS))
    request = Request(**values)  # type: ignore[arg-type] # names checked above
    if request.since and request.until and request.since > request.until:
        first, last = given["to"][0], given["from"][0]
        dropped.append(Notice.TURNED.with_values(text=f"from={last} to={first}"))
        request = replace(
            request,
            since=read_day("from", first, last=False),
            until=read_day("to", last, last=True),
        )
    return request, tuple(dropped)


def _each(name: str, texts: list[str], dropped: list[str]) -> list[object]:
    """The readable values among `texts`; a sentence in `dropped` for each of the others."""
    values: list[object] = []
    for text in texts:
        try:
            values.append(read_value(name, text))
        except BadValue as error:
            value = repr(brief(error.value))
            dropped.append(
                Notice.BAD_VALUE.with_values(name=error.name, value=value, expected=error.expected)
            )
    return values


def read_value(name: str, text: str) -> object:
    """One parameter's value, typed; `BadValue` says what was expected."""
    match name:
        case "from":
            return read_day(name, text, last=False)
        case "to":
            return read_day(name, text, last=True)
        case "year":
            return str(_read_number(name, text, 1, 9999))
        case "limit":
            return _read_number(name, text, 1, MOST_PER_PAGE)
        case "page":
            return _read_number(name, text, 1, MOST_PAGES)
        case "sort":
            return Sort(_read_choice(name, text, READER_SORTS))
        case "kind":
            return _read_choice(name, text, tuple(TurnKind))
        case "evidence":
            return _read_choice(name, text, TURN_EVIDENCE)
        case "lang":
            return _read_language(name, text)
        case "q":
            return text
        case _:
            return _read_short(name, text)


def _read_short(name: str, text: str) -> str:
    if len(text) > MOST_VALUE_CHARS:
        raise BadValue(name, text, Notice.SHORTER.with_values(most=MOST_VALUE_CHARS))
    return text


def _read_choice(name: str, text: str, allowed: tuple[str, ...]) -> str:
    if text.lower() not in allowed:
        raise BadValue(name, text, Notice.ONE_OF.with_values(values=", ".join(allowed)))
    return text.lower()


def _read_language(name: str, text: str) -> str:
    code = text.lower()
    if not (code.isascii() and code.isalpha() and 2 <= len(code) <= 3):
        raise BadValue(name, text, Notice.A_LANGUAGE.with_values())
    return code


def _read_number(name: str, text: str, least: int, most: int) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most:
        return int(text)
    raise BadValue(name, text, Notice.A_NUMBER.with_values(least=least, most=most))


def read_day(name: str, text: str, *, last: bool) -> date:
    """A day; of a bare year or month its first day, or its last for the end of a range.

    Raises `BadValue` where the calendar has no such day.
    """
    found = _DAY.fullmatch(text)
    period = days(*(int(part or 0) or None for part in found.groups())) if found else None
    day = period and (period.last if last else period.first)
    if day is None:
        raise BadValue(name, text, Notice.A_DAY.with_values())
    return day
