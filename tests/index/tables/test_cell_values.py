"""Dates, hours and addresses in cells, as tables write them."""

from __future__ import annotations

import pytest

from index.tables.cell_values import host_of, is_nothing, read_clock, read_moment, slashed_order

WRITTEN = [
    ("2031-05-08", "2031-05-08", None),
    ("2031-05-08T14:05:00Z", "2031-05-08", "14:05"),
    ("2031-05-08T14:05Z", "2031-05-08", "14:05"),
    ("2031-05-08T14:05:00.000Z", "2031-05-08", "14:05"),
    ("2031-05-08 14:05:00", "2031-05-08", "14:05"),
    ("2031-05-08T23:05:00+00:00", "2031-05-09", "02:05"),
    ("2031-05-08 23:05 UTC", "2031-05-09", "02:05"),
    ("2031-05-08T14:05:00+03:00", "2031-05-08", "14:05"),
    ("2031-05-08T14:05:00+0300", "2031-05-08", "14:05"),
    ("2031-05-08T22:05:00-04:00", "2031-05-09", "05:05"),
    ("2031-05-08 14:05 MSK", "2031-05-08", "14:05"),
    ("Thu, 08 May 2031 10:00:00 GMT", "2031-05-08", "13:00"),
    ("2010-07-08T10:00:00+00:00", "2010-07-08", "14:00"),  # Moscow was four hours ahead then
    ("8 May 2031", "2031-05-08", None),
    ("8 may 2031, 10:30", "2031-05-08", "10:30"),
    ("8th of May 2031", "2031-05-08", None),
    ("May 8, 2031", "2031-05-08", None),
    ("MAY 8, 2031", "2031-05-08", None),
    ("Sept. 8, 2031", "2031-09-08", None),
    ("May 8, 2031, 5:30 pm", "2031-05-08", "17:30"),
    ("May 8, 2031 at 12:00 a.m.", "2031-05-08", "00:00"),
    ("08.05.2031", "2031-05-08", None),
    ("8.5.2031 9:05", "2031-05-08", "09:05"),
    ("8 мая 2031 года", "2031-05-08", None),
    ("8 мая 2031 г., 12:30", "2031-05-08", "12:30"),
    ("08-May-2031", "2031-05-08", None),
    ("20310508", "2031-05-08", None),
    ("2031/05/08", "2031-05-08", None),
    ("13/08/2031", "2031-08-13", None),
    ("  2031-05-08\u00a0", "2031-05-08", None),
    ("1935964800000", "2031-05-08", None),  # as data frames write days: thousandths, at midnight
    ("970963200000.0", "2000-10-08", None),
]


@pytest.mark.parametrize(("cell", "day", "time"), WRITTEN)
def test_a_day_and_hour_however_written(cell: str, day: str, time: str | None) -> None:
    moment = read_moment(cell)
    assert moment is not None
    assert (str(moment.day), moment.time) == (day, time)


@pytest.mark.parametrize(
    "cell",
    [
        *("", "NA", "soon", "2031", "2031-05", "31.02.2031", "2031-13-01", "1620000000", "44321"),
        *("05/08/2031", "2031-05-08T25:00:00Z", "2031-05-08T10:00:00+99:00", "May 2031", "8 May"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-14:00", "May 32, 2031", "17093"),
        *(
            "May 8, 2031, 13:00 pm",
            "1935964800",
            "1936015500000",
            "1935964800001",
            "193596480000000",
        ),
    ],
)
def test_what_is_no_sure_day_is_none(cell: str) -> None:
    assert read_moment(cell) is None


def test_the_order_of_slashes_is_told_by_a_day_beyond_twelve() -> None:
    assert [slashed_order(one) for one in ("13/08/2031", "08/13/2031", "05/08/2031", "x")] == [
        *(True, False, None, None)
    ]
    first = read_moment("05/08/2031", day_first=True)
    second = read_moment("05/08/2031", day_first=False)
    assert first is not None
    assert second is not None
    assert (str(first.day), str(second.day)) == ("2031-08-05", "2031-05-08")


@pytest.mark.parametrize("cell", ["", " ", "NA", "n/a", "NaN", "null", "None", "—", "\ufeff", "-"])
def test_what_programs_write_for_nothing_is_nothing(cell: str) -> None:
    assert is_nothing(cell)


@pytest.mark.parametrize("cell", ["Narva", "0", "No", "None of us"])
def test_words_that_look_like_nothing_are_something(cell: str) -> None:
    assert not is_nothing(cell)


@pytest.mark.parametrize(
    ("cell", "host"),
    [
        ("https://President.Veldoria.example/a/1?x=1", "president.veldoria.example"),
        ("http://www.veldoria.example:8080/", "www.veldoria.example"),
        ("//veldoria.example/a", "veldoria.example"),
        ("en.kremlin.ru/d/90001", "kremlin.ru"),
        ("https://web.archive.org/web/20310508/https://veldoria.example/1", "veldoria.example"),
        ("https://web.archive.org/web/2031/veldoria.example/1", "veldoria.example"),
        ("Veldoria Times", None),
        ("https://localhost/1", None),
        ("https://user@veldoria.example/1", None),
        ("javascript:alert(1)", None),
        ("https://a.example/1 and https://b.example/2", None),
    ],
)
def test_the_host_of_an_address(cell: str, host: str | None) -> None:
    assert host_of(cell) == host


def test_an_hour_alone() -> None:
    assert [read_clock(one) for one in ("9:05", "17:30:10", "5:30 pm", "25:00", "noon")] == [
        *("09:05", "17:30", "17:30", None, None)
    ]
