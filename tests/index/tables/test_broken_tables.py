"""Tables in disrepair: a broken row, line or quotation mark costs itself alone."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

from index.tables import delimited
from invented_rows import HEADINGS, as_csv, as_objects, objects, titles, whys
from search.records import Statement

if TYPE_CHECKING:
    from collections.abc import Callable

    ReadTable = Callable[..., list[Statement | str]]


def test_a_broken_line_of_json_lines_costs_that_line(read_table: ReadTable) -> None:
    first, second = map(json.dumps, as_objects())
    found = read_table("x.jsonl", f'{first}\n{{"text": "cut\n[1, 2]\n\n{second}\n')
    assert titles(found) == ["On the tide", 'The "open" harbour']
    assert [why.partition(":")[0] for why in whys(found)] == ["line 2", "line 3"]


def test_a_list_that_breaks_off_is_read_up_to_there(read_table: ReadTable) -> None:
    found = read_table("x.json", objects(text="The rest is lost here.")[:-12])
    assert len(titles(found)) == 2
    assert whys(found) == [
        "line 1: the table is read no further: what line 1 begins is no JSON "
        "(Unterminated string starting at)"
    ]


def test_a_value_in_a_list_that_is_no_object_is_told(read_table: ReadTable) -> None:
    found = read_table("x.json", objects()[:-1] + ',\n7, {"text": "It is a fine day."}]')
    assert whys(found) == ["line 2: is no object"]
    assert len(titles(found)) == 3


def test_a_packed_table_that_breaks_off_is_read_up_to_there(read_table: ReadTable) -> None:
    rows = [("title", "text")] + [(f"T{n}", f"Words number {n * n * 7919}.") for n in range(9_000)]
    packed = gzip.compress(as_csv(rows).encode())
    found = read_table("x.csv.gz", packed[: len(packed) // 2])
    assert len(titles(found)) > 3_000
    (why,) = whys(found)
    assert "the gzip file breaks off" in why


def test_a_row_with_more_cells_than_headings_is_not_used(read_table: ReadTable) -> None:
    found = read_table("x.csv", as_csv() + "Third,2031-05-09,The tide,and,the harbour\n")
    assert len(titles(found)) == 2
    assert whys(found) == [
        "line 6: has more cells than there are headings; see whether its text is quoted"
    ]


def test_a_row_with_fewer_cells_lacks_what_it_lacks(read_table: ReadTable) -> None:
    found = read_table("x.csv", as_csv() + "Third,2031-05-09,The tide is out.\nFourth\n")
    third = found[2]
    assert isinstance(third, Statement)
    assert (third.title, third.url) == ("Third", None)
    assert whys(found) == ["line 7: a row of a table without text"]


def test_a_quotation_mark_never_closed_costs_its_row_alone(read_table: ReadTable) -> None:
    rows = [HEADINGS, *(((f"T{n}", "2031-05-08", f"Words, number {n}.", "")) for n in range(40))]
    lines = as_csv(rows, lineterminator="\n").splitlines(keepends=True)
    lines[20] = 'T19,2031-05-08,"Words that open, and do not close,\n'
    found = read_table("x.csv", "".join(lines))
    assert whys(found) == [f"line 21: {delimited.UNCLOSED}"]
    assert titles(found) == [f"T{n}" for n in range(40) if n != 19]


def test_rows_that_all_open_a_mark_are_not_made_one_of(read_table: ReadTable) -> None:
    whole = as_csv([("title", "text"), ("Whole", "Words, that are quoted.")])
    found = read_table("x.csv", whole + "".join(f'T{n},"Words of {n}\n' for n in range(7)))
    assert titles(found) == ["Whole"]
    assert whys(found) == [f"line {n}: {delimited.UNCLOSED}" for n in range(3, 10)]


def test_marks_inside_a_cell_of_several_lines_are_kept(read_table: ReadTable) -> None:
    text = 'title,text\nA,"He said\na "yes" to it\nand left"\nB,"It is, they say, so"\n'
    found = read_table("x.csv", text)
    assert titles(found) == ["A", "B"]
    assert whys(found) == []


def test_marks_inside_a_quoted_cell_that_nothing_doubles_are_kept(read_table: ReadTable) -> None:
    text = 'title,text\nA,"He said "yes" to it, they say, and left"\nB,"Plain, and quoted words"\n'
    found = read_table("x.csv", text)
    assert [one.turns[0].paragraphs for one in found if isinstance(one, Statement)] == [
        ('He said "yes" to it, they say, and left',),
        ("Plain, and quoted words",),
    ]


def test_marks_in_tabbed_text_are_words_where_they_quote_nothing(read_table: ReadTable) -> None:
    text = 'title\ttext\nA\t"Peace" is the word, he said.\nB\tA word of "war" as well.\n'
    (first, _) = read_table("x.tsv", text)
    assert isinstance(first, Statement)
    assert first.turns[0].paragraphs == ('"Peace" is the word, he said.',)


def test_nuls_are_left_out_and_told(read_table: ReadTable) -> None:
    found = read_table("x.csv", as_csv().replace("tide", "t\0i\0de").replace("title", "ti\0tle"))
    plain = read_table("y.csv", as_csv())
    assert titles(found) == titles(plain)
    first = found[0]
    assert isinstance(first, Statement)
    assert first.turns == getattr(plain[0], "turns", None)
    assert "2 NUL characters were left out" in first.warnings


def test_halves_of_letters_are_told_as_lost(read_table: ReadTable) -> None:
    (one,) = read_table("x.json", '[{"text": "The tide \\ud800 is high.", "title": "A"}]')
    assert isinstance(one, Statement)
    assert one.turns[0].paragraphs == ("The tide � is high.",)
    assert "lost_letters" in [warning.code for warning in one.warning_codes]
