"""The census prints what attribution made of a folder, for reading by eye."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from index.census import lines, main, take

if TYPE_CHECKING:
    import pytest

SAMPLE = Path(str(resources.files("index"))) / "sample"


def test_the_census_counts_the_sample_and_lists_names_and_rejections() -> None:
    census = take(SAMPLE)
    text = "\n".join(lines(census))
    assert len(census.statements) > 30
    assert census.turns["speech"] > census.turns["anonymous"] > 0
    assert census.labels.total() == census.turns["speech"] + census.turns["anonymous"] - (
        census.by_page
    )
    assert all(name in text for name in sorted(census.names)[:20])
    for heading in ("most frequent labels", "rarest names", "one letter from", "held to be none"):
        assert heading in text
    assert "no name and no word for a voice in it" in text


def test_the_census_says_how_it_is_called(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["census", str(tmp_path / "none")])
    assert main() == 2
    assert "usage" in capsys.readouterr().err
