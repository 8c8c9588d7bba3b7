"""A candidate for a label → whether letters or marks of it were lost, so that none reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.attribution.label_candidate import LabelStyle
from index.attribution.unread_shape import MOST_LABEL_WORDS
from index.names.word import look_up

if TYPE_CHECKING:
    from index.attribution.label_candidate import LabelCandidate

_DAMAGED: Final = re.compile(r"\S*(?:\ufffd|\?(?=[^\W\d_])|\?\?)\S*")
_BROKEN_INITIALS: Final = re.compile(
    r"[А-ЯЁ](?: ?[,;]|[.]{2}| \.) ?[А-ЯЁа-яё][а-яё-]+|[А-ЯЁ]\.[а-яё][а-яё-]+"
    r"|[А-ЯЁ]{2}[а-яё]{3,}|\[(?:[А-ЯЁ]\.){1,2} ?[А-ЯЁ][а-яё-]+\]"
    r"|[А-ЯЁ]\. ?[А-ЯЁ][а-яё-]+ [а-яё]{1,3}"
)
"""Initials and a surname with a wrong mark, a lost or a stray space: «О,Орлов», «ООрлов»."""


def is_damaged(one: LabelCandidate) -> bool:
    """Whether amid a dialogue letters of a label are lost: "Ir\N{REPLACEMENT CHARACTER}na Quist".

    What is left of its name is nobody's. A damaged office before a name that is whole is none of
    these.
    """
    spoken = one.known.dialogue and bool(one.follows) and not one.continues
    if spoken and one.known.is_text and _BROKEN_INITIALS.fullmatch(one.core):
        return one.ink is LabelStyle.PLAIN
    damaged = _DAMAGED.search(one.core) if spoken else None
    if damaged is None or _is_before_whole_name(one):
        return False
    in_text = one.known.is_text and one.ink is LabelStyle.PLAIN
    shaped = all(map(_is_of_damaged_label, one.core.split()))
    return one.bold or (in_text and shaped and len(one.core.split()) <= MOST_LABEL_WORDS)


def _is_of_damaged_label(word: str) -> bool:
    """Whether a word of a label is a capital, damaged at its head, or small as those of offices."""
    known = look_up(word.strip("(),"))
    small = known.is_in("joining_words") or known.is_role_word or known.is_particle
    return known.is_capitalised or small or word.strip("(),")[:1] in ("\ufffd", "?")


def _is_before_whole_name(one: LabelCandidate) -> bool:
    """Whether all that is damaged is an office, a word or more before a name that is whole."""
    beside = (one.role or "").split()
    ends = one.core.endswith(" ".join(word.text for word in one.words)) and one.full
    told = one.vouched or (ends and one.words[0].is_given_name)
    return ends and told and bool(beside) and _DAMAGED.search(beside[-1]) is None
