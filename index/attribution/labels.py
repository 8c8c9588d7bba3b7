"""A block's opening words → the label printed there, or why they are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from index.attribution.anonymous import is_first_name_only, is_plain_voice, is_voice, is_voice_alone
from index.attribution.label_head import LabelStyle, bare_head, colon_head
from index.attribution.qualifiers import opening_flag
from index.names.lost_spaces import respaced
from index.names.name_and_office import split_name
from index.names.name_shapes import (
    RELIGIOUS,
    ROYAL,
    as_written,
    count_words,
    has_initials,
    is_initials,
    looks_full,
)
from index.names.office_words import is_bare_office, is_count, reads_as_office, reads_as_sentence
from index.names.word_lists import is_given_name, plain
from search.records import TurnKind

if TYPE_CHECKING:
    from index.attribution.label_head import LabelHead
    from index.blocks import Block
    from index.names.page_names import PageNames

_MOST_WORDS_UNVOUCHED: Final = 4


class RejectionReason(StrEnum):
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
    reason: RejectionReason


_HEADING: Final = re.compile(
    r"(?:the )?(?:(?:opening|closing|concluding|introductory|brief|full|press|excerpts?|joint|news"
    r"|video|working|expanded|final|short) )*"
    r"(?:speech|speeches|beginning|excerpts?|excerts|transcripts?|remarks|statements?|address"
    r"|addresses|conversation|talks|conference|meeting|ceremony|reception|answers|replies|interview"
    r"|greetings?|toast|message|presentation|comments?|review|visit|congratulations"
    r"|выступлени[ея]|стенограмма|вступительное|заключительное|заявлени[ея]|ответы|встреча"
    r"|беседа|пресс-конференция|приветствие|обращение|фрагменты?|выдержки)"
    r"(?:,| (?:at|on|to|of|by|with|for|following|after|during|and|between|слово|на|в|с|по|из"
    r"|перед|для|президента|участникам|после)\b)"
    r"|(?:excerpts?|transcripts?) from\b|начало \w",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.?!;…](?=\s|$)")
_ABBREVIATED: Final = re.compile(
    r"(?<!\w)(?:[^\W\d_]|mr|mrs|ms|dr|st|sr|jr|lt|gen|col|maj|capt|sgt|prof|rev|acad|no|inc|co|ltd"
    r"|corp|adm|brig|hon|fr|ph|esq"
    r"|дж|им|св|ген|акад)\.",
    re.IGNORECASE,
)
_QUOTES: Final = ("“", "”", "«", "„", '"')  # what is quoted is said by the one who quotes
_ONE_QUOTE: Final = re.compile(r"«[^»]*»[.]?|[“„][^”“]*[”“][.]?")
_STOPS: Final = (".", "!", "?", "…", ".”", ".»", ".)")


def is_heading(text: str) -> bool:
    """Whether words name an event, as headings between speeches do: "Speech at the forum"."""
    return _HEADING.match(text) is not None


def read_label(
    block: Block, known: PageNames, *, answered: bool = False
) -> Label | Rejected | None:
    """The label that opens `block`, or why its words before a colon are none.

    None when nothing there looks like a label. `answered` tells that the next paragraph opens with
    a label, which a question printed without bold needs beside it.
    """
    head = colon_head(block)
    read = _read_colon(head, known, answered=answered) if head else None
    if isinstance(read, Label):
        return read
    bare = bare_head(block)
    label = _read_bare(bare, known) if bare else None
    return label or read


def _read_colon(head: LabelHead, known: PageNames, *, answered: bool) -> Label | Rejected:
    """The judgement on words that end in a colon."""
    if not any(map(str.isalnum, head.core)):
        return Rejected(head.printed, RejectionReason.NO_NAME)
    if is_heading(head.core):
        return Rejected(head.printed, RejectionReason.HEADING)
    stops = _SENTENCE_END.search(_ABBREVIATED.sub("", head.core))
    if stops and (not head.bold or reads_as_sentence(head.core)):
        return Rejected(head.printed, RejectionReason.SENTENCE)
    if is_voice(head.core) or is_first_name_only(head.core):
        return _read_voice(head, known, answered=answered)
    if is_count(head.core):
        return Rejected(head.printed, RejectionReason.NO_NAME)
    read = _read_named(head, known)
    if isinstance(read, Rejected) and _cuts(head, known):
        return _anonymous(head)
    return read


def _cuts(head: LabelHead, known: PageNames) -> bool:
    """Whether words that name nobody yet end the turn before: in bold, amid a dialogue.

    Whoever speaks then, it is not known to be the one before. What is emphasised in a speech is a
    sentence, or goes on small ("Roads: we build them"): of 9,668
    labels two are followed by a small letter.
    """
    spoken = head.bold and known.dialogue and head.core and not head.follows[:1].islower()
    return bool(spoken) and not reads_as_sentence(head.core)


def _read_voice(head: LabelHead, known: PageNames, *, answered: bool) -> Label | Rejected:
    plain_word = is_plain_voice(head.core) or (not known.marked and is_voice_alone(head.core))
    if head.bold and (plain_word or (known.dialogue and not head.follows[:1].islower())):
        return _anonymous(head)
    quoted = head.follows[:1] in _QUOTES and not (answered and _ONE_QUOTE.fullmatch(head.follows))
    spoken = known.dialogue and not head.follows[:1].islower() and not quoted
    if plain_word and spoken and (answered or not known.marked):
        return _anonymous(head)
    return Rejected(head.printed, RejectionReason.UNVOUCHED)


def _read_named(head: LabelHead, known: PageNames) -> Label | Rejected:
    if known.has_word(head.core) and head.bold:
        return _speech(head, as_written([head.core]), None)
    named = split_name(respaced(head.core, known.printed), known)
    if named is not None and named.is_joint(known):
        return _anonymous(head) if head.bold else Rejected(head.printed, RejectionReason.UNVOUCHED)
    if named is None:
        nameless = head.bold and known.dialogue and is_bare_office(respaced(head.core))
        return _anonymous(head) if nameless else Rejected(head.printed, RejectionReason.NO_NAME)
    words = named.speaker.split()
    addressed = len(words) == 1 and head.bold and " " in head.core  # "Mr Petrov"
    if named.role is None and not (looks_full(words) or known.vouches(words) or addressed):
        return Rejected(head.printed, RejectionReason.NO_NAME)
    sure = known.vouches(words) or (named.role is not None and looks_full(words))
    if head.follows[:1].islower() and not sure:
        return Rejected(head.printed, RejectionReason.UNVOUCHED)  # "Lake Baikal: the words go on"
    if not head.bold and not _is_sure(words, named.role, head, known):
        return Rejected(head.printed, RejectionReason.UNVOUCHED)
    return _speech(head, *named)


def _is_sure(words: list[str], role: str | None, head: LabelHead, known: PageNames) -> bool:
    """Whether a name without bold is that of a speaker: the page vouches, or its shape does."""
    if role is not None and not reads_as_office(role):
        return not known.marked and _is_affiliated(words, head, known)
    if head.ink is LabelStyle.GOES_ON and not head.follows.rstrip().endswith(_STOPS):
        return False  # a heading with a colon in it
    if not head.follows:  # alone in its paragraph, as lists of people are as well
        return known.dialogue and not known.marked and role is not None
    if head.follows[:1].islower():
        return False
    if known.vouches(words):
        return True
    if known.marked:
        given = head.ink is LabelStyle.GOES_ON and role is None and is_given_name(words[0])
        return known.dialogue and (given or _is_unmistakable(words, role, head))
    if is_initials(words[0]) or has_initials(words[0]):
        return True
    if len(words) == 1:
        return known.has_word(words[0]) or any(
            plain(word) in ROYAL for word in (role or "").split()
        )
    return role is not None or plain(words[0]) in RELIGIOUS or _is_plain_name(words, known)


def _is_affiliated(words: list[str], head: LabelHead, known: PageNames) -> bool:
    """Whether amid a dialogue a whole name comes first and then where it belongs: "Anna Petrova
    (ENI)", "Anna Petrova, Canal Nine"."""
    first = " ".join(head.core.split()[: len(words)]).rstrip(",")
    leads = first == " ".join(words) and head.core[len(first) :][:2] in {", ", " ("}
    begins = bool(head.follows) and not head.follows[0].islower() and head.follows[0] not in _QUOTES
    return known.dialogue and looks_full(words) and leads and begins


