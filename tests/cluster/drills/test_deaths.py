"""`kill -9` of nodes: one of three harms no answer and no load; of two it is told, and soon.

`make test-cluster` runs a short form of the first; `make soak-cluster` (ONRECORD_SOAK=full) the
whole of all: ten kills under queries, ten under loads.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest

from search.engines.offer_statement import offered
from search.engines.opensearch.publish.loading import TASK_CHARS
from search.engines.opensearch.publish.verify import verify
from search.engines.opensearch.publish.writer import OpenSearchWriter
from search.records import Coverage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from search.engines.opensearch.cluster.client import Cluster
    from search.records import Statement
    from search.settings import Settings

    Make = Callable[..., list[Statement]]

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

FULL: Final = os.environ.get("ONRECORD_SOAK") == "full"
KILLS: Final = 10 if FULL else 1
TOLD_SECONDS: Final = 5.0
BACK_SECONDS: Final = 30.0
STATEMENTS: Final = 600


def publish(settings: Settings, statements: Sequence[Statement]) -> str:
    """Load all statements anew, by two processes; the name of the generation."""
    size = len(statements)
    with OpenSearchWriter(replace(settings, jobs=2), anew=True) as writer:
        writer.offer(replace(offered(one), chars=TASK_CHARS // 100) for one in statements)
        total = Coverage(size, size, None, None, 0, 0, 0)
        return writer.publish(total, [], sample=False).generation


def test_a_node_that_dies_under_queries_makes_no_answer_fail_or_differ(
    settings: Settings, nodes: Any, make_site: Any, reading: Any, make_statements: Make
) -> None:
    publish(settings, make_statements(200))
    site = make_site(make_site().questions[::3])
    site.remember()
    chance = random.Random(3)
    with reading(site) as readers:
        for kill in range(KILLS):
            name = nodes.names[kill % len(nodes.names)]
            time.sleep(chance.uniform(0.5, 2.0))
            nodes.kill(name)
            time.sleep(chance.uniform(2.0, 4.0))
            nodes.wait_to_be_missed()
            nodes.start(name)
            nodes.wait_for_green()
    print(
        f"{KILLS} kills, {sum(one.asked for one in readers)} answers,"
        f" slowest {max(one.slowest_seconds for one in readers):.2f} s"
    )
    assert sum((one.failed for one in readers), Counter()) == {}
    assert [question for one in readers for question in one.wrong] == []


def test_a_node_that_dies_under_a_load_does_not_keep_it_from_being_whole(
    settings: Settings, cluster: Cluster, nodes: Any, make_site: Any, make_statements: Make
) -> None:
    questions = make_site().questions[::10]
    loads = [make_statements(STATEMENTS, seed=seed) for seed in (1, 2)]
    expected = []
    for load in loads:
        began = time.monotonic()
        publish(settings, load)
        usual = time.monotonic() - began
        expected.append(make_site(questions).ask_all())
    assert expected[0] != expected[1]
    chance = random.Random(4)
    took, within = [], 0
    for kill in range(KILLS):
        name = nodes.names[kill % len(nodes.names)]
        done: list[str] = []
        loading = threading.Thread(
            target=lambda load, done: done.append(publish(settings, load)),
            args=(loads[kill % 2], done),
        )
        began = time.monotonic()
        loading.start()
        time.sleep(chance.uniform(0.1, 0.9) * usual)
        within += loading.is_alive()
        nodes.kill(name)
        time.sleep(1)
        nodes.wait_to_be_missed()
        nodes.start(name)
        loading.join()
        took.append(time.monotonic() - began)
        assert len(done) == 1, f"load {kill} did not end well"
        assert cluster.aliased(settings.opensearch_prefix, from_manager=True) == (done[0],)
        assert verify(cluster, done[0]) == ()
        assert make_site(questions).ask_all() == expected[kill % 2]
        nodes.wait_for_green()
    print(f"{KILLS} kills, {within} of them within a load; usually {usual:.1f} s, now {took}")
    assert within > KILLS // 2


def test_with_two_of_three_nodes_dead_it_is_told_soon_and_service_returns(
    settings: Settings, nodes: Any, make_site: Any, make_statements: Make
) -> None:
    index = publish(settings, make_statements(200))
    site = make_site(make_site().questions[::5])
    site.remember()
    for left in nodes.lacking(index)[: 2 if FULL else 1]:
        dead = [name for name in nodes.names if name != left]
        nodes.kill(*dead)
        slowest = 0.0
        for question in ["/search?q=river", "/s/en-1?q=river", *site.questions[:20]]:
            began = time.monotonic()
            answer = site.client.get(question)
            slowest = max(slowest, time.monotonic() - began)
            assert answer.status_code == 503, question
            assert int(answer.headers["Retry-After"]) > 0
            assert "the cluster" in answer.text
        assert slowest < TOLD_SECONDS
        told_by_command(settings)
        began = time.monotonic()
        nodes.start(*dead)
        nodes.wait_to_listen()
        listen = time.monotonic()
        while not all(site.client.get(one).status_code == 200 for one in site.questions[:20]):
            assert time.monotonic() - listen < BACK_SECONDS
        back = time.monotonic() - listen
        print(
            f"told within {slowest:.2f} s; the nodes listened {listen - began:.1f} s after they"
            f" were started, and {back:.1f} s after that every answer came"
        )
        assert back < BACK_SECONDS
        assert site.ask_all() == site.expected
        nodes.wait_for_green()
    assert nodes.lacking(index), "every node holds the whole index; nothing was tried"


def told_by_command(settings: Settings) -> None:
    """`onrecord search` says so as soon, and ends with 1."""
    given = {
        "ONRECORD_DATA": str(settings.data),
        "ONRECORD_ENGINE": "opensearch",
        "ONRECORD_OPENSEARCH_PREFIX": settings.opensearch_prefix,
    }
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "search.cli.main", "search", "river", "--json"],
        env=os.environ | given, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("onrecord: the cluster at ")
    assert "Traceback" not in done.stderr
    assert time.monotonic() - began < 2 * TOLD_SECONDS, "with the start of the program"


def test_a_frozen_node_is_told_and_left_when_it_is_given_up(
    settings: Settings, nodes: Any, make_site: Any, make_statements: Make
) -> None:
    """A node that neither answers nor dies: late answers are told, none is wrong."""
    publish(settings, make_statements(200))
    site = make_site(make_site().questions[::5])
    site.remember()
    hasty = replace(settings, opensearch_timeout=2.0)
    with nodes.frozen(nodes.names[1]):
        impatient = type(site)(hasty, site.questions, site.expected)
        statuses = []
        for question in site.questions[:12]:
            answer = impatient.client.get(question)
            statuses.append(answer.status_code)
            if answer.status_code == 200:
                assert answer.get_json()["total"]
            else:
                assert answer.status_code == 503
                assert "did not answer within 2 s" in answer.text
        assert 503 in statuses
    nodes.wait_for_green()
    assert site.ask_all() == site.expected
