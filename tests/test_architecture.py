"""`docs/architecture.md` names every room there is, and no module that is not there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent
TEXT: Final = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PROGRAM: Final = ("search", "index", "webui", "cluster")
ROOTS: Final = (*PROGRAM, "benchmarks", "tests")
MOST_MODULES: Final = 15
"""Beside its `__init__`, in one folder: what a reader takes in at one look."""


def modules() -> list[Path]:
    """Every module of the program."""
    return [file for root in PROGRAM for file in (ROOT / root).rglob("*.py")]


def rooms() -> list[str]:
    """Folders that hold modules of the program."""
    return sorted({file.parent.relative_to(ROOT).as_posix() for file in modules()})


def named(pattern: str) -> list[str]:
    """What the page names in that form, each once."""
    return sorted(set(re.findall(pattern, TEXT)))


@pytest.mark.parametrize("room", rooms())
def test_every_room_is_named(room: str) -> None:
    assert f"`{room}/`" in TEXT


@pytest.mark.parametrize("room", rooms())
def test_no_room_shows_more_than_a_reader_takes_in(room: str) -> None:
    shown = [file.name for file in (ROOT / room).glob("*.py") if file.name != "__init__.py"]
    assert len(shown) <= MOST_MODULES, sorted(shown)


@pytest.mark.parametrize("room", rooms())
def test_every_room_says_what_comes_in_and_what_goes_out(room: str) -> None:
    assert (ROOT / room / "__init__.py").read_text(encoding="utf-8").startswith('"""')


@pytest.mark.parametrize("path", named(r"\b(?:search|index|webui)/[\w/]+\.py"))
def test_every_path_it_names_exists(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("name", named(r"(?<![\w/])\w+\.py\b"))
def test_every_module_it_names_exists(name: str) -> None:
    assert any(file.name == name for file in modules())


@pytest.mark.parametrize("folder", named(rf"`((?:{'|'.join(ROOTS)})/[\w/]*)`"))
def test_every_folder_it_names_exists(folder: str) -> None:
    assert (ROOT / folder).is_dir()


def test_a_public_class_name_stands_once_in_the_tree() -> None:
    texts = (file.read_text(encoding="utf-8") for file in modules())
    found = Counter(name for text in texts for name in re.findall(r"(?m)^class ([A-Z]\w*)", text))
    assert found
    assert [name for name, count in found.items() if count > 1] == []


def test_tests_import_what_is_installed_and_run_the_rest_as_programs() -> None:
    texts = {file: file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("*.py")}
    found = [
        str(file)
        for file, text in texts.items()
        if re.search(r"(?m)^(?:from|import) benchmarks", text)
    ]
    assert texts
    assert found == []
