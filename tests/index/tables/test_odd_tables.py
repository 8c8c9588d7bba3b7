"""Tables as they come: every charset and separator, one meaning; and what is no table, told so."""

from __future__ import annotations

import csv
import gzip
import json
from typing import TYPE_CHECKING, Final

import pytest

from invented_rows import HEADINGS, QUOTED, ROWS, RUSSIAN, as_csv, as_objects, objects, whys
from search.errors import SourceError
from search.records import Statement

if TYPE_CHECKING:
    from collections.abc import Callable

    ReadTable = Callable[..., list[Statement | str]]

SAME: Final = {
    "plain.csv": as_csv(),
    "mark.csv": as_csv().encode("utf-8-sig"),
    "utf16.csv": as_csv().encode("utf-16"),
    "utf16-without-mark.csv": as_csv().encode("utf-16-be"),
    "utf32.csv": as_csv().encode("utf-32"),
    "semicolons.csv": as_csv(delimiter=";"),
    "told-separator.csv": "sep=;\r\n" + as_csv(delimiter=";"),
    "bars.csv": as_csv(delimiter="|"),
    "tabs.csv": as_csv(delimiter="\t"),
    "tabs.tsv": as_csv(delimiter="\t"),
    "UPPER.CSV": as_csv(),
    "old-mac.csv": as_csv(lineterminator="\r", quoting=csv.QUOTE_ALL),
    "unix.csv": as_csv(lineterminator="\n"),
    "all-quoted.csv": as_csv(quoting=csv.QUOTE_ALL),
    "backslash.csv": as_csv(doublequote=False, escapechar="\\"),
    "blank-lines.csv": "\n\n" + as_csv().replace("title,", "\ufeffTitle,", 1) + "\n\n",
    "empty-cells-after.csv": as_csv(tuple((*row, "", "") for row in (HEADINGS, *ROWS))),
    "packed.csv.gz": gzip.compress(as_csv().encode()),
    "two-members.csv.gz": b"".join(map(gzip.compress, as_csv().encode().partition(b"\n"))),
    "packed-without-saying.csv": gzip.compress(as_csv().encode()),
    "not-packed.csv.gz": as_csv(),
    "list.json": objects(),
    "mark.json": objects().encode("utf-8-sig"),
    "indented.json": json.dumps(as_objects(), indent=4, ensure_ascii=False),
    "one-list-inside.json": json.dumps({"count": 2, "items": as_objects(), "next": None}),
    "list-far-inside.json": json.dumps({"data": {"found": as_objects()}, "tags": ["a", "b"]}),
    "lines-called-json.json": "\n".join(map(json.dumps, as_objects())),
    "lines.jsonl": "\r\n".join(map(json.dumps, as_objects())) + "\n\n",
    "lines.ndjson": "\n\n".join(map(json.dumps, as_objects())),
    "list-called-lines.jsonl": objects(),
    "packed.jsonl.gz": gzip.compress("\n".join(map(json.dumps, as_objects())).encode()),
    "keys-in-any-order.json": json.dumps([dict(reversed(one.items())) for one in as_objects()]),
}


@pytest.mark.parametrize("name", SAME)
def test_one_table_in_any_form_is_the_same_statements(name: str, read_table: ReadTable) -> None:
    found = read_table(name, SAME[name])
    assert found == read_table("expected.csv", as_csv(lineterminator="\n"))
    first, second = found
    assert isinstance(first, Statement)
    assert isinstance(second, Statement)
    assert [turn.speaker for turn in first.turns] == ["Irena Solvei", "Nils Ravn"]
    assert second.title == 'The "open" harbour'
    assert [turn.paragraphs for turn in second.turns] == [(QUOTED,)]


