"""Where an unfinished walk stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from index.crawl.bookmarks import Bookmark, Bookmarks, Stage

if TYPE_CHECKING:
    from pathlib import Path

BASE = "http://site.example"
DAY = date(2020, 5, 1)
MARK = Bookmark(DAY, None, Stage.FEED, f"{BASE}/events/all/feed/page/3", ("a", "b"), ("c",), DAY)


def test_a_bookmark_is_found_again_by_the_walk_of_the_same_bounds(tmp_path: Path) -> None:
    marks = Bookmarks(tmp_path / "crawl.json", writes=True)
    marks.put(BASE, MARK)
    again = Bookmarks(tmp_path / "crawl.json", writes=True)
    assert again.get(BASE, DAY, None) == MARK
    assert again.get(BASE, None, None) is None
    assert again.get("http://other.example", DAY, None) is None


def test_sites_have_bookmarks_of_their_own(tmp_path: Path) -> None:
    marks = Bookmarks(tmp_path / "crawl.json", writes=True)
    marks.put(BASE, MARK)
    marks.put("http://other.example", MARK)
    marks.drop(BASE)
    assert marks.get(BASE, DAY, None) is None
    assert marks.get("http://other.example", DAY, None) == MARK


def test_a_dry_run_reads_bookmarks_and_moves_none(tmp_path: Path) -> None:
    Bookmarks(tmp_path / "crawl.json", writes=True).put(BASE, MARK)
    dry = Bookmarks(tmp_path / "crawl.json", writes=False)
    dry.drop(BASE)
    dry.put("http://other.example", MARK)
    assert dry.get(BASE, DAY, None) == MARK
    assert dry.get("http://other.example", DAY, None) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"http://site.example": 5}', '{"http://site.example": {}}']
)
def test_a_file_that_says_nothing_is_no_bookmark(tmp_path: Path, text: str) -> None:
    (tmp_path / "crawl.json").write_text(text)
    marks = Bookmarks(tmp_path / "crawl.json", writes=True)
    assert marks.get(BASE, DAY, None) is None
    marks.put(BASE, MARK)
    assert marks.get(BASE, DAY, None) == MARK
