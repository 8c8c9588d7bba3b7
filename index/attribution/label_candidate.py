"""A block's opening words → a candidate for a label: how it is printed, and the name in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from index.attribution.anonymous import is_first_name_only, is_voice
from index.attribution.qualifiers import QualifierKind, brackets, flag, is_of_language, read_kind
from index.names.lost_spaces import respaced, visible
from index.names.name_and_office import NamedRole, split_name
from index.names.name_shapes import as_written, looks_full
from index.names.page_names import opens_bold
from index.names.word import look_up, printed_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.blocks import Block
    from index.names.page_names import PageNames
    from index.names.word import PrintedWord

LONGEST_LABEL_CHARS: Final = 400
"""The longest that was seen has 197; a sentence with a colon may be longer."""

_BOLD_BEYOND_CHARS: Final = 12  # a letter or a word too many in bold is common; a heading goes on

_CLOSING_BRACKET: Final = re.compile(r"\s*\([^()]*\)")
_BRACKET: Final = re.compile(r"[()]")
_BEFORE_LABEL: Final = re.compile(r"\A(?:\s*\([^()]*\))*[\s–—-]*(?=\S)")  # "(Applause.) – Anna:"
_MARKS_AROUND: Final = re.compile(r"\A[\s,;•·|*>]+|[\s,;|*]+\Z|\s[–—-]\Z")
_DECORATION: Final = re.compile(r"\A(?:[\s*_>•·|#–—-]|</?\w{1,10}>|\d{1,3}[.)]\s)+(?=\S)")
_DECORATED: Final = re.compile(r"(?:[\s*_]|</?\w{1,10}>)+\Z")
"""What text saves print around labels for their bold: stars, bullets, tags, numbers."""
_COLONS: Final = ":："
_AFTER_COLON: Final = re.compile(rf"[\s{_COLONS}]*")
_AFTER_DECORATION: Final = re.compile(rf"(?:[\s{_COLONS}*_]|</?\w{{1,10}}>)*")
_AFTER_NAME: Final = re.compile(r"[\s.:]*")
_AFTER_INITIAL: Final = re.compile(r"(?<!\w)[A-ZА-ЯЁ]\.\Z")
_INITIALED: Final = re.compile(
    r"(?P<name>(?:[A-ZА-ЯЁ]\.\s?){1,2}[A-ZА-ЯЁ][\w’'-]+)\s(?=[A-ZА-ЯЁ«“])"
)
_QUOTES: Final = ("“", "”", "«", "„", '"')


class LabelStyle(StrEnum):
    """How the words before a colon are printed."""

    PLAIN = "plain"
    BOLD = "bold"
    GOES_ON = "bold that goes on past the colon"


@dataclass(frozen=True)
class LabelCandidate:
    """Words that may be a label, flags taken off, and what is known of them.

    What takes work is found on first need and kept, for most candidates fall at once.
    """

    printed: str
    core: str
    flags: tuple[str, ...]
    words_start: int
    ink: LabelStyle
    stopped: bool  # a full stop stands where the colon should
    follows: str  # the words after it, letters that show nothing left out
    known: PageNames
    colon: bool  # a colon ends them; else the opening bold does
    answered: bool  # the next paragraph opens with a label
    opens: bool  # the first word is as the rest of the label is printed

    @property
    def bold(self) -> bool:
        """Whether the label is in bold and the words after it are not."""
        return self.ink is LabelStyle.BOLD

    @cached_property
    def continues(self) -> bool:
        """Whether a small letter follows ("Roads: we build them"): of 9,668 labels two have one."""
        return self.follows[:1].islower()

    @cached_property
    def quotes(self) -> bool:
        """Whether a quotation follows: it is read aloud by the one who speaks."""
        return self.follows[:1] in _QUOTES

    @cached_property
    def is_voice(self) -> bool:
        """Whether the words stand for a voice without a name."""
        return is_voice(self.core) or is_first_name_only(self.core)

    @cached_property
    def is_known_word(self) -> bool:
        """Whether they are one word, in bold before a colon, of a name that the page has."""
        return self.colon and self.bold and self.known.has_word(self.core)

    @cached_property
    def named(self) -> NamedRole | None:
        """The name and the office in the words."""
        if self.is_known_word:
            return NamedRole(as_written([look_up(self.core)]), None, "a word of a known name")
        return split_name(respaced(self.core, self.known.printed), self.known)

    @cached_property
    def words(self) -> list[PrintedWord]:
        """The words of the name; none without a name."""
        return printed_words(self.named.speaker) if self.named else []

    @cached_property
    def role(self) -> str | None:
        """The office beside the name."""
        return self.named.role if self.named else None

    @cached_property
    def joint(self) -> bool:
        """Whether two names stand there."""
        return self.named is not None and self.named.is_joint(self.known)

    @cached_property
    def full(self) -> bool:
        """Whether the name has the shape of a whole one."""
        return looks_full(self.words)

    @cached_property
    def vouched(self) -> bool:
        """Whether the page has the name elsewhere."""
        return self.known.vouches(self.words)


def before_colon(block: Block, known: PageNames, *, answered: bool) -> LabelCandidate | None:
    """The words before the first colon outside brackets."""
    at = _colon(block.text)
    if at is None:
        return None
    end, ink = _end_and_ink(block, at)
    opens = ink is LabelStyle.PLAIN or block.bold[0].start == 0 or opens_bold(block)
    return _candidate(block.text, end, ink, known, colon=True, answered=answered, opens=opens)


def opening_bold(block: Block, known: PageNames) -> LabelCandidate | None:
    """The opening bold of a block, and a bracket after it, where no colon ends them."""
    if not opens_bold(block):
        return None
    end = block.bold[0].end
    if is_voice(block.text.rstrip(".")):
        end = len(block.text)  # "Remark from the audience.", the first word in bold
    bracket = _CLOSING_BRACKET.match(block.text, end)
    end = bracket.end() if bracket else end
    if end > LONGEST_LABEL_CHARS:
        return None
    return _candidate(block.text, end, LabelStyle.BOLD, known, colon=False, answered=False)


def opening_initials(block: Block, known: PageNames) -> LabelCandidate | None:
    """Initials and a surname that open a block of a text save as other labels do, no colon after.

    Only labels print names so; in a sentence a small letter follows («А.Петров сообщил»).
    """
    found = _INITIALED.match(block.text) if known.is_text else None
    if found is None or not known.is_labelled(printed_words(found["name"])):
        return None
    return _candidate(
        block.text, found.end("name"), LabelStyle.BOLD, known, colon=False, answered=False
    )


def _candidate(
    text: str,
    end: int,
    ink: LabelStyle,
    known: PageNames,
    *,
    colon: bool,
    answered: bool,
    opens: bool = True,
) -> LabelCandidate:
    printed = text[:end].strip()
    if known.is_text:
        printed = _DECORATED.sub("", _DECORATION.sub("", printed))
    if _AFTER_INITIAL.search(printed) is None:
        printed = printed.rstrip(".").rstrip()
    core, flags = _without_flags(_BEFORE_LABEL.sub("", visible(printed)).replace(": ", ", "))
    after = _AFTER_DECORATION if known.is_text else _AFTER_COLON
    between = (after if colon else _AFTER_NAME).match(text, end)
    start = between.end() if between else end
    stopped = text[:end].rstrip().endswith(".")
    head = (printed, core, flags, start, ink, stopped)
    return LabelCandidate(*head, visible(text[start:]), known, colon, answered, opens)


def _end_and_ink(block: Block, at: int) -> tuple[int, LabelStyle]:
    """The colon that ends the label, which a second in bold may be, and how all before it looks."""
    if not block.bold:
        return at, LabelStyle.PLAIN
    inked = {place for stretch in block.bold for place in range(stretch.start, stretch.end)}
    outside = [place for place in _outside_brackets(block.text[:at]) if block.text[place] != " "]
    if 2 * sum(place in inked for place in outside) <= len(outside):
        return at, LabelStyle.PLAIN
    beyond = _bold_beyond(block, at)
    if 1 < beyond < LONGEST_LABEL_CHARS and block.text[: at + beyond].rstrip().endswith(":"):
        return block.text.rindex(":", at, at + beyond), LabelStyle.BOLD  # "Minister: Ivan Petrov:"
    goes_on = beyond > _BOLD_BEYOND_CHARS and 2 * beyond > len(block.text) - at
    return at, LabelStyle.GOES_ON if goes_on else LabelStyle.BOLD


def _bold_beyond(block: Block, at: int) -> int:
    """How far past `at` the bold runs that reaches it; bold words further on tell nothing."""
    end = at
    for stretch in block.bold:
        if stretch.end <= end:
            continue
        if block.text[end + 1 : stretch.start].strip():
            break
        end = stretch.end
    return end - at


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
    depth, start = 0, 0
    places: list[int] = []
    for bracket in _BRACKET.finditer(text):
        if depth == 0:
            places += range(start, bracket.start())
        depth = depth + 1 if bracket[0] == "(" else max(0, depth - 1)
        start = bracket.end()
    return places + list(range(start, len(text))) if depth == 0 else places


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
    core = _MARKS_AROUND.sub("", " ".join(core.split()))
    before, comma, last_words = core.rpartition(", ")
    if comma and is_of_language(last_words):
        core, flags = before, [flag(last_words), *flags]  # "Anna Petrova, retranslated"
    return core, tuple(reversed(flags))
