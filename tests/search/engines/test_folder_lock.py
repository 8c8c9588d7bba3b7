"""The lock of a data folder: one holder at a time, who is named, and none after leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from search.engines import open_writer
from search.engines.folder_lock import FolderLock
from search.engines.whoosh.generations import Generations
from search.errors import BadSetting, Busy
from search.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_holder_hears_of_the_first_and_comes_in_after_it(tmp_path: Path) -> None:
    with FolderLock(tmp_path), pytest.raises(Busy, match=r"by another run \(process \d+ on .*UTC"):
        FolderLock(tmp_path).__enter__()
    assert not (tmp_path / "index.holder").exists()
    with FolderLock(tmp_path):
        assert (tmp_path / "index.holder").is_file()


def test_the_lock_is_given_back_where_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(LookupError), FolderLock(tmp_path):
        raise LookupError
    with FolderLock(tmp_path / "new" / "folder"), FolderLock(tmp_path):
        pass


def test_a_place_that_cannot_be_a_folder_is_a_bad_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with (
        pytest.raises(BadSetting, match="a folder that can be written"),
        FolderLock(tmp_path / "file"),
    ):
        pass


def test_a_writer_that_fails_on_entering_gives_the_lock_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: Generations) -> None:
        raise OSError(5, "Input/output error")

    writer = open_writer(read_settings({"data": tmp_path}, {}))
    with monkeypatch.context() as patched:
        patched.setattr(Generations, "sweep", failing)
        with pytest.raises(OSError, match="Input/output error"):
            writer.__enter__()
    with FolderLock(tmp_path):
        pass
