"""What tests of several rooms share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner
from filelock import FileLock
from hypothesis import settings

from search.cli.main import main

# no test is judged by its time: machines are shared
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

CORPUS_FOLDERS: Final = ("en.kremlin.ru", "ru-2025-flat")
CORPUS_FILES: Final = ("seed-cuba-2024.txt", "press-2021-2022.csv")
"""What the folder of real pages holds that tests read."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip tests of real pages where no folder is named; fail them where one is and lacks pages."""
    if item.get_closest_marker("corpus") is None:
        return
    corpus = os.environ.get("ONRECORD_CORPUS")
    if not corpus:
        pytest.skip("ONRECORD_CORPUS names no folder of real pages")
    missing = [name for name in CORPUS_FOLDERS if not (Path(corpus) / name).is_dir()]
    missing += [name for name in CORPUS_FILES if not (Path(corpus) / name).is_file()]
    if missing:
        pytest.fail(f"ONRECORD_CORPUS={corpus} lacks {', '.join(missing)}", pytrace=False)


@pytest.fixture(scope="session")
def corpus_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an index over the real pages, built once for all workers; read only."""
    corpus = Path(os.environ["ONRECORD_CORPUS"])
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    data = shared / "corpus-data"
    with FileLock(f"{data}.lock"):
        if not (data / "current").exists():
            pages = [str(corpus / name) for name in CORPUS_FOLDERS]
            built = CliRunner().invoke(main, ["--data", str(data), "index", *pages, "--jobs", "1"])
            assert built.exit_code == 0, built.output
    return data
