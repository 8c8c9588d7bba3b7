"""robots.txt: by RFC 9309, for our name."""

from __future__ import annotations

import pytest

from index.crawl.robots import MOST_RULES_BYTES, Robots

BASE = "http://site.example"
PAGE = "/events/president/news/1"


def allows(rules: bytes, path: str = PAGE, status: int = 200) -> bool | None:
    """Whether rules allow a path; None when they forbid all because they could not be had."""
    robots = Robots.read(status, rules, "onrecord")
    return robots and robots.allow(BASE + path)


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /search", "/search?query=x", False),
        ("User-agent: *\nDisallow: /search", PAGE, True),
        ("User-agent: *\nDisallow: /", PAGE, False),
        ("User-agent: other\nDisallow: /", PAGE, True),
        ("User-agent: *\nDisallow:", PAGE, True),
        ("", PAGE, True),
        ("<html>not rules at all</html>", PAGE, True),
        ("User-agent: *\nDisallow: /events\nAllow: /events/president", PAGE, True),  # the longer
        ("User-agent: *\nAllow: /events/president/news/1\nDisallow: /events", PAGE, True),
        ("User-agent: *\nDisallow: /*/news/", PAGE, False),
        ("User-agent: *\nDisallow: /events/president/news/1$", PAGE, False),
        ("User-agent: *\nDisallow: /events/president/news/1$", f"{PAGE}2", True),
        ("User-agent: *\nDisallow: /events # all of them", PAGE, False),
        ("user-AGENT : *\nDISALLOW : /events", PAGE, False),
        ("Disallow: /events", PAGE, True),  # no group, no rule
        ("User-agent: *\n\n\nDisallow: /events", PAGE, False),  # an empty line ends no group
        ("User-agent: *\nSitemap: /s.xml\nDisallow: /events", PAGE, False),
    ],
)
def test_rules_are_read_as_the_standard_says(rules: str, path: str, allowed: bool) -> None:
    assert allows(rules.encode(), path) is allowed


@pytest.mark.parametrize("name", ["onrecord", "OnRecord", "onrecord/2.1", "onrecord/2.1 (bot)"])
def test_a_group_of_our_name_is_ours_with_a_version_too(name: str) -> None:
    rules = f"User-agent: *\nDisallow: /search\n\nUser-agent: {name}\nDisallow: /events"
    assert allows(rules.encode()) is False
    assert allows(rules.encode(), "/search") is True  # and so the group for all is not


@pytest.mark.parametrize(
    "name", ["on", "rec", "record", "onrecord-images", "onrecorder", "bot onrecord", "*record"]
)
def test_a_group_of_another_name_is_not_ours(name: str) -> None:
    rules = f"User-agent: {name}\nDisallow: /events\n\nUser-agent: *\nDisallow: /search"
    assert allows(rules.encode()) is True
    assert allows(rules.encode(), "/search") is False


def test_a_group_of_several_names_is_for_each_of_them() -> None:
    rules = b"User-agent: other\nUser-agent: onrecord/1\nDisallow: /events"
    assert allows(rules) is False


def test_groups_of_one_name_are_one() -> None:
    rules = (
        b"User-agent: onrecord/1\nDisallow: /events\n\n"
        b"User-agent: other\nDisallow: /\n\n"
        b"User-agent: onrecord/2\nDisallow: /acts"
    )
    assert allows(rules) is False
    assert allows(rules, "/acts/bank/1") is False
    assert allows(rules, "/d/1") is True


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf"])
def test_a_byte_order_mark_is_no_part_of_the_first_group(mark: bytes) -> None:
    assert allows(mark + b"User-agent: *\nDisallow: /events") is False


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\n\r\n"])
def test_lines_end_in_any_of_the_ways_there_are(end: bytes) -> None:
    assert allows(end.join([b"User-agent: *", b"Disallow: /events", b""])) is False


def test_a_line_holds_what_only_some_take_for_its_end() -> None:
    assert allows("User-agent: *\nDisallow: /a\u2028Disallow: /events".encode()) is True


@pytest.mark.parametrize(
    ("status", "answer"),
    [(404, True), (401, True), (403, True), (410, True), (429, None), (302, None)]
    + [(status, None) for status in (0, 500, 502, 503, 504, 599)],
)
def test_missing_rules_allow_and_rules_that_cannot_be_had_forbid(
    status: int, answer: bool | None
) -> None:
    assert allows(b"User-agent: *\nDisallow: /", status=status) is answer


def test_what_stands_after_the_limit_is_not_read_nor_half_of_a_rule_before_it() -> None:
    start = b"User-agent: *\nDisallow: /acts\n"
    cut = b"Disallow: /events"  # the limit falls after "/"
    filling = b"#" * (MOST_RULES_BYTES - len(start) - 1 - (len(cut) - len(b"events")))
    rules = start + filling + b"\n" + cut + b"\nDisallow: /events\n"
    assert allows(rules, "/acts/1") is False
    assert allows(rules) is True


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("1e18", 1e18), ("nan", 0), ("-5", 0), ("soon", 0)],
)
def test_a_crawl_delay_is_a_number_of_seconds(asked: str, seconds: float) -> None:
    robots = Robots.read(200, f"User-agent: onrecord/9\nCrawl-delay: {asked}".encode(), "onrecord")
    assert robots is not None
    assert robots.delay_seconds == seconds
