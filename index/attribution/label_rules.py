"""A candidate for a label → the rule that decides what it is, from two ordered tables.

A rule is a row: its name, its verdict, and when it applies. The first row that applies decides, so
a row may rely on those above it. `AFTER_COLON` judges words before a colon and always decides;
`WITHOUT_COLON` judges opening bold words, None being that nothing looks like a label. A new form of
labels is a row in its place, with its test in `tests/index/attribution`. Words that nobody can
split into name and office end the turn before by the row "bold amid a dialogue"; labels of text
saves are judged by the rows of `_WITHOUT_BOLD`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from index.attribution.anonymous import is_plain_voice, is_voice, is_voice_alone
from index.attribution.label_candidate import LabelCandidate, LabelStyle
from index.names.lost_spaces import respaced
from index.names.name_shapes import count_words
from index.names.office_words import is_bare_office, is_count, reads_as_office, reads_as_sentence
from index.names.word import printed_words
from index.names.word_lists import any_of
from search.records import TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_WORDS_UNVOUCHED: Final = 4

_SENTENCE_END: Final = re.compile(r"[.?!;…](?=\s|$)")
_ONE_QUOTE: Final = re.compile(r"«[^»]*»[.]?|[“„][^”“]*[”“][.]?")
_STOPS: Final = (".", "!", "?", "…", ".”", ".»", ".)")


class RejectionReason(StrEnum):
    """Why words before a colon, or in bold, are no label."""

    HEADING = "a heading: it names an event"
    NO_NAME = "no name and no word for a voice in it"
    SENTENCE = "a sentence"
    UNVOUCHED = "not in bold, and nothing on the page vouches for it"


class LabelRule(NamedTuple):
    """One row of a table."""

    name: str
    verdict: TurnKind | RejectionReason | None
    applies: Callable[[LabelCandidate], bool]


def is_heading(text: str) -> bool:
    """Whether words name an event, as headings between speeches do: "Speech at the forum"."""
    return _heading().match(text) is not None


@cache
def _heading() -> re.Pattern[str]:
    event = rf"(?:the )?(?:{any_of('event_adjectives')} )*{any_of('events')}"
    after = rf"(?:,| {any_of('after_events')}\b)"
    parts = r"(?:excerpts?|transcripts?) from\b|начало \w"
    return re.compile(rf"{event}{after}|{parts}", re.IGNORECASE)


@cache
def _abbreviated() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:[^\W\d_]|{any_of('abbreviations')})\.", re.IGNORECASE)


def _ends_sentence(one: LabelCandidate) -> bool:
    """Whether a sentence ends in the words; in bold, where its words say so as well."""
    stops = _SENTENCE_END.search(_abbreviated().sub("", one.core)) is not None
    return stops and (not one.bold or reads_as_sentence(one.core))


def _is_sure_voice(one: LabelCandidate) -> bool:
    """Whether the word alone tells that somebody speaks."""
    return is_plain_voice(one.core) or (not one.known.marked and is_voice_alone(one.core))


def _is_bold_voice(one: LabelCandidate) -> bool:
    amid = one.known.dialogue and not one.continues
    return one.is_voice and one.bold and (amid or _is_sure_voice(one))


def _is_asked(one: LabelCandidate) -> bool:
    """Whether a voice without bold speaks amid a dialogue: a label answers, or none is bold."""
    aloud = one.quotes and not (one.answered and _ONE_QUOTE.fullmatch(one.follows))
    spoken = one.known.dialogue and not one.continues and not aloud
    asked = one.is_voice and spoken and (one.answered or not one.known.marked)
    return asked and _is_sure_voice(one)


def _is_nameless_office(one: LabelCandidate) -> bool:
    amid = one.named is None and one.bold and one.known.dialogue
    return amid and is_bare_office(respaced(one.core))


def _is_nameless(one: LabelCandidate) -> bool:
    """Whether no name is in the words but a lone surname, or a thing."""
    addressed = len(one.words) == 1 and one.bold and " " in one.core  # "Mr Petrov"
    return one.named is None or not (one.role or one.full or one.vouched or addressed)


def _ends_turn(one: LabelCandidate) -> bool:
    """Whether words that name nobody end the turn before: in bold, amid a dialogue.

    Whoever speaks then, it is not known to be the one before. What a speaker stresses is a
    sentence, or goes on small.
    """
    spoken = one.bold and one.known.dialogue and bool(one.core) and not one.continues
    return spoken and _is_nameless(one) and not reads_as_sentence(one.core)


def _is_in_sentence(one: LabelCandidate) -> bool:
    """Whether a name goes on small, and nothing makes it sure: "Lake Baikal: the words go on"."""
    return one.continues and not one.vouched and not (one.role and one.full)


def _is_no_office(one: LabelCandidate) -> bool:
    """Whether what stands beside the name is no office."""
    return one.role is not None and not reads_as_office(one.role)


def _is_affiliated(one: LabelCandidate) -> bool:
    """Whether amid a dialogue a whole name comes first, then its place: "Anna Petrova (ENI)"."""
    first = " ".join(one.core.split()[: len(one.words)]).rstrip(",")
    leads = first == " ".join(word.text for word in one.words)
    begins = bool(one.follows) and not one.continues and not one.quotes
    amid = one.known.dialogue and not one.known.marked and one.full and begins
    return amid and leads and one.core[len(first) :][:2] in {", ", " ("} and _is_no_office(one)


def _is_long_heading(one: LabelCandidate) -> bool:
    """Whether the bold goes on past the colon and does not end as sentences do."""
    return one.ink is LabelStyle.GOES_ON and not one.follows.rstrip().endswith(_STOPS)


def _is_signature(one: LabelCandidate) -> bool:
    """Whether an office and a name stand alone in a paragraph; in lists of people they do too."""
    amid = one.known.dialogue and not one.known.marked
    return not one.follows and amid and one.role is not None


def _lost_its_bold(one: LabelCandidate) -> bool:
    """Whether a label amid bold ones is unmistakable.

    It opens with a given name and is all bold, or has initials alone, or an office and whole name.
    """
    if one.role is None:
        given = one.ink is LabelStyle.GOES_ON and one.words[0].is_given_name
        fits = given or (one.words[0].begins_with_initials and not one.quotes)
    else:
        fits = len(one.words) > 1 and one.full and not one.quotes
    return one.known.marked and one.known.dialogue and fits


def _is_of_one_word(one: LabelCandidate) -> bool:
    """Whether the page knows a lone word, or it has a monarch's title."""
    royal = any(word.is_in("royal_titles") for word in printed_words(one.role or ""))
    return len(one.words) == 1 and (royal or one.known.has_word(one.words[0].text))


