"""Crawls that are killed at any moment: what they leave, and what the next one makes of it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from played.site import PlayedSite, invented_articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FULL = os.environ.get("ONRECORD_SOAK") == "full"
KILLS = 20 if FULL else 3
ARTICLES = 120 if FULL else 24
START_SECONDS = 120.0


@pytest.fixture
def many() -> Iterator[PlayedSite]:
    """A site of some pages, some of them changed as the feed says."""
    played = PlayedSite(invented_articles(ARTICLES))
    yield played
    played.close()


def onrecord(data: Path, *words: str, delay: str = "0.001") -> subprocess.Popen[str]:
    """A command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "search.cli.main", "--data", str(data), *words],
        env=os.environ | {"ONRECORD_CRAWL_DELAY": delay, "ONRECORD_JOBS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> str:
    """What it printed, when all went well."""
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out


def payloads(data: Path) -> dict[str, str]:
    """Address → payload digest of every response record, each digest checked."""
    found: dict[str, str] = {}
    for path in sorted((data / "pages").glob("*")):
        assert path.name.endswith(".warc.gz"), path
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                record.content_stream().read()
                if record.rec_type == "response":
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    assert url not in found, "a page was saved twice"
                    found[url] = record.rec_headers.get_header("WARC-Payload-Digest")
    return found


def kill_somewhere(site: PlayedSite, data: Path, chance: random.Random) -> None:
    """Start a crawl and kill it, some requests and some milliseconds later."""
    before, wanted = len(site.asked), chance.randint(1, ARTICLES // 4)
    process = onrecord(data, "crawl", "--site", site.base, delay="0.01")
    end = time.monotonic() + START_SECONDS
    while len(site.asked) < before + wanted and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.002)
    time.sleep(chance.random() * 0.03)
    process.kill()
    process.communicate()


def test_killed_again_and_again_the_same_pages_come_and_none_twice(
    many: PlayedSite, tmp_path: Path
) -> None:
    finished(onrecord(tmp_path / "whole", "crawl", "--site", many.base))
    whole = payloads(tmp_path / "whole")
    assert set(whole) == {many.base + one.path for one in many.articles}
    seed = random.randrange(1_000_000) if FULL else 24
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(KILLS):
        kill_somewhere(many, tmp_path / "killed", chance)
    finished(onrecord(tmp_path / "killed", "crawl", "--site", many.base))
    assert payloads(tmp_path / "killed") == whole
    check = [sys.executable, "-m", "warcio.cli", "check"]
    files = [str(path) for path in (tmp_path / "killed" / "pages").iterdir()]
    subprocess.run([*check, *files], check=True)
    report = json.loads(finished(onrecord(tmp_path / "killed", "index", "--json")))
    assert report["statements"] == ARTICLES
    assert not report["failed"]
