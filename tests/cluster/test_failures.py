"""A real cluster in trouble: the site answers 503, the command line ends with 1, both say why.

Nothing is ever answered from a part of the index.
"""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from search.engines import open_engine, open_writer
from search.engines.opensearch.cluster.bulk import Bulk
from search.engines.opensearch.cluster.publisher_lock import work_index
from search.engines.opensearch.cluster.retry import RetryPolicy
from search.engines.opensearch.layout.sidecar import sidecar_index
from search.engines.opensearch.publish.generations import ClusterGenerations, load_alias
from search.errors import Busy, CannotWrite, ClusterUnavailable, NoIndex, OtherVersion
from search.records import Coverage, Manifest
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.engines.opensearch.cluster.client import Cluster
    from search.records import Statement
    from search.settings import Settings

pytestmark = pytest.mark.cluster

COVERAGE = Coverage(1, 1, None, None, 0, 0, 0)
SEARCH = "/search?q=words"
SEARCH_JSON = "/search.json?q=words"


def told_everywhere(client: FlaskClient, settings: Settings, said: str) -> None:
    """The page, its JSON and the command line all say so, and when to ask again."""
    for address in (SEARCH, SEARCH_JSON):
        answer = client.get(address)
        assert answer.status_code == 503, answer.text
        assert int(answer.headers["Retry-After"]) > 0
        assert said in html.unescape(re.sub("</?code>", "`", answer.text))
    assert answer.get_json()["status"] == 503
    told_by_command(settings, said)


