"""Publishing: whole or not at all, one writer at a time, and errors that say what to run."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from published import coverage_of, generations, publish, served
from search.engine import Offer
from search.engines import Serving, open_engine, open_writer
from search.errors import BadSetting, Busy, CannotWrite, IndexUnavailable, NoIndex, NothingIndexed
from search.records import StatementId
from search.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from search.records import Statement

    MakeStatement = Callable[..., Statement]


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
            writer.publish(coverage_of(()), ["pages"], sample=False)
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
