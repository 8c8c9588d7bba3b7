"""A folder or a file → the files in it (`find`) → the pages saved in each (`read`).

`find` opens nothing and yields every regular file, whatever it is, so that a report adds up to
what lies on the disk; `index.saves.recognise` says why a file is no statement.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.saves.archives import read_mhtml, read_warc
from index.saves.page import Page, Saved

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES_READ: Final = 256 * 1024 * 1024
"""A larger file is no page (the longest real one has 0.7 MB); only its beginning is read."""

_MHTML: Final = (".mht", ".mhtml")
_WARC: Final = (".warc", ".warc.gz")


def find(path: Path) -> Iterator[Saved]:
    """Every regular file at or below `path`, by path; links are followed, a folder only once."""
    if not path.is_dir():
        yield from _saved(path)
        return
    yield from _walk(path, set())


def read(saved: Saved) -> Iterator[Page]:
    """The pages in one file; `OSError` or `Unreadable` when it cannot be opened."""
    where = str(saved.path)
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


def _walk(folder: Path, above: set[tuple[int, int]]) -> Iterator[Saved]:
    """Depth first; `above` are the folders on the way down, so that a link back ends there."""
    status = folder.stat()
    here = (status.st_dev, status.st_ino)
    if here in above:
        return
    with os.scandir(folder) as entries:
        names = sorted(entries, key=lambda entry: entry.name)
    for entry in names:
        if entry.is_dir():
            yield from _walk(Path(entry.path), above | {here})
        else:
            yield from _saved(Path(entry.path))


def _saved(path: Path) -> Iterator[Saved]:
    """`path` with its size and age; nothing for a device, a socket or a link to nowhere."""
    if path.is_file():
        status = path.stat()
        yield Saved(path, status.st_size, status.st_mtime_ns)


def _content(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES_READ)
