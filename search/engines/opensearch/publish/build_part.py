"""One build by several machines → the statements of each part, and the name of the build.

The machines need not know of each other: each derives the name from the digests of all statements
of the build, so machines with other statements, or other rules for cleaning, find another name.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.tokenizer import VERSION as TEXT_VERSION
from search.engines.opensearch.layout.mapping import LAYOUT
from search.errors import BadValue
from search.records import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.engine import Offer
    from search.records import StatementId

MOST_PARTS: Final = 1_000
_NUMBER: Final = re.compile(r"-(\d+)\Z")
_NAME_DIGITS: Final = 24


class BuildPart(NamedTuple):
    """The n-th part, from 1, of a build of `total` parts; as text `2/8`."""

    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.number}/{self.total}"

    def has(self, statement_id: StatementId) -> bool:
        """Whether a statement is of this part: its number modulo the parts is that of the part."""
        numbered = _NUMBER.search(statement_id)
        number = int(numbered[1]) if numbered else _spread(statement_id)
        return number % self.total == self.number - 1


def read_build_part(text: str) -> BuildPart:
    """The part that a text such as `2/8` names; `BadValue` for any other text."""
    found = re.fullmatch(r"(\d{1,4})/(\d{1,4})", text, re.ASCII)
    part = BuildPart(int(found[1]), int(found[2])) if found else BuildPart(0, 0)
    if not 1 <= part.number <= part.total <= MOST_PARTS:
        raise BadValue("part", text, "a part such as 2/8, the second of eight")
    return part


def build_name(offers: Iterable[Offer], parts: int, shards: int) -> str:
    """The name of a build of these statements in so many parts, the same on every machine."""
    digest = hashlib.sha256(f"{SCHEMA_VERSION} {TEXT_VERSION} {LAYOUT} {parts} {shards}".encode())
    for offer in sorted(offers, key=lambda one: one.id):
        digest.update(f"\n{offer.id} {offer.digest}".encode())
    return digest.hexdigest()[:_NAME_DIGITS]


def _spread(statement_id: str) -> int:
    """A number for a statement without one, the same on every machine."""
    return int.from_bytes(hashlib.sha256(statement_id.encode()).digest()[:8], "big")
