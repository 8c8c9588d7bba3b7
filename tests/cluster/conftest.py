"""A cluster to test on: the one that ONRECORD_OPENSEARCH_HOSTS names, each test with own indexes.

`make test-cluster` starts one and names it, and there it is no choice; elsewhere tests that need
one skip and say so.
"""

from __future__ import annotations

import os

import pytest

from fake_opensearch.fixtures import cluster as cluster
from fake_opensearch.fixtures import make_statement as make_statement
from fake_opensearch.fixtures import publish as publish
from fake_opensearch.fixtures import settings as settings
from search.settings import read_settings


@pytest.fixture
def hosts() -> tuple[str, ...]:
    """The nodes of the real cluster."""
    if not os.environ.get("ONRECORD_OPENSEARCH_HOSTS"):
        pytest.skip("ONRECORD_OPENSEARCH_HOSTS names no cluster; make test-cluster starts one")
    return read_settings({}).opensearch_hosts