def _is_unmistakable(words: list[str], role: str | None, head: LabelHead) -> bool:
    """Whether a label lost its bold among others that kept it: initials, or an office and a name.

    Words in quotes after it are read aloud by the one who speaks.
    """
    if head.follows[:1] in _QUOTES:
        return False
    shortened = role is None and (is_initials(words[0]) or has_initials(words[0]))
    return shortened or (role is not None and len(words) > 1 and looks_full(words))


def _is_plain_name(words: list[str], known: PageNames) -> bool:
    """Whether a bare name of the right shape may be a label: a given name, or amid a dialogue."""
    fits = count_words(words) <= _MOST_WORDS_UNVOUCHED
    return fits and (is_given_name(words[0]) or (known.dialogue and looks_full(words)))


def _read_bare(head: LabelHead, known: PageNames) -> Label | None:
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


def _anonymous(head: LabelHead) -> Label:
    return Label(head.printed, head.words_start, TurnKind.ANONYMOUS, qualifiers=_flags(head))


def _speech(head: LabelHead, speaker: str, role: str | None) -> Label:
    return Label(head.printed, head.words_start, TurnKind.SPEECH, speaker, role, _flags(head))


def _flags(head: LabelHead) -> tuple[str, ...]:
    """The flags of the label and the one its words open with."""
    opening = opening_flag(head.follows)
    return (*head.flags, opening) if opening and opening not in head.flags else head.flags
