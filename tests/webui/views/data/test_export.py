"""`/export.csv` and its neighbours: whole, in order, safe in a spreadsheet, made as sent."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from search.answers.every_match import AT_A_TIME, every_match
from search.answers.searcher import Searcher
from search.cli.main import main
from search.errors import IndexUnavailable
from search.formats.csv_table import is_formula
from search.formats.export_rows import BOM, MATCH_COLUMNS, SPEAKER_COLUMNS, USE_COLUMNS
from search.query.request import Request
from search.records import StatementId
from search.settings import read_settings
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

    from search.engine import SearchEngine
    from search.records import Statement


def rows_of(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    text = answer.data.decode()
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, Path]:
    """The site over the built-in sample."""
    data = tmp_path_factory.mktemp("data")
    built = CliRunner().invoke(main, ["--data", str(data), "index", "--sample", "--jobs", "1"])
    assert built.exit_code == 0, built.output
    return create_app(read_settings({"data": data}, environ={})).test_client(), data


def everything_exported(client: FlaskClient) -> list[dict[str, Any]]:
    shown = client.get("/search.json?limit=1000").get_json()["results"]
    return [
        client.application.extensions["onrecord"].serving.engine().statement(one["id"])
        for one in shown
    ]


def test_every_turn_that_a_plain_reader_finds_in_the_sample_is_a_row(
    sample: tuple[FlaskClient, Path],
) -> None:
    client, _ = sample
    statements = everything_exported(client)
    spoken = [
        (one.date, f"{one.id}/{turn.n}", " ".join(turn.paragraphs))
        for one in statements
        for turn in one.turns
    ]
    words = sorted({word for _, _, text in spoken for word in re.findall(r"[a-z]{6,}", text)})
    tried = words[:: max(len(words) // 60, 1)]
    assert len(tried) >= 60
    for word in tried:
        whole = re.compile(rf"(?<![\w’'-]){word}(?![\w’'-])", re.IGNORECASE)
        read = {id for _, id, text in spoken if whole.search(text)}
        exported = {row["id"]: row for row in rows_of(client, f'/export.csv?q="{word}"')}
        listed = {id for id in exported if "/" in id}
        assert read <= listed, word
        joined = re.compile(rf"{word}", re.IGNORECASE)  # halves of hyphenated words are found too
        assert all(joined.search(exported[id]["text"]) for id in listed), word
        days = [row["date"] for row in exported.values()]
        assert days == sorted(days, reverse=True)


def test_rows_hold_the_whole_turn_and_all_that_is_known_of_it(client: FlaskClient) -> None:
    rows = rows_of(client, "/export.csv?q=treaty")
    assert list(rows[0]) == list(MATCH_COLUMNS)
    row = next(row for row in rows if row["id"] == "en-90001/2")
    assert row["text"].startswith("Good afternoon. The treaty")
    assert row["text"].endswith(
        "\n\nWe owe the fishermen of both shores a clear answer. (Applause.)"
    )
    assert (row["person"], row["kind"], row["evidence"]) == ("ilya-tarn", "speech", "label")
    assert row["label"] == "President of Averna Ilya Tarn"
    assert row["link"] == "http://localhost/s/en-90001/2?q=treaty"
    assert row["url"] == "http://en.kremlin.ru/events/president/news/90001"
    retranslated = next(row for row in rows if row["id"] == "en-90001/5")
    assert retranslated["qualifiers"] == "retranslated"


def test_links_name_the_version_of_the_text(
    client: FlaskClient, shelf: Any, make: Callable[..., SearchEngine], statements: Any
) -> None:
    shelf.held = make([replace(statements[0], version="0123456789ab")])
    row = rows_of(client, "/export.csv?q=fishermen")[0]
    assert row["version"] == "0123456789ab"
    assert row["link"] == "http://localhost/s/en-90001/2?q=fishermen&v=0123456789ab"
    assert rows_of(client, "/export.csv")[0]["link"].endswith("/s/en-90001?v=0123456789ab")


def test_a_statement_found_by_its_title_alone_is_a_row_too(client: FlaskClient) -> None:
    [row] = rows_of(client, "/export.csv?q=congress")
    assert (row["id"], row["speaker"], row["text"]) == ("en-90002", "", "")
    [line] = client.get("/export.jsonl?q=congress").text.splitlines()
    assert json.loads(line) | {"text": None, "qualifiers": []} == json.loads(line)


def test_the_number_and_the_page_of_a_list_do_not_cut_an_export(client: FlaskClient) -> None:
    assert rows_of(client, "/export.csv?limit=1&page=2") == rows_of(client, "/export.csv")


def test_another_order_is_kept(client: FlaskClient) -> None:
    oldest = [row["date"] for row in rows_of(client, "/export.csv?sort=oldest&q=treaty")]
    assert oldest == sorted(oldest)
    assert oldest != [row["date"] for row in rows_of(client, "/export.csv?q=treaty")]


@pytest.mark.parametrize(
    "address", ["/export.csv", "/export.jsonl", "/concordance.csv", "/concordance.json", "/who.csv"]
)
def test_a_choice_that_cannot_be_read_is_refused_and_not_left_out(
    client: FlaskClient, address: str
) -> None:
    answer = client.get(f"{address}?q=treaty&from=abc")
    assert answer.status_code == 400
    assert "from='abc'" in answer.text.replace("&#39;", "'")


def test_no_cell_runs_in_a_spreadsheet(
    client: FlaskClient, shelf: Any, make: Callable[..., SearchEngine], statements: Any
) -> None:
    evil = ("=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", " =1", "＝1", "－1", "\u00a0+1")
    first = statements[0]
    shelf.held = make(
        [
            replace(
                first,
                id=StatementId(f"en-{90_100 + number}"),
                title=cell,
                place=cell,
                turns=(replace(first.turns[1], paragraphs=(f"{cell} treaty",), speaker=cell),),
            )
            for number, cell in enumerate(evil)
        ]
    )
    for address in ("/export.csv?q=treaty", "/concordance.csv?q=treaty"):
        rows = rows_of(client, address)
        assert len(rows) == len(evil)
        assert not [cell for row in rows for cell in row.values() if is_formula(cell)]
        assert all(row["title"].startswith("'") for row in rows)
    assert not any(is_formula(row["name"]) for row in rows_of(client, "/who.csv?q=treaty"))


def many(statements: tuple[Statement, ...], number: int) -> list[Statement]:
    return [
        replace(statements[0], id=StatementId(f"en-{100_000 + one}"), number=100_000 + one)
        for one in range(number)
    ]


def test_an_export_reads_as_it_is_taken_and_each_statement_once(
    make: Callable[..., SearchEngine], statements: tuple[Statement, ...]
) -> None:
    engine = make(many(statements, 3 * AT_A_TIME + 1))
    asked = []
    search = engine.search
    engine.search = lambda one: asked.append(one.offset) or search(one)  # type: ignore[method-assign, func-returns-value]
    hits = every_match(Searcher(engine), Request("treaty"))
    list(islice(hits, AT_A_TIME))
    assert asked == [0]
    list(hits)
    assert asked == [0, AT_A_TIME]  # short ones: more of them at the next step
    ids = [hit.statement.id for hit in every_match(Searcher(engine), Request("treaty"))]
    assert len(ids) == len(set(ids)) == 3 * AT_A_TIME + 1


def test_an_export_is_sent_in_pieces_packed_or_not(
    client: FlaskClient,
    shelf: Any,
    make: Callable[..., SearchEngine],
    statements: tuple[Statement, ...],
) -> None:
    shelf.held = make(many(statements, 120))
    plain = client.get("/export.csv?q=treaty")
    assert len(list(client.get("/export.csv?q=treaty", buffered=False).iter_encoded())) > 1
    assert "Content-Length" not in plain.headers
    packed = client.get("/export.csv?q=treaty", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert plain.headers["Content-Disposition"] == "attachment; filename=onrecord.csv"


def test_an_export_that_fails_at_once_tells_why(client: FlaskClient, shelf: Any) -> None:
    shelf.held = None
    answer = client.get("/export.jsonl?q=treaty")
    assert (answer.status_code, answer.get_json()["status"]) == (503, 503)
    assert client.get("/export.csv?q=treaty").status_code == 503


def test_an_export_that_fails_midway_breaks_off(
    client: FlaskClient,
    shelf: Any,
    make: Callable[..., SearchEngine],
    statements: tuple[Statement, ...],
) -> None:
    engine = make(many(statements, 3 * AT_A_TIME))
    search = engine.search

    def failing(one: Any) -> Any:
        if one.offset:
            raise IndexUnavailable("the index went away; try again")
        return search(one)

    engine.search = failing  # type: ignore[method-assign]
    shelf.held = engine
    answer = client.get("/export.csv?q=treaty", buffered=False)
    assert answer.status_code == 200
    with pytest.raises(IndexUnavailable):
        list(answer.response)


def test_every_use_is_a_row_of_the_concordance(client: FlaskClient) -> None:
    rows = rows_of(client, "/concordance.csv?q=treaty")
    assert list(rows[0]) == list(USE_COLUMNS)
    data = client.get("/concordance.json?q=treaty").get_json()
    assert data["count"] == len(data["lines"]) == len(rows)
    assert data["whole"] is True
    counts = client.get("/frequency.json?q=treaty").get_json()["series"][0]["counts"]
    assert len(rows) == sum(counts)
    assert {row["match"] for row in rows} == {"treaty", "treaties"}
    assert all(row["before"] or row["after"] for row in rows)
    sorted_rows = client.get("/concordance.json?q=treaty&order=next").get_json()["lines"]
    assert sorted(one["id"] for one in sorted_rows) == sorted(row["id"] for row in rows)


def test_a_concordance_without_words_is_empty(client: FlaskClient) -> None:
    assert rows_of(client, "/concordance.csv?year=2012") == []
    assert client.get("/concordance.json").get_json()["lines"] == []


def test_who_says_it_is_a_table(client: FlaskClient) -> None:
    rows = rows_of(client, "/who.csv?q=treaty")
    assert list(rows[0]) == list(SPEAKER_COLUMNS)
    assert {row["name"]: row["times"] for row in rows} == {"Ilya Tarn": "2", "Mara Oskel": "1"}
    assert rows[0]["link"] == "http://localhost/search?q=treaty&speaker=ilya-tarn"


def test_frequencies_are_known_as_utf_8(client: FlaskClient) -> None:
    assert rows_of(client, "/frequency.csv?q=treaty")[0]["q"] == "treaty"


def test_the_command_writes_the_same_rows_with_the_links_of_a_site(
    sample: tuple[FlaskClient, Path],
) -> None:
    client, data = sample
    given = ["--data", str(data), "export", "--site", "http://localhost/", "the", "--lang", "en"]
    for shape in ("csv", "jsonl"):
        told = CliRunner().invoke(main, [*given, "--format", shape])
        assert told.exit_code == 0, told.stderr
        assert told.stdout == client.get(f"/export.{shape}?q=the&lang=en").text
        assert "statements" in told.stderr
    assert CliRunner().invoke(main, [*given, "--format", "xls"]).exit_code == 2
    assert CliRunner().invoke(main, [*given, "--from", "abc"]).exit_code == 2


def test_the_table_has_a_row_for_every_turn_that_matched(client: FlaskClient) -> None:
    answer = client.get("/search.csv?q=treaty")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == "attachment; filename=onrecord.csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    found = client.get("/search.json?q=treaty").get_json()
    total = found["total"]
    assert len({row["id"].split("/")[0] for row in rows}) == total["statements"]
    assert len(rows) == total["turns"]
    assert rows[0]["speaker"] == found["results"][0]["turns"][0]["speaker"]


def test_exports_name_publisher_and_licence_in_what_is_saved(client: FlaskClient) -> None:
    for row in csv.DictReader(io.StringIO(client.get("/search.csv?q=treaty").text)):
        assert row["credit"] == "Presidential Executive Office, CC BY 4.0"
        assert row["url"].startswith("http")
    for address in ("/search.json?q=treaty", "/s/en-90001/versions.json"):
        credit = client.get(address).get_json()["credit"]
        assert (credit["publisher"], credit["license"]) == (
            "Presidential Executive Office",
            "CC BY 4.0",
        )
    feed = client.get("/search.atom?q=treaty").text
    assert "<rights>Presidential Executive Office, CC BY 4.0</rights>" in feed
    assert 'rel="via" href="http://en.kremlin.ru/' in feed


def test_exports_tell_their_licence(client: FlaskClient) -> None:
    for address in ("/search.csv?q=treaty", "/search.json?q=treaty"):
        assert "creativecommons.org/licenses/by/4.0" in client.get(address).headers["Link"]
