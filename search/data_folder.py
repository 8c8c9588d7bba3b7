"""A folder or file of the program's own → made for its user alone, or refused where it is not ours.

What is kept says what somebody searches for, and indexes hold pickles, which run as code when they
are read: both are this user's alone, and what another user could have put there is not opened.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from search.errors import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_OTHERS: Final = 0o077  # bits of a mode that let group and others in
_FOLDER_MODE: Final = 0o700
_FILE_MODE: Final = 0o600
_ROOT: Final = 0  # may change our files anyway


def make_private_folder(folder: Path) -> None:
    """The folder, made for this user alone where it is not there; one that is stays as it is."""
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)


def make_private_file(path: Path) -> None:
    """An empty file for this user alone, where none is there; `Untrusted` for a link."""
    refuse_link(path)
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(path, flags, _FILE_MODE))


def write_private(path: Path, text: str) -> None:
    """A file with this text, for this user alone; whatever stood there, a link too, is replaced."""
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, _FILE_MODE), "w", encoding="utf-8") as file:
        file.write(text)


@contextmanager
def private_umask() -> Iterator[None]:
    """All that this process and those it starts make meanwhile is for this user alone."""
    before = os.umask(_OTHERS)
    try:
        os.umask(before | _OTHERS)
        yield
    finally:
        os.umask(before)


def refuse_link(path: Path) -> None:
    """`Untrusted` where a symbolic link stands: writing would go wherever it leads."""
    if path.is_symlink():
        raise Untrusted(
            f"{path} is a symbolic link, through which nothing is written; put the file itself "
            "there, or remove the link"
        )


def refuse_foreign(paths: Iterable[Path], *, allowed: bool) -> None:
    """`Untrusted` for the first path of another user than this one or root, unless `allowed`.

    Paths that are not there, and systems without owners, are let pass.
    """
    if allowed or not hasattr(os, "geteuid"):
        return
    own = os.geteuid()
    for path in paths:
        try:
            owner = path.stat().st_uid
        except OSError:
            continue
        if owner not in (own, _ROOT):
            raise Untrusted(
                f"{path} belongs to user {owner}, and this is user {own}: an index can hold code "
                "that runs when it is read; take it over with chown, build one of your own in "
                "another folder (--data), or set ONRECORD_FOREIGN_DATA=yes if you trust that user"
            )
