"""Builds by several machines: who names the generation, and when a build is given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from search.engines.opensearch.cluster.publisher_lock import make_work_index
from search.engines.opensearch.publish.generations import ClusterGenerations
from search.engines.opensearch.publish.shared_builds import BuildParts, SharedBuilds

if TYPE_CHECKING:
    from search.engines.opensearch.cluster.client import Cluster
    from search.settings import Settings

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.fixture
def builds(settings: Settings, cluster: Cluster) -> SharedBuilds:
    make_work_index(cluster, settings.opensearch_prefix, 0)
    return SharedBuilds(cluster, settings.opensearch_prefix)


def test_the_first_machine_to_note_a_build_names_its_generation(builds: SharedBuilds) -> None:
    assert builds.generation("one", "first", NOW) == "first"
    assert builds.generation("one", "second", NOW) == "first"
    assert builds.generation("two", "second", NOW) == "second"
    assert sorted(builds.generations(NOW)) == ["first", "second"]


def test_a_build_that_is_published_is_forgotten_and_may_be_forgotten_again(
    builds: SharedBuilds,
) -> None:
    builds.generation("one", "first", NOW)
    builds.forget("one")
    builds.forget("one")
    assert builds.generations(NOW) == ()
    assert builds.generation("one", "second", NOW) == "second"


def test_a_build_of_a_week_ago_is_given_up(builds: SharedBuilds) -> None:
    builds.generation("one", "first", NOW)
    later = NOW + timedelta(days=7, seconds=1)
    assert builds.generations(NOW + timedelta(days=7)) == ("first",)
    assert builds.generations(later) == ()
    assert builds.generation("one", "second", later) == "second"


def test_parts_are_missing_until_they_are_done_and_their_counts_add_up(
    settings: Settings, cluster: Cluster
) -> None:
    from search.engines.opensearch.layout.term_counts import TermCounts

    generations = ClusterGenerations(cluster, settings)
    name = generations.new_name(NOW)
    generations.begin(name)
    generations.begin(name)  # by another machine
    parts = BuildParts(cluster, name, 3)
    assert parts.missing() == (1, 2, 3)
    parts.begin(2)
    begun = parts.begun(parts.missing())
    assert begun[2].startswith("begun by process ")
    assert (begun[1], begun[3]) == ("", "")
    for number, count in ((2, 5), (1, 1), (3, 0)):
        sums = TermCounts().sums | {"documents": [count, count]}
        parts.finish(number, TermCounts({"peace": [count, 0, 0, 0]}, {}, sums))
    assert parts.missing() == ()
    assert parts.begun(()) == {}
    generations.refresh(f"{name}-side")
    counts = parts.counts()
    assert counts.exact == {"peace": [6, 0, 0, 0]}
    assert counts.sums["documents"] == [6, 6]
