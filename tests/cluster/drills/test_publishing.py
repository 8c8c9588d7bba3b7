"""The alias moved under load, a load killed, an index lost and restored: the answers stay whole.

`make test-cluster` runs a short form of each; `make soak-cluster` (ONRECORD_SOAK=full) the whole:
50 swaps.
"""

from __future__ import annotations

import json
import os
import pickle
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

import pytest

from search.engines import open_writer
from search.engines.opensearch.cluster.client import Cluster
from search.engines.opensearch.publish.generations import load_alias
from search.engines.opensearch.publish.verify import verify
from search.records import Coverage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from search.records import Statement
    from search.settings import Settings

    Make = Callable[..., list[Statement]]

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

FULL: Final = os.environ.get("ONRECORD_SOAK") == "full"
SWAPS: Final = 50 if FULL else 4
KILLS: Final = 5 if FULL else 1
STATEMENTS: Final = 30

SLOW_LOAD: Final = """
import pickle, sys, time
from dataclasses import replace
from pathlib import Path
from search.engine import Offer
from search.engines import open_writer
from search.engines.offer_statement import offered
from search.engines.opensearch.publish.loading import TASK_CHARS
from search.records import Coverage
from search.settings import read_settings
if __name__ == "__main__":
    statements = pickle.loads(Path(sys.argv[1]).read_bytes())
    with open_writer(replace(read_settings(), jobs=2), anew=True) as writer:
        writer.offer(replace(offered(one), chars=TASK_CHARS // 20) for one in statements)
        print("begun", flush=True)
        writer.publish(Coverage(len(statements), len(statements), None, None, 0, 0, 0), [],
                       sample=False)
    print("done", flush=True)
"""


def publish(settings: Settings, statements: Sequence[Statement]) -> str:
    """Publish statements; the name of the generation."""
    size = len(statements)
    with open_writer(settings) as writer:
        writer.add(statements)
        total = Coverage(size, size, None, None, 0, 0, 0)
        return writer.publish(total, [], sample=False).generation


def test_swaps_under_load_fail_no_request_and_mix_no_answer(
    settings: Settings, nodes: Any, make_site: Any, reading: Any, make_statements: Make
) -> None:
    """Every statement says which round it is of, so an answer of two rounds shows itself."""
    questions = [
        f"/search.json?q={query}&limit=100&sort={sort}"
        for query in ("round", "round+river", "", "round+-zeppelin", "roun*")
        for sort in ("relevance", "newest", "oldest")
    ]
    rounds = [make_statements(STATEMENTS + n % 5, f"Round r{n}", n) for n in range(SWAPS + 1)]
    publish(settings, rounds[0])
    site = make_site(questions)
    site.judge = one_round(rounds)
    with reading(site) as readers:
        for one in rounds[1:]:
            publish(settings, one)
    asked = sum(one.asked for one in readers)
    seen = {round_ for one in readers for round_ in one.seen}
    print(f"{SWAPS} swaps, {asked} answers of {len(seen)} rounds")
    assert sum((one.failed for one in readers), Counter()) == {}
    assert [question for one in readers for question in one.wrong] == []
    assert len(seen) > SWAPS // 2


def one_round(rounds: Sequence[Sequence[Statement]]) -> Callable[[dict[str, Any]], int | None]:
    """An answer → the round that all of it is of; None where it is of none, or not whole."""
    texts = [{one.id: one.title for one in statements} for statements in rounds]

    def judge(answer: dict[str, Any]) -> int | None:
        results = {one["id"]: one["title"] for one in answer["results"]}
        found = [n for n, titles in enumerate(texts) if results.items() <= titles.items()]
        whole = len(results) == answer["total"]["statements"]
        counted = {sum(one["count"] for one in answer["facets"]["lang"])} <= {len(results)}
        return found[0] if len(found) == 1 and whole and counted else None

    return judge


