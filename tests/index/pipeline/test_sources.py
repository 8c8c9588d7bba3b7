"""Paths become sources: none inside another, sample and real apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.pipeline.sources import inside, is_sample, merged_sources, refuse_mixture
from search.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("known", "given", "merged"),
    [
        ([], ["/a"], ["/a"]),
        (["/a"], ["/a/b"], ["/a"]),
        (["/a/b"], ["/a"], ["/a"]),
        (["/a"], ["/ab"], ["/a", "/ab"]),
        (["/b"], ["/a"], ["/a", "/b"]),
        (["/"], ["/a"], ["/"]),
    ],
)
def test_a_source_inside_another_goes_without_saying(
    known: list[str], given: list[str], merged: list[str]
) -> None:
    assert merged_sources(known, given) == merged


@pytest.mark.parametrize(
    ("path", "source", "answer"),
    [
        ("/a/b.html", "/a", True),
        ("/a", "/a", True),
        ("/ab", "/a", False),
        ("/a", "/", True),
        ("/a", "/a/b", False),
    ],
)
def test_inside_goes_by_whole_names(path: str, source: str, answer: bool) -> None:
    assert inside(path, source) is answer


def test_a_folder_marked_as_sample_marks_all_below_it(tmp_path: Path) -> None:
    (tmp_path / "play" / "deep").mkdir(parents=True)
    (tmp_path / "play" / "SAMPLE").touch()
    assert is_sample(str(tmp_path / "play" / "deep"))
    assert not is_sample(str(tmp_path))
    assert refuse_mixture([str(tmp_path / "play")])
    with pytest.raises(SourceError, match="never share an index"):
        refuse_mixture([str(tmp_path), str(tmp_path / "play")])
