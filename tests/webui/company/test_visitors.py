"""So many requests a second from one address, a burst at once, and nobody else waits for it."""

from __future__ import annotations

import os

import pytest

from webui.company.visitors import BURST_SECONDS, Visitors


def burst(limit: Visitors, address: str, count: int, now: float = 0.0) -> list[int]:
    return [limit.wait_seconds(address, now) for _ in range(count)]


def test_a_burst_is_answered_and_what_follows_waits_as_long_as_it_must() -> None:
    limit = Visitors(2.0)
    most = int(2 * BURST_SECONDS)
    assert burst(limit, "192.0.2.1", most + 2) == [0] * most + [1, 1]
    assert limit.wait_seconds("192.0.2.1", 0.5) == 0
    assert limit.wait_seconds("192.0.2.1", 0.5) == 1


def test_a_slow_rate_says_in_how_many_seconds_to_come_again() -> None:
    assert burst(Visitors(0.05), "192.0.2.1", 2) == [0, 20]


def test_one_address_keeps_no_other_waiting() -> None:
    limit = Visitors(1.0)
    burst(limit, "192.0.2.1", 100)
    assert limit.wait_seconds("192.0.2.2", 0.0) == 0


def test_addresses_of_one_ipv6_site_are_one_visitor() -> None:
    limit = Visitors(1.0)
    burst(limit, "2001:db8:1:2::1", 100)
    assert limit.wait_seconds("2001:db8:1:2:ffff::9", 0.0)
    assert not limit.wait_seconds("2001:db8:1:3::1", 0.0)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_very_machine_is_not_limited(address: str) -> None:
    assert not any(burst(Visitors(1.0), address, 1_000))


def test_without_a_rate_nobody_is_limited() -> None:
    assert not any(burst(Visitors(0.0), "192.0.2.1", 1_000))


def test_however_many_addresses_ask_no_other_waits_and_nothing_grows() -> None:
    limit = Visitors(1.0)
    most = int(BURST_SECONDS)
    before = len(limit._paid)
    for number in range(1_000):
        burst(limit, f"192.0.{number // 250}.{number % 250}", most)
    assert len(limit._paid) == before
    assert sum(limit.wait_seconds(f"198.51.100.{one}", 0.0) > 0 for one in range(250)) < 5


def test_processes_that_are_forked_count_together() -> None:
    limit = Visitors(1.0)
    child = os.fork()
    if not child:
        burst(limit, "192.0.2.1", int(BURST_SECONDS))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert limit.wait_seconds("192.0.2.1", 0.0) == 1
    assert limit.wait_seconds("192.0.2.2", 0.0) == 0
