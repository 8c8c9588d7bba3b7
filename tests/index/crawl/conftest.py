"""The played site, and a client over a network that is written beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.crawl.client import Client
from index.crawl.site import CrawlSite
from index.crawl.waits import Pace, RefusalPolicy
from index.progress import Progress
from played.network import ScriptedNetwork
from played.site import ROBOTS, PlayedSite, Reply, sample_articles

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def site() -> Iterator[PlayedSite]:
    """A fresh English site, closed after the test."""
    played = PlayedSite()
    yield played
    played.close()


@pytest.fixture
def other_site() -> Iterator[PlayedSite]:
    """The Russian one, on another address."""
    played = PlayedSite(sample_articles("ru"), host="127.0.0.2")
    yield played
    played.close()


@pytest.fixture
def network() -> ScriptedNetwork:
    """A network whose every answer is written beforehand."""
    return ScriptedNetwork()


@pytest.fixture
def client(network: ScriptedNetwork) -> Client:
    """A client of http://site.example over the scripted network, a second between requests."""
    network.replies["http://site.example/robots.txt"] = [Reply(200, ROBOTS.encode())]
    return Client(
        CrawlSite("http://site.example"),
        "onrecord",
        network,
        Pace(lambda: network.now, network.sleep, lambda: 0.0),
        delay_seconds=1.0,
        progress=Progress(),
        policy=RefusalPolicy(refused_seconds=300, failed_seconds=10),
    )
