"""What becomes of everything in a file: ids of statements, or the reasons why there are none."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

import pytest

from index.archives.opening import members
from index.pipeline.examine import examine
from index.saves.page import SavedFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.archives.member import Member

    Examined = Callable[[str, bytes], "Outcome"]


class Outcome(NamedTuple):
    """Ids in the order of the pages, reasons of what is no statement, and of what failed."""

    ids: list[str]
    skipped: list[str]
    failed: list[str]
    pages: int


@pytest.fixture
def examined(tmp_path: Path) -> Examined:
    """Write a file of that name and content, and examine it."""

    def go(name: str, content: bytes) -> Outcome:
        path = tmp_path / name
        path.write_bytes(content)
        saved = SavedFile(path, len(content), 0)
        entries = [entry for page in examine(saved) for entry in page]
        return Outcome(
            [entry.id for entry in entries if entry.id],
            [entry.reason or "" for entry in entries if entry.fate == "skipped"],
            [entry.detail or "" for entry in entries if entry.fate == "failed"],
            len(entries),
        )

    return go


@pytest.fixture
def members_of() -> Callable[[str, bytes], list[Member]]:
    """What lies in a file of that name and content."""
    return lambda name, content: list(members(name, io.BytesIO(content), len(content)))
