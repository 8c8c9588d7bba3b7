"""What people write for a date, and the days it means."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.dates import read_period

TODAY = date(2020, 3, 14)

PERIODS = (
    ("2012", "2012-01-01 2012-12-31"),
    ("2012-05", "2012-05-01 2012-05-31"),
    ("2012-5", "2012-05-01 2012-05-31"),
    ("2012-02", "2012-02-01 2012-02-29"),
    ("2012-12", "2012-12-01 2012-12-31"),
    ("2012-05-07", "2012-05-07 2012-05-07"),
    ("07.05.2012", "2012-05-07 2012-05-07"),
    ("May 2012", "2012-05-01 2012-05-31"),
    ("Sept. 2012", "2012-09-01 2012-09-30"),
    ("7 May 2012", "2012-05-07 2012-05-07"),
    ("May 7, 2012", "2012-05-07 2012-05-07"),
    ("May\u00a07,\u00a02012", "2012-05-07 2012-05-07"),
    ("май 2012", "2012-05-01 2012-05-31"),
    ("Март 2014", "2014-03-01 2014-03-31"),
    ("в марте 2014", None),
    ("марте 2014", "2014-03-01 2014-03-31"),
    ("7 мая 2012 года", "2012-05-07 2012-05-07"),
    ("мая 2012 г", None),
    ("2012 год", "2012-01-01 2012-12-31"),
    ("2010..2012", "2010-01-01 2012-12-31"),
    ("2010 .. 2012", "2010-01-01 2012-12-31"),
    ("2010-05..2012-06-03", "2010-05-01 2012-06-03"),
    ("2010-2012", "2010-01-01 2012-12-31"),
    ("2010–2012", "2010-01-01 2012-12-31"),
    ("2010..", "2010-01-01 None"),
    ("..2012", "None 2012-12-31"),
    ("7 May 2012..8 May 2013", "2012-05-07 2013-05-08"),
    (">=2012-05-07", "2012-05-07 None"),
    (">= 2012", "2012-01-01 None"),
    (">2012", "2013-01-01 None"),
    ("<=2012", "None 2012-12-31"),
    ("<2012", "None 2011-12-31"),
    ("=>2012", "2012-01-01 None"),
    (">May 2012", "2012-06-01 None"),
    ("today", "2020-03-14 2020-03-14"),
    ("yesterday", "2020-03-13 2020-03-13"),
    ("this year", "2020-01-01 2020-12-31"),
    ("last year", "2019-01-01 2019-12-31"),
    ("прошлый год", "2019-01-01 2019-12-31"),
    ("this month", "2020-03-01 2020-03-31"),
    ("last month", "2020-02-01 2020-02-29"),
    ("last year..", "2019-01-01 None"),
    ("2012-13", None),
    ("2013-02-29", None),
    ("31.04.2012", None),
    ("0000", None),
    ("..", None),
    ("...", None),
    (">", None),
    (">9999", None),
    ("<0001", None),
    ("Grune 2012", None),
    ("mayor 2012", None),
    ("soon", None),
    ("", None),
)


@pytest.mark.parametrize(("text", "days"), PERIODS)
def test_a_date_means_its_first_and_last_day(text: str, days: str | None) -> None:
    period = read_period(text, TODAY)
    assert (f"{period.first} {period.last}" if period else None) == days


def test_a_range_written_backwards_is_turned_and_says_so() -> None:
    assert read_period("2012..2010", TODAY) == (date(2010, 1, 1), date(2012, 12, 31), True)


@given(st.dates(), st.dates())
def test_a_range_of_days_is_those_days_whichever_comes_first(one: date, other: date) -> None:
    period = read_period(f"{one}..{other}", TODAY)
    assert period is not None
    assert (period.first, period.last) == (min(one, other), max(one, other))


@given(st.text(alphabet="0123456789.-<>=.. маяMay", max_size=20))
def test_no_text_raises(text: str) -> None:
    period = read_period(text, TODAY)
    assert (
        period is None
        or period.first is None
        or period.last is None
        or not (period.last < period.first)
    )
