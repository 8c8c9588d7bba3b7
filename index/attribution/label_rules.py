"""A candidate for a label → the rule that decides what it is, from two ordered tables.

A rule is a row: its name, its verdict, and when it applies. The first row that applies decides, so
a row may rely on those above it. `AFTER_COLON` judges words before a colon and always decides;
`WITHOUT_COLON` judges opening bold words, None being that nothing looks like a label. A new form of
labels is a row in its place, with its test in `tests/index/attribution`. `Unread` is the verdict on
words that have the shape of a label and that nobody can split into name and office: they end the
turn before, and name nobody.
"""

from __future__ import annotations

import re
from enum import Enum, StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from index.attribution.anonymous import is_plain_voice, is_voice, is_voice_alone
from index.attribution.anothers_name import (
    bears_name,
    is_anothers,
    is_declined,
    is_voice_to_another,
)
from index.attribution.damaged_label import is_damaged
from index.attribution.label_candidate import LabelCandidate, LabelStyle
from index.attribution.unread_shape import (
    gives_names,
    goes_on_small,
    is_address,
    is_amid_other_words,
    is_amid_sentence,
    is_bold_before_small,
    is_bold_name,
    is_bold_speaker,
    is_doubtful,
    is_group_in_text,
    is_in_sentence,
    is_joint,
    is_nameless,
    is_nameless_name,
    is_no_office,
    is_office_and_word,
    is_office_in_text,
    is_placed_given_name,
    is_plain,
    is_small_after_name,
    lost_its_capital,
    lost_its_letters,
    lost_its_spaces,
    may_be_spoken_to,
    may_hold_office,
)
from index.names.lost_spaces import respaced
from index.names.name_shapes import count_words
from index.names.office_words import is_bare_office, is_count, is_thing, reads_as_sentence
from index.names.word import printed_words
from index.names.word_lists import any_of
from search.records import TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable

AMID_OTHER_WORDS: Final = "a name amid other words in a text"
"""The row that text without line breaks asks of: the words may be of a heading there."""

GOES_ON_SMALL: Final = "a whole name that goes on small"
"""The row of bold names without a colon: before anybody speaks the editors' sentences begin so."""

_MOST_WORDS_UNVOUCHED: Final = 4

_SENTENCE_END: Final = re.compile(r"[.?!;…](?=\s|$)")
_NUMBER: Final = re.compile(r"\s*(?:No\.?|№)?\s*\d{1,3}\Z")
_ONE_QUOTE: Final = re.compile(r"«[^»]*»[.]?|[“„][^”“]*[”“][.]?")
_STOPS: Final = (".", "!", "?", "…", ".”", ".»", ".)")


class RejectionReason(StrEnum):
    """Why words before a colon, or in bold, are no label."""

    HEADING = "a heading: it names an event"
    NO_NAME = "no name and no word for a voice in it"
    SENTENCE = "a sentence"
    UNVOUCHED = "not in bold, and nothing on the page vouches for it"


class Unread(Enum):
    """The verdict on a label in which nobody's name can be told."""

    LABEL = "a label that could not be read"


class LabelRule(NamedTuple):
    """One row of a table."""

    name: str
    verdict: TurnKind | RejectionReason | Unread | None
    applies: Callable[[LabelCandidate], bool]


def is_heading(text: str) -> bool:
    """Whether words name an event, as headings between speeches do: "Speech at the forum"."""
    return _heading().match(text) is not None


@cache
def _heading() -> re.Pattern[str]:
    whose = r"(?:the )?(?:\w+ ){0,3}\w+[’']s? "  # "The President’s opening remarks"
    event = rf"(?:{whose})?(?:the )?(?:{any_of('event_adjectives')} )*{any_of('events')}"
    after = rf"(?:,| {any_of('after_events')}\b)"
    parts = r"(?:excerpts?|transcripts?) from\b|начало \w"
    own = rf"{whose}(?:{any_of('event_adjectives')} )*{any_of('events')}\s*\Z"
    return re.compile(rf"{event}{after}|{own}|{parts}", re.IGNORECASE)


