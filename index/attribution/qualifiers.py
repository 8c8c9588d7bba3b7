"""Bracketed remarks beside a name → flags, told apart from brackets that belong to the office."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from index.names.word import look_up
from index.names.word_lists import any_of, plain


class QualifierKind(StrEnum):
    """What a flag says of the words it stands by."""

    TRANSLATED = "translated"  # the page prints a translation of what was said
    LANGUAGE = "language"  # the words were said in another language
    STAGE = "stage"  # what the speaker does, or to whom the words go


class Bracket(NamedTuple):
    """One bracket of a label: its inside, and its place."""

    text: str
    start: int
    end: int


_BRACKET: Final = re.compile(r"\(([^()]*)(?:\)|$)|\[([^][]*)\]")

_TRANSLATED: Final = re.compile(
    r"(?:re-?)?translat\w*\b|interpret\w*\b|through (?:an? )?interpreter|via (?:an? )?interpreter"
    r"|(?:back|simultaneous|consecutive|voiced?|live) translation"
    r"|(?:как |в |синхронный |последовательный )?(?:переведено|перевод\w*)\b"
)
_THEN: Final = re.compile(r", (?:and |then )*|(?: and| then)+ ")  # "in German, then in Russian"
_OTHER_TONGUE: Final = re.compile(
    r"(?:(?i:speak|answer|continu|repl)\w* (?:in )?|[Ii]n )(?P<tongue>[A-Z][a-z]+)\.?"
)


@cache
def _language() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:speak|answer|reply|respond|continu|read|say|talk|sing|ask)\w*(?: \w+){0,2} )?"
        rf"(?:in )?{any_of('languages')}(?: language)?"
        r"|(?:\w+ )?(?:по-\w+|на \w+ском(?: языке)?)"
    )


def read_kind(text: str) -> QualifierKind | None:
    """The kind of flag the inside of a bracket is; None when it belongs to a name or an office."""
    said = plain(text.strip().rstrip("."))
    if _TRANSLATED.match(said):
        return QualifierKind.TRANSLATED
    if all(map(_language().fullmatch, _THEN.split(said))) or _is_other_tongue(text):
        return QualifierKind.LANGUAGE
    sentence = text.rstrip().endswith((".", "!", "…"))
    about = look_up(said.split(" ")[0]).is_in("phrase_openers")  # "(on the trade of beekeepers)"
    office = any(look_up(word).is_role_word for word in said.split())
    aside = text[:1].islower() and (about or not office)
    return (
        QualifierKind.STAGE
        if re.match(any_of("stage_remarks"), said) or sentence or aside
        else None
    )


def _is_other_tongue(text: str) -> bool:
    """Whether a bracket says that another language is spoken: "Speaks Urdu", "In Amharic"."""
    match = _OTHER_TONGUE.fullmatch(text.strip())
    return match is not None and not look_up(match["tongue"]).is_place


def is_of_language(text: str) -> bool:
    """Whether words say in which language was spoken, or that this is a translation."""
    return read_kind(text) in (QualifierKind.TRANSLATED, QualifierKind.LANGUAGE)


def brackets(text: str) -> tuple[Bracket, ...]:
    """The brackets of a label in order; a last one that was never closed runs to the end."""
    found = ((m, (m[1] if m[2] is None else m[2]).strip()) for m in _BRACKET.finditer(text))
    return tuple(
        Bracket(inside, match.start(), match.end())
        for match, inside in found
        if match[2] is None or is_of_language(inside) or inside.startswith("to ")  # else inserted
    )


def flag(text: str) -> str:
    """The flag as it is kept: the inside of the bracket as printed, its full stop left out."""
    return text.strip().rstrip(".").strip()


_OPENING: Final = re.compile(r"\s*[(\[]([^][()]{1,60})[)\]]")


def opening_flag(paragraph: str) -> str | None:
    """The flag that opens a paragraph and says in which language it was spoken, if one does.

    Only translation and language count there: "(Applause.)" tells of the hall, not of the words.
    """
    match = _OPENING.match(paragraph)
    if match and is_of_language(match[1]):
        return flag(match[1])
    return None