@pytest.mark.parametrize("charset", ["cp1251", "utf-16-le", "utf-8", "utf-16"])
def test_russian_headings_in_any_charset(charset: str, read_table: ReadTable) -> None:
    (one,) = read_table("table.csv", as_csv(RUSSIAN).encode(charset))
    assert isinstance(one, Statement)
    assert (one.lang, one.title, str(one.date)) == ("ru", "Встреча", "2031-05-08")
    assert [turn.speaker for turn in one.turns] == ["И.Солвей", "Н.Равн"]


def test_letters_beyond_ascii_far_into_a_table_tell_its_charset(read_table: ReadTable) -> None:
    rows = [("title", "text")] + [(f"T{n}", f"Words of number {n}.") for n in range(60_000)]
    rows.append(("Конец", "Прилив высок, и гавань открыта всем кораблям."))
    found = read_table("late.csv", as_csv(rows).encode("cp1251"))
    last = found[-1]
    assert isinstance(last, Statement)
    assert last.title == "Конец"


REFUSED: Final = {
    "empty.csv": ("", "is empty"),
    "blank.json": (" \n", "is empty"),
    "headings-only.csv": ("title,text\n", "headings and no row"),
    "no-text.csv": ("number,colour\n1,red\n2,blue\n", "number, colour. Say which is"),
    "numbers-called-text.csv": ("text,body\n1,17\n2,18\n", "no column that is text"),
    "links-called-text.csv": ("text\nhttps://a.example/1\nhttps://a.example/2\n", "no column"),
    "sheet.csv": (b"PK\x03\x04\x14\x00sheet", "save the table as CSV"),
    "old-sheet.csv": (b"\xd0\xcf\x11\xe0\xa1\xb1", "save the table as CSV"),
    "broken.csv.gz": (b"\x1f\x8b\x08\x00broken", "broken gzip file"),
    "settings.json": ('{"a": {"b": 1}}', "no list of objects"),
    "scalars.json": ("[1, 2, 3]", "no list of objects"),
    "no-json.json": ("title: text", "cannot be read"),
    "two-lists.json": (json.dumps({"a": as_objects(), "b": as_objects()}), "(a, b)"),
    "deep.json": ('[{"text": ' + "[" * 100_000 + "]" * 100_000 + "}]", "nested too deep"),
    "scalars.jsonl": ("1\n2\n", "no row that can be read (line 1: is no object)"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_told_as_what_it_is(name: str, read_table: ReadTable) -> None:
    content, told = REFUSED[name]
    with pytest.raises(SourceError) as refused:
        read_table(name, content)
    assert told in str(refused.value)
    assert name in str(refused.value)


def test_a_row_of_the_site_that_is_all_lead_is_a_statement(read_table: ReadTable) -> None:
    ours, theirs = "http://en.kremlin.ru/events/president/news/17", "https://upland.example/17"
    rows = [
        ("title", "date", "text", "summary", "url"),
        ("Talks", "2031-05-08", "The tide is high today.", "", ours + "1"),
        ("List of moles", "2031-05-08", "", "", ours + "2"),
        ("", "2031-05-08", "NA", "A telegram was sent to Upland.", ours + "3"),
        ("Talks", "2031-05-08", "", "A telegram was sent.", theirs + "4"),
        ("Talks", "2031-05-08", "", "", theirs + "5"),
        ("", "2031-05-08", "", "", ours + "6"),
    ]
    found = read_table("x.csv", as_csv(rows))
    read = [one for one in found if isinstance(one, Statement)]
    assert [(one.number, one.title, one.lead, one.turns) for one in read[1:]] == [
        (172, "List of moles", None, ()),
        (173, None, "A telegram was sent to Upland.", ()),
        (None, "Talks", "A telegram was sent.", ()),
    ]
    assert whys(found) == [f"line {n}: a row of a table without text" for n in (6, 7)]


def test_a_table_of_one_column_is_one(read_table: ReadTable) -> None:
    found = read_table("x.csv", "text\nThe tide is high, and the harbour open.\nIt is late.\n")
    assert [one.turns[0].paragraphs[0] for one in found if isinstance(one, Statement)] == [
        "The tide is high, and the harbour open.",
        "It is late.",
    ]
