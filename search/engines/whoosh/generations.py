"""The data folder's built indexes: made beside the serving one, published whole, swept when old.

    generations/<UTC time>-s<schema>/   an index; `manifest.json` written last
    current                             one line naming the generation that serves

Whatever dies at whatever moment, `current` names a whole generation or none.
"""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC
from typing import TYPE_CHECKING, Final

import msgspec

from search.data_folder import make_private_folder, refuse_foreign, refuse_link
from search.engines.manifest import REBUILD, manifest_from, manifest_shape
from search.engines.whoosh.format.schema import ENGINE_VERSION
from search.engines.whoosh.published_files import (
    changed_files,
    described,
    link,
    sync,
    write_durably,
)
from search.errors import DamagedIndex, IndexUnavailable, NoIndex
from search.records import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from search.engines.whoosh.published_files import Files
    from search.records import Manifest
    from search.settings import Settings

MANIFEST_NAME: Final = "manifest.json"
FORMS_NAME: Final = "forms.json"
LEXICON_NAME: Final = "lexicon.json"
_FOLDER: Final = "generations"
_CURRENT: Final = "current"


class Generations:
    """The generations of one data folder."""

    def __init__(self, settings: Settings) -> None:
        self._data = settings.data
        self._current = settings.data / _CURRENT
        self._all = settings.data / _FOLDER
        self._keep = settings.keep_generations
        self._foreign = settings.foreign_data

    def folder(self, name: str) -> Path:
        """The folder of a generation."""
        return self._all / name

    def trusted_folder(self, name: str) -> Path:
        """The folder of a generation, where it and all its files are this user's.

        Raises `Untrusted` where another user may have written what is to be read.
        """
        folder = self.folder(name)
        files = sorted(folder.iterdir()) if folder.is_dir() else ()
        refuse_foreign((self._data, folder.parent, folder, *files), allowed=self._foreign)
        return folder

    def current(self) -> str:
        """The name of the generation that serves.

        Raises `NoIndex` where nothing was published yet, `IndexUnavailable` where it may not be
        read, `DamagedIndex` where `current` names no generation, `Untrusted` where it is another
        user's.
        """
        refuse_foreign((self._data, self._current), allowed=self._foreign)
        try:
            name = self._current.read_text(encoding="utf-8").strip()
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
            raise DamagedIndex(f"{self._current}: {error}; {REBUILD}") from error
        if not name or name != os.path.basename(name) or not self.folder(name).is_dir():  # noqa: PTH119 # Path.name forgives "a/.."
            raise DamagedIndex(f"{self._current} names {name!r}, which is no generation; {REBUILD}")
        return name

    def begin(self, now: datetime) -> Path:
        """A new empty folder for a generation built from `now` on."""
        # to the microsecond: a name must never come back while a reader may still hold its first
        stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%f")
        folder = self.folder(f"{stamp}-s{SCHEMA_VERSION}")
        refuse_link(folder.parent)
        make_private_folder(folder.parent)
        folder.mkdir(mode=0o700)
        return folder

    def carry(self, prefixes: Sequence[str], folder: Path) -> dict[str, Files]:
        """Link the files of the serving generation whose names begin so into `folder`.

        Returns the files of each prefix; of none that are not all there in their published size.
        """
        try:
            serving = self.trusted_folder(self.current())
            _, files = read_manifest(serving)
        except IndexUnavailable:
            return {}
        carried: dict[str, Files] = {}
        for prefix in prefixes:
            found = {name: was for name, was in files.items() if name.startswith(prefix)}
            if found and not changed_files(serving, found, contents=()):
                for name in found:
                    link(serving / name, folder / name)
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
        shape = manifest_shape(manifest) | {"files": dict(sorted(files.items()))}
        write_durably(unnamed, json.dumps(shape, ensure_ascii=False, indent=1) + "\n")
        unnamed.replace(folder / MANIFEST_NAME)  # from here on the generation counts as whole
        sync(folder)
        sync(folder.parent)
        coming = self._data / f"{_CURRENT}.new"
        write_durably(coming, f"{folder.name}\n")
        coming.replace(self._current)
        sync(self._data)

    def sweep(self) -> None:
        """Delete what no run finished, and whole generations older than those to keep."""
        root = self._all
        refuse_foreign((self._data, root), allowed=self._foreign)
        refuse_link(root)  # what lies behind it would be deleted
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
    """A generation's manifest, and its files as they were published.

    Raises `OtherVersion` where another version built it, `DamagedIndex` where it cannot be read.
    """
    try:
        given = msgspec.json.decode((folder / MANIFEST_NAME).read_bytes())
        manifest = manifest_from(given, ENGINE_VERSION)
        files: Files = given["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(
            f"the manifest of {folder} cannot be read ({error}); {REBUILD}"
        ) from error
    return manifest, files
