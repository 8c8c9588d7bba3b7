"""A WARC → the pages answered in it, each record alone; records of other kinds are passed over.

Format: ISO 28500. The loop over records is ours: warcio's ends an archive at the first record it
cannot read, refuses one that is gzipped as a whole, and reads bodies without a limit. Heads are
read by warcio.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from index.archives.content_type import charset_of, media_type_of
from index.archives.expanding import CUT, DAMAGE
from index.archives.http_answer import HttpAnswer, read_answer
from index.archives.limits import MOST_FEED_BYTES, DamagedMember
from index.archives.member import Member
from index.archives.record_stream import RecordStream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, BinaryIO

    from index.archives.limits import Budget
    from index.archives.record_stream import RawRecord

_VERSIONS: Final = ("WARC/1.1", "WARC/1.0", "WARC/0.18", "WARC/0.17", "WARC/")
_KINDS: Final = ("response", "resource")
"""Records that hold a page; request, metadata, revisit, conversion, warcinfo hold none."""

_SCHEMES: Final = ("http://", "https://")
_OK: Final = 200
_YEARS: Final = range(1990, 2200)  # in which pages may have been answered
_REDIRECTIONS: Final = range(300, 400)


def read_warc(name: str, source: BinaryIO, budget: Budget) -> Iterator[Member]:
    """Every web page in a WARC, in the order it was saved, and what could not be read."""
    records = RecordStream(source, MOST_FEED_BYTES)
    pages, seen, cut = 0, 0, False
    while record := records.next():
        seen += 1
        budget.member()
        cut = cut or record.is_cut or CUT in record.block
        member = _member(record, f"{name} breaks off after {pages:,} pages", budget)
        if member is not None:
            pages += 1
            yield member
    if not seen and not records.breaks_off:
        yield Member("", broken=f"{name} is no WARC: it holds no record")
    elif records.breaks_off:
        yield Member("", broken=f"{name} breaks off after {pages:,} pages")
    elif records.lost:
        yield Member("", broken=f"{name} is damaged: {_places(records.lost)}")
    elif not pages and not cut:
        yield Member("", broken=f"{name} holds no page that was answered")


def _places(count: int) -> str:
    """Where bytes that begin no record were passed over."""
    return f"in {count:,} place{'s'[: count != 1]} no record could be read"


def _member(record: RawRecord, breaks_off: str, budget: Budget) -> Member | None:
    """What a record holds, or why it cannot be read; None where it holds no page."""
    head = _parsed(record.head)
    kind = (_header(head, "WARC-Type") or "").lower()
    url = (_header(head, "WARC-Target-URI") or "").strip().strip("<>").replace(" ", "%20")
    if record.is_cut or CUT in record.block:
        return Member(url, url=url or None, broken=breaks_off)
    if kind not in _KINDS or not url.lower().startswith(_SCHEMES):
        return None
    if DAMAGE in record.block:
        return Member(url, url=url, broken="the record is damaged in the archive")
    captured = _moment(_header(head, "WARC-Date") or "")
    try:
        if kind == "resource":
            said = _header(head, "Content-Type") or ""
            answer = HttpAnswer(_OK, record.block, charset_of(said), media_type_of(said))
        elif not record.block.strip():
            answer = HttpAnswer(_OK, b"", None, None)
        else:
            answer = read_answer(record.block, budget)
    except DamagedMember as error:
        return Member(url, url=url, captured=captured, broken=str(error))
    if answer.status in _REDIRECTIONS:
        return None
    return Member(
        url,
        answer.body,
        url,
        answer.charset,
        answer.media_type,
        answer.status,
        captured,
    )


def _parsed(head: bytes) -> Any:
    """A record's head; None where it cannot be read."""
    try:
        return StatusAndHeadersParser(_VERSIONS).parse(io.BytesIO(head))
    except (StatusAndHeadersParserException, ArchiveLoadFailed, EOFError, ValueError):
        return None


def _header(head: Any, name: str) -> str | None:
    value = head.get_header(name) if head is not None else None
    return value if isinstance(value, str) else None


def _moment(text: str) -> datetime | None:
    """When a page was answered, by the one form of the standard or the bare digits of old tools."""
    digits = re.sub(r"\D", "", text.partition(".")[0])
    try:
        moment = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment.year in _YEARS else None
