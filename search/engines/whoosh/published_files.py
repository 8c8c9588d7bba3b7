"""Files of a generation ↔ what its manifest keeps of them; files that survive a power cut."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from search.data_folder import write_private

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

Files = Mapping[str, Mapping[str, Any]]
"""Name of a file of a generation → its size (`bytes`) and digest (`sha256`) when published."""


def described(path: Path) -> Mapping[str, Any]:
    """What the manifest keeps of a file."""
    return {"bytes": path.stat().st_size, "sha256": digest(path)}


def changed_files(folder: Path, files: Files, *, contents: Collection[str]) -> list[str]:
    """Names of files in `folder` that are missing, or not as they were published.

    The size of every file is compared, and the digest of those whose names are in `contents`.
    """
    sizes = _sizes(folder)
    changed = {name for name, was in files.items() if sizes.get(name) != was["bytes"]}
    for name in set(contents) - changed:
        if name not in files or digest(folder / name) != files[name]["sha256"]:
            changed.add(name)
    return sorted(changed)


def _sizes(folder: Path) -> Mapping[str, int]:
    """The size in bytes of each file of a folder; of none where there is no such folder."""
    try:
        with os.scandir(folder) as found:
            return {one.name: one.stat().st_size for one in found if one.is_file()}
    except (FileNotFoundError, NotADirectoryError):
        return {}


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def link(path: Path, other: Path) -> None:
    """Make one file stand in two places; a copy where the system knows no links."""
    try:
        other.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, other)
        sync(other)


def write_durably(path: Path, text: str) -> None:
    """Write a file whose content survives a power cut."""
    write_private(path, text)
    sync(path)


def sync(path: Path) -> None:
    """Make a file's content, or a folder's names, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
