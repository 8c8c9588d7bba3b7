"""The publisher's lock: one holder, named to others; given back, lapsed, or lost."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from search.engines.opensearch.cluster import publisher_lock
from search.engines.opensearch.cluster.publisher_lock import (
    PublisherLock,
    make_work_index,
    work_index,
)
from search.errors import Busy

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engines.opensearch.cluster.client import Cluster
    from search.settings import Settings


@pytest.fixture
def make_lock(settings: Settings, cluster: Cluster) -> Callable[[], PublisherLock]:
    """→ a lock of the same indexes, as another run would have it."""
    make_work_index(cluster, settings.opensearch_prefix, 0)
    return lambda: PublisherLock(cluster, settings.opensearch_prefix)


def rewrite(cluster: Cluster, settings: Settings, **values: object) -> None:
    """Change the holder's note, which the holder may be renewing."""
    index = work_index(settings.opensearch_prefix)
    params = {"retry_on_conflict": 10}
    cluster.api.update(index=index, id="publisher", body={"doc": values}, params=params)


def test_a_second_publisher_learns_who_holds_the_lock(
    make_lock: Callable[[], PublisherLock],
) -> None:
    who = f"process {os.getpid()} on {socket.gethostname()}, since 20"
    with make_lock() as held:
        with pytest.raises(Busy, match=who), make_lock():
            pass
        held.renew()
    with make_lock() as following:
        following.renew()


def test_the_lock_of_a_process_that_has_ended_is_taken_over_at_once(
    make_lock: Callable[[], PublisherLock], cluster: Cluster, settings: Settings
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    following = make_lock()
    with make_lock() as held:
        rewrite(cluster, settings, process=ended.pid)
        following.__enter__()
        with pytest.raises(Busy, match="another run took over"):
            held.renew()
    following.renew()  # what the first gave back was not its own any more
    following.__exit__()


def test_a_holder_elsewhere_is_waited_for_until_its_lock_lapses(
    make_lock: Callable[[], PublisherLock], cluster: Cluster, settings: Settings
) -> None:
    with make_lock():
        rewrite(cluster, settings, host="elsewhere", process=1)
        with pytest.raises(Busy, match="process 1 on elsewhere"), make_lock():
            pass
        long_ago = {"beat": 0}
        rewrite(cluster, settings, **long_ago)
        with make_lock() as following:
            following.renew()


def test_a_holder_renews_its_lock_by_itself(
    make_lock: Callable[[], PublisherLock],
    cluster: Cluster,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(publisher_lock, "_BEAT_SECONDS", 0.05)
    with make_lock():
        rewrite(cluster, settings, beat=1)
        index = work_index(settings.opensearch_prefix)
        for _ in range(100):
            if cluster.api.get(index=index, id="publisher")["_source"]["beat"] > 1:
                break
            time.sleep(0.05)
        else:
            pytest.fail("no beat was heard in five seconds")
