"""The data folder's built indexes: made beside the serving one, published whole, swept when old.

    generations/<UTC time>-s<schema>/   an index; `manifest.json` written last
    current                             one line naming the generation that serves

Whatever dies at whatever moment, `current` names a whole generation or none.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from whoosh import versionstring

from search.engines.manifest import REBUILD, manifest_from, manifest_shape
from search.errors import DamagedIndex, IndexUnavailable, NoIndex
from search.records import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from pathlib import Path

    from search.records import Manifest
    from search.settings import Settings

MANIFEST_NAME: Final = "manifest.json"
FORMS_NAME: Final = "forms.json"
LEXICON_NAME: Final = "lexicon.json"
INDEX_NAME: Final = "MAIN"  # as Whoosh calls an index that nobody named
CONTENTS_NAME: Final = f"_{INDEX_NAME}_1.toc"  # Whoosh's table of contents of its first commit
ENGINE_VERSION: Final = f"whoosh {versionstring()}"
_FOLDER: Final = "generations"
_CURRENT: Final = "current"

Files = Mapping[str, Mapping[str, Any]]
"""Name of a file of a generation → its size (`bytes`) and digest (`sha256`) when published."""


class Generations:
    """The generations of one data folder."""

    def __init__(self, settings: Settings) -> None:
        self._data = settings.data
        self._keep = settings.keep_generations

    def folder(self, name: str) -> Path:
        """The folder of a generation."""
        return self._data / _FOLDER / name

    def current(self) -> str:
        """The name of the generation that serves."""
        try:
            name = (self._data / _CURRENT).read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            raise NoIndex(
                f"there is no index in {self._data} yet; run `onrecord index PATH…` with the "
                "folder of your saved pages"
            ) from None
        except PermissionError as error:
            raise IndexUnavailable(
                f"{self._data} may not be read ({error.strerror}); give this user the right to, or "
                "name another folder with ONRECORD_DATA or --data"
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise DamagedIndex(f"{self._data / _CURRENT}: {error}; {REBUILD}") from error
        if not name or name != os.path.basename(name) or not self.folder(name).is_dir():  # noqa: PTH119 # Path.name forgives "a/.."
            raise DamagedIndex(
                f"{self._data / _CURRENT} names {name!r}, which is no generation; {REBUILD}"
            )
        return name

    def begin(self, now: datetime) -> Path:
        """A new empty folder for a generation built from `now` on."""
        # to the microsecond: a name must never come back while a reader may still hold its first
        stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%f")
        folder = self.folder(f"{stamp}-s{SCHEMA_VERSION}")
        folder.mkdir(parents=True)
        return folder

    def carry(self, prefixes: Sequence[str], folder: Path) -> dict[str, Files]:
        """Link files of the serving generation into `folder`, all whose names begin so.

        For each prefix the files, by name; without those that are not there as they were published.
        """
        try:
            serving = self.folder(self.current())
            _, files = read_manifest(serving)
        except IndexUnavailable:
            return {}
        carried: dict[str, Files] = {}
        for prefix in prefixes:
            found = {name: was for name, was in files.items() if name.startswith(prefix)}
            if found and all(_size(serving / name) == was["bytes"] for name, was in found.items()):
                for name in found:
                    _link(serving / name, folder / name)
                carried[prefix] = found
        return carried

    def publish(self, folder: Path, manifest: Manifest, durable: Files) -> None:
        """Make the generation durable, then let it serve; the serving one is replaced at once.

        `durable` are those of its files that are so already.
        """
        files = dict(durable)
        for one in folder.iterdir():
            if one.name not in durable:
                sync(one)
                files[one.name] = described(one)
        unnamed = folder / f"{MANIFEST_NAME}.new"
        _write_durably(unnamed, _dump(manifest, files))
        unnamed.replace(folder / MANIFEST_NAME)  # from here on the generation counts as whole
        sync(folder)
        sync(folder.parent)
        coming = self._data / f"{_CURRENT}.new"
        _write_durably(coming, f"{folder.name}\n")
        coming.replace(self._data / _CURRENT)
        sync(self._data)

    def sweep(self) -> None:
        """Delete what no run finished, and whole generations older than those to keep."""
        root = self._data / _FOLDER
        if not root.is_dir():
            return
        whole = sorted(one.name for one in root.iterdir() if (one / MANIFEST_NAME).is_file())
        serving = self._serving(whole)
        older = [name for name in whole if name != serving]
        kept = {serving, *(older[-self._keep :] if self._keep else [])}
        for one in root.iterdir():
            if one.name not in kept:
                shutil.rmtree(one, ignore_errors=True)  # in use elsewhere: the next run sweeps it
        (self._data / f"{_CURRENT}.new").unlink(missing_ok=True)

    def _serving(self, whole: Sequence[str]) -> str:
        """The generation that serves; where `current` is damaged the newest one, to be kept."""
        try:
            return self.current()
        except IndexUnavailable:
            return whole[-1] if whole else ""


def read_manifest(folder: Path) -> tuple[Manifest, Files]:
    """A generation's manifest and what its files were; refuses another version's."""
    try:
        given = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
        manifest = manifest_from(given, ENGINE_VERSION)
        files: Files = given["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(
            f"the manifest of {folder} cannot be read ({error}); {REBUILD}"
        ) from error
    return manifest, files


def check_files(folder: Path, files: Files, *, thoroughly: Collection[str]) -> None:
    """Refuse a generation that is not as it was published.

    Every file's size is looked at, the content of those named in `thoroughly`; `damage` looks at
    the content of all.
    """
    wrong = [name for name, was in files.items() if _size(folder / name) != was["bytes"]]
    wrong += [name for name in thoroughly if not _is_as_published(folder / name, files)]
    if wrong:
        raise DamagedIndex(
            f"{folder / wrong[0]} is missing or has changed since it was published; {REBUILD}"
        )


def damage(folder: Path) -> tuple[str, ...]:
    """Names of a generation's files that are missing or have changed since it was published."""
    _, files = read_manifest(folder)
    return tuple(name for name in files if not _is_as_published(folder / name, files))


def _is_as_published(path: Path, files: Files) -> bool:
    was = files.get(path.name)
    return was is not None and _size(path) == was["bytes"] and digest(path) == was["sha256"]


def _size(path: Path) -> int:
    """A file's size in bytes; -1 when there is no such file."""
    return path.stat().st_size if path.is_file() else -1


def described(path: Path) -> Mapping[str, Any]:
    """What the manifest keeps of a file."""
    return {"bytes": path.stat().st_size, "sha256": digest(path)}


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _dump(manifest: Manifest, files: Files) -> str:
    shape = manifest_shape(manifest) | {"files": dict(sorted(files.items()))}
    return json.dumps(shape, ensure_ascii=False, indent=1) + "\n"


def _link(path: Path, other: Path) -> None:
    """Make one file stand in two places; a copy where the system knows no links."""
    try:
        other.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, other)
        sync(other)


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sync(path: Path) -> None:
    """Make a file's content, or a folder's names, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
