"""The publisher's lock: one holder, told who; given back, lapsed, or lost."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from search.engines.opensearch.cluster import publisher_lock as locking
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
    """Change what the holder of the lock says of itself."""
    index = work_index(settings.opensearch_prefix)
    cluster.api.update(index=index, id="publisher", body={"doc": values})


def test_a_second_publisher_is_told_who_holds_the_lock(
    make_lock: Callable[[], PublisherLock],
) -> None:
    held = make_lock()
    held.take()
    with pytest.raises(Busy, match=f"process {os.getpid()} on {socket.gethostname()}, since 20"):
        make_lock().take()
    held.keep()
    held.give_back()
    following = make_lock()
    following.take()
    following.give_back()


def test_the_lock_of_a_process_that_is_gone_is_taken_over_at_once(
    make_lock: Callable[[], PublisherLock], cluster: Cluster, settings: Settings
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    held = make_lock()
    held.take()
    rewrite(cluster, settings, process=gone.pid)
    following = make_lock()
    following.take()
    with pytest.raises(Busy, match="another run took over"):
        held.keep()
    held.give_back()  # is not its own any more, so nothing happens
    following.keep()
    following.give_back()


def test_a_holder_elsewhere_is_waited_for_until_its_lock_lapses(
    make_lock: Callable[[], PublisherLock], cluster: Cluster, settings: Settings
) -> None:
    held = make_lock()
    held.take()
    rewrite(cluster, settings, host="elsewhere", process=1)
    with pytest.raises(Busy, match="process 1 on elsewhere"):
        make_lock().take()
    long_ago = {"beat": 0}
    rewrite(cluster, settings, **long_ago)
    following = make_lock()
    following.take()
    following.give_back()
    held.give_back()


def test_a_holder_says_again_that_it_lives(
    make_lock: Callable[[], PublisherLock],
    cluster: Cluster,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(locking, "_BEAT_SECONDS", 0.05)
    held = make_lock()
    held.take()
    rewrite(cluster, settings, beat=1)
    index = work_index(settings.opensearch_prefix)
    for _ in range(100):
        if cluster.api.get(index=index, id="publisher")["_source"]["beat"] > 1:
            break
        held._over.wait(0.05)
    else:
        pytest.fail("no beat was heard in five seconds")
    held.give_back()
