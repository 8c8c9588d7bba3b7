"""Tables as they come: every charset, separator and state of repair, read or told why not."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from index.archives.limits import Limits
from index.tables import delimited, table_text
from index.tables.table import MOST_COLUMNS, open_table
from search.errors import SourceError
from search.records import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    ReadTable = Callable[..., list[Statement | str]]

SPOKEN: Final = "President of Veldoria Irena Solvei: The tide is high.\n\nPilot Nils Ravn: It is."
QUOTED: Final = "The harbour, she said, is “open” to all; it will not close."
HEADINGS: Final = ("title", "date", "text", "url")
ROWS: Final = (
    ("On the tide", "2031-05-08", SPOKEN, "https://president.veldoria.example/a/1"),
    ('The "open" harbour', "8 May 2031", QUOTED, "https://president.veldoria.example/a/2"),
)
RUSSIAN: Final = (
    ("Заголовок", "Дата", "Текст"),
    ("Встреча", "8 мая 2031 года", "И.Солвей: Прилив высок, гавань открыта.\nН.Равн: Да."),
)


def as_csv(rows: Sequence[Sequence[str]] = (HEADINGS, *ROWS), **ways: Any) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, **ways).writerows(rows)
    return text.getvalue()


def as_objects() -> list[dict[str, str]]:
    return [dict(zip(HEADINGS, row, strict=True)) for row in ROWS]


def objects(**more: object) -> str:
    return json.dumps([*as_objects(), more] if more else as_objects())


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


def whys(found: list[Statement | str]) -> list[str]:
    return [one for one in found if isinstance(one, str)]


def titles(found: list[Statement | str]) -> list[str | None]:
    return [one.title for one in found if isinstance(one, Statement)]


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


def test_a_cell_longer_than_the_modules_limit_is_read(read_table: ReadTable) -> None:
    (one,) = read_table(
        "x.csv", as_csv([("title", "text"), ("Long", "The tide is high. " * 9_000)])
    )
    assert isinstance(one, Statement)
    assert sum(len(text) for turn in one.turns for text in turn.paragraphs) > 131_072


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("chars", [1_000, 5_000_000])
def test_a_line_longer_than_any_row_costs_its_row_alone(
    read_table: ReadTable, monkeypatch: pytest.MonkeyPatch, end: str, packed: bool, chars: int
) -> None:
    monkeypatch.setattr(table_text, "MOST_ROW_CHARS", 1_000)
    after = ("After", "2031-05-08", "The tide is low again.", "")
    rows = [HEADINGS, ROWS[1], ("Long", "2031-05-08", "x" * chars, ""), after]
    content = as_csv(rows, lineterminator=end).encode()
    name = "x.csv.gz" if packed else "x.csv"
    found = read_table(name, gzip.compress(content) if packed else content)
    assert titles(found) == ['The "open" harbour', "After"]
    assert [why.partition(": ")[2] for why in whys(found)] == [
        "the line has more than 1,000 characters"
    ]


def test_a_long_line_inside_an_open_quotation_costs_no_row_after_it(
    read_table: ReadTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_text, "MOST_ROW_CHARS", 1_000)
    broken = f'Open,2031-05-08,"It begins,\n{"x" * 3_000}\n'
    found = read_table("x.csv", as_csv() + broken + as_csv(ROWS))
    assert len(titles(found)) == 4
    assert len(whys(found)) == 2


def test_a_long_line_of_json_lines_costs_that_line(
    read_table: ReadTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_text, "MOST_ROW_CHARS", 1_000)
    first, second = map(json.dumps, as_objects())
    long = json.dumps({"title": "Long", "text": "x" * 2_000})
    found = read_table("x.jsonl", f"{first}\n{long}\n{second}\n")
    assert titles(found) == ["On the tide", 'The "open" harbour']
    assert whys(found) == ["line 2: the line has more than 1,000 characters"]


def test_a_packed_file_that_unpacks_without_end_is_read_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_text, "most_unpacked", lambda _packed_bytes: 100_000)
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(as_csv().encode() + as_csv(ROWS).encode() * 5_000))
    *_, last = open_table(bomb).rows()
    assert "unpacks to more than 100,000 bytes" in getattr(last, "why", "")


def test_a_packed_file_may_unpack_to_what_an_archive_may() -> None:
    limits = Limits()
    assert table_text.most_unpacked(1_000) == limits.free_bytes
    assert table_text.most_unpacked(limits.free_bytes) == limits.free_bytes * limits.ratio
    assert table_text.most_unpacked(1 << 60) == limits.expanded_bytes


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.jsonl", '{"text": "The tide is high.", "number": %s}' % ("9" * 5_000)),
        ("x.json", '[{"text": "The tide is high.", "number": %s}]' % ("9" * 5_000)),
    ],
)
def test_a_number_too_long_to_be_read_is_told(
    read_table: ReadTable, name: str, content: str
) -> None:
    with pytest.raises(SourceError, match=r"a number in (the line|line 1) is too long"):
        read_table(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.csv", ",".join(["text"] * (MOST_COLUMNS + 1)) + "\n" + "a," * MOST_COLUMNS),
        ("x.tsv", "\t" * 200_000),
        ("x.jsonl", json.dumps({f"k{n}": 1 for n in range(MOST_COLUMNS + 1)})),
    ],
)
def test_a_table_of_too_many_columns_is_refused(
    read_table: ReadTable, name: str, content: str
) -> None:
    with pytest.raises(SourceError, match="more than 1,000 columns"):
        read_table(name, content)


@pytest.mark.parametrize(
    "lines", [["a" * 9_000_000], ["a,b\n"] * 300_000, ["a\n", "b" * 9_000_000]]
)
def test_signs_are_looked_for_in_a_bounded_beginning(lines: list[str]) -> None:
    looked_at = delimited._beginning(lines)
    assert 0 < sum(map(len, looked_at)) <= 500_000
    assert "".join(lines).startswith("".join(looked_at))


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


def test_a_table_of_one_column_is_one(read_table: ReadTable) -> None:
    found = read_table("x.csv", "text\nThe tide is high, and the harbour open.\nIt is late.\n")
    assert [one.turns[0].paragraphs[0] for one in found if isinstance(one, Statement)] == [
        "The tide is high, and the harbour open.",
        "It is late.",
    ]


def test_reading_a_table_keeps_no_row_in_memory(tmp_path: Path) -> None:
    """Four times the rows are read in the same memory."""
    import tracemalloc

    peaks = []
    for count in (10_000, 40_000):
        path = tmp_path / f"{count}.json"
        with path.open("w") as file:
            file.write("[")
            file.writelines(
                json.dumps({"text": f"Words of {n}. " * 20, "title": f"T{n}"}) + ",\n"
                for n in range(count)
            )
            file.write('{"text": "The last words of all."}]')
        table = open_table(path)
        tracemalloc.start()
        assert sum(1 for _ in table.rows()) == count + 1
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
