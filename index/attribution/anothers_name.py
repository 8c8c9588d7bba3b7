"""A candidate for a label → whether the only name in it is somebody's who does not speak.

Such a label names nobody: "Ivan Petrov’s deputy", "Letter to Ivan Petrov", «Помощник О.Орлова».
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.attribution.unread_shape import is_headed_by_title, may_end_turn
from index.names.name_shapes import looks_full
from index.names.word import printed_words

if TYPE_CHECKING:
    from index.attribution.label_candidate import LabelCandidate

_POSSESSIVE: Final = re.compile(r"(?P<name>.+?)[’'](?:s\b|(?=\s))(?P<rest>.*)")
_CASE_ENDING: Final = re.compile(r"(?<=[а-яё]{2})(?:ого|его|ому|ему|ой|ым|[аяуюе])$")
_DECLINED: Final = ("а", "я", "ого", "его", "ой", "ей", "у", "ю")
_NAMED_AFTER: Final = "имени"
_SPEAK_FOR: Final = frozenset({"interpreter", "interpreters", "translator", "translators"})


def is_anothers(one: LabelCandidate) -> bool:
    """Whether the only name is another's, in a label of a text save or in bold."""
    ends = may_end_turn(one) or (one.bold and one.known.dialogue and not one.continues)
    return ends and names_another(one)


def is_voice_to_another(one: LabelCandidate) -> bool:
    """Whether a text save prints to whom a voice speaks: "Question to Ivan Petrov"."""
    return one.is_voice and is_anothers(one)


def names_another(one: LabelCandidate) -> bool:
    """Whether the only name is somebody's whom the speaker serves: "Ivan Petrov’s deputy"."""
    if _is_of_served(one) or _is_after_somebody(one):
        return True
    owned = _POSSESSIVE.fullmatch(one.core)
    if owned and owned["rest"].strip() and one.named is None:
        name = printed_words(owned["name"])
        return looks_full(name) and (name[0].is_given_name or one.known.vouches(name))
    return is_declined(one) or _is_of_speaker(one) or _is_case_of_speaker(one)


def _is_of_speaker(one: LabelCandidate) -> bool:
    """Whether words end in "of" or "to" and a name that the page has: "Letter to Ivan Petrov"."""
    words = printed_words(one.core)
    return one.known.is_text and any(
        word.is_in("governing_words") and one.known.vouches(words[at + 1 :])
        for at, word in enumerate(words[1:-2], 1)
    )


def _is_case_of_speaker(one: LabelCandidate) -> bool:
    """Whether a Russian name after an office is that of another speaker, declined: «О.Орлова»."""
    if not (one.role and one.words):
        return False
    last = one.words[-1].text
    stem = _CASE_ENDING.sub("", last)
    cases = (stem, f"{stem}й", f"{stem}ий", f"{stem}ый") if stem != last else ()
    given = one.words[0].text if len(one.words) > 1 else ""
    return any(
        one.known.vouches(printed_words(name))
        for case in cases
        for name in (
            f"{given} {case}",
            f"{_CASE_ENDING.sub('', given)} {case}",
            _initialed(given, case),
        )
    )


def _initialed(given: str, surname: str) -> str:
    """A name as most Russian labels have it: «О.Орлов»."""
    return f"{given[:1]}.{surname}" if given else surname


def bears_name(one: LabelCandidate) -> bool:
    """Whether a thing is named after somebody: «Завод имени О.Орлова»."""
    return _is_after_somebody(one) and not is_headed_by_title(one.role or "")


def _is_after_somebody(one: LabelCandidate) -> bool:
    return (one.role or "").split(" ")[-1] == _NAMED_AFTER


def _is_of_served(one: LabelCandidate) -> bool:
    """Whether the speaker speaks for whom alone is named: "Interpreter of Ivan Petrov"."""
    before = printed_words(one.role or "") if one.full else []
    if len(before) < 2 or not before[0].is_in("unnamed_speakers"):
        return False
    office = before[1:]
    speaks = before[0].folded in _SPEAK_FOR and office[0].is_in("governing_words")
    return speaks and all(word.is_title or word.is_in("title_modifiers") for word in office[1:])


def is_declined(one: LabelCandidate) -> bool:
    """Whether a Russian name hangs on the word before it: «Помощник Министра О.Орлова»."""
    before = printed_words(one.role or "")
    if not before or not before[-1].is_in("served_words") or one.vouched or not one.words:
        return False
    return one.words[-1].folded.endswith(_DECLINED)
