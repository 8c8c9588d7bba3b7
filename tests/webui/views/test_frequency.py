"""Words over the years: exact numbers, one picture, every point a way to its statements."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.charts.line_chart import HEIGHT, plot
from webui.views.frequency import pieces

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    Page = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a, b,c", ["a", "b", "c"]),
        ('"a, b", c', ['"a, b"', "c"]),
        ("«а, б», в", ["«а, б»", "в"]),
        ('"a, b', ['"a, b']),
        (" ,, ", []),
        ("$5,000", ["$5,000"]),
        ("300,000, 1,000.50,grain", ["300,000", "1,000.50", "grain"]),
        ("2010,2012", ["2010", "2012"]),
        ("„red, roses“", ["„red, roses“"]),
        ('“red, roses”, «a, b», "c, d", ‟e, f”', ["“red, roses”", "«a, b»", '"c, d"', "‟e, f”"]),
        ("“a, b", ["“a, b"]),
        ("grain OR corn, speaker:Tarn x", ["grain OR corn", "speaker:Tarn x"]),
    ],
)
def test_commas_tell_queries_apart_but_not_inside_quotation_marks(
    text: str, expected: list[str]
) -> None:
    assert pieces(text) == expected


@given(st.text(st.sampled_from('ab12,,, "“”„«»-'), max_size=20))
def test_what_stands_in_the_box_again_is_told_apart_alike(text: str) -> None:
    assert pieces(", ".join(pieces(text))) == pieces(text)


def test_numbers_are_exact(client: FlaskClient) -> None:
    found = client.get("/frequency.json?q=treaty,railway").get_json()
    assert found["years"] == [2012, 2013, 2014, 2015, 2016]
    treaty, railway = found["series"]
    assert (treaty["q"], treaty["counts"], treaty["total"]) == ("treaty", [2, 0, 1, 0, 0], 3)
    assert railway["counts"] == [0, 0, 0, 0, 1]
    words = dict(zip(found["years"], found["words"], strict=True))
    assert (words[2013], words[2014]) == (0, 11)
    assert treaty["per_million"] == [
        round(2_000_000 / words[2012], 2),
        None,
        round(1_000_000 / 11, 2),
        None,
        0,
    ]


def test_editors_words_are_not_spoken(client: FlaskClient) -> None:
    assert client.get("/frequency.json?q=customs").get_json()["series"][0]["total"] == 0


def test_one_speaker_is_counted_alone(client: FlaskClient) -> None:
    found = client.get("/frequency.json?q=treaty&speaker=mara-oskel").get_json()
    assert found["series"][0]["counts"][0] == 1
    assert found["words"][0] == 12


def test_the_table_holds_the_numbers_of_the_json(client: FlaskClient) -> None:
    found = client.get("/frequency.json?q=treaty,railway").get_json()
    rows = list(csv.DictReader(io.StringIO(client.get("/frequency.csv?q=treaty,railway").text)))
    assert len(rows) == len(found["years"]) * 2
    for place, one in enumerate(found["series"]):
        mine = [row for row in rows if row["q"] == one["q"]]
        assert [int(row["count"]) for row in mine] == one["counts"]
        assert [float(row["per_million"] or -1) for row in mine] == [
            -1 if each is None else each for each in one["per_million"]
        ], place


def test_every_number_leads_to_statements_that_hold_it(page: Page, client: FlaskClient) -> None:
    text = page("/frequency?q=treaty,railway&by=count")
    links = set(re.findall(r'<a href="(/search\?[^"]*year=[^"]*)"', text))
    assert len(links) == 3
    for link in links:
        address = unescape(link).replace("/search?", "/search.json?")
        assert client.get(address).get_json()["total"]["statements"] > 0


def test_years_of_few_words_are_told_and_not_drawn(
    seen: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Not drawn" not in seen("/frequency?q=treaty")  # all are: there is nothing better
    monkeypatch.setattr("webui.views.frequency.LEAST_WORDS", 20)
    assert "Not drawn, with fewer than 20 words: 2014" in seen("/frequency?q=treaty")
    assert "Not drawn" not in seen("/frequency?q=treaty&by=count")


def test_more_than_five_are_told(seen: Page) -> None:
    assert "left out: six, seven" in seen("/frequency?q=one,two,three,four,five,six,seven")


def test_what_a_query_drops_is_told(seen: Page) -> None:
    assert "nofield" in seen("/frequency?q=nofield:treaty").split("Said by everybody")[0]


@pytest.mark.parametrize(
    "address", ["/frequency", "/frequency?q=", "/frequency?q=,&speaker=nobody"]
)
def test_an_empty_question_is_answered(seen: Page, address: str) -> None:
    assert "year by year?" in seen(address)


def test_a_result_leads_to_its_years(page: Page) -> None:
    assert 'href="/frequency?q=treaty"' in page("/search?q=treaty")
    assert 'href="/frequency?q=treaty&amp;speaker=ilya-tarn"' in page(
        "/search?q=treaty&speaker=ilya-tarn"
    )


def test_a_plot_breaks_where_a_year_has_no_value() -> None:
    drawn = plot(
        [2010, 2011, 2012, 2013], {"a": {2010: 1.0, 2011: 4.0, 2013: 2.0}}, lambda q, y: ""
    )
    assert drawn is not None
    (curve,) = drawn.curves
    assert len(curve.paths) == 1
    assert [point.year for point in curve.points] == [2010, 2011, 2013]
    assert min(point.y for point in curve.points) >= 12
    assert [tick.text for tick in drawn.upwards] == ["0", "1", "2", "3", "4"]


def test_a_plot_of_nothing_but_zeros_lies_on_its_axis() -> None:
    drawn = plot([2010, 2011], {"a": {2010: 0.0, 2011: 0.0}}, lambda q, y: "")
    assert drawn is not None
    assert {point.y for point in drawn.curves[0].points} == {HEIGHT - 28.0}


def test_one_year_is_no_plot() -> None:
    assert plot([2010], {"a": {2010: 1.0}}, lambda q, y: "") is None


def test_a_speaker_stands_in_the_box_by_name_and_in_the_address_by_id(page: Page) -> None:
    text = page("/frequency?q=treaty&speaker=Ilya+Tarn")
    assert 'name="speaker" type="text" value="Ilya Tarn"' in text
    assert '<link rel="canonical" href="/frequency?q=treaty&amp;speaker=ilya-tarn">' in text
    assert 'value="Ilya Tarn"' in page("/frequency?q=treaty&speaker=ilya-tarn")
    assert 'value="Tarn"' in page("/frequency?q=treaty&speaker=Tarn"), "a part of a name stays"


def test_one_language_is_counted_by_the_script_of_the_words_and_can_be_changed(
    page: Page, client: FlaskClient
) -> None:
    english = client.get("/frequency.json?q=treaty").get_json()
    russian = client.get("/frequency.json?q=договор").get_json()
    everything = client.get("/frequency.json?q=treaty&lang=any").get_json()
    assert (english["lang"], russian["lang"], everything["lang"]) == ("en", "ru", None)
    assert sum(russian["words"]) < sum(english["words"]) < sum(everything["words"])
    assert len(russian["years"]) < len(english["years"]), "no zero for another language's years"
    text = page("/frequency?q=treaty")
    assert '<a href="/frequency?q=treaty&amp;lang=ru">Russian texts</a>' in text
    assert "Left out, as written in another alphabet: договор" in page(
        "/frequency?q=treaty,договор"
    )


@pytest.mark.parametrize(
    "query",
    ["договор OR treaty", "(treaty OR договор) -zeppelin", "lang:ru договор", "lang:en treaty"],
)
def test_words_of_both_alphabets_are_counted_in_both_languages(
    client: FlaskClient, query: str
) -> None:
    found = client.get("/frequency.json", query_string={"q": query}).get_json()
    everything = client.get("/frequency.json", query_string={"q": query, "lang": "any"}).get_json()
    assert (found["lang"], found["other_language"]) == (None, [])
    assert found["series"] == everything["series"]
    assert sum(found["series"][0]["counts"]) > 0


@pytest.mark.parametrize(
    ("query", "lang"),
    [
        ("договор OR мир", "ru"),
        ("NOT озеро договор", "ru"),
        ("speaker:Tarn договор", "ru"),
        ('speaker:"Илья Тарн" treaty', "en"),
        ("title:договор", "ru"),
        ("treaty", "en"),
    ],
)
def test_neither_operators_nor_names_tell_the_language_of_words(
    client: FlaskClient, query: str, lang: str
) -> None:
    found = client.get("/frequency.json", query_string={"q": query}).get_json()
    assert (found["lang"], found["other_language"]) == (lang, [])


def test_speakers_are_compared_each_by_own_words(client: FlaskClient, seen: Page) -> None:
    both = client.get("/frequency.json?q=treaty&speaker=ilya-tarn&speaker=mara-oskel").get_json()
    assert [one["speaker"] for one in both["series"]] == ["ilya-tarn", "mara-oskel"]
    for one in both["series"]:
        alone = client.get(f"/frequency.json?q=treaty&speaker={one['speaker']}").get_json()
        counted = dict(zip(both["years"], one["words"], strict=True))
        assert {year: counted[year] for year in alone["years"]} == dict(
            zip(alone["years"], alone["words"], strict=True)
        )
        assert one["total"] == alone["series"][0]["total"]
    text = seen("/frequency?q=treaty&speaker=Ilya+Tarn;+Mara+Oskel")
    assert "Each by own words" in text
    assert "ilya-tarn" not in text


def test_choices_of_a_search_are_carried_over_and_can_be_taken_off(page: Page) -> None:
    found = page("/search?q=treaty&year=2012&speaker=ilya-tarn")
    link = "/frequency?q=treaty&amp;speaker=ilya-tarn&amp;year=2012"
    assert f'href="{link}"' in found
    text = page(unescape(link))
    assert "in 2012" in text
    assert '<a href="/frequency?q=treaty&amp;speaker=ilya-tarn">Count everywhere</a>' in text


def test_json_tells_what_was_left_out_as_the_page_does(client: FlaskClient, seen: Page) -> None:
    q = "treaty,lake,winter,harvest,railway,granary"
    found = client.get(f"/frequency.json?q={q}").get_json()
    assert len(found["series"]) == 5
    assert found["left_out"] == [{"q": "granary", "speaker": None}]
    assert "Only 5 fit into one picture; left out: granary." in seen(f"/frequency?q={q}")
    assert client.get("/frequency.json?q=treaty").get_json()["left_out"] == []


def test_what_does_not_fit_of_speakers_compared_is_told_too(
    client: FlaskClient, seen: Page
) -> None:
    address = "q=treaty,lake,winter&speaker=ilya-tarn&speaker=mara-oskel"
    found = client.get(f"/frequency.json?{address}").get_json()
    assert found["left_out"] == [{"q": "winter", "speaker": "mara-oskel"}]
    assert "left out: winter, Mara Oskel." in seen(f"/frequency?{address}")


def test_json_tells_words_of_another_language(client: FlaskClient) -> None:
    found = client.get("/frequency.json?q=treaty,договор").get_json()
    assert [one["q"] for one in found["series"]] == ["treaty"]
    assert found["other_language"] == ["договор"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("lang=de", "No statement here is in the language “de”; the languages are en, ru."),
        ("q=treaty&lang=de", "No statement here is in the language “de”"),
        ("q=treaty&from=abc", "from “abc” is not a day"),
    ],
)
def test_what_of_the_address_cannot_be_answered_is_said(
    seen: Page, client: FlaskClient, query: str, told: str
) -> None:
    assert told in seen(f"/frequency?{query}")
    (sentence,) = client.get(f"/frequency.json?{query}").get_json()["dropped"]
    assert sentence.split()[-1] == told.split()[-1] or "abc" in sentence or "“de”" in sentence
    assert client.get("/frequency.json?q=treaty&lang=ru").get_json()["dropped"] == []


def test_a_speaker_of_few_words_has_no_point_beside_one_of_many(
    page: Page, seen: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.views.frequency.LEAST_WORDS", 20)
    address = "/frequency?q=treaty&speaker=ilya-tarn&speaker=mara-oskel"
    assert "Mara Oskel: Not drawn, with fewer than 20 words: 2012, 2016" in seen(address)
    drawn = re.findall(r'(?s)<g class="s2">(.*?)</g>', page(address))
    assert [one.strip() for one in drawn] == ["", ""], "wide and narrow"


def test_speakers_compared_have_each_a_column_of_words(
    client: FlaskClient, page: Page, words: Page
) -> None:
    address = "q=treaty&speaker=ilya-tarn&speaker=mara-oskel"
    found = client.get(f"/frequency.json?{address}").get_json()
    text = page(f"/frequency?{address}")
    assert "Words of Ilya Tarn Words of Mara Oskel" in words(text)
    spoken = [one["words"][found["years"].index(2012)] for one in found["series"]]
    row = re.findall(r'(?s)<th scope="row">2012</th>(.*?)</tr>', text)[0]
    assert [int(one) for one in re.findall(r"\d+", words(row))][-2:] == spoken
    assert "Words of" not in words(page("/frequency?q=treaty&speaker=ilya-tarn"))