def _is_plain_name(one: LabelCandidate) -> bool:
    """Whether a bare name may be a label: it has a given name, or is whole amid a dialogue."""
    fits = count_words(one.words) <= _MOST_WORDS_UNVOUCHED
    return fits and (one.words[0].is_given_name or (one.known.dialogue and one.full))


def _is_stopped_name(one: LabelCandidate) -> bool:
    """Whether a full stop stands for the colon, which needs no witness: "Anna Petrova. Yes."."""
    return one.stopped and one.role is None and one.full and one.words[0].is_given_name


_SPEECH: Final = TurnKind.SPEECH
_VOICE: Final = TurnKind.ANONYMOUS
_NO_NAME: Final = RejectionReason.NO_NAME
_UNVOUCHED: Final = RejectionReason.UNVOUCHED

_WORDS: Final = (
    LabelRule("no letter", _NO_NAME, lambda one: not any(map(str.isalnum, one.core))),
    LabelRule("an event", RejectionReason.HEADING, lambda one: is_heading(one.core)),
    LabelRule("a sentence", RejectionReason.SENTENCE, _ends_sentence),
    LabelRule("a voice in bold", _VOICE, _is_bold_voice),
    LabelRule("a voice amid a dialogue", _VOICE, _is_asked),
    LabelRule("a word for a voice in a text", _UNVOUCHED, lambda one: one.is_voice),
    LabelRule("a count", _NO_NAME, lambda one: is_count(one.core)),
)
"""What the words are, a name apart."""

_NAMES: Final = (
    LabelRule("a word of a known name", _SPEECH, lambda one: one.is_known_word),
    LabelRule("two names in bold", _VOICE, lambda one: one.joint and one.bold),
    LabelRule("two names", _UNVOUCHED, lambda one: one.joint),
    LabelRule("an office without a name", _VOICE, _is_nameless_office),
    LabelRule("bold amid a dialogue", _VOICE, _ends_turn),
    LabelRule("no name", _NO_NAME, _is_nameless),
    LabelRule("a name in a sentence", _UNVOUCHED, _is_in_sentence),
    LabelRule("a name in bold", _SPEECH, lambda one: one.bold),
)
"""Who is named; after these rows there is a name without bold."""

_WITHOUT_BOLD: Final = (
    LabelRule("a name and where it belongs", _SPEECH, _is_affiliated),
    LabelRule("no office beside the name", _UNVOUCHED, _is_no_office),
    LabelRule("a heading with a colon in it", _UNVOUCHED, _is_long_heading),
    LabelRule("an office and a name alone", _SPEECH, _is_signature),
    LabelRule("a line of a list", _UNVOUCHED, lambda one: not one.follows),
    LabelRule("a small letter follows", _UNVOUCHED, lambda one: one.continues),
    LabelRule("a name that the page has", _SPEECH, lambda one: one.vouched),
    LabelRule("a label that lost its bold", _SPEECH, _lost_its_bold),
    LabelRule("labels are in bold here", _UNVOUCHED, lambda one: one.known.marked),
    LabelRule("initials", _SPEECH, lambda one: one.words[0].begins_with_initials),
    LabelRule("one word of a known name, or a monarch's", _SPEECH, _is_of_one_word),
    LabelRule("one word", _UNVOUCHED, lambda one: len(one.words) == 1),
    LabelRule("an office and a name", _SPEECH, lambda one: one.role is not None),
    LabelRule("a churchman", _SPEECH, lambda one: one.words[0].is_in("religious_titles")),
    LabelRule("a bare name", _SPEECH, _is_plain_name),
    LabelRule("a name without a witness", _UNVOUCHED, lambda _: True),
)
"""Whether a name without bold is that of a speaker: the page vouches, or its shape does."""

AFTER_COLON: Final = (*_WORDS, *_NAMES, *_WITHOUT_BOLD)

WITHOUT_COLON: Final = (
    LabelRule("nobody speaks on the page", None, lambda one: not one.known.dialogue),
    LabelRule("a small letter follows", None, lambda one: one.continues),
    LabelRule("an event", None, lambda one: is_heading(one.core)),
    LabelRule(
        "a voice",
        _VOICE,
        lambda one: is_voice(one.core) and bool(one.follows or " " in one.printed),
    ),
    LabelRule("no name before words", None, lambda one: not one.follows or one.named is None),
    LabelRule("a name and a full stop", _SPEECH, _is_stopped_name),
    LabelRule("a name that the page has", _SPEECH, lambda one: one.vouched),
    LabelRule("bold in a text", None, lambda _: True),
)
"""A label whose colon was forgotten: words must follow, and the page must have the name."""
