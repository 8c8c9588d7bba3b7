"""One build by several machines: which statements are whose, and what the build is called.

The machines need not be told of each other: each knows all statements of the build by their
digests, so each finds the same name for it, and machines that hold other statements, or other rules
for cleaning them, find another.
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

MOST_SHARES: Final = 1_000
_NUMBER: Final = re.compile(r"-(\d+)\Z")
_NAME_DIGITS: Final = 24


class BuildPart(NamedTuple):
    """The n-th (from 1) of so many parts of a build."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def has(self, statement_id: StatementId) -> bool:
        """Whether a statement is of this part: its number, divided by the parts, leaves ours."""
        numbered = _NUMBER.search(statement_id)
        number = int(numbered[1]) if numbered else _spread(statement_id)
        return number % self.of == self.number - 1


def read_build_part(text: str) -> BuildPart:
    """`2/8` as a share; `BadValue` for what is none."""
    found = re.fullmatch(r"(\d{1,4})/(\d{1,4})", text, re.ASCII)
    share = BuildPart(int(found[1]), int(found[2])) if found else BuildPart(0, 0)
    if not 1 <= share.number <= share.of <= MOST_SHARES:
        raise BadValue("part", text, "a part such as 2/8, the second of eight")
    return share


def build_name(offers: Iterable[Offer], of: int, shards: int) -> str:
    """What all machines call a build of these statements in so many parts."""
    digest = hashlib.sha256(f"{SCHEMA_VERSION} {TEXT_VERSION} {LAYOUT} {of} {shards}".encode())
    for offer in sorted(offers, key=lambda one: one.id):
        digest.update(f"\n{offer.id} {offer.digest}".encode())
    return digest.hexdigest()[:_NAME_DIGITS]


def _spread(statement_id: str) -> int:
    """A number for a statement without one, the same on every machine."""
    return int.from_bytes(hashlib.sha256(statement_id.encode()).digest()[:8], "big")
