"""The words before a name → whether an office ends there, and which words are trades by sound."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.names.word import PrintedWord

_TRADE: Final = re.compile(r".{2,}(?:ist|naut|man|woman|er|or|ian|eer|ant|ess|ic)$")
_PLAIN_TRADE: Final = re.compile(
    r".{2,}(?:ist|naut|man|woman|maid|ician|mother|father|smith|keeper|maker|worker|master|grower"
    r"|breeder|driver)"
)


def ends_office(office: Sequence[PrintedWord]) -> bool:
    """Whether an office may end after these words, so that all that follows is the name.

    It may after a place, a title or an institution, and after a word without a capital, unless a
    name may follow that ("the film Comet") and none stands before it ("the Comet film").
    """
    *before, last = office
    if last.is_place or last.is_title or last.text.endswith(")"):
        return True
    if not last.text[-1:].isalpha() or last.is_in("joining_words"):
        return False
    if not last.is_in("named_things"):
        return last.text[0].islower() or last.is_in("office_ends")
    return bool(before) and before[-1].is_capitalised and not before[-1].is_foreign_to_names


def sounds_like_trade(word: PrintedWord) -> bool:
    """Whether a word ends as trades do, and as names may: "Beekeeper", "Alexander"."""
    return _TRADE.fullmatch(word.folded) is not None


def is_surely_trade(word: PrintedWord) -> bool:
    """Whether a word ends as trades do and names do not: "Beekeeper"."""
    return _PLAIN_TRADE.fullmatch(word.folded) is not None
