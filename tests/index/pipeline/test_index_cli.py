"""`onrecord index` as a user meets it: stopped, and over a disk that refuses."""

from __future__ import annotations

import errno
import json
import os
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from made_archives import answered, article, http, record
from search.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

STOPS = (
    (KeyboardInterrupt(), "onrecord: stopped. What served before goes on serving"),
    (
        OSError(errno.EIO, "Input/output error", "pages/90001.html"),
        "onrecord: the system refused to go on: Input/output error: pages/90001.html",
    ),
)


@pytest.mark.parametrize(("error", "said"), STOPS)
def test_a_build_that_is_stopped_says_so_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, said: str
) -> None:
    def stopped(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr("index.cli.build", stopped)
    result = CliRunner().invoke(main, ["--data", str(tmp_path), "index", str(tmp_path)])
    assert result.exit_code == 1
    assert result.stderr.startswith(said)


NAMES = (b"esc\x1b[31m\x07.html", b"c1\xc2\x9b31m.html", "rtl\u202e.html".encode(), b"bad\xff.html")


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_no_name_of_a_file_steers_the_terminal(tmp_path: Path, flags: list[str]) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "90001.html").write_bytes(article(90001))
    for name in (*NAMES, b"two\nlines.html"):
        (pages / os.fsdecode(name)).write_bytes(b"<html>\x1b[2J")
    result = CliRunner().invoke(main, ["--data", str(tmp_path / "d"), "index", str(pages), *flags])
    assert result.exit_code == 0
    assert not set(result.output) & {"\x1b", "\x07", "\x9b", "\u202e"}
    if flags:
        paths = [one["path"] for one in json.loads(result.stdout)["skipped_pages"]]
        assert f"{pages}/esc\x1b[31m\x07.html" in paths
        assert f"{pages}/bad\\xff.html" in paths
    else:
        assert "esc\\x1b[31m\\x07.html" in result.stdout or "and 2 more" in result.stdout


def test_an_archive_is_cleaned_page_by_page_and_what_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    bad = record(90002, http(b"\x1f\x8bnothing", "Content-Encoding: gzip"))
    path.write_bytes(answered(90001) + bad + record(90003, b"") + answered(90004))
    result = CliRunner().invoke(main, ["clean", str(path), "--json"])
    assert result.exit_code == 0
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [
        "en-90001",
        "en-90004",
    ]
    assert "(gzip) cannot be undone" in result.stderr
    assert "empty file" in result.stderr


def test_an_archive_without_a_statement_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record(90003, b"") + record(90004, b""))
    result = CliRunner().invoke(main, ["clean", str(path)])
    assert result.exit_code == 2
    assert "holds no statement" in result.stderr


def test_where_nothing_is_indexed_each_failure_has_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record(90002, http(b"\x1f\x8bnothing", "Content-Encoding: gzip")))
    result = CliRunner().invoke(main, ["--data", str(tmp_path / "d"), "index", str(path)])
    assert result.exit_code == 1
    assert "news/90002: the answer's encoding (gzip) cannot be undone" in result.stderr
