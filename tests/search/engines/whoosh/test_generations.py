"""Publishing: whole or not at all, one writer at a time, and errors that say what to run."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from search.engine import Offer
from search.engines import Serving, open_engine, open_writer, verify
from search.engines.whoosh.format.columns import read_columns
from search.engines.whoosh.generations import read_manifest
from search.engines.whoosh.published_files import changed_files, digest
from search.errors import (
    BadSetting,
    Busy,
    CannotWrite,
    DamagedIndex,
    IndexUnavailable,
    NoIndex,
    NothingIndexed,
    OtherVersion,
)
from search.records import Coverage, StatementId
from search.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from search.records import Statement

    MakeStatement = Callable[..., Statement]

COVERAGE = Coverage(1, 1, None, None, 0, 0, 0)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"data": tmp_path / "data", "keep_generations": 1}, {})


def publish(settings: Settings, *statements: Statement) -> str:
    """Publish statements; the generation's name."""
    with open_writer(settings) as writer:
        writer.add(statements)
        turns = sum(len(one.turns) for one in statements)
        coverage = replace(COVERAGE, statements=len(statements), turns=turns)
        return writer.publish(coverage, ["pages"], sample=False).generation


def served(settings: Settings) -> list[str]:
    with closing(open_engine(settings)) as engine:
        return list(engine.newest(10))


def generations(settings: Settings) -> set[str]:
    return {path.name for path in (settings.data / "generations").iterdir()}


def test_nothing_indexed_yet_says_what_to_run(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="onrecord index PATH"):
        open_engine(settings)
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(NoIndex, match="onrecord index PATH"):
        open_engine(read_settings({"data": tmp_path / "file"}, {}))


