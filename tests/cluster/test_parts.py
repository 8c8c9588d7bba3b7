"""`onrecord index --part`: machines with folders of their own fill one cluster."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from search.engines.opensearch.layout.sidecar import TABLES, read_counts, read_sidecar
from search.engines.opensearch.publish.changes import document_keys
from search.engines.opensearch.publish.verify import verify
from search.engines.opensearch.query.read_statements import read_statements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from search.engines.opensearch.cluster.client import Cluster
    from search.records import Statement
    from search.settings import Settings

    Command = Callable[..., list[str]]

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

_DIES = """
import sys, time
from search.engines.opensearch.publish import part_writer
def load(*_):
    print("loading", flush=True)
    time.sleep(600)
part_writer.load = load
from search.cli.main import main
main(sys.argv[1:])
"""


@pytest.fixture
def environ(settings: Settings) -> dict[str, str]:
    """What points a command at this test's own indexes."""
    own = {
        "ONRECORD_ENGINE": "opensearch",
        "ONRECORD_OPENSEARCH_PREFIX": settings.opensearch_prefix,
        "ONRECORD_OPENSEARCH_REPLICAS": "0",
    }
    return {**os.environ, **own}


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """A machine and flags → the command that indexes the sample there."""

    def make(machine: int, *flags: str) -> list[str]:
        data = str(tmp_path / f"machine-{machine}")
        return ["--data", data, "index", "--sample", "--jobs", "1", "--json", *flags]

    return make


@pytest.fixture
def report(environ: dict[str, str], command: Command) -> Callable[..., dict[str, Any]]:
    """A machine and flags → what the command reports."""

    def run(machine: int, *flags: str) -> dict[str, Any]:
        asked = [sys.executable, "-m", "search.cli.main", *command(machine, *flags)]
        done = subprocess.run(asked, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    return run


def whole(cluster: Cluster, name: str) -> tuple[Sequence[Statement], Any]:
    """All that a generation holds, but for the moments at which it was indexed."""
    found = read_statements(cluster, name, sorted(document_keys(cluster, name)))
    bare = [replace(one, indexed=None) for one in found]
    return bare, read_sidecar(cluster, name, TABLES)


def test_parts_of_three_machines_make_the_index_of_a_run_in_one_piece(
    report: Callable[..., dict[str, Any]], cluster: Cluster
) -> None:
    one = report(0)["generation"]
    expected, counts = whole(cluster, one), read_counts(cluster, one)
    told = report(1, "--part", "1/3")
    assert told["generation"] is None
    assert told["part"]["missing"] == [
        {"part": 2, "begun": None},
        {"part": 3, "begun": None},
    ]
    again = report(1, "--part", "1/3")["part"]
    assert (again["written"], again["again"]) == ("1/3", True)
    report(3, "--part", "3/3")
    name = report(2, "--part", "2/3")["generation"]
    assert name not in (None, one)
    assert verify(cluster, name) == ()
    assert whole(cluster, name) == expected
    assert read_counts(cluster, name).equals(counts)
    assert report(1, "--part", "1/3")["generation"] == name


def test_a_part_whose_machine_died_is_told_and_run_again(
    environ: dict[str, str],
    command: Command,
    report: Callable[..., dict[str, Any]],
    settings: Settings,
    cluster: Cluster,
) -> None:
    asked = [sys.executable, "-c", _DIES, *command(1, "--part", "1/2")]
    with subprocess.Popen(asked, env=environ, stdout=subprocess.PIPE, text=True) as dying:
        assert dying.stdout is not None
        assert dying.stdout.readline() == "loading\n"
        dying.kill()
    (left,) = report(2, "--part", "2/2")["part"]["missing"]
    assert left["part"] == 1
    assert left["begun"].startswith(f"begun by process {dying.pid} on ")
    assert left["begun"].endswith("which is no more")
    assert cluster.aliased(settings.opensearch_prefix) == ()
    name = report(1, "--part", "1/2")["generation"]
    assert cluster.aliased(settings.opensearch_prefix) == (name,)
    assert verify(cluster, name) == ()
