"""A folder or a file → the files in it (`find`) → the pages saved in each (`read`).

`find` opens nothing and yields every regular file, whatever it is, so that a report adds up to
what lies on the disk; `index.saves.recognise` says why a file is no statement.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.saves.archives import read_mhtml, read_warc
from index.saves.page import Page, SavedFile, UnreadablePath

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES_READ: Final = 256 * 1024 * 1024
"""A larger file is no page (the longest real one has 0.7 MB); only its beginning is read."""

_MHTML: Final = (".mht", ".mhtml")
_WARC: Final = (".warc", ".warc.gz")


def find(path: Path) -> Iterator[SavedFile | UnreadablePath]:
    """Every file at or below `path`, in one order; links are followed, each folder only once."""
    if not path.is_dir():
        yield _saved(path)
        return
    yield from _walk(path, set())


def read(saved: SavedFile) -> Iterator[Page]:
    """The pages in one file; `OSError` or `Unreadable` when it cannot be opened."""
    where = saved.name
    name = saved.path.name.lower()
    if name.endswith(_WARC):
        for answer in read_warc(saved.path):
            yield Page(f"{where}#{answer.url}", answer.content, answer.url, answer.broken)
        return
    content = _content(saved.path)
    if name.endswith(_MHTML):
        url, html = read_mhtml(content)
        yield Page(where, html, url)
    else:
        yield Page(where, content)


def _walk(folder: Path, seen: set[tuple[int, int]]) -> Iterator[SavedFile | UnreadablePath]:
    """Everything below a folder that was not `seen`; its own folders before linked ones."""
    try:
        status = folder.stat()
        here = (status.st_dev, status.st_ino)
        if here in seen:
            return
        seen.add(here)
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: (entry.is_symlink(), entry.name))
    except OSError as error:
        yield UnreadablePath(folder, error.strerror or "cannot be read", is_folder=True)
        return
    for entry in inside:
        path = Path(entry.path)
        if path.is_dir():
            yield from _walk(path, seen)
        else:
            yield _saved(path)


def _saved(path: Path) -> SavedFile | UnreadablePath:
    """A file with its size and age; a device, a socket or a link to nowhere is closed."""
    try:
        status = path.stat()
    except OSError as error:
        return UnreadablePath(path, error.strerror or "cannot be read")
    if not stat.S_ISREG(status.st_mode):
        return UnreadablePath(path, "no regular file")
    return SavedFile(path, status.st_size, status.st_mtime_ns)


def _content(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES_READ)
