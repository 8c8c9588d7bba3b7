"""A page that hangs, crashes or raises fails alone, in this process and in a worker's."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from index.deadline import TookTooLong, deadline
from index.pipeline import examine as examining
from index.pipeline import examine_pool
from index.saves.page import SavedFile
from made_archives import answered, article
from troubled_cleaning import CRASHES, HANGS, RAISES, troubled, work

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index.pipeline.page_entry import PageEntry

SECONDS = 5.0


@pytest.fixture
def crew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers whose cleaning meets trouble."""
    monkeypatch.setattr(examine_pool, "work", work)


def saved(folder: Path, name: str, content: bytes) -> SavedFile:
    path = folder / name
    path.write_bytes(content)
    return SavedFile(path, len(content), 0)


def entries_of(files: Sequence[SavedFile], jobs: int) -> dict[str, list[PageEntry]]:
    found: dict[str, list[PageEntry]] = {}
    for portion in examine_pool.examine_all(files, jobs, SECONDS):
        assert portion.is_first == (portion.saved.path.name not in found)
        found.setdefault(portion.saved.path.name, []).extend(portion.entries)
    return found


@pytest.mark.usefixtures("crew")
def test_a_page_that_hangs_crashes_or_raises_fails_alone(tmp_path: Path) -> None:
    numbers = (*range(90_001, 90_081), HANGS, CRASHES, RAISES, *range(90_101, 90_111))
    files = [saved(tmp_path, f"{number}.html", article(number)) for number in numbers]
    found = entries_of(files, 2)
    assert list(found) != []
    assert {name: one[0].fate for name, one in found.items() if one[0].fate != "statement"} == {
        f"{HANGS}.html": "failed",
        f"{CRASHES}.html": "failed",
        f"{RAISES}.html": "failed",
    }
    assert len(found) == len(numbers)
    assert found[f"{HANGS}.html"][0].detail == "took longer than 5 s"
    assert "killed the process" in (found[f"{CRASHES}.html"][0].detail or "")
    assert "RuntimeError: a defect" in (found[f"{RAISES}.html"][0].detail or "")


@pytest.mark.usefixtures("crew")
def test_of_an_archive_only_the_page_that_crashes_is_lost(tmp_path: Path) -> None:
    numbers = (90_001, CRASHES, 90_002, HANGS, 90_003)
    file = saved(tmp_path, "a.warc", b"".join(map(answered, numbers)))
    (found,) = entries_of([file], 2).values()
    assert [one.id for one in found] == ["en-90001", None, "en-90002", None, "en-90003"]
    assert [one.place.rpartition("a.warc")[2] for one in found] == ["", "#1", "#2", "#3", "#4"]


@pytest.mark.usefixtures("crew")
def test_a_file_that_crashes_again_and_again_is_given_up(tmp_path: Path) -> None:
    content = b"".join(answered(number) for number in (90_001, *[CRASHES] * 9, 90_002))
    files = [saved(tmp_path, "a.warc", content), saved(tmp_path, "90003.html", article(90_003))]
    found = entries_of(files, 2)
    assert "what follows in the file was not read" in (found["a.warc"][-1].detail or "")
    assert found["a.warc"][0].id == "en-90001"
    assert found["90003.html"][0].id == "en-90003"


def test_in_this_process_a_page_that_hangs_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "clean_recognised", troubled)
    files = [
        saved(tmp_path, f"{number}.html", article(number)) for number in (HANGS, RAISES, 90_001)
    ]
    found = entries_of(files, 1)
    assert next(one[0].detail for one in found.values()) == "took longer than 5 s"
    assert found["90001.html"][0].id == "en-90001"


def test_entries_of_a_long_archive_come_in_portions(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.warc", b"".join(answered(number) for number in range(90_001, 90_451)))
    portions = list(examine_pool.examine_all([file], 1))
    assert [len(one.entries) for one in portions] == [200, 200, 50]
    assert [(one.is_first, one.is_last) for one in portions] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    places = [entry.place for one in portions for entry in one.entries]
    assert len(set(places)) == 450


def test_a_deadline_interrupts_a_pattern_and_leaves_the_next_work_alone() -> None:
    import re

    with pytest.raises(TookTooLong), deadline(0.2):
        re.match(r"(a+)+$", "a" * 60 + "b")
    with deadline(0.2):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_workers_end_when_nobody_reads_on(tmp_path: Path) -> None:
    files = [saved(tmp_path, f"{number}.html", article(number)) for number in range(90_001, 90_101)]
    crew = examine_pool.Crew(files, 2, SECONDS)
    stream = crew.run()
    next(stream)
    processes = [worker.process for worker in crew.workers]
    assert processes
    stream.close()
    assert not any(process.is_alive() for process in processes)
