"""A real cluster in trouble: the site answers 503, the command line ends with 1, both say why.

Nothing is ever answered from a part of the index.
"""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from search.engines import open_engine, open_writer
from search.engines.opensearch.layout.sidecar import sidecar_index
from search.errors import OtherVersion
from search.records import Coverage
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
    said = "run `onrecord index` to build it anew from the pages that were read before"
    told_everywhere(create_app(settings).test_client(), settings, said)
    with pytest.raises(OtherVersion):
        open_engine(settings)
    publish(make_statement(1))  # reads nothing of the other version
    with closing(open_engine(settings)) as engine:
        assert engine.newest(2) == ("en-1",)
