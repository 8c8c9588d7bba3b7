"""Numbers of documents → the statements and turns Whoosh stores of them, some kept in memory."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from search.engines.whoosh.documents import stored_head, stored_turn

if TYPE_CHECKING:
    from search.engines.whoosh.cache import ByteCache
    from search.engines.whoosh.postings import PostingFiles
    from search.records import Statement, Turn

T = TypeVar("T")

_RECORD_BYTES: Final = 1_500  # of a record's own fields


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    """A record and about how much memory it takes."""

    record: T
    nbytes: int


class Stored:
    """Reads what is stored; safe to share between threads."""

    def __init__(self, files: PostingFiles, cache: ByteCache) -> None:
        self._files = files
        self._cache = cache

    def head(self, document: int, indexed: int) -> Statement:
        """The statement of a head document, its turns left out; indexed at that second, -1: none.

        The moment is no part of what Whoosh stores, see `search.engines.whoosh.columns`.
        """

        def read() -> _Kept[Statement]:
            fields = self._files.stored(document)
            head = stored_head(fields)
            if indexed >= 0:
                head = replace(head, indexed=datetime.fromtimestamp(indexed, UTC))
            return _Kept(head, _size(fields["head"]))

        return self._cache.get(("stored", document), read).record

    def turn(self, document: int) -> Turn:
        """The turn of a turn document."""

        def read() -> _Kept[Turn]:
            fields = self._files.stored(document)
            return _Kept(stored_turn(fields), _size(fields["body"]))

        return self._cache.get(("stored", document), read).record


def _size(text: str) -> int:
    return _RECORD_BYTES + sys.getsizeof(text)