def told_by_command(settings: Settings, said: str) -> None:
    """`onrecord search` prints no results and says so."""
    done = subprocess.run(
        [sys.executable, "-m", "search.cli.main", "search", "words", "--json"],
        env=environment(settings), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done
    assert done.stdout == ""
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def environment(settings: Settings) -> dict[str, str]:
    return os.environ | {
        "ONRECORD_DATA": str(settings.data),
        "ONRECORD_ENGINE": "opensearch",
        "ONRECORD_OPENSEARCH_HOSTS": ",".join(settings.opensearch_hosts),
        "ONRECORD_OPENSEARCH_PREFIX": settings.opensearch_prefix,
        "ONRECORD_OPENSEARCH_TIMEOUT": str(settings.opensearch_timeout),
    }


def break_disk(cluster: Cluster, index: str, *shards: int) -> None:
    """Let shards of an index be unreadable, as a broken disk makes them."""
    indices = cluster.api.indices
    uuid = indices.get_settings(index=index)[index]["settings"]["index"]["uuid"]
    indices.close(index=index)
    folder = Path(os.environ["ONRECORD_CLUSTER"])
    for shard in shards:
        files = list(folder.glob(f"n*/data/nodes/0/indices/{uuid}/{shard}/index/segments_*"))
        assert files, f"no file of shard {shard} lies in the nodes' folders"
        for file in files:
            file.write_bytes(b"broken")
    indices.open(index=index, params={"wait_for_active_shards": "0"})
    assert cluster.api.cluster.health(index=index)["status"] == "red"


def test_a_red_index_is_told_to_who_searches_and_to_who_comes_new(
    settings: Settings,
    cluster: Cluster,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
) -> None:
    name = publish(make_statement(1))
    client = create_app(settings).test_client()
    assert client.get(SEARCH_JSON).get_json()["total"]["statements"] == 1
    break_disk(cluster, name, 0)
    told_everywhere(client, settings, "look at the cluster's health")
    break_disk(cluster, sidecar_index(name), 0)
    told_everywhere(create_app(settings).test_client(), settings, "look at the cluster's health")


def test_an_index_of_which_one_part_is_lost_is_not_answered_from_the_rest(
    settings: Settings, cluster: Cluster, make_statement: Callable[..., Statement]
) -> None:
    settings = replace(settings, opensearch_shards=4)
    with open_writer(settings) as writer:
        writer.add([make_statement(number) for number in range(1, 41)])
        name = writer.publish(COVERAGE, [], sample=False).generation
    client = create_app(settings).test_client()
    assert client.get(SEARCH_JSON).get_json()["total"]["statements"] == 40
    break_disk(cluster, name, 2)
    for sort in ("relevance", "newest", "oldest"):
        for more in ("", "&page=2", "&limit=1"):
            answer = client.get(f"{SEARCH_JSON}&sort={sort}{more}")
            assert answer.status_code == 503, answer.text
    for address in ("/search.csv?q=words", "/search.atom?q=words", "/frequency?q=words", "/who"):
        assert client.get(address).status_code == 503, address
    told_everywhere(client, settings, "look at the cluster's health")


def test_a_cluster_that_answers_too_late_is_told(
    settings: Settings, publish: Callable[..., str], make_statement: Callable[..., Statement]
) -> None:
    publish(make_statement(1))
    hasty = replace(settings, opensearch_timeout=0.0001)
    client = create_app(hasty).test_client()
    told_everywhere(client, hasty, "(opensearch_timeout)")


def test_a_cluster_that_is_not_there_is_told(settings: Settings) -> None:
    scheme = settings.opensearch_hosts[0].partition(":")[0]
    nowhere = replace(settings, opensearch_hosts=(f"{scheme}://127.0.0.1:9",))
    told_everywhere(create_app(nowhere).test_client(), nowhere, "can be reached; start it")


def test_a_prefix_that_nothing_was_published_under_is_told(settings: Settings) -> None:
    told_everywhere(create_app(settings).test_client(), settings, "run `onrecord index PATH")


def test_an_index_deleted_under_the_site_is_told(
    settings: Settings,
    cluster: Cluster,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
) -> None:
    name = publish(make_statement(1))
    client = create_app(settings).test_client()
    assert client.get(SEARCH).status_code == 200
    cluster.api.indices.delete(index=f"{name}*")
    assert client.get(SEARCH).status_code == 503
    told_by_command(settings, "run `onrecord index PATH")


@pytest.mark.parametrize("what", ["schema", "text", "engine"])
def test_another_version_is_refused_with_the_command_that_mends_it(
    settings: Settings,
    cluster: Cluster,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
    what: str,
) -> None:
    name = publish(make_statement(1))
    noted = dict(cluster.meta(name))
    noted["manifest"] |= {what: "an older one"}
    cluster.api.indices.put_mapping(index=name, body={"_meta": noted})
    said = "run `onrecord index --full` to build it anew from the remembered sources"
    told_everywhere(create_app(settings).test_client(), settings, said)
    with pytest.raises(OtherVersion):
        open_engine(settings)
    publish(make_statement(1))  # reads nothing of the other version
    with closing(open_engine(settings)) as engine:
        assert engine.newest(2) == ("en-1",)


def test_a_cluster_with_no_room_is_waited_for_and_then_everything_is_there(
    settings: Settings, cluster: Cluster
) -> None:
    """A disk that fills up makes the cluster refuse writing with 429, as a full queue does."""
    generations = ClusterGenerations(cluster, settings)
    name = generations.new_name(datetime.now(UTC))
    generations.begin(name)
    refuses = "index.blocks.read_only_allow_delete"
    cluster.api.indices.put_settings(index=name, body={refuses: True})

    def make_room() -> None:
        cluster.api.indices.put_settings(index=name, body={refuses: None})

    bulk = Bulk(cluster, load_alias(name))
    for number in range(1, 51):
        bulk.index(f"en-{number}", {"id": f"en-{number}"})
    timer = threading.Timer(2.0, make_room)
    timer.start()
    bulk.flush()
    timer.join()
    generations.refresh(name)
    assert cluster.api.count(index=name)["count"] == 50


def test_a_cluster_that_stays_full_is_told_and_the_old_index_serves(
    settings: Settings, cluster: Cluster
) -> None:
    generations = ClusterGenerations(cluster, settings)
    name = generations.new_name(datetime.now(UTC))
    generations.begin(name)
    body = {"index.blocks.read_only_allow_delete": True}
    cluster.api.indices.put_settings(index=name, body=body)
    bulk = Bulk(cluster, load_alias(name), patience=RetryPolicy(1.0))
    bulk.index("en-1", {"id": "en-1"})
    with pytest.raises(CannotWrite, match="too busy to take 1 documents"):
        bulk.flush()
    cluster.api.indices.put_settings(index=name, body={"index.blocks.read_only_allow_delete": None})


def test_what_is_sent_twice_is_held_once(settings: Settings, cluster: Cluster) -> None:
    generations = ClusterGenerations(cluster, settings)
    name = generations.new_name(datetime.now(UTC))
    generations.begin(name)
    for _ in range(3):  # as after answers that were lost
        bulk = Bulk(cluster, load_alias(name))
        for number in range(1, 21):
            bulk.index(f"en-{number}", {"id": f"en-{number}"})
        bulk.flush()
    generations.refresh(name)
    assert cluster.api.count(index=name)["count"] == 20


def test_a_swap_whose_answer_was_lost_is_a_swap(
    settings: Settings, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library asks again by itself when a node dies; the second time the alias is moved."""
    generations = ClusterGenerations(cluster, settings)
    name = generations.new_name(datetime.now(UTC))
    generations.begin(name)
    generations.finish(name, Manifest(name, 1, "", "", "", COVERAGE))
    asked = cluster.api.indices.update_aliases

    def twice(**how: object) -> object:
        asked(**how)
        return asked(**how)

    monkeypatch.setattr(generations._indices, "update_aliases", twice)
    generations.serve(name, None)
    assert cluster.aliased(settings.opensearch_prefix) == (name,)
    generations.drop(name)
    assert cluster.aliased(settings.opensearch_prefix) == (name,), "what serves is not dropped"


def test_a_copy_whose_answer_was_lost_is_a_copy(
    settings: Settings,
    cluster: Cluster,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    serving = publish(make_statement(1))
    generations = ClusterGenerations(cluster, settings)
    name = generations.new_name(datetime.now(UTC))
    asked = cluster.api.indices.clone

    def twice(**how: object) -> object:
        asked(**how)
        return asked(**how)

    monkeypatch.setattr(generations._indices, "clone", twice)
    generations.begin_from(name, serving)
    assert cluster.api.count(index=name)["count"] == 1


def test_a_publisher_whose_lock_was_taken_while_it_waited_publishes_nothing(
    settings: Settings,
    cluster: Cluster,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = publish(make_statement(1))
    finish = ClusterGenerations.finish

    def overtaken(self: ClusterGenerations, *how: object, **more: object) -> None:
        finish(self, *how, **more)  # type: ignore[arg-type]
        index = work_index(settings.opensearch_prefix)
        cluster.api.update(index=index, id="publisher", body={"doc": {"owner": "another"}})

    monkeypatch.setattr(ClusterGenerations, "finish", overtaken)
    with pytest.raises(Busy, match="another run took over"):
        publish(make_statement(2), anew=True)
    assert cluster.aliased(settings.opensearch_prefix) == (first,)
    cluster.api.delete(index=work_index(settings.opensearch_prefix), id="publisher")


def test_the_alias_moved_back_by_hand_serves_the_generation_before(
    settings: Settings,
    cluster: Cluster,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
) -> None:
    first, second = publish(make_statement(1)), publish(make_statement(2))
    moved = {"alias": settings.opensearch_prefix}
    actions = [{"remove": {"index": second} | moved}, {"add": {"index": first} | moved}]
    cluster.api.indices.update_aliases(body={"actions": actions})
    with closing(open_engine(settings)) as engine:
        assert engine.newest(5) == ("en-1",)
    publish(make_statement(1), make_statement(3))
    with closing(open_engine(settings)) as engine:
        assert sorted(engine.newest(5)) == ["en-1", "en-3"]


def test_a_prefix_that_begins_alike_is_another_index(
    settings: Settings, cluster: Cluster, make_statement: Callable[..., Statement]
) -> None:
    """`x` and `x-more` on one cluster: neither sweeps nor serves what is the other's."""
    longer = replace(settings, opensearch_prefix=f"{settings.opensearch_prefix}-more")
    for given in (longer, settings, longer, settings):
        own = replace(given, keep_generations=0)
        with open_writer(own) as writer:
            writer.add([make_statement(1, given.opensearch_prefix)])
            writer.publish(COVERAGE, [], sample=False)
    for given in (longer, settings):
        with closing(open_engine(given)) as engine:
            assert engine.newest(2) == ("en-1",)
    with pytest.raises(NoIndex):
        open_engine(replace(settings, opensearch_prefix=f"{settings.opensearch_prefix}-other"))
    with pytest.raises(ClusterUnavailable):
        open_engine(replace(settings, opensearch_hosts=("http://127.0.0.1:9",)))
