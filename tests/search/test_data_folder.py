"""What is kept is its user's alone, and what another user could have put there is not opened."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from search.cli.main import main
from search.data_folder import private_umask, refuse_foreign
from search.engines import open_engine, open_writer, verify
from search.engines.folder_lock import FolderLock
from search.errors import BadSetting, Busy, StoreUnavailable, Untrusted
from search.query.request import Request
from search.settings import Settings, read_settings
from search.store.saved_queries import FILE_NAME, SavedQueries

OTHER = 12_345


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an index of the sample, built under a umask that lets all read."""
    folder = tmp_path_factory.mktemp("data") / "data"
    before = os.umask(0o022)
    try:
        done = CliRunner().invoke(main, ["--data", str(folder), "index", "--sample"])
    finally:
        os.umask(before)
    assert done.exit_code == 0, done.output
    return folder


def settings_of(folder: Path, **more: object) -> Settings:
    return read_settings({"data": folder, **more}, {})


def test_all_that_is_made_is_readable_by_its_owner_alone(built: Path) -> None:
    SavedQueries(built / FILE_NAME).save("one", Request("bridge"), (), "g")
    found = [built, *built.rglob("*")]
    assert len(found) > 10
    assert [one for one in found if stat.S_IMODE(one.lstat().st_mode) & 0o077] == []


def test_the_umask_of_before_comes_back(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with FolderLock(tmp_path), private_umask():
            pass
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


@pytest.mark.parametrize("name", ["saved.sqlite3", "index.lock", "ledger.sqlite3", "generations"])
def test_nothing_is_written_through_a_link(tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    data = tmp_path / "data"
    data.mkdir()
    (data / name).symlink_to(tmp_path if name == "generations" else victim)
    done = CliRunner().invoke(main, ["--data", str(data), "index", "--sample"])
    done = (
        CliRunner().invoke(main, ["--data", str(data), "save", "x", "q"])
        if (name == "saved.sqlite3") and done.exit_code == 0
        else done
    )
    assert done.exit_code == 1, done.output
    assert "symbolic link" in done.output
    assert victim.read_text() == "precious"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["data", "victim"]


def test_a_link_in_place_of_a_passing_file_is_replaced(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    data = tmp_path / "data"
    data.mkdir()
    for name in ("index.holder", "current.new"):
        (data / name).symlink_to(victim)
    done = CliRunner().invoke(main, ["--data", str(data), "index", "--sample"])
    assert done.exit_code == 0, done.output
    assert victim.read_text() == "precious"


def test_a_lock_of_a_foreign_program_is_told_with_a_way_on(tmp_path: Path) -> None:
    program = "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, 2); print(); input()"
    lock = tmp_path / "index.lock"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holding:
        assert holding.stdout is not None
        holding.stdout.readline()
        with pytest.raises(Busy, match=r"lslocks.*or delete the file"), FolderLock(tmp_path):
            pass
        lock.unlink()
        with FolderLock(tmp_path):
            assert (tmp_path / "index.holder").is_file()
        holding.kill()


@pytest.fixture
def as_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process as another user, to whom the files of the test are foreign."""
    own = os.geteuid()
    if own == 0:
        real = Path.stat

        def stat_of(self: Path, **named: bool) -> os.stat_result:
            found = list(real(self, **named))
            found[4] = OTHER
            return os.stat_result(found)

        monkeypatch.setattr(Path, "stat", stat_of)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: OTHER)


def test_an_index_of_another_user_is_refused_unless_allowed(built: Path, as_other: None) -> None:
    settings = settings_of(built)
    with pytest.raises(Untrusted, match="ONRECORD_FOREIGN_DATA=yes"):
        open_engine(settings)
    with pytest.raises(Untrusted, match="chown"):
        verify(settings)
    assert open_engine(settings_of(built, foreign_data="yes")).manifest.sample
    assert verify(settings_of(built, foreign_data="yes")) == ()


def test_one_file_of_another_user_in_an_index_is_enough(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of(built)
    real = Path.stat

    def stat_of(self: Path, **named: bool) -> os.stat_result:
        found = list(real(self, **named))
        if self.suffix == ".toc":
            found[4] = OTHER
        return os.stat_result(found)

    assert list(built.rglob("*.toc"))
    monkeypatch.setattr(Path, "stat", stat_of)
    with pytest.raises(Untrusted, match=r"\.toc belongs to user 12345"):
        verify(settings)


def test_root_is_trusted_and_what_is_not_there_is_let_pass(tmp_path: Path) -> None:
    refuse_foreign([tmp_path, tmp_path / "none", Path("/")], allowed=False)


def test_the_setting_is_yes_or_no() -> None:
    assert read_settings({"foreign_data": "on"}, {}).foreign_data is True
    assert read_settings({"foreign_data": "No"}, {}).foreign_data is False
    with pytest.raises(BadSetting, match="yes or no"):
        read_settings({"foreign_data": "perhaps"}, {})


@pytest.mark.parametrize(
    ("column", "value"), [("ids", zlib.compress(b"\xff\xfe")), ("query", b"\xff\xfe")]
)
def test_a_saved_row_that_is_no_utf_8_is_told(tmp_path: Path, column: str, value: bytes) -> None:
    path = tmp_path / FILE_NAME
    saved = SavedQueries(path)
    saved.save("one", Request("bridge"), (), "g")
    with sqlite3.connect(path) as connection:
        cast = "?" if column == "ids" else "CAST(? AS TEXT)"
        connection.execute(f"UPDATE saved SET {column} = {cast}", (value,))
    connection.close()
    with pytest.raises(StoreUnavailable, match=r"see that .* the file is whole"):
        saved.all()
    done = CliRunner().invoke(main, ["--data", str(tmp_path), "saved"])
    assert done.exit_code == 1
    assert "Traceback" not in done.output


def test_a_writer_refuses_a_folder_of_another_user(tmp_path: Path, as_other: None) -> None:
    done = CliRunner().invoke(main, ["--data", str(tmp_path), "index", "--sample"])
    assert done.exit_code == 1
    assert "belongs to user" in done.output
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Untrusted), open_writer(settings_of(tmp_path)):
        pass
