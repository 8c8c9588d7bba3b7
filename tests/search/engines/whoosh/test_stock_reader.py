"""A virtual environment that has Whoosh and not us opens the index and filters its turns."""

from __future__ import annotations

import importlib.util
import json
import pickletools
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest
import whoosh
from whoosh.filedb.filestore import FileStorage

SCRIPT = """
import importlib.util, json, sys
from datetime import datetime
from whoosh.index import open_dir
from whoosh.query import And, DateRange, Phrase, Term

assert importlib.util.find_spec("search") is None, "onrecord is installed here"
assert importlib.util.find_spec("numpy") is None
found = {}
with open_dir(sys.argv[1]).searcher() as searcher:
    for name, query in {
        "speaker": Term("speaker", "Anna Berg"),
        "date": DateRange("date", datetime(2005, 1, 1), datetime(2009, 12, 31)),
        "both": And([
            Term("speaker", "Anna Berg"),
            DateRange("date", datetime(2005, 1, 1), datetime(2009, 12, 31)),
        ]),
        "phrase": And([Phrase("exact", ["the", "of"]), Term("speaker", "Anna Berg")]),
    }.items():
        hits = searcher.search(query, limit=None)
        found[name] = [
            [hit["id"], hit["speaker"], hit["date"].date().isoformat(), hit["body"]]
            for hit in hits
        ]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment's interpreter; Whoosh and what it imports are put in, nothing else."""
    folder = tmp_path_factory.mktemp("stock-venv")
    venv.create(folder, with_pip=False, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "whoosh").symlink_to(Path(whoosh.__file__).parent, target_is_directory=True)
    needed = importlib.util.find_spec("cached_property")  # by whoosh-reloaded 2.7.5, not by whoosh3
    if needed is not None and needed.origin is not None:
        (packages / "cached_property.py").symlink_to(needed.origin)
    return folder / "bin" / "python"


def test_stock_whoosh_filters_turns_by_speaker_and_date(python: Path, built: Any) -> None:
    ran = subprocess.run(
        [python, "-I", "-c", SCRIPT, built.folder], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    expected = [
        [one.turn_id(turn), turn.speaker, one.date.isoformat(), "\n\n".join(turn.paragraphs)]
        for one in built.statements
        for turn in one.turns
    ]
    by_berg = [row for row in expected if row[1] == "Anna Berg"]
    in_years = [row for row in expected if "2005" <= row[2] < "2010"]
    assert sorted(found["speaker"]) == sorted(by_berg)
    assert sorted(found["date"]) == sorted(in_years)
    assert sorted(found["both"]) == sorted(row for row in by_berg if row in in_years)
    assert 0 < len(found["both"]) < len(by_berg)
    phrased = [row for row in by_berg if "the of" in " ".join(row[3].split())]
    assert sorted(found["phrase"]) == sorted(phrased)
    assert phrased


def test_the_pickled_schema_names_classes_of_whoosh_and_python_only(built: Any) -> None:
    with FileStorage(str(built.folder)).open_file("_MAIN_1.toc") as stream:
        for _ in range(3):
            stream.read_varint()
        stream.read_int(), stream.read_int()
        for _ in range(3):
            stream.read_varint()
        pickled = stream.read_string()
    packages = {
        str(argument).split(".")[0].split()[0]
        for opcode, argument, _ in pickletools.genops(pickled)
        if opcode.name == "GLOBAL"
    }
    assert "whoosh" in packages
    old_names = {"__builtin__", "copy_reg"}  # of Python 2, which the pickle protocol writes
    assert packages - {"whoosh"} <= sys.stdlib_module_names | old_names
