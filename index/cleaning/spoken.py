"""A text around which nothing of the site stands → whether it is a statement all the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.attribution.anonymous import is_plain_voice
from index.names.name_shapes import looks_full
from index.names.word import printed_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.attribution.labels import Label

_MESSAGE: Final = re.compile(
    r"(?:The (?:message|telegram|letter|greeting)s? (?:of \w+ )?reads?"
    r"(?:,? in (?:part|particular))?,?"
    r"|В (?:телеграмме|послании|приветствии|обращении|письме)(?:,? в частности,?)? говорится)"
    r"\s?:\s*[“«\"„]",
)


def is_spoken(labels: Mapping[int, Label]) -> bool:
    """Whether a text begins with a label, or holds two, one of them of a whole name or a voice.

    `labels` are by the position of what they open. "Salt: 5 parts" and "Disallow: /search" begin
    lines as labels do.
    """
    return (0 in labels or len(labels) > 1) and any(map(_is_sure, labels.values()))


def is_message(text: str) -> bool:
    """Whether a text begins as the site gives out messages: "The message reads, in part:"."""
    return _MESSAGE.match(text) is not None


def _is_sure(label: Label) -> bool:
    if label.speaker is None:
        return is_plain_voice(label.printed)
    return looks_full(printed_words(label.speaker))
