"""The plan in docs/growth.md is what its program reckons, and what it simulates holds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "growth.md").read_text(encoding="utf-8")


def run(*words: str) -> str:
    """What a program of the checkout prints."""
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """Every table of the plan by its heading."""
    parts = re.split(r"^## (.+)$", run("benchmarks.growth"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], map(str.strip, parts[2::2]), strict=True))


def test_every_table_of_the_plan_stands_in_the_guide_as_it_is_reckoned(
    told: dict[str, str],
) -> None:
    assert len(told) == 5
    for heading, table in told.items():
        assert table in GUIDE, heading


def test_every_figure_of_the_plan_says_whether_it_was_measured(told: dict[str, str]) -> None:
    rows = [row.split(" | ") for row in told["Figures"].splitlines()[2:]]
    assert {row[2] for row in rows} == {"measured", "assumed"}
    assert all(row[3].strip(" |") for row in rows)


def test_shards_and_parts_of_the_simulation_stay_even(told: dict[str, str]) -> None:
    (heading,) = (one for one in told if one.startswith("Shards and parts"))
    rows = [row.strip("| ").split(" | ") for row in told[heading].splitlines()[2:]]
    for what, statements, above in rows:
        # sums of so many sizes stray from their mean by its root; documents differ by half of it
        allowed = 5 * float(statements.replace(",", "")) ** -0.5
        assert float(above.rstrip("%")) / 100 < allowed, what


def test_the_hash_is_the_one_that_opensearch_tests_its_own_by() -> None:
    code = (
        "from benchmarks.routing import murmur3\n"
        "for text in ('hell', 'hello', 'hello w', 'The quick brown fox jumps over the lazy dog'):\n"
        "    print(f\"{murmur3(text.encode('utf-16-le')) & 0xFFFFFFFF:08x}\")"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["5a0cb7c3", "d7c31989", "22ab2984", "e07db09c"]
