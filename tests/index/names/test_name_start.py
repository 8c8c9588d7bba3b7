"""Where the name begins that ends a label (`|` marks it), and which row of the tables says so."""

from __future__ import annotations

import pytest

from index.names.name_start import NO_NAME, name_start
from index.names.page_names import PageNames
from index.names.word import printed_words

PAGE = PageNames(listed=frozenset({frozenset({"orlov", "tarvo", "quom"})}))

STARTS = [
    ("Head of Zentrova |Tarvo Quom Orlov", "a name that the page vouches for"),
    ("Senior Lieutenant |A. Testov", "initials"),
    ("Executive Chairman", "an office to the end"),
    ("Chairman of Zentrova |Sultan Kelvor bin Drast", "Sultan as a name"),
    ("President of Jordan |Xuat Quom Testov", "after a country that is a given name too"),
    ("Widow of Hero of Norland Tarvo Grend |Ymira Drastin", "after another's name"),
    ("Head of Zentrova |Ivan Drastin", "a given name of the list"),
    ("Assistant to Drastin", "one word after of"),
    ("Prime Minister of the Republic of Kvistan |Xuat Phoc Drastin", "after a ruler's country"),
    ("Aide to Tarvo Kvist", "another's name after of"),
    ("Bank CEO |German Testov", "a single word"),
    ("Minister |Testov", "a single word"),
    ("Energy Minister |Kelvor Testov", "two words"),
    ("Mother of five |Ymira Dolsen Drastin", "after the end of an office"),
    ("Head of the crew Comet |Ivan Drastin", "a given name of the list"),
    ("|Ivan Tarvo Drastin", "led by a given name"),
    ("Falconkeeper |Kelvor Drastin", "nothing before it"),
    ("Producer of the film Tarvan |Ymira Drastin", "the last two words"),
]


@pytest.mark.parametrize(("marked", "rule"), STARTS)
def test_the_first_row_that_finds_a_start_decides(marked: str, rule: str) -> None:
    before, bar, _ = marked.partition("|")
    found = name_start(printed_words(marked.replace("|", "")), PAGE)
    assert found.rule == rule
    assert found.at == (len(before.split()) if bar else NO_NAME)
