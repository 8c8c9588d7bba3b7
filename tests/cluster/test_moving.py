"""docs/cluster.md, "Moving there, and back", as it is written: no page is read again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from search.settings import Settings

    Run = Callable[..., dict[str, Any]]

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

QUERIES = (["treaty"], ["--sort", "newest"], ["speaker:minister OR railway"], ['"will not"'])


@pytest.fixture
def run(settings: Settings, tmp_path: Path) -> Run:
    """An engine and a command → what it prints as JSON, in one data folder."""

    def ask(engine: str, *command: str) -> dict[str, Any]:
        own = {
            "ONRECORD_ENGINE": engine,
            "ONRECORD_OPENSEARCH_PREFIX": settings.opensearch_prefix,
            "ONRECORD_OPENSEARCH_REPLICAS": "0",
        }
        asked = [
            sys.executable,
            "-m",
            "search.cli.main",
            "--data",
            str(tmp_path),
            *command,
            "--json",
        ]
        done = subprocess.run(
            asked, env={**os.environ, **own}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    return ask


def answers(run: Run, engine: str) -> list[dict[str, Any]]:
    """The answers to some searches, but for what differs from index to index."""
    found = [run(engine, "search", *query) for query in QUERIES]
    for one in found:
        one.pop("index")
        for result in one["results"]:
            result.pop("score")  # the same but for its last digit
    return found


def test_an_index_moves_to_a_cluster_and_back_and_no_page_is_read_again(run: Run) -> None:
    built = run("whoosh", "index", "--sample")
    assert built["read"] > 0
    here = answers(run, "whoosh")
    moved = run("opensearch", "index")
    assert (moved["read"], moved["statements"]) == (0, built["statements"])
    assert answers(run, "opensearch") == here
    assert run("opensearch", "index")["generation"] is None  # nothing changed
    back = run("whoosh", "index")
    assert (back["read"], back["statements"]) == (0, built["statements"])
    assert answers(run, "whoosh") == here
