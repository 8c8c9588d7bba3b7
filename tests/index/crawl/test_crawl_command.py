"""The command: what it prints, writes and refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from search.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    from played.site import PlayedSite


def onrecord(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """One command, fast."""
    return subprocess.run(
        [sys.executable, "-m", "search.cli.main", "--data", str(data), *words],
        env=os.environ | {"ONRECORD_CRAWL_DELAY": "0.001", "ONRECORD_JOBS": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_dry_run_prints_every_address_and_the_command_in_earnest(
    site: PlayedSite, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    done = onrecord(data, "crawl", "--site", site.base, "--since", "2020", "--dry-run")
    assert done.returncode == 0, done.stderr
    wanted = [site.base + one.path for one in site.articles if one.day >= "2020"]
    assert [line.strip() for line in done.stdout.splitlines() if "/events/" in line] == wanted
    assert done.stdout.splitlines()[-1] == (
        f"next: onrecord --data {data} crawl --site {site.base} --since 2020-01-01"
    )
    assert site.articles_asked() == []
    assert not data.exists()


def test_what_was_fetched_is_indexed_where_that_is_asked_for(
    site: PlayedSite, other_site: PlayedSite, tmp_path: Path
) -> None:
    sites = ("--site", site.base, "--site", other_site.base)
    done = onrecord(tmp_path, "crawl", *sites, "--index", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    count = len(site.articles) + len(other_site.articles)
    assert report["new"] == count
    assert report["index"]["statements"] == count
    assert "ONRECORD_CRAWL_CONTACT" in report["notes"][0]


@pytest.mark.parametrize(
    ("flags", "why"),
    [
        (["--since", "2021", "--until", "2020"], "exchange them"),
        (["--index", "--dry-run"], "leave one of them out"),
        (["--since", "soon"], "since"),
        (["--site", "en.kremlin.ru"], "such as http"),
        (["--max", "0"], "--max"),
    ],
)
def test_flags_that_cannot_be_meant_are_wrong_usage(
    flags: list[str], why: str, tmp_path: Path
) -> None:
    done = CliRunner().invoke(main, ["--data", str(tmp_path), "crawl", *flags])
    assert done.exit_code != 0
    assert why in done.output + str(done.exception)
    assert not list(tmp_path.iterdir())
