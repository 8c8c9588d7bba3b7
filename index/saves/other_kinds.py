"""A file's name and first bytes → whether it is an attachment, a table, or another's save."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

_MARKUP: Final = re.compile(
    rb"<(?:!doctype|html|head|body|meta|title|article|div|p|span|textarea)\b", re.IGNORECASE
)
_ATTACHMENTS: Final = frozenset(
    {".avif", ".bmp", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp"}
    | {".css", ".eot", ".js", ".json", ".map", ".otf", ".ttf", ".woff", ".woff2", ".xsl"}
    | {".mp3", ".mp4", ".ogg", ".vtt", ".webm", ".wmv"}
    | {".csv", ".doc", ".docx", ".ics", ".pdf", ".ppt", ".pptx", ".rtf"}
    | {".7z", ".gz", ".md", ".py", ".rar", ".tar", ".toml", ".xz", ".zip"}
)
_TABLE_NAME: Final = re.compile(r"\.(?:csv|tsv|json|jsonl|ndjson)(?:\.gz)?$", re.IGNORECASE)
_PACKED: Final = re.compile(
    r"\.(?:zip|wacz|maff|tar|tgz|tbz2?|txz|bz2|xz|warc)(?:\.(?:gz|bz2|xz))?[/#]", re.IGNORECASE
)
_OTHER_TABLES: Final = frozenset(
    {".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".numbers", ".gsheet", ".parquet", ".feather"}
    | {".arrow", ".orc", ".avro", ".sqlite", ".sqlite3", ".db", ".mdb", ".accdb", ".dta", ".sav"}
    | {".rds", ".rdata", ".pkl", ".h5"}
)
_OTHER_TABLE_START: Final = re.compile(rb"(?:PAR1|ARROW1|SQLite format 3)[\0-\x1f]")
_OBJECTS: Final = re.compile(rb"[\xef\xbb\xbf\s]*(?:\{[^\[\]{}]{0,2000})?\[\s*\{")
_OTHER_SAVES: Final = (".webarchive", ".har")
_BEFORE_MARKUP: Final = b"\xef\xbb\xbf \t\r\n"
_BINARY_START: Final = re.compile(
    rb"%PDF|\x89PNG|GIF8|\xff\xd8\xff|PK\x03\x04|\x1f\x8b|\x7fELF|RIFF"
)
_CONTROLS: Final = bytes({*range(9), *range(14, 27), *range(28, 32)})
_MOST_CONTROLS: Final = 0.01  # of a text: stray NUL bytes; of random bytes a tenth are controls


def has_markup(head: bytes) -> bool:
    """Whether an element of HTML begins in it."""
    return _MARKUP.search(head) is not None


def is_attachment(path: PurePath, head: bytes) -> bool:
    """Whether a file is named as pictures, styles and documents are, and is no page."""
    return path.suffix.lower() in _ATTACHMENTS and not has_markup(head)


def is_binary(head: bytes) -> bool:
    """Whether a file begins as no text does."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return _BINARY_START.match(head) is not None or controls > _MOST_CONTROLS * len(head)


def is_table(where: str, head: bytes) -> bool:
    """Whether a file is named as a table is, and begins as one: of JSON a list of objects does."""
    path = PurePath(where)
    if not _TABLE_NAME.search(path.name):
        return False
    if head.startswith(b"\x1f\x8b") or path.suffix.lower() != ".json":
        return not head.lstrip(_BEFORE_MARKUP).startswith(b"<")
    return _OBJECTS.match(head) is not None


def is_packed(where: str) -> bool:
    """Whether a page lies in an archive, or in a compressed file that is not read as a table."""
    return _PACKED.search(where) is not None


def is_other_table(path: PurePath, head: bytes) -> bool:
    """Whether a file is a spreadsheet or a database of another program, by name or first bytes."""
    if _OTHER_TABLE_START.match(head):
        return True
    named = path.suffix.lower() in _OTHER_TABLES
    return named and (is_binary(head) or not has_markup(head))


def is_other_save(path: PurePath) -> bool:
    """Whether a file is named as Safari's web archive or a log of a browser's requests."""
    return path.suffix.lower() in _OTHER_SAVES
