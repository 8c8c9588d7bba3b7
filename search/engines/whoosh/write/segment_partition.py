"""Statements offered → the segments they are cut into, each named after what it is made of.

Statements stand in one order (language, number, id), and the ids of statements decide where a
segment ends: so a statement that is added, changed or removed alters the segment it falls
in and leaves the others, names and all, as they were. See `docs/decisions/0014-segments.md`.
"""

from __future__ import annotations

import hashlib
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.tokenizer import VERSION as TEXT_VERSION
from search.engines.whoosh.format.schema import ENGINE_VERSION
from search.records import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engine import Offer
    from search.records import StatementId

LEAST_CHARS: Final = 1_500_000  # of text in a usual segment: one is built anew in a second or two
MOST_CHARS: Final = 8_000_000  # building one takes about 250 MB
_FEW: Final = 16  # segments; a word is looked up in each of them when it is first asked for
_GREATEST: Final = 2.0  # of a segment, in usual ones; the least is a half
_UNKNOWN_CHARS: Final = 4_000  # of a statement whose size is not known
_NAME_DIGITS: Final = 32
_LAYOUT: Final = 4  # raised when the same statements are written as other bytes that read alike
_HASHES: Final = 1 << 64


class SegmentPlan(NamedTuple):
    """A segment to be: its name, which is a digest of all that goes into it, and its statements."""

    name: str
    offers: tuple[Offer, ...]

    @property
    def chars(self) -> int:
        """About how much text it has."""
        return sum(map(_chars, self.offers))


def usual_chars(total: int) -> int:
    """How much text a usual segment holds where there are `total` characters.

    It doubles as an index grows, so that there are few segments; at that moment, which is seldom,
    all of them are built anew.
    """
    chars = LEAST_CHARS
    while chars < MOST_CHARS and total > _FEW * chars:
        chars *= 2
    return min(chars, MOST_CHARS)


def partition(offers: Sequence[Offer], segment_chars: int | None = None) -> Iterator[SegmentPlan]:
    """The segments of a generation, in order; usual ones hold about `segment_chars`."""
    if segment_chars is None:
        segment_chars = usual_chars(sum(map(_chars, offers)))
    least, greatest = segment_chars / 2, segment_chars * _GREATEST
    group: list[Offer] = []
    filled = 0
    for offer in sorted(offers, key=lambda one: place(one.id)):
        chars = _chars(offer)
        if group and filled >= least and _ends_before(offer.id, chars / (segment_chars - least)):
            yield _named(group)
            group, filled = [], 0
        while group and filled + chars > greatest:
            end = _best_end([*group, offer], least)
            yield _named(group[:end])
            group = group[end:]
            filled = sum(map(_chars, group))
        group.append(offer)
        filled += chars
    if group:
        yield _named(group)


def _best_end(group: Sequence[Offer], least: float) -> int:
    """Where to end a segment that got too large: before the id that is nearest to saying so.

    Not where it got too large: that place moves with every change of a text, this one seldom.
    """
    before = [0, *accumulate(map(_chars, group))]
    places = [at for at in range(1, len(group)) if before[at] >= least] or [len(group) - 1]
    return min(places, key=lambda at: _hash(group[at].id))


def place(statement_id: StatementId) -> tuple[str, str, int, str]:
    """Where a statement stands among all: by language, id space, number, id."""
    lang, _, rest = statement_id.partition("-")
    space, _, number = rest.rpartition("-")
    known = number.isascii() and number.isdecimal()
    return lang, space, int(number) if known else -1, statement_id


def _ends_before(statement_id: StatementId, chance: float) -> bool:
    """Whether a segment ends before this statement: of all ids, `chance` of them say so."""
    return _hash(statement_id) < chance * _HASHES


def _hash(statement_id: StatementId) -> int:
    return int.from_bytes(hashlib.sha256(statement_id.encode()).digest()[:8], "big")


def _chars(offer: Offer) -> int:
    return offer.chars or _UNKNOWN_CHARS


def _named(group: Sequence[Offer]) -> SegmentPlan:
    """A segment's name: equal names, equal bytes."""
    versions = (str(SCHEMA_VERSION), TEXT_VERSION, ENGINE_VERSION, str(_LAYOUT))
    digest = hashlib.sha256("\n".join((*versions, "")).encode())
    for offer in group:
        digest.update(f"{offer.id} {offer.digest}\n".encode())
    return SegmentPlan(digest.hexdigest()[:_NAME_DIGITS], tuple(group))
