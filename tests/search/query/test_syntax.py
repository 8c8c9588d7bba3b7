"""Words alone are cut without Whoosh's taggers, as these cut them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from unittest import mock

from hypothesis import example, given
from hypothesis import strategies as st

from search.query import syntax

if TYPE_CHECKING:
    from whoosh.qparser.syntax import SyntaxNode

TODAY = date(2020, 8, 14)
PIECES = ("grain", "Б7", "AND", "OR", "not", " ", "\u00a0", "\n", "日", "²", "-", '"', "é", "date:")


def told(nodes: list[SyntaxNode]) -> list[tuple[type, dict[str, object]]]:
    return [(type(node), vars(node)) for node in nodes]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("grain  Б7 ")
def test_words_alone_are_cut_as_all_else_is(text: str) -> None:
    cut = told(syntax._tagged(text, TODAY))
    with mock.patch.object(syntax, "_SIGNS", re.compile("")):
        by_taggers = told(syntax._tagged(text, TODAY))
    assert cut == by_taggers
