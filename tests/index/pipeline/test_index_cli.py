"""`onrecord index` as a user meets it: stopped, and over a disk that refuses."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

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
