"""`onrecord index` as a user meets it: stopped, and over a disk that refuses."""

from __future__ import annotations

import errno
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from index.pipeline import examine_pool
from index.saves.page import SavedFile
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


def test_files_still_waiting_are_not_read_once_a_build_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled: list[bool] = []

    class Pool(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            cancelled.append(cancel_futures)
            super().shutdown(wait, cancel_futures=cancel_futures)

    monkeypatch.setattr(examine_pool, "pool", Pool)
    monkeypatch.setattr(examine_pool, "examine", lambda _saved: [])
    files = [SavedFile(tmp_path / f"{number}.html", 1, 1) for number in range(1_000)]
    stream = examine_pool.examine_all(files, 2)
    next(stream)
    stream.close()
    assert cancelled == [True]
