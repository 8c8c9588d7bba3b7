"""A folder or a file → the files in it (`find`) → the pages saved in each (`read`).

`find` opens nothing and yields every regular file, whatever it is, so that a report adds up to
what lies on the disk; `index.saves.recognise` says why a file is no statement.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.archives.opening import members
from index.saves.feed import entry_pages, is_atom
from index.saves.page import Page, SavedFile, UnreadablePath

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.archives.member import Member

MOST_DEPTH: Final = 256
"""Folders in one another; no tool that saves pages nests them so."""
_PRINT_PAGE: Final = "print.html"


def find(path: Path) -> Iterator[SavedFile | UnreadablePath]:
    """Every file at or below `path`, in one order; links are followed, each folder only once."""
    if not path.is_dir():
        yield _saved(path)
        return
    yield from _walk(path)


def read(saved: SavedFile) -> Iterator[Page]:
    """The pages in one file, at least one; `OSError` when it cannot be opened.

    What cannot be read of an archive is a page that is `broken`; what stands beside it is read.
    """
    stands_for_itself = not has_double_beside(saved.path)
    with saved.path.open("rb") as stream:
        for member in members(saved.path.name, stream, saved.size_bytes):
            page = replace(_page(saved.name, member), stands_for_itself=stands_for_itself)
            if is_atom(page.content) and not page.broken:
                yield from entry_pages(page)
            else:
                yield page


def print_page_of(path: str) -> str:
    """Where the print page of a saved page lies, as mirrors lay it."""
    return f"{Path(path).with_suffix('')}/{_PRINT_PAGE}"


def has_double_beside(path: Path) -> bool:
    """Whether a file is named as a print page is, and the page itself lies where mirrors lay it."""
    folder = path.parent
    return path.name == _PRINT_PAGE and any(
        folder.with_name(f"{folder.name}{suffix}").is_file() for suffix in (".html", ".htm")
    )


def _page(file: str, member: Member) -> Page:
    name, url = _text(member.name), _text(member.url) if member.url else None
    parting = "#" if url and name else "/"
    broken = _text(member.broken) if member.broken else None
    return Page(
        f"{file}{parting}{name}" if name else file,
        member.content,
        url,
        f"{name}: {broken}" if broken and name else broken,
        member.charset,
        member.media_type,
        member.status,
        member.captured,
        member.is_link,
    )


def _text(name: str) -> str:
    """A name of an archive that can be stored; what is no text in it stands as an escape."""
    return name.encode("utf-8", "backslashreplace").decode()


def _walk(root: Path) -> Iterator[SavedFile | UnreadablePath]:
    """Everything below a folder; its own folders before linked ones, each once.

    Without recursion: trees nest deeper than Python's stack.
    """
    seen: set[tuple[int, int]] = set()
    open_folders: list[Iterator[tuple[Path, bool]]] = [iter([(root, True)])]
    while open_folders:
        path, is_folder = next(open_folders[-1], (None, False))
        if path is None:
            open_folders.pop()
        elif not is_folder:
            yield _saved(path)
        else:
            try:
                open_folders.append(iter(_entries(path, len(open_folders), seen)))
            except OSError as error:
                yield UnreadablePath(path, error.strerror or "cannot be read", is_folder=True)


def _entries(folder: Path, depth: int, seen: set[tuple[int, int]]) -> Sequence[tuple[Path, bool]]:
    """What lies in a folder that was not `seen`, and whether each is a folder.

    `OSError` where that cannot be told: a folder that may be listed may yet be closed.
    """
    status = folder.stat()
    here = (status.st_dev, status.st_ino)
    if here in seen:
        return ()
    seen.add(here)
    if depth > MOST_DEPTH:
        raise OSError(errno.ELOOP, f"more than {MOST_DEPTH} folders lie in one another")
    with os.scandir(folder) as entries:
        inside = sorted(entries, key=lambda entry: (entry.is_symlink(), entry.name))
    if inside and not os.access(folder, os.X_OK):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))
    return [(Path(entry.path), _is_folder(entry)) for entry in inside]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder, or a link to one; a link to nowhere is a closed file."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _saved(path: Path) -> SavedFile | UnreadablePath:
    """A file with its size and age; a device, a socket or a link to nowhere is closed."""
    try:
        status = path.stat()
    except OSError as error:
        return UnreadablePath(path, error.strerror or "cannot be read")
    if not stat.S_ISREG(status.st_mode):
        return UnreadablePath(path, "no regular file")
    return SavedFile(path, status.st_size, status.st_mtime_ns)