def test_a_folder_that_may_not_be_read_is_not_taken_for_damaged(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_arguments: object, **_named: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_text", refusing)
    with pytest.raises(IndexUnavailable, match=r"may not be read.*ONRECORD_DATA") as caught:
        open_engine(settings)
    assert "index --full" not in str(caught.value)


def test_a_folder_that_cannot_be_one_is_a_bad_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with (
        pytest.raises(BadSetting, match="data"),
        open_writer(read_settings({"data": tmp_path / "file"}, {})),
    ):
        pass


def test_what_is_published_serves_and_what_is_not_leaves_no_trace(
    settings: Settings, make_statement: MakeStatement
) -> None:
    name = publish(settings, make_statement(1))

    def lost() -> Statement:
        assert len(generations(settings)) == 2
        raise LookupError("the statement is gone")

    with open_writer(settings) as writer:
        writer.add([make_statement(2)])
        writer.offer([Offer(StatementId("en-3"), "digest", lost)])
        with pytest.raises(LookupError):
            writer.publish(COVERAGE, ["pages"], sample=False)
    assert generations(settings) == {name}
    assert served(settings) == ["en-1"]


def test_a_generation_without_manifest_is_debris_and_never_served(
    settings: Settings, make_statement: MakeStatement
) -> None:
    publish(settings, make_statement(1))
    debris = settings.data / "generations" / "29990101T000000-s1"
    debris.mkdir()
    (debris / "_MAIN_1.toc").write_text("half an index")
    assert served(settings) == ["en-1"]
    name = publish(settings, make_statement(2))
    assert debris.name not in generations(settings)
    assert (settings.data / "current").read_text().strip() == name


def test_older_generations_are_kept_as_many_as_asked_for(
    settings: Settings, make_statement: MakeStatement
) -> None:
    names = [publish(settings, make_statement(n)) for n in range(1, 5)]
    assert names == sorted(names)
    assert generations(settings) == set(names[-2:])
    assert served(settings) == ["en-4"]


def test_an_empty_build_publishes_nothing(
    settings: Settings, make_statement: MakeStatement
) -> None:
    publish(settings, make_statement(1))
    with pytest.raises(NothingIndexed):
        publish(settings)
    assert served(settings) == ["en-1"]


def test_a_full_disk_is_told_and_the_old_index_serves_on(
    settings: Settings, make_statement: MakeStatement, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    name = publish(settings, make_statement(1))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match=r"No space left.*still does; make room"):
        publish(settings, make_statement(2))
    monkeypatch.undo()
    assert generations(settings) == {name}
    assert served(settings) == ["en-1"]


def test_an_id_given_twice_is_refused(settings: Settings, make_statement: MakeStatement) -> None:
    with pytest.raises(ValueError, match="en-1 was given twice"), open_writer(settings) as writer:
        writer.add([make_statement(1), make_statement(1)])


def test_a_second_writer_is_told_who_holds_the_folder(settings: Settings) -> None:
    with open_writer(settings), pytest.raises(Busy, match=rf"process {os.getpid()} on .*since"):
        open_writer(settings).__enter__()
    with open_writer(settings):
        pass


def test_the_manifest_tells_what_was_built_and_of_which_sources(
    settings: Settings, make_statement: MakeStatement
) -> None:
    name = publish(settings, make_statement(1))
    with closing(open_engine(settings)) as engine:
        assert engine.manifest.generation == name
        assert engine.manifest.coverage == replace(COVERAGE, statements=1, turns=0)
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


def test_serving_picks_up_the_next_generation_and_the_old_one_answers_on(
    settings: Settings, make_statement: MakeStatement, make_turn: Callable[..., Any]
) -> None:
    publish(settings, make_statement(1, make_turn("Anna Berg", "Peace.")))
    serving = Serving(settings)
    old = serving.engine()
    assert serving.engine() is old
    for number in (2, 3, 4):  # the old folder is swept meanwhile
        publish(settings, make_statement(number))
    assert old.manifest.generation not in generations(settings)
    assert list(serving.engine().newest(5)) == ["en-4"]
    assert old.statement(StatementId("en-1")).turns[0].paragraphs == ("Peace.",)
    old.close()
    serving.engine().close()


def test_a_writer_of_another_process_is_waited_for_by_name(settings: Settings) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\n"
        "from search.engines import open_writer\nfrom search.settings import read_settings\n"
        "with open_writer(read_settings({'data': Path(sys.argv[1])}, {})):\n"
        "    print('held', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, settings.data], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Busy, match=f"process {other.pid}"):
            open_writer(settings).__enter__()
        other.send_signal(signal.SIGKILL)
        other.wait()
    with open_writer(settings):  # the killed one's lock is free
        pass


BUILDER = """
import sys
from pathlib import Path
from search.engines import open_writer
from search.records import Coverage, Evidence, Statement, StatementId, Turn, TurnKind
from search.settings import read_settings

def statements():
    for n in range(1, 121):
        turns = tuple(
            Turn(k, (f"peace {n} {k} " * 20,), TurnKind.SPEECH, Evidence.LABEL, speaker="A")
            for k in range(1, 9)
        )
        yield Statement(StatementId(f"en-{n}"), "en", "Title", turns, number=n)

settings = read_settings({"data": Path(sys.argv[1]), "keep_generations": 0}, {})
print("started", flush=True)
with open_writer(settings) as writer:
    writer.add(statements())
    writer.publish(Coverage(120, 960, None, None, 0, 0, 0), [], sample=False)
"""


def test_killed_at_any_moment_the_old_index_serves_and_the_next_run_completes(
    settings: Settings, make_statement: MakeStatement
) -> None:
    publish(settings, make_statement(1))
    some, killed = Random(3), 0
    for _ in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", BUILDER, settings.data], stdout=subprocess.PIPE
        ) as builder:
            assert builder.stdout is not None
            builder.stdout.readline()
            time.sleep(some.uniform(0.0, 0.5))
            builder.kill()
            killed += builder.wait() != 0
        with closing(open_engine(settings)) as engine:
            assert engine.manifest.coverage.statements in (1, 120)
            assert len(engine.newest(1000)) == engine.manifest.coverage.statements
    assert killed
    publish(settings, make_statement(2))
    assert served(settings) == ["en-2"]
    assert len(generations(settings)) <= 2
