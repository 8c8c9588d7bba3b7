"""Numbers of documents → the statements and turns Whoosh stores of them, some kept in memory."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

from search.engines.whoosh.format.documents import stored_head, stored_turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.engines.whoosh.read.byte_cache import ByteCache
    from search.engines.whoosh.read.postings import PostingFiles
    from search.records import Statement, Turn

T = TypeVar("T")

_HEAD_BYTES: Final = 1_500  # of a statement's own fields
_TURN_BYTES: Final = 600  # of a turn's, but for its paragraphs


class _Kept(NamedTuple, Generic[T]):
    """A record and about how much memory it takes."""

    record: T
    nbytes: int


class StoredReader:
    """Reads stored statements and turns; safe to share between threads."""

    def __init__(self, files: PostingFiles, cache: ByteCache) -> None:
        self._files = files
        self._cache = cache

    def heads(self, documents: Sequence[int], indexed: Sequence[int]) -> list[Statement]:
        """The statements of head documents, their turns left out; indexed at those seconds.

        The moment (-1: none) is no part of what Whoosh stores, see `format.columns`.
        """

        def read(at: int) -> _Kept[Statement]:
            fields = self._files.stored(documents[at])
            moment = datetime.fromtimestamp(indexed[at], UTC) if indexed[at] >= 0 else None
            nbytes = _HEAD_BYTES + sys.getsizeof(fields["head"])
            return _Kept(stored_head(fields, moment), nbytes)

        return [kept.record for kept in self._cache.get_each(documents, read)]

    def turns(self, documents: Sequence[int]) -> list[Turn]:
        """The turns of turn documents."""

        def read(at: int) -> _Kept[Turn]:
            turn = stored_turn(self._files.stored(documents[at]))
            return _Kept(turn, _TURN_BYTES + sum(map(sys.getsizeof, turn.paragraphs)))

        return [kept.record for kept in self._cache.get_each(documents, read)]
