"""Values → safe markup: text and spans to `<mark>`, days to `<time>`. Escaping happens here.

Everything else reaches a page through Jinja's own escaping; no template switches it off (a test
holds that), so what this module returns is the only markup that is not written in a template.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from babel.dates import format_date, get_month_names
from markupsafe import Markup, escape

from webui.language import language
from webui.lean_macros import as_markup, escape_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from search.records import Span

# A whole sentence in brackets, "(Applause.)", is an aside, most often the editors' direction;
# square brackets hold words they put in. Only the type differs: the words stay as printed.
_ASIDE: Final = re.compile(r"\((?=[A-ZА-ЯЁ])[^()]*[.!?…]\)|\[[^\[\]]+\]")
_CACHED_DAYS: Final = 2_000  # a page of lines has a hundred
_CACHED_LANGUAGES: Final = 100
_CACHED_NAMES: Final = 2_000  # the same choices stand on most pages
_CACHED_MOMENTS: Final = 100  # every page says when the index was built
_EMPTY: Final = Markup("")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_LATIN: Final = re.compile("[A-Za-z]")
_CODE_QUOTED: Final = re.compile(r"^([a-z]+)=(['\"])(.*)\2 ")
_DIRECTION: Final = re.compile(r"\s*\([^()]*(?:\([^()]*\)[^()]*)*\)\s*")


def marked(text: str, spans: Iterable[Span] = (), first: int = 0) -> Markup:
    """`text` with its spans as `<mark>`; from `first` (if not 0) on they get ids `m1`, `m2`, …"""
    escaped = escape_text(text)
    tidied = tidy(spans, len(text)) if spans else ()
    if not tidied:
        return as_markup(escaped)
    if first or len(escaped) != len(text):
        return _piece(text, tidied, first, 0, len(text))
    if len(tidied) == 1:
        ((start, end),) = tidied
        return as_markup(f"{text[:start]}<mark>{text[start:end]}</mark>{text[end:]}")
    parts: list[str] = []  # nothing in it needs escaping: most titles and snippets are so
    at = 0
    for start, end in tidied:
        parts += (text[at:start], "<mark>", text[start:end], "</mark>")
        at = end
    parts.append(text[at:])
    return as_markup("".join(parts))


def paragraph_markup(text: str, spans: Iterable[Span] = (), first: int = 0) -> Markup:
    """A paragraph as `marked`, with stage directions and the editors' insertions set apart."""
    asides = [one.span() for one in _ASIDE.finditer(text)] if "(" in text or "[" in text else []
    if not asides:
        return marked(text, spans, first)
    tidied = tidy(spans, len(text))
    parts: list[str] = []
    at = 0
    for start, end in asides:
        parts.append(_piece(text, tidied, first, at, start))
        parts += ['<i class="aside">', _piece(text, tidied, first, start, end), "</i>"]
        at = end
    parts.append(_piece(text, tidied, first, at, len(text)))
    return Markup("".join(parts))


def is_direction(text: str) -> bool:
    """Whether a whole paragraph is a stage direction: "(Applause.)"."""
    return _DIRECTION.fullmatch(text) is not None


def tidy(spans: Iterable[Span], length: int) -> tuple[Span, ...]:
    """Spans in order, inside the text, not empty, none overlapping another."""
    kept: list[Span] = []
    last = 0
    for start, end in sorted(spans):
        start = start if start > last else last
        end = end if end < length else length
        if start < end:
            kept.append((start, end))
            last = end
    return tuple(kept)


def _piece(text: str, spans: Sequence[Span], first: int, start: int, end: int) -> Markup:
    """`text[start:end]` with the parts of `spans` in it marked; an id only where a span begins."""
    parts: list[str] = []
    at = start
    low = bisect_right(spans, start, key=_end)
    for number, (opening, closing) in enumerate(spans[low:], first + low):
        if opening >= end:
            break
        begins_here = opening >= start
        opening = opening if begins_here else start
        closing = closing if closing < end else end
        parts += (
            escape_text(text[at:opening]),
            f'<mark id="m{number}">' if first and begins_here else "<mark>",
            escape_text(text[opening:closing]),
            "</mark>",
        )
        at = closing
    parts.append(escape_text(text[at:end]))
    return as_markup("".join(parts))


def _end(span: Span) -> int:
    return span[1]


