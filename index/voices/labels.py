"""A block's opening words → the label printed there, or why they are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from index.voices.anonymous import is_first_name_only, is_plain_voice, is_voice
from index.voices.nameparts import split_name
from index.voices.names import RELIGIOUS, as_written, has_initials, is_initials, looks_full
from index.voices.offices import is_bare_office, reads_as_office
from index.voices.qualifiers import QualifierKind, brackets, flag, opening_flag, read_kind
from index.voices.spacing import respaced
from index.voices.wordlists import is_given_name, plain
from search.records import TurnKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.blocks import Block
    from index.voices.known import Known

LONGEST_LABEL_CHARS: Final = 400
"""The longest that was seen has 197; a sentence with a colon may be longer."""

_MOST_WORDS_UNVOUCHED: Final = 4
_BOLD_BEYOND_CHARS: Final = 12  # a letter or a word too many in bold is common; a heading goes on


class Reason(StrEnum):
    """Why words before a colon, or in bold, are no label."""

    HEADING = "a heading: it names an event"
    NO_NAME = "no name and no word for a voice in it"
    SENTENCE = "a sentence"
    UNVOUCHED = "not in bold, and nothing on the page vouches for it"


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label. `words_start` is where the speaker's words begin in the block's text."""

    printed: str
    words_start: int
    kind: TurnKind
    speaker: str | None = None
    role: str | None = None
    qualifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """Words that look like a label and are none."""

    printed: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class _Head:
    """The words of a block that may be a label: flags taken off, and how they are printed."""

    printed: str
    core: str
    flags: tuple[str, ...]
    words_start: int
    bold: bool
    stopped: bool  # a full stop stands where the colon should
    follows: str


_HEADING: Final = re.compile(
    r"(?:the )?(?:(?:opening|closing|concluding|introductory|brief|full|press|excerpts?|joint|news"
    r"|video|working|expanded|final|short) )*"
    r"(?:speech|speeches|beginning|excerpts?|excerts|transcripts?|remarks|statements?|address"
    r"|addresses|conversation|talks|conference|meeting|ceremony|reception|answers|replies|interview"
    r"|greetings?|toast|message|presentation|comments?|review|visit|congratulations"
    r"|выступлени[ея]|стенограмма|вступительное|заключительное|заявлени[ея]|ответы|встреча"
    r"|беседа|пресс-конференция|приветствие|обращение|фрагменты?|выдержки)"
    r"(?:,| (?:at|on|to|of|by|with|for|following|after|during|and|between|слово|на|в|с|по|из"
    r"|перед|для|президента|участникам|после)\b)|начало \w",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.?!;…](?=\s|$)")
_ABBREVIATED: Final = re.compile(
    r"(?<!\w)(?:[^\W\d_]|mr|mrs|ms|dr|st|sr|jr|lt|gen|col|maj|capt|sgt|prof|rev|acad"
    r"|дж|им|св|ген|акад)\.",
    re.IGNORECASE,
)
_QUOTES: Final = ("“", "«", "„", '"')  # what is quoted is said by the one who quotes
_CLOSING_BRACKET: Final = re.compile(r"\s*\([^()]*\)")
_AFTER_COLON: Final = re.compile(r"[\s:]*")
_AFTER_NAME: Final = re.compile(r"[\s.:]*")


def is_heading(text: str) -> bool:
    """Whether words name an event, as headings between speeches do: "Speech at the forum"."""
    return _HEADING.match(text) is not None


def read_label(block: Block, known: Known, *, answered: bool = False) -> Label | Rejected | None:
    """The label that opens `block`, or why its words before a colon are none.

    None when nothing there looks like a label. `answered` tells that the next paragraph opens with
    a label, which a question printed without bold needs beside it.
    """
    head = _colon_head(block)
    read = _read_colon(head, known, answered=answered) if head else None
    if isinstance(read, Label):
        return read
    bare = _bare_head(block)
    label = _read_bare(bare, known) if bare else None
    return label or read


def _colon_head(block: Block) -> _Head | None:
    """The words before the first colon outside brackets."""
    at = _colon(block.text)
    if at is None:
        return None
    inked = {place for stretch in block.bold for place in range(stretch.start, stretch.end)}
    outside = [place for place in _outside_brackets(block.text[:at]) if block.text[place] != " "]
    bold = 2 * sum(place in inked for place in outside) > len(outside)
    beyond = sum(place > at for place in inked)
    goes_on = beyond > _BOLD_BEYOND_CHARS and 2 * beyond > len(block.text) - at
    return _head(block.text, at, _AFTER_COLON, bold=bold and not goes_on)


def _bare_head(block: Block) -> _Head | None:
    """The opening bold of a block, and a bracket after it, where no colon ends them."""
    if not block.bold or block.bold[0].start > 1:
        return None
    end = block.bold[0].end
    if is_voice(block.text.rstrip(".")):
        end = len(block.text)  # "Remark from the audience.", the first word in bold
    bracket = _CLOSING_BRACKET.match(block.text, end)
    end = bracket.end() if bracket else end
    return _head(block.text, end, _AFTER_NAME, bold=True)


