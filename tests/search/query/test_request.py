"""Parameters of links → requests, and back to the shortest link."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine import READER_SORTS, Sort
from search.query.grammar import MOST_CHARS
from search.query.request import (
    CHOICES,
    MOST_CHOSEN,
    MOST_VALUE_CHARS,
    PARAMETERS,
    Request,
    read_request,
)
from search.records import Evidence, TurnKind


def read(query_string: str) -> tuple[Request, tuple[str, ...]]:
    return read_request(parse_qsl(query_string, keep_blank_values=True))


MEANINGS = (
    ("", Request()),
    ("q=grain", Request("grain")),
    ("q=+grain+", Request("grain")),
    ("q=", Request()),
    ("speaker=Tarn&speaker=Oskel&speaker=Tarn", Request(speaker=("Tarn", "Oskel"))),
    ("from=2012&to=2012", Request(since=date(2012, 1, 1), until=date(2012, 12, 31))),
    ("from=2012-02&to=2012-02", Request(since=date(2012, 2, 1), until=date(2012, 2, 29))),
    ("to=2012-12", Request(until=date(2012, 12, 31))),
    ("to=9999-12", Request(until=date.max)),
    ("from=2012-05-07", Request(since=date(2012, 5, 7))),
    ("year=2012", Request(year=("2012",))),
    ("lang=RU", Request(lang=("ru",))),
    ("kind=Speech", Request(kind=("speech",))),
    ("sort=newest&limit=1000&page=7", Request(sort=Sort.NEWEST, limit=1_000, page=7)),
    ("utm_source=elsewhere&q=grain", Request("grain")),
)


@pytest.mark.parametrize(("query_string", "request_"), MEANINGS)
def test_a_link_means_its_request(query_string: str, request_: Request) -> None:
    assert read(query_string) == (request_, ())


UNREADABLE = (
    "from=soon",
    "from=2012-13",
    "to=2012-13",
    "to=2012-02-30",
    "to=12",
    "year=twelve",
    "year=0",
    "year=２０１２",
    "limit=0",
    "limit=1001",
    "limit=1e3",
    "page=0",
    "page=-1",
    "page=99999999999",
    "sort=best",
    "kind=song",
    "evidence=continued",
    "lang=english",
    "lang=r",
)


@pytest.mark.parametrize("query_string", UNREADABLE)
def test_a_value_that_cannot_be_read_is_dropped_and_told(query_string: str) -> None:
    request, dropped = read(f"q=grain&{query_string}")
    assert request == Request("grain")
    name, _, value = query_string.partition("=")
    assert len(dropped) == 1
    assert dropped[0].startswith(f"{name}={value!r} is not ")


def test_the_readable_choices_stay_beside_an_unreadable_one() -> None:
    request, dropped = read("year=2012&year=x&q=a&q=b")
    assert request == Request("a", year=("2012",))
    assert len(dropped) == 2


def test_a_choice_is_toggled_on_and_off_from_the_first_page() -> None:
    request = Request("grain", year=("2012",), page=3)
    on = request.toggled("year", "2014")
    assert on == Request("grain", year=("2012", "2014"))
    assert on.toggled("year", "2012") == Request("grain", year=("2014",))


def test_the_choices_become_filters() -> None:
    filters = Request("x", speaker=("Tarn",), kind=("speech",), since=date(2012, 1, 1)).filters
    assert filters.values == {"speaker": ("Tarn",), "kind": ("speech",)}
    assert (filters.since, filters.until) == (date(2012, 1, 1), None)


def test_a_query_that_is_too_long_is_cut_and_told_and_its_link_stays_short() -> None:
    request, dropped = read_request([("q", "слово " * 2_000)])
    assert len(request.q) <= MOST_CHARS
    assert len(dropped) == 1
    assert read_request(request.parameters()) == (request, ())
    assert Request("слово " * 2_000).query_string() == request.query_string()


def test_choices_beyond_the_most_and_values_too_long_are_left_out_and_told() -> None:
    request, dropped = read_request([("year", str(n)) for n in range(1, MOST_CHOSEN + 3)])
    assert len(request.year) == MOST_CHOSEN
    assert dropped == (f"year is given more than {MOST_CHOSEN} times; the first 50 count",)
    request, dropped = read_request([("role", "x" * (MOST_VALUE_CHARS + 1))])
    assert request == Request()
    assert "at most 500 characters" in dropped[0]
    assert len(dropped[0]) < 200


TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20).map(str.strip)
VALUES = {name: TEXT.filter(bool) for name in CHOICES} | {
    "year": st.integers(1, 9999).map(str),
    "lang": st.sampled_from(["en", "ru"]),
    "kind": st.sampled_from(list(map(str, TurnKind))),
    "evidence": st.sampled_from([str(Evidence.LABEL), str(Evidence.PAGE), str(Evidence.NONE)]),
}
REQUESTS = st.builds(
    Request,
    q=TEXT,
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
    sort=st.sampled_from(READER_SORTS),
    limit=st.integers(1, 1_000),
    page=st.integers(1, 1_000),
    **{name: st.lists(VALUES[name], max_size=3, unique=True).map(tuple) for name in CHOICES},
).filter(lambda one: not (one.since and one.until and one.since > one.until))


@given(REQUESTS)
def test_every_request_comes_back_from_its_link(request_: Request) -> None:
    assert read(request_.query_string()) == (request_, ())


@given(st.lists(st.tuples(st.sampled_from(PARAMETERS), st.text(max_size=12)), max_size=8))
def test_no_parameters_raise(parameters: list[tuple[str, str]]) -> None:
    request, _ = read_request(parameters)
    assert read_request(request.parameters())[0] == request


@pytest.mark.parametrize("text", ["1_00", "2012-W19-1", "20120507", "２０１２", "2012-5", "0000"])
def test_only_days_months_and_years_as_documented_are_dates(text: str) -> None:
    request, dropped = read_request([("from", text)])
    assert request == Request()
    assert len(dropped) == 1


def test_a_period_that_ends_before_it_begins_is_turned_round_and_told() -> None:
    request, dropped = read_request([("from", "2015"), ("to", "2012")])
    assert (request.since, request.until) == (date(2012, 1, 1), date(2015, 12, 31))
    assert "the other way round" in dropped[0]
