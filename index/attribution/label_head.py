"""A block's opening words → the head that may be a label: core, flags, how it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from index.attribution.anonymous import is_voice
from index.attribution.qualifiers import QualifierKind, brackets, flag, is_of_language, read_kind
from index.names.lost_spaces import visible
from index.names.page_names import opens_bold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.blocks import Block

LONGEST_LABEL_CHARS: Final = 400
"""The longest that was seen has 197; a sentence with a colon may be longer."""

_BOLD_BEYOND_CHARS: Final = 12  # a letter or a word too many in bold is common; a heading goes on

_CLOSING_BRACKET: Final = re.compile(r"\s*\([^()]*\)")
_BEFORE_LABEL: Final = re.compile(r"\A(?:\s*\([^()]*\))*[\s–—-]*(?=\S)")  # "(Applause.) – Anna:"
_COLONS: Final = ":："
_AFTER_COLON: Final = re.compile(rf"[\s{_COLONS}]*")
_AFTER_NAME: Final = re.compile(r"[\s.:]*")


class LabelStyle(StrEnum):
    """How the words before a colon are printed."""

    PLAIN = "plain"
    BOLD = "bold"
    GOES_ON = "bold that goes on past the colon"


@dataclass(frozen=True, slots=True)
class LabelHead:
    """The words of a block that may be a label: flags taken off, and how they are printed."""

    printed: str
    core: str
    flags: tuple[str, ...]
    words_start: int
    ink: LabelStyle
    stopped: bool  # a full stop stands where the colon should
    follows: str  # the words after it, letters that show nothing left out

    @property
    def bold(self) -> bool:
        """Whether the label is in bold and the words after it are not."""
        return self.ink is LabelStyle.BOLD


def colon_head(block: Block) -> LabelHead | None:
    """The words before the first colon outside brackets."""
    at = _colon(block.text)
    if at is None:
        return None
    inked = {place for stretch in block.bold for place in range(stretch.start, stretch.end)}
    outside = [place for place in _outside_brackets(block.text[:at]) if block.text[place] != " "]
    if 2 * sum(place in inked for place in outside) <= len(outside):
        return _head(block.text, at, _AFTER_COLON, LabelStyle.PLAIN)
    beyond = _bold_beyond(block, at)
    if 1 < beyond < LONGEST_LABEL_CHARS and block.text[: at + beyond].rstrip().endswith(":"):
        at, beyond = block.text.rindex(":", at, at + beyond), 0  # "Energy Minister: Ivan Petrov:"
    goes_on = beyond > _BOLD_BEYOND_CHARS and 2 * beyond > len(block.text) - at
    return _head(block.text, at, _AFTER_COLON, LabelStyle.GOES_ON if goes_on else LabelStyle.BOLD)


def _bold_beyond(block: Block, at: int) -> int:
    """How far past `at` the bold runs that reaches it; bold words further on tell nothing."""
    end = at
    for stretch in block.bold:
        if stretch.end > end and not block.text[end + 1 : stretch.start].strip():
            end = stretch.end
    return end - at


def bare_head(block: Block) -> LabelHead | None:
    """The opening bold of a block, and a bracket after it, where no colon ends them."""
    if not opens_bold(block):
        return None
    end = block.bold[0].end
    if is_voice(block.text.rstrip(".")):
        end = len(block.text)  # "Remark from the audience.", the first word in bold
    bracket = _CLOSING_BRACKET.match(block.text, end)
    end = bracket.end() if bracket else end
    return _head(block.text, end, _AFTER_NAME, LabelStyle.BOLD)


def _head(text: str, end: int, between: re.Pattern[str], ink: LabelStyle) -> LabelHead:
    printed = text[:end].strip().rstrip(".").rstrip()
    core, flags = _without_flags(_BEFORE_LABEL.sub("", visible(printed)).replace(": ", ", "))
    gap = between.match(text, end)
    start = gap.end() if gap else end
    stopped = text[:end].rstrip().endswith(".")
    return LabelHead(printed, core, flags, start, ink, stopped, visible(text[start:]))


def _colon(text: str) -> int | None:
    """The place of the first colon outside brackets that is neither in a time nor an address.

    A bracket that is never closed ("Anna Petrova (retranslated: …") holds nothing back.
    """
    text = text[: LONGEST_LABEL_CHARS + 2]
    if not any(colon in text for colon in _COLONS):
        return None
    closed = text.count("(") <= text.count(")")
    places = _outside_brackets(text) if closed else range(len(text))
    colon = next((place for place in places if text[place] in _COLONS), 0)
    after = text[colon + 1 : colon + 2]
    in_time = after.isdigit() and text[colon - 1 : colon].isdigit()
    return None if colon == 0 or after == "/" or in_time else colon


def _outside_brackets(text: str) -> Sequence[int]:
    """The places of `text` that stand in no bracket."""
    if "(" not in text and ")" not in text:
        return range(len(text))
    depth, places = 0, []
    for place, letter in enumerate(text):
        depth = max(0, depth + (letter == "(") - (letter == ")"))
        if depth == 0 and letter != ")":
            places.append(place)
    return places


def _without_flags(printed: str) -> tuple[str, tuple[str, ...]]:
    """The label without its qualifiers, and these; brackets of an office stay.

    After the name any remark is a flag; inside the label only those of translation and language.
    """
    core, flags = printed, []
    for bracket in reversed(brackets(printed)):
        last = not core[bracket.end :].strip()
        kind = read_kind(bracket.text)
        if kind is None or (kind is QualifierKind.STAGE and not last):
            continue
        flags.append(flag(bracket.text))
        core = f"{core[: bracket.start]} {core[bracket.end :]}"
    core = " ".join(core.split()).strip(" ,")
    before, comma, last_words = core.rpartition(", ")
    if comma and is_of_language(last_words):
        core, flags = before, [flag(last_words), *flags]  # "Anna Petrova, retranslated"
    return core, tuple(reversed(flags))