def _head(text: str, end: int, between: re.Pattern[str], *, bold: bool) -> _Head:
    printed = text[:end].strip().rstrip(".").rstrip()
    core, flags = _without_flags(printed)
    gap = between.match(text, end)
    start = gap.end() if gap else end
    stopped = text[:end].rstrip().endswith(".")
    return _Head(printed, core, flags, start, bold, stopped, text[start:])


def _colon(text: str) -> int | None:
    """The place of the first colon outside brackets that is neither in a time nor an address.

    A bracket that is never closed ("Anna Petrova (retranslated: …") holds nothing back.
    """
    text = text[: LONGEST_LABEL_CHARS + 2]
    closed = text.count("(") <= text.count(")")
    places = _outside_brackets(text) if closed else range(len(text))
    colon = next((place for place in places if text[place] == ":"), 0)
    after = text[colon + 1 : colon + 2]
    in_time = after.isdigit() and text[colon - 1 : colon].isdigit()
    return None if colon == 0 or after == "/" or in_time else colon


def _outside_brackets(text: str) -> Sequence[int]:
    """The places of `text` that stand in no bracket."""
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
    return " ".join(core.split()).strip(" ,"), tuple(reversed(flags))


def _read_colon(head: _Head, known: Known, *, answered: bool) -> Label | Rejected:
    """The judgement on words that end in a colon."""
    if is_heading(head.core):
        return Rejected(head.printed, Reason.HEADING)
    if _SENTENCE_END.search(_ABBREVIATED.sub("", head.core)):
        return Rejected(head.printed, Reason.SENTENCE)
    if is_voice(head.core) or is_first_name_only(head.core):
        return _read_voice(head, known, answered=answered)
    return _read_named(head, known)


def _read_voice(head: _Head, known: Known, *, answered: bool) -> Label | Rejected:
    plain_word = is_plain_voice(head.core)
    if head.bold and (plain_word or known.dialogue):
        return _anonymous(head)
    spoken = known.dialogue and not head.follows[:1].islower() and head.follows[:1] not in _QUOTES
    if plain_word and spoken and (answered or not known.marked):
        return _anonymous(head)
    return Rejected(head.printed, Reason.UNVOUCHED)


def _read_named(head: _Head, known: Known) -> Label | Rejected:
    if known.has_word(head.core) and head.bold:
        return _speech(head, as_written([head.core]), None)
    named = split_name(respaced(head.core, known.printed), known)
    if named is not None and named.is_joint(known):
        return _anonymous(head) if head.bold else Rejected(head.printed, Reason.UNVOUCHED)
    if named is None:
        nameless = head.bold and known.dialogue and is_bare_office(respaced(head.core))
        return _anonymous(head) if nameless else Rejected(head.printed, Reason.NO_NAME)
    words = named.speaker.split()
    addressed = len(words) == 1 and head.bold and " " in head.core  # "Mr Petrov"
    if named.role is None and not (looks_full(words) or known.vouches(words) or addressed):
        return Rejected(head.printed, Reason.NO_NAME)
    if not head.bold and not _is_sure(words, named.role, head, known):
        return Rejected(head.printed, Reason.UNVOUCHED)
    return _speech(head, *named)


def _is_sure(words: list[str], role: str | None, head: _Head, known: Known) -> bool:
    """Whether a name without bold is that of a speaker: the page vouches, or its shape does."""
    if role is not None and not (reads_as_office(role)):
        return False
    if not head.follows:  # alone in its paragraph, as lists of people are as well
        return known.dialogue and not known.marked and role is not None
    if head.follows[:1].islower():
        return False
    if known.vouches(words):
        return True
    if known.marked:
        return False
    if is_initials(words[0]) or has_initials(words[0]):
        return True
    if len(words) == 1:
        return known.has_word(words[0])
    return role is not None or plain(words[0]) in RELIGIOUS or _is_plain_name(words, known)


def _is_plain_name(words: list[str], known: Known) -> bool:
    """Whether a bare name of the right shape may be a label: a given name, or amid a dialogue."""
    fits = len(words) <= _MOST_WORDS_UNVOUCHED
    return fits and (is_given_name(words[0]) or (known.dialogue and looks_full(words)))


def _read_bare(head: _Head, known: Known) -> Label | None:
    """A label whose colon was forgotten: words must follow, and the page must know the name.

    A bold name with a full stop ("Anna Petrova. Good afternoon.") needs nobody to vouch for it.
    """
    if not known.dialogue or head.follows[:1].islower() or is_heading(head.core):
        return None
    if is_voice(head.core) and (head.follows or " " in head.printed):
        return _anonymous(head)
    named = split_name(respaced(head.core, known.printed), known) if head.follows else None
    if named is None:
        return None
    words = named.speaker.split()
    stopped = head.stopped and named.role is None and looks_full(words) and is_given_name(words[0])
    return _speech(head, *named) if stopped or known.vouches(words) else None


def _anonymous(head: _Head) -> Label:
    return Label(head.printed, head.words_start, TurnKind.ANONYMOUS, qualifiers=_flags(head))


def _speech(head: _Head, speaker: str, role: str | None) -> Label:
    return Label(head.printed, head.words_start, TurnKind.SPEECH, speaker, role, _flags(head))


def _flags(head: _Head) -> tuple[str, ...]:
    """The flags of the label and the one its words open with."""
    opening = opening_flag(head.follows)
    return (*head.flags, opening) if opening and opening not in head.flags else head.flags