@cache
def _abbreviated() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:[^\W\d_]|{any_of('abbreviations')})\.", re.IGNORECASE)


def _ends_sentence(one: LabelCandidate) -> bool:
    """Whether a sentence ends in the words; in bold, where its words say so as well."""
    core = "" if lost_its_letters(one) else _abbreviated().sub("", one.core)
    stops = _SENTENCE_END.search(core) is not None
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
    amid = one.named is None and one.bold and one.known.dialogue and not gives_names(one.follows)
    return amid and is_bare_office(respaced(one.core))


def _is_numbered_voice(one: LabelCandidate) -> bool:
    """Whether a voice in bold is counted: "Question 2"."""
    return _ends_turn(one) and is_voice(_NUMBER.sub("", one.core))


def _ends_turn(one: LabelCandidate) -> bool:
    """Whether words that name nobody end the turn before: in bold, amid a dialogue.

    Whoever speaks then, it is not known to be the one before. What a speaker stresses is a
    sentence, or goes on small.
    """
    spoken = one.bold and one.known.dialogue and bool(one.core) and not one.continues
    lists = gives_names(one.follows)
    return spoken and not lists and is_nameless(one) and not reads_as_sentence(one.core)


def _is_affiliated(one: LabelCandidate) -> bool:
    """Whether amid a dialogue a whole name comes first, then its place: "Anna Petrova (ENI)"."""
    first = " ".join(one.core.split()[: len(one.words)]).rstrip(",")
    leads = first == " ".join(word.text for word in one.words)
    begins = bool(one.follows) and not one.continues and not one.quotes
    amid = one.known.dialogue and not one.known.marked and one.full and begins
    return amid and leads and one.core[len(first) :][:2] in {", ", " ("} and is_no_office(one)


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
_UNREAD: Final = Unread.LABEL
_NO_NAME: Final = RejectionReason.NO_NAME
_UNVOUCHED: Final = RejectionReason.UNVOUCHED

_WORDS: Final = (
    LabelRule("letters that were lost", _UNREAD, is_damaged),
    LabelRule("no letter", _NO_NAME, lambda one: not any(map(str.isalnum, one.core))),
    LabelRule("an event", RejectionReason.HEADING, lambda one: is_heading(one.core)),
    LabelRule("a sentence", RejectionReason.SENTENCE, _ends_sentence),
    LabelRule("an address", RejectionReason.SENTENCE, is_address),
    LabelRule("a voice in bold", _VOICE, _is_bold_voice),
    LabelRule("a voice amid a dialogue", _VOICE, _is_asked),
    LabelRule("a given name and a town in a text", _VOICE, is_placed_given_name),
    LabelRule("somebody described in a text", _UNREAD, is_group_in_text),
    LabelRule("a voice to somebody in a text", _UNREAD, is_voice_to_another),
    LabelRule("a word for a voice in a text", _UNVOUCHED, lambda one: one.is_voice),
    LabelRule("a count", _NO_NAME, lambda one: is_count(one.core)),
    LabelRule("a thing", _NO_NAME, lambda one: is_thing(one.core)),
)
"""What the words are, a name apart."""

_NAMES: Final = (
    LabelRule("a word of a known name", _SPEECH, lambda one: one.is_known_word),
    LabelRule("two names in bold", _UNREAD, lambda one: is_joint(one) and one.bold),
    LabelRule("two names in a text", _UNREAD, lambda one: is_joint(one) and is_plain(one)),
    LabelRule("two names", _UNVOUCHED, is_joint),
    LabelRule("what bears a name", _NO_NAME, bears_name),
    LabelRule("another's name", _UNREAD, is_anothers),
    LabelRule("a known name without its first letter", _UNREAD, lost_its_capital),
    LabelRule("an office without a name", _VOICE, _is_nameless_office),
    LabelRule("an office without a name in a text", _UNREAD, is_office_in_text),
    LabelRule("an office and a name without spaces", _UNREAD, lost_its_spaces),
    LabelRule("a voice with a number", _VOICE, _is_numbered_voice),
    LabelRule("bold amid a dialogue", _UNREAD, _ends_turn),
    LabelRule("words of a name in a text", _UNREAD, is_nameless_name),
    LabelRule("no name", _NO_NAME, is_nameless),
    LabelRule("another's name in a sentence", _UNVOUCHED, is_declined),
    LabelRule("a whole name in bold before a small letter", _UNREAD, is_small_after_name),
    LabelRule("a name before a small letter in a text", _UNREAD, goes_on_small),
    LabelRule("a name in a sentence", _UNVOUCHED, is_in_sentence),
    LabelRule("bold amid a sentence", RejectionReason.SENTENCE, is_amid_sentence),
    LabelRule("a name in bold", _SPEECH, lambda one: one.bold),
)
"""Who is named; after these rows there is a name without bold."""