def test_a_load_killed_half_way_leaves_the_alias_and_the_next_run_sweeps(
    settings: Settings,
    cluster: Cluster,
    nodes: Any,
    make_site: Any,
    make_statements: Make,
    tmp_path: Path,
) -> None:
    name = publish(settings, make_statements(200))
    site = make_site(make_site().questions[::4])
    site.remember()
    file = tmp_path / "statements"
    file.write_bytes(pickle.dumps(make_statements(800, seed=2)))
    program = tmp_path / "load.py"
    program.write_text(SLOW_LOAD)
    chance = random.Random(5)
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, str(program), str(file)],
            env=environment(settings), stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        begun = wait_until_half_loaded(cluster, settings, process, chance.uniform(0, 1))
        process.kill()
        process.communicate()
        assert cluster.aliased(settings.opensearch_prefix, from_manager=True) == (name,)
        assert site.ask_all() == site.expected
        assert cluster.api.indices.exists(index=begun), "the kill came too late to leave debris"
        name = publish(settings, make_statements(200))
        assert verify(cluster, name) == ()
        assert site.ask_all() == site.expected
    publish(settings, make_statements(200))  # sweeps when it begins, and once more at its end
    left = cluster.api.indices.get_alias(index=f"{settings.opensearch_prefix}-2*")
    assert [index for index in left if load_alias(index) in left[index]["aliases"]] == []
    assert len(left) <= 2 * (settings.keep_generations + 1)


def environment(settings: Settings) -> dict[str, str]:
    return os.environ | {
        "ONRECORD_DATA": str(settings.data),
        "ONRECORD_ENGINE": "opensearch",
        "ONRECORD_OPENSEARCH_PREFIX": settings.opensearch_prefix,
        "ONRECORD_OPENSEARCH_SHARDS": str(settings.opensearch_shards),
        "ONRECORD_OPENSEARCH_REPLICAS": str(settings.opensearch_replicas),
    }


def wait_until_half_loaded(
    cluster: Cluster, settings: Settings, process: subprocess.Popen[str], more_seconds: float
) -> str:
    """Wait until documents arrive; the index that they arrive in."""
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    while process.poll() is None:
        found = cluster.api.indices.get_alias(index=f"{settings.opensearch_prefix}-2*")
        for index, told in found.items():
            if not index.endswith("-side") and load_alias(index) in told["aliases"]:
                stats = cluster.api.indices.stats(index=index, metric="indexing")
                if stats["_all"]["primaries"]["indexing"]["index_total"]:
                    time.sleep(more_seconds)
                    return str(index)
        time.sleep(0.05)
    pytest.fail("the load ended before anything arrived")


def test_a_snapshot_restored_gives_the_same_answers(
    settings: Settings, cluster: Cluster, nodes: Any, make_site: Any, make_statements: Make
) -> None:
    """Snapshot, delete, restore, as the guide has it."""
    statements = make_statements(300)
    name = publish(settings, statements)
    site = make_site()
    site.remember()
    prefix, repository = settings.opensearch_prefix, f"r{settings.opensearch_prefix}"
    api = cluster.api
    where = {"type": "fs", "settings": {"location": str(nodes.folder / "snapshots" / prefix)}}
    api.snapshot.create_repository(repository=repository, body=where)
    try:
        taken = api.snapshot.create(
            repository=repository, snapshot="one", params={"wait_for_completion": "true"},
            body={"indices": f"{prefix}-*", "include_global_state": False},
        )["snapshot"]  # fmt: skip
        assert (taken["state"], taken["shards"]["failed"]) == ("SUCCESS", 0)
        api.indices.delete(index=f"{prefix}-*")
        time.sleep(1.1)  # as long as the site believes the alias
        answer = site.client.get("/search.json?q=river")
        assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
        assert "onrecord index PATH" in json.loads(answer.text)["error"]
        api.snapshot.restore(
            repository=repository, snapshot="one", params={"wait_for_completion": "true"},
            body={"indices": f"{prefix}-*", "include_global_state": False},
        )  # fmt: skip
        nodes.wait_for_green()
        assert cluster.aliased(prefix, from_manager=True) == (name,)
        assert site.ask_all() == site.expected
        assert verify(cluster, name) == ()
        publish(settings, statements[:-1])  # and can be gone on with
        with closing(Cluster(settings)) as fresh:
            assert fresh.aliased(prefix, from_manager=True) != (name,)
    finally:
        api.snapshot.delete(repository=repository, snapshot="one")
        api.snapshot.delete_repository(repository=repository)
