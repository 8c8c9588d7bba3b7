"""What pasting does to a text is undone; what a writer put in stays."""

from __future__ import annotations

import pytest

from search.quotes.pasted_text import unpasted

KNOWN = frozenset(("harvest", "cannot", "урожай"))


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("we don&#39;t sell", "we don't sell"),
        ("&laquo;we&nbsp;sell&raquo;", "«we\u00a0sell»"),
        ("Berg &amp Co; A&B", "Berg &amp Co; A&B"),
        ("we do <b>not</b> sell", "we do not sell"),
        ("we sell<br/>grain", "we sell grain"),
        ("we <…> sell", "we <…> sell"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ('grain<sup class="note">[3]</sup> now', "grain now"),
        ("grain.[1] Now", "grain. Now"),
        ("grain[1][22], now", "grain, now"),
        ("Grain is here. [4] Now", "Grain is here. Now"),
        ("grain.¹² Now", "grain. Now"),
        ("we sell [5] tonnes", "we sell [5] tonnes"),
        ("fell. [20] million", "fell. [20] million"),
        ("in 20[14] it", "in 20[14] it"),
        ("[W]e sell", "We sell"),
        ("we want[ed] it, and can[’t] have it", "we wanted it, and can’t have it"),
        ("we [the farmers] sell", "we [the farmers] sell"),
        ("we [not] sell", "we [not] sell"),
        ("the [harvest](https://example.org/a_b) is in", "the harvest is in"),
        ("the har-\nvest, and our well-\nknown mill", "the harvest, and our well-known mill"),
        ("can-\r\n  not", "cannot"),
        ("уро\u2010\nжай", "урожай"),
        ("2018-\n2019", "2018-\n2019"),
    ],
)
def test_a_pasted_text_is_read_as_it_was_meant(pasted: str, meant: str) -> None:
    assert unpasted(pasted, KNOWN.__contains__) == meant


def test_long_rows_of_brackets_take_no_longer_than_they_are() -> None:
    text = "[" * 5_000 + "<b " * 2_000 + "[1" * 2_000
    assert unpasted(text, KNOWN.__contains__) == text
