"""A folder of archives → which pages are held, since when, and in which bytes.

What is held is read off the archives and not kept in a file of its own that could disagree.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Self

    from index.crawl.network import Headers

CONTENT_DIGEST: Final = "OnRecord-Content-Digest"
"""Our field of a response record: the digest of the page with its encoding undone. A server that
packs the same page anew sends other bytes."""
FEED_UPDATED: Final = "OnRecord-Feed-Updated"
"""Our field: when feed or list said, as the page was fetched, that it changed last."""

ODD: Final = "OnRecord-Odd"
"""Our field: "yes" where what came is not built as statements are. The site may have shown a notice
in the page's place, so such a page is asked for again."""

_REFERS_TO: Final = "WARC-Refers-To-"
_KINDS: Final = frozenset({"response", "revisit"})


@dataclass(frozen=True, slots=True)
class HeldPage:
    """The last save of a page: which record holds its bytes, and when it was last seen."""

    url: str  # of the record that holds the bytes; a revisit record names it
    date: str  # that record's WARC-Date
    payload_digest: str
    content: str  # the digest of the decoded bytes; empty in archives that do not say
    etag: str
    modified: str
    seen: datetime
    updated: datetime | None  # as feed or list said when it was last seen
    odd: bool = False  # no statement came

    @classmethod
    def of_record(cls, head: Any, http: Any, before: HeldPage | None) -> Self:
        """The page of a response or revisit record; `before` is the save of it before this one."""
        said, date = head.get_header(FEED_UPDATED), head.get_header("WARC-Date")
        old_marks = (before.etag, before.modified) if before else ("", "")
        etag, modified = (http.get_header(name) or "" for name in ("ETag", "Last-Modified"))
        if http.get_statuscode() == "304":  # which need not repeat them
            etag, modified = etag or old_marks[0], modified or old_marks[1]
        return cls(
            url=head.get_header(f"{_REFERS_TO}Target-URI") or head.get_header("WARC-Target-URI"),
            date=head.get_header(f"{_REFERS_TO}Date") or date,
            payload_digest=head.get_header("WARC-Payload-Digest") or "",
            content=head.get_header(CONTENT_DIGEST) or "",
            etag=etag,
            modified=modified,
            seen=datetime.fromisoformat(date).astimezone(UTC),
            updated=datetime.fromisoformat(said) if said else None,
            odd=head.get_header(ODD) == "yes",
        )

    def conditions(self) -> Headers:
        """The headers that ask for the page only where it changed, if the site told its marks.

        None where archives of others do not say by which digest a revisit record would name it.
        """
        if not self.payload_digest:
            return ()
        marks = (("If-None-Match", self.etag), ("If-Modified-Since", self.modified))
        return tuple((name, value) for name, value in marks if value)

    def is_stale(self, updated: datetime | None) -> bool:
        """Whether to ask again: feed or list says now that it changed since, or it was odd."""
        return self.odd or (updated is not None and updated > (self.updated or self.seen))


@dataclass(slots=True)
class HeldPages:
    """The pages held, by identity; `notes` say what could not be read."""

    by_key: dict[str, HeldPage] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _by_content: dict[str, HeldPage] = field(default_factory=dict)

    @classmethod
    def read(cls, files: list[Path], identity: Callable[[str], str | None]) -> Self:
        """The pages in archives, by `identity` of their addresses."""
        held = cls()
        for path in sorted(files):
            try:
                held._read(path, identity)
            except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
                held.notes.append(
                    f"{path} cannot be read to its end, what follows there is not known: {error}"
                )
        return held

    def get(self, key: str) -> HeldPage | None:
        """The last save of a page."""
        return self.by_key.get(key)

    def add(self, key: str, page: HeldPage) -> None:
        """A page was saved."""
        before = self.by_key.get(key)
        if before is None or before.seen <= page.seen:
            self.by_key[key] = page
        if page.content:
            self._by_content.setdefault(page.content, page)

    def same_as(self, key: str, content: str) -> HeldPage | None:
        """The page that these bytes repeat: the last save of `key`, or of a page not held another.

        Not an earlier save of the same page: what it says now must be its last save.
        """
        before = self.by_key.get(key)
        if before is not None:
            return before if before.content == content else None
        return self._by_content.get(content)

    def _read(self, path: Path, identity: Callable[[str], str | None]) -> None:
        for head, http in _records(path):
            key = identity(head.get_header("WARC-Target-URI") or "")
            if key is not None:
                self.add(key, HeldPage.of_record(head, http, self.by_key.get(key)))


def _records(path: Path) -> Iterator[tuple[Any, Any]]:
    """The heads of every record of a page in an archive."""
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            http = record.http_headers
            status = http.get_statuscode() if http else ""
            if record.rec_type in _KINDS and status in ("200", "304"):
                yield record.rec_headers, http


def content_digest(content: bytes) -> str:
    """What a decoded page is known by."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
