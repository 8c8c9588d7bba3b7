"""Whatever lies in a folder, what can be read of it is, and the rest is named."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.saves.page import SavedFile, UnreadablePath
from index.saves.pages import MOST_DEPTH, find

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = b"<p>The river rose.</p>"


def found_in(folder: Path) -> tuple[list[str], list[str]]:
    """Names of the files, and of what is closed with why."""
    every = list(find(folder))
    files = [one.path.name for one in every if isinstance(one, SavedFile)]
    closed = [f"{one.path.name}: {one.why}" for one in every if isinstance(one, UnreadablePath)]
    return files, closed


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A folder in which others lie deeper than Python's stack; emptied from below."""
    (tmp_path / "page.html").write_bytes(PAGE)
    here = Path.cwd()
    os.chdir(tmp_path)
    for _ in range(1_100):
        Path("x").mkdir()
        os.chdir("x")
    Path("far.html").write_bytes(PAGE)
    os.chdir(here)
    yield tmp_path
    os.chdir(tmp_path)
    for _ in range(1_100):
        os.chdir("x")
    Path("far.html").unlink()
    for _ in range(1_100):
        os.chdir("..")
        Path("x").rmdir()
    os.chdir(here)


def test_a_folder_too_deep_is_named_and_the_rest_is_read(deep: Path) -> None:
    files, closed = found_in(deep)
    assert files == ["page.html"]
    assert closed == [f"x: more than {MOST_DEPTH} folders lie in one another"]


def test_a_path_too_long_for_the_system_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    here, name, depth = Path.cwd(), "n" * 200, 30
    os.chdir(tmp_path)
    for _ in range(depth):
        Path(name).mkdir()
        os.chdir(name)
    os.chdir(here)
    try:
        files, closed = found_in(tmp_path)
    finally:
        os.chdir(tmp_path)
        for _ in range(depth):
            os.chdir(name)
        for _ in range(depth):
            os.chdir("..")
            Path(name).rmdir()
        os.chdir(here)
    assert files == ["page.html"]
    assert [one.rpartition(": ")[2] for one in closed] == ["File name too long"]


@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_a_folder_that_may_not_be_entered_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    for name in ("closed/a.html", "open.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PAGE)
    if os.geteuid() == 0:  # who may enter everything: the system's answers are played
        _play_rights(monkeypatch, str(tmp_path / "closed"), mode)
    else:
        (tmp_path / "closed").chmod(mode)
    try:
        files, closed = found_in(tmp_path)
    finally:
        (tmp_path / "closed").chmod(0o755)
    assert files == ["open.html"]
    assert closed == ["closed: Permission denied"]


def _play_rights(monkeypatch: pytest.MonkeyPatch, folder: str, mode: int) -> None:
    scandir, access = os.scandir, os.access

    def listed(path: Path) -> object:
        if str(path) == folder and not mode & 0o444:
            raise PermissionError(13, os.strerror(13))
        return scandir(path)

    def allowed(path: Path, right: int) -> bool:
        return access(path, right) if str(path) != folder else bool(mode & 0o111)

    monkeypatch.setattr(os, "scandir", listed)
    monkeypatch.setattr(os, "access", allowed)


def test_what_is_no_file_is_named_and_never_opened(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "device.html").symlink_to("/dev/zero")
    (tmp_path / "terminal").symlink_to("/dev/tty")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(tmp_path)  # a socket's path is short
        listening.bind("socket.html")
        os.chdir(here)
        files, closed = found_in(tmp_path)
    assert files == ["page.html"]
    assert sorted(closed) == [
        f"{name}: no regular file"
        for name in ("device.html", "pipe.html", "socket.html", "terminal")
    ]


def test_names_that_are_no_text_are_found_under_printable_ones(tmp_path: Path) -> None:
    for name in (b"bad\xff.html", b"esc\x1b[31m.html", b"line\nbreak.html", b"c1\xc2\x9b.html"):
        (tmp_path / os.fsdecode(name)).write_bytes(PAGE)
    assert len([one.name.encode() for one in find(tmp_path)]) == 4
