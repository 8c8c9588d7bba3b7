"""What tests of several rooms share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock
from hypothesis import settings

from search.cli.main import main

# no test is judged by its time: machines are shared
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def corpus_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an index over the real pages, built once for all workers; read only."""
    corpus = os.environ.get("ONRECORD_CORPUS")
    if not corpus:
        pytest.skip("ONRECORD_CORPUS names no folder of real pages")
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    data = shared / "corpus-data"
    with FileLock(f"{data}.lock"):
        if not (data / "current").exists():
            pages = [str(Path(corpus) / name) for name in ("en.kremlin.ru", "ru-2025-flat")]
            built = CliRunner().invoke(main, ["--data", str(data), "index", *pages, "--jobs", "1"])
            assert built.exit_code == 0, built.output
    return data
