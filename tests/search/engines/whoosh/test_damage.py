"""A generation that is not as it was published → what is wrong with it, and what to run."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from published import coverage_of, generations, publish, served
from search.engines import open_engine, open_writer, verify
from search.engines.whoosh.format.columns import read_columns
from search.engines.whoosh.generations import read_manifest
from search.engines.whoosh.published_files import changed_files, digest
from search.errors import DamagedIndex, OtherVersion

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from search.records import Statement
    from search.settings import Settings

    MakeStatement = Callable[..., Statement]


def test_the_manifest_tells_what_was_built_and_of_which_sources(
    settings: Settings, make_statement: MakeStatement
) -> None:
    name = publish(settings, make_statement(1))
    with closing(open_engine(settings)) as engine:
        assert engine.manifest.generation == name
        assert engine.manifest.coverage == coverage_of([make_statement(1)])
        assert engine.manifest.engine.startswith("whoosh ")
    folder = settings.data / "generations" / name
    assert json.loads((folder / "sources.json").read_text()) == ["pages"]
    assert damage(folder) == []


@pytest.mark.parametrize("field", ["schema", "text", "engine"])
def test_another_version_is_refused_with_the_command_that_mends_it(
    settings: Settings, make_statement: MakeStatement, field: str
) -> None:
    folder = settings.data / "generations" / publish(settings, make_statement(1))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest[field] = 99
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(OtherVersion, match="run `onrecord index` to build it anew"):
        open_engine(settings)


def test_every_file_that_is_missing_cut_or_changed_is_noticed(
    settings: Settings, make_statement: MakeStatement, make_turn: Callable[..., Any]
) -> None:
    name = publish(settings, make_statement(1, make_turn("Anna Berg", "Peace.")))
    folder = settings.data / "generations" / name
    names = sorted(path.name for path in folder.iterdir() if path.name != "sources.json")
    assert len(names) > 10
    for path in (folder / one for one in names):
        whole = path.read_bytes()
        for broken in (None, whole[: len(whole) // 2]):
            path.unlink() if broken is None else path.write_bytes(broken)
            with pytest.raises(DamagedIndex, match="onrecord index --full"):
                open_engine(settings)
            path.write_bytes(whole)
        if path.name != "manifest.json":
            path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
            assert damage(folder) == [path.name]
            path.write_bytes(whole)
    assert served(settings) == ["en-1"]


def damage(folder: Path) -> list[str]:
    """Names of files that are not as they were published."""
    _, files = read_manifest(folder)
    return changed_files(folder, files, contents=files)


MENDS = "; run `onrecord index --full` to build it anew from the remembered sources"


def made_official(folder: Path, name: str) -> None:
    """Enter a file as it is into the manifest, as if it had been published so."""
    manifest = json.loads((folder / "manifest.json").read_text())
    path = folder / name
    manifest["files"][name] = {"bytes": path.stat().st_size, "sha256": digest(path)}
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_arrays_that_differ_from_the_documents_are_noticed(
    settings: Settings, make_statement: MakeStatement, make_turn: Callable[..., Any]
) -> None:
    turns = [make_turn(name, "Peace.") for name in ("Anna Berg", "Ivan Petrov", "Anna Berg")]
    folder = settings.data / "generations" / publish(settings, make_statement(1, *turns))
    assert verify(settings) == ()
    columns = read_columns(folder)
    replace(columns, speaker=columns.speaker[::-1].copy()).write(folder)
    assert verify(settings) == (
        f"columns.npz is missing or has changed since it was published{MENDS}",
    )
    made_official(folder, "columns.npz")
    assert verify(settings) == (f"the speaker column differs from what the documents hold{MENDS}",)


def test_columns_are_small_in_the_file_and_wide_when_read(
    settings: Settings, make_statement: MakeStatement, make_turn: Callable[..., Any]
) -> None:
    turns = [make_turn(f"Speaker {n}", "Peace. " * n) for n in range(1, 201)]
    statements = [make_statement(10**12, *turns), make_statement(2)]
    folder = settings.data / "generations" / publish(settings, *statements)
    with np.load(folder / "columns.npz") as written:
        kinds = {name: written[name].dtype for name in written.files}
    names = ("kind", "speaker", "words", "number")
    sizes = (np.int8, np.int16, np.int16, np.int64)
    assert [kinds[name] for name in names] == [np.dtype(size) for size in sizes]
    read = read_columns(folder)
    assert sorted(read.number.tolist()) == [2, 10**12]
    assert set(range(1, 201)) <= set(read.words.tolist())
    assert (read.statement.dtype, read.head.dtype) == (np.int32, np.int64)
    assert verify(settings) == ()


def test_a_manifest_that_counts_otherwise_is_noticed(
    settings: Settings, make_statement: MakeStatement, make_turn: Callable[..., Any]
) -> None:
    turns = [make_turn("Anna Berg", "Peace."), make_turn("Ivan Petrov", "War.")]
    folder = settings.data / "generations" / publish(settings, make_statement(1, *turns))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["coverage"] |= {"statements": 2, "turns": 5}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert verify(settings) == (
        f"the manifest tells 2 statements, the documents are 1{MENDS}",
        f"the manifest tells 5 turns, the documents are 2{MENDS}",
    )


@pytest.mark.parametrize(
    ("end", "wrong"),
    [
        (".arrays", "dictionary.words differs from the words of the segments"),
        (".words", "the postings of 'peace' differ from the text of en-1/1"),
        (".trm", "the postings of 'peace' differ from the text of en-1/1"),
    ],
)
def test_postings_that_lack_a_word_of_the_text_are_noticed(
    settings: Settings,
    make_statement: MakeStatement,
    make_turn: Callable[..., Any],
    end: str,
    wrong: str,
) -> None:
    turn = make_turn("Anna Berg", "There will be peace.")
    folder = settings.data / "generations" / publish(settings, make_statement(1, turn))
    (path,) = folder.glob(f"*{end}")
    content = path.read_bytes()
    assert b"peace" in content
    path.write_bytes(content.replace(b"peace", b"peach"))
    made_official(folder, path.name)
    (told, *_) = verify(settings)
    assert told == f"{wrong}{MENDS}"


@pytest.mark.parametrize("content", ["", "nowhere", "../generations", "a/../b", "\x00", "."])
def test_a_damaged_current_says_what_to_run_and_loses_nothing(
    settings: Settings, make_statement: MakeStatement, content: str
) -> None:
    first = publish(settings, make_statement(1))
    (settings.data / "current").write_text(content)
    with pytest.raises(DamagedIndex, match="onrecord index --full"):
        open_engine(settings)
    with open_writer(settings):
        assert first in generations(settings)
    publish(settings, make_statement(2))
    assert served(settings) == ["en-2"]