def day(date: datetime.date | None, lang: str = "") -> Markup:
    """A day as people write it, 8 December 2012, in a `<time>`; empty for None."""
    return _EMPTY if date is None else _day(date, lang or language())


@lru_cache(maxsize=_CACHED_DAYS)
def _day(date: datetime.date, lang: str) -> Markup:
    plain = escape(_plain_day(date, lang))
    return Markup(f'<time datetime="{date.isoformat()}">{plain}</time>')


def plain_day(date: datetime.date) -> str:
    """A day in the page's language: 8 December 2012, 8 декабря 2012."""
    return _plain_day(date, language())


def _plain_day(date: datetime.date, lang: str) -> str:
    return f"{date.day} {_month_names(lang)[date.month]} {date.year}"


@cache
def _month_names(lang: str) -> Mapping[int, str]:
    return get_month_names("wide", "format", locale=lang)


def month_name(month: int, year: int, lang: str = "") -> str:
    """A month in the page's language: May 2012, май 2012."""
    return format_date(datetime.date(year, month, 1), "LLLL y", locale=lang or language())


def own_language(around: str, lang: str = "") -> Markup:
    """The `lang` attribute of words of ours inside a text; empty where both are of one language."""
    own = lang or language()
    return _EMPTY if own == around else _lang_attribute(own)


@lru_cache(maxsize=_CACHED_LANGUAGES)
def _lang_attribute(lang: str) -> Markup:
    return Markup(' lang="{}"').format(lang)


def coded(text: str) -> Markup:
    """A message, what stands between backticks in it as code."""
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if number % 2 else escape(piece)
        for number, piece in enumerate(text.split("`"))
    )


def plainly(sentence: str, lang: str = "") -> str:
    """A sentence about a link's parameter, its value in quotation marks as people write them."""
    marks = "«{}»" if (lang or language()) == "ru" else "“{}”"
    return _CODE_QUOTED.sub(lambda one: f"{one[1]} {marks.format(one[3])} ", sentence)


def tongue(text: str, lang: str = "") -> Markup:
    """The `lang` attribute of a name or choice, by its letters; empty where it is the page's."""
    found = script(text)
    own = found is None or found == (lang or language())
    return _EMPTY if own or found is None else _lang_attribute(found)


@lru_cache(maxsize=_CACHED_NAMES)
def script(text: str) -> str | None:
    """The language whose letters a name or choice has; None where it has none."""
    return "ru" if _CYRILLIC.search(text) else "en" if _LATIN.search(text) else None


def moment(iso: str, lang: str = "") -> Markup:
    """A UTC moment in ISO 8601 as 8 December 2012, 17:00 UTC, in a `<time>`; else as it came."""
    return _moment(iso, lang or language())


@lru_cache(maxsize=_CACHED_MOMENTS)
def _moment(iso: str, lang: str) -> Markup:
    try:
        when = datetime.datetime.fromisoformat(iso)
    except ValueError:
        return escape(iso)
    text = f"{_plain_day(when.date(), lang)}, {when:%H:%M} UTC"
    return Markup('<time datetime="{}">{}</time>').format(iso, text)


def number(count: int, lang: str = "") -> str:
    """A count with its thousands told apart: 12,916; in Russian 12 916, the space unbreakable."""
    told = f"{count:,}"  # Babel's way takes 50 µs, and a page of results has 150 of them
    return told if (lang or language()) == "en" else told.replace(",", "\u00a0")


_TENTH: Final = Decimal("0.1")
_RUSSIAN_SIGNS: Final = str.maketrans(",.", "\u00a0,")


def one_decimal(value: float, lang: str = "") -> str:
    """A number with one decimal: 1,234.5; in Russian 1 234,5. Halves go to the even digit."""
    told = f"{Decimal(str(value)).quantize(_TENTH):,}"  # Babel's way takes 200 µs
    return told if (lang or language()) == "en" else told.translate(_RUSSIAN_SIGNS)


def choice_text(value: str) -> str:
    """A choice's value as people read it: the "=" that asks for the whole value is left out."""
    return value.removeprefix("=")


def cut(text: str, most_chars: int = 260) -> str:
    """The beginning of `text`, whole words, with … where it was cut."""
    if len(text) <= most_chars:
        return text
    return text[: text.rfind(" ", 0, most_chars) + 1 or most_chars].rstrip(" ,;:") + "…"
