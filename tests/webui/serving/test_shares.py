"""Connections shared out between processes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from webui.serving import shares as module
from webui.serving.shares import Share, Shares

if TYPE_CHECKING:
    import pytest


def entered(shares: Shares) -> Share:
    share = shares.enter()
    assert share is not None
    share.hold(0)
    return share


def test_whoever_holds_clearly_more_than_another_leaves_the_next() -> None:
    shares = Shares(2)
    one, other = entered(shares), entered(shares)
    assert not one.is_more_than_another
    one.hold(2)
    assert not one.is_more_than_another
    one.hold(3)
    assert one.is_more_than_another
    assert not other.is_more_than_another
    other.hold(1)
    assert not one.is_more_than_another


def test_one_alone_leaves_nothing() -> None:
    alone = entered(Shares(1))
    alone.hold(500)
    assert not alone.is_more_than_another


def test_nothing_is_left_to_a_process_that_does_not_answer_yet() -> None:
    shares = Shares(2)
    one = entered(shares)
    one.hold(9)
    begins = shares.enter()
    assert begins is not None
    assert not one.is_more_than_another
    begins.hold(0)
    assert one.is_more_than_another


def test_a_process_that_ended_is_waited_for_no_more_and_its_place_is_taken_again() -> None:
    shares = Shares(2)
    one, other = entered(shares), entered(shares)
    one.hold(9)
    assert one.is_more_than_another
    other.leave()
    assert not one.is_more_than_another
    assert entered(shares) is not other
    assert one.is_more_than_another


def test_where_all_places_are_taken_there_is_none() -> None:
    shares = Shares(1)
    places = [shares.enter() for _ in range(20)]
    assert places[0] is not None
    assert places[-1] is None


def test_a_process_that_takes_nothing_is_waited_for_no_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    clock = SimpleNamespace(monotonic=lambda: now[0], sleep=lambda _seconds: None)
    monkeypatch.setattr(module, "time", clock)
    shares = Shares(2)
    one, _stuck = entered(shares), entered(shares)
    one.hold(9)
    assert [one.leaves_next() for _ in range(60)] == [True] * 50 + [False] * 10
    now[0] += 1.1
    assert one.leaves_next()
    one.hold(1)
    assert not one.leaves_next()
