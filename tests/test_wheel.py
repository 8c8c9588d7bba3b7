"""The wheel works by itself: installed in a bare environment it indexes its sample and serves."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import urllib.request
import venv
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 300

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"  # a copy: setuptools leaves its build folder beside what it builds
    for name in ("index", "search", "webui"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, source]
    subprocess.run(build, check=True, timeout=PATIENCE_SECONDS)
    (found,) = folder.glob("onrecord-*.whl")
    return found


@pytest.fixture(scope="module")
def onrecord(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, in an environment that holds the wheel and what it depends on, no more."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=True)
    install = [folder / "bin" / "pip", "install", "--quiet", wheel]
    subprocess.run(install, check=True, timeout=PATIENCE_SECONDS, cwd=folder)
    return folder / "bin" / "onrecord"


@contextmanager
def serving(onrecord: Path, data: Path) -> Iterator[str]:
    command = [onrecord, "--data", data, "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=data) as server:
        assert server.stdout is not None
        try:
            line = server.stdout.readline()
            yield next(word for word in line.split() if word.startswith("http://"))
        finally:
            server.terminate()
            assert server.wait(timeout=30) is not None


def test_the_wheel_holds_rooms_templates_and_sample_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {
        "index",
        "search",
        "webui",
    }
    assert any(name.startswith("webui/templates/") for name in names)
    assert any(name.startswith("webui/static/") for name in names)
    assert sum(name.startswith("index/sample/") for name in names) >= 30


def test_the_installed_wheel_indexes_the_sample_and_serves(onrecord: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    index = [onrecord, "--data", data, "index", "--sample", "--json"]
    report = json.loads(subprocess.run(index, check=True, capture_output=True, cwd=data).stdout)
    assert report["statements"] >= 25
    assert report["failed"] == []
    with serving(onrecord, data) as address:
        with urllib.request.urlopen(f"{address}/search.json?q=water", timeout=30) as answer:
            total = json.load(answer)["total"]["statements"]
        with urllib.request.urlopen(f"{address}/search?q=water", timeout=30) as answer:
            page = answer.read().decode()
    assert total > 0
    assert "<mark>" in page


@pytest.mark.parametrize("module", ["scrapy", "opensearchpy", "playwright"])
def test_extras_are_not_needed_to_start(onrecord: Path, module: str) -> None:
    python = onrecord.parent / "python"
    absent = [python, "-c", f"import {module}"]
    assert subprocess.run(absent, capture_output=True).returncode != 0
    assert subprocess.run([onrecord, "--help"], capture_output=True).returncode == 0


def test_crawling_without_its_extra_says_what_to_install(onrecord: Path, tmp_path: Path) -> None:
    crawl = subprocess.run(
        [onrecord, "--data", tmp_path, "crawl", "--max", "1"], capture_output=True, text=True
    )
    assert crawl.returncode == 2
    assert "pip install 'onrecord[crawl]'" in crawl.stderr
    assert "Traceback" not in crawl.stderr
