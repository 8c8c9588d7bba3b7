"""The labels of a text around which nothing of the site stands → whether it is a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.attribution.anonymous import is_plain_voice
from index.names.name_shapes import looks_full
from index.names.word import printed_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.attribution.labels import Label


def is_spoken(labels: Mapping[int, Label]) -> bool:
    """Whether a text begins with a label, or holds two, one of them of a whole name or a voice.

    `labels` are by the position of what they open. "Salt: 5 parts" and "Disallow: /search" begin
    lines as labels do.
    """
    return (0 in labels or len(labels) > 1) and any(map(_is_sure, labels.values()))


def _is_sure(label: Label) -> bool:
    if label.speaker is None:
        return is_plain_voice(label.printed)
    return looks_full(printed_words(label.speaker))
