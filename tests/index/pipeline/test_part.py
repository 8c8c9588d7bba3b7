"""`--part` of a build by several machines: where it is refused, and what a report tells of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.pipeline.build import Options, build
from index.progress import Progress
from search.engine import Unfinished
from search.errors import BadValue, UsageError
from search.settings import Engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.pipeline.report import BuildReport
    from search.settings import Settings

    Run = Callable[..., BuildReport]
    Save = Callable[..., Path]


def test_a_part_of_a_folder_on_this_machine_is_refused(
    pages: Path, save: Save, settings: Settings
) -> None:
    save(90001, "The river rose.")
    with pytest.raises(UsageError, match="--part 2/8 is for several machines that fill one clust"):
        build([pages], settings, Options(part="2/8"), Progress())


@pytest.mark.parametrize("part", ["9/8", "0/8", "two", "2"])
def test_what_is_no_part_is_refused_before_the_cluster_is_asked(
    part: str, pages: Path, settings: Settings
) -> None:
    there = replace(settings, engine=Engine.OPENSEARCH, opensearch_hosts=("http://127.0.0.1:1",))
    with pytest.raises(BadValue, match="a part such as 2/8"):
        build([pages], there, Options(part=part), Progress())


def test_a_report_tells_which_parts_of_a_build_are_missing(
    pages: Path, save: Save, run: Run
) -> None:
    save(90001, "The river rose.")
    begun = "begun by process 7 on alba at 2026-01-02 03:04:05 UTC"
    missing = {1: "", 4: "", 5: "", 6: "", 7: begun}
    report = replace(run(pages), generation=None, unfinished=Unfinished("2/8", missing))
    told = list(report.lines())[-1]
    assert "part 2/8 is written; nothing is published before" in told
    assert f"missing are: 1, 4-6, 7 ({begun})" in told
    shape = report.shape()["part"]
    assert shape["written"] == "2/8"
    assert shape["missing"][0] == {"part": 1, "begun": None}
    assert shape["missing"][-1] == {"part": 7, "begun": begun}