_WITHOUT_BOLD: Final = (
    LabelRule("a name and where it belongs", _SPEECH, _is_affiliated),
    LabelRule("a name that may be spoken to", _UNREAD, may_be_spoken_to),
    LabelRule("a name that an office may begin", _UNREAD, may_hold_office),
    LabelRule(AMID_OTHER_WORDS, _UNREAD, is_amid_other_words),
    LabelRule("no office beside the name", _UNVOUCHED, is_no_office),
    LabelRule("a heading with a colon in it", _UNVOUCHED, _is_long_heading),
    LabelRule("an office and a name alone", _SPEECH, _is_signature),
    LabelRule("a line of a list", _UNVOUCHED, lambda one: not one.follows),
    LabelRule("a small letter follows", _UNVOUCHED, lambda one: one.continues),
    LabelRule("a name that the page has", _SPEECH, lambda one: one.vouched),
    LabelRule("a label that lost its bold", _SPEECH, _lost_its_bold),
    LabelRule("labels are in bold here", _UNVOUCHED, lambda one: one.known.marked),
    LabelRule("initials", _SPEECH, lambda one: one.words[0].begins_with_initials),
    LabelRule("one word of a known name, or a monarch's", _SPEECH, _is_of_one_word),
    LabelRule("an office and one word in a text", _UNREAD, is_office_and_word),
    LabelRule("one word", _UNVOUCHED, lambda one: len(one.words) == 1),
    LabelRule("an office and a name", _SPEECH, lambda one: one.role is not None),
    LabelRule("a churchman", _SPEECH, lambda one: one.words[0].is_in("religious_titles")),
    LabelRule("a bare name", _SPEECH, _is_plain_name),
    LabelRule("a whole name in a text", _UNREAD, is_doubtful),
    LabelRule("a name without a witness", _UNVOUCHED, lambda _: True),
)
"""Whether a name without bold is that of a speaker: the page vouches, or its shape does."""

AFTER_COLON: Final = (*_WORDS, *_NAMES, *_WITHOUT_BOLD)

WITHOUT_COLON: Final = (
    LabelRule("nobody speaks on the page", None, lambda one: not one.known.dialogue),
    LabelRule(GOES_ON_SMALL, _UNREAD, is_bold_before_small),
    LabelRule("a small letter follows", None, lambda one: one.continues),
    LabelRule("an event", None, lambda one: is_heading(one.core)),
    LabelRule(
        "a voice",
        _VOICE,
        lambda one: is_voice(one.core) and bool(one.follows or " " in one.printed),
    ),
    LabelRule("a name alone in bold", _UNREAD, lambda one: not one.follows and is_bold_name(one)),
    LabelRule(
        "an office or a surname in bold",
        _UNREAD,
        lambda one: bool(one.follows) and not is_bold_name(one) and is_bold_speaker(one),
    ),
    LabelRule("no name before words", None, lambda one: not one.follows or one.named is None),
    LabelRule("a name and a full stop", _SPEECH, _is_stopped_name),
    LabelRule("a name that the page has", _SPEECH, lambda one: one.vouched),
    LabelRule("a name in bold without a witness", _UNREAD, is_bold_name),
    LabelRule("bold in a text", None, lambda _: True),
)
"""A label whose colon was forgotten: words must follow, and the page must have the name."""
