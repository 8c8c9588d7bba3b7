"""Trees said back in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine import Filters
from search.query.description import describe
from search.query.description_wording import LANGUAGES
from search.query.parser import parse

TODAY = date(2020, 8, 14)

ENGLISH = (
    ("", "all statements"),
    ("treaties", "any form of “treaties”"),
    ("new treaty", "any form of “new” and “treaty”"),
    ("new grain treaty", "any form of “new”, “grain” and “treaty”"),
    ('treaty "will not"', "any form of “treaty”, exactly “will not”"),
    ('"grain price"~5', "“grain price” in this order, each within 5 places"),
    ("grain OR fish", "any form of “grain” or any form of “fish”"),
    ("(grain OR fish) price", "any form of “price”, (any form of “grain” or any form of “fish”)"),
    ("grain AND fish", "any form of “grain” and “fish”"),
    ("grain -fish", "any form of “grain”, without any form of “fish”"),
    ("-(grain fish)", "without (any form of “grain” and “fish”)"),
    ("agri*", "words that begin with “agri”"),
    ("h?rvest", "words like “h?rvest”"),
    ("harvset~", "words within one letter of “harvset”"),
    ("harvset~2", "words within two letters of “harvset”"),
    ("S-40*", "words that begin with “s 40”"),
    ("title:talks", "any form of “talks” in the title"),
    ("title:tal*", "words that begin with “tal” in the title"),
    ('title:"new talks"', "exactly “new talks” in the title"),
    ('title:"new talks"~3', "“new talks” in this order, each within 3 places in the title"),
    ('-title:"talks"', "without exactly “talks” in the title"),
    ("treaty speaker:Tarn", "any form of “treaty”, said by Tarn"),
    ("-speaker:Tarn", "not said by Tarn"),
    ('role:"Prime Minister"', "in the role of Prime Minister"),
    ("kind:narrative", "in the editors' words"),
    ("evidence:label", "attributed by a printed label"),
    ("lang:ru", "in Russian"),
    ("place:=Averna", "in Averna"),
    ("date:2012", "in 2012"),
    ("year:2012", "in 2012"),
    ("date:2012-03", "in March 2012"),
    ("date:2012-05-07", "on 7 May 2012"),
    ("date:2012-01-01", "on 1 January 2012"),
    ("date:2010..2012", "from 2010 to 2012"),
    ("date:2010-03..2012-04", "from 1 March 2010 to 30 April 2012"),
    ("date:>=2012-05-07", "from 7 May 2012 on"),
    ("date:>=2012", "from 2012 on"),
    ("date:..2012", "up to 2012"),
)


@pytest.mark.parametrize(("written", "said"), ENGLISH)
def test_a_query_is_said_back_in_english(written: str, said: str) -> None:
    assert describe(parse(written, TODAY).tree) == said


RUSSIAN = (
    ("договор", "любая форма «договор»"),
    ('"не будет"', "в точности «не будет»"),
    ("зерно speaker:Тарн", "любая форма «зерно», говорит Тарн"),
    ("date:2012-05-07", "7 мая 2012 года"),
    ("date:2012-05", "май 2012"),
    ("зерно -рыба", "любая форма «зерно», кроме: любая форма «рыба»"),
)


@pytest.mark.parametrize(("written", "said"), RUSSIAN)
def test_a_query_is_said_back_in_russian(written: str, said: str) -> None:
    assert describe(parse(written, TODAY).tree, lang="ru") == said


def test_the_choices_of_the_form_are_said_with_the_query() -> None:
    filters = Filters(
        {"speaker": ("ilda-tarn", "=Oskel"), "place": ("=Averna",)},
        date(2010, 1, 1),
        date(2012, 12, 31),
    )
    labels = {("speaker", "ilda-tarn"): "Ilda Tarn"}
    said = describe(parse("grain", TODAY).tree, filters, labels)
    assert said == (
        "any form of “grain”, said by Ilda Tarn or said by Oskel, in Averna, from 2010 to 2012"
    )
    assert describe(parse("", TODAY).tree, Filters({"year": ("2012",)})) == "in 2012"


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_every_query_can_be_said(text: str, lang: str) -> None:
    assert describe(parse(text, TODAY).tree, lang=lang)
