"""Who is cut off when all connections together take too much."""

from __future__ import annotations

from webui.serving.bounds import HELD_BYTES, ROOM, longest, too_much


def test_those_that_hold_most_are_cut_until_the_rest_is_little_enough() -> None:
    held = {"asks": 100, "some": HELD_BYTES // 2, "much": HELD_BYTES, "more": HELD_BYTES + 1}
    assert list(too_much(held)) == ["more", "much"]


def test_nobody_is_cut_while_all_hold_little() -> None:
    assert list(too_much({"one": HELD_BYTES - 1, "two": 1})) == []


def test_those_that_wait_longest_make_room() -> None:
    since = {number: float(-number) for number in range(ROOM * 3)}
    assert longest(since, since.__getitem__) == sorted(since, reverse=True)[:ROOM]
