"""Where a document goes: what `benchmarks.routing` reckons is what a real cluster does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from search.engines.opensearch.cluster.client import Cluster
    from search.settings import Settings

pytestmark = pytest.mark.cluster

ROOT = Path(__file__).parents[2]
NAMES = ["en-1", "ru-76867", "en-act-7", "en-x0123456789", "x", "en-100000000", "ёж-5"]


@pytest.mark.parametrize("shards", [1, 2, 3, 5, 16])
def test_a_document_goes_to_the_shard_that_was_reckoned(
    settings: Settings, cluster: Cluster, shards: int
) -> None:
    index = f"{settings.opensearch_prefix}-routing"
    own = {"number_of_shards": shards, "number_of_replicas": 0}
    cluster.api.indices.create(index=index, body={"settings": own})
    asked = [sys.executable, "-m", "benchmarks.routing", str(shards), *NAMES]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    for name, reckoned in zip(NAMES, map(int, done.stdout.split()), strict=True):
        told = cluster.api.search_shards(index=index, params={"routing": name})
        assert told["shards"][0][0]["shard"] == reckoned, name
