"""How many processes there are."""

from __future__ import annotations

import os

import pytest

from search.processes import process_count


@pytest.mark.parametrize("cores", [1, 2, 5])
def test_one_process_a_core_that_we_may_run_on_and_two_at_least(
    cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _who: set(range(cores)), raising=False)
    assert process_count(0) == max(2, cores)
    assert process_count(7) == 7


def test_where_the_system_tells_no_affinity_every_core_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert process_count(0) == 6
