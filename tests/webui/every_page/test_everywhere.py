"""Fifty queries through page, JSON, CSV, Atom and the command line: one answer."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

import pytest
from click.testing import CliRunner
from lxml import etree

from published import publish
from search.assistant.tools import AssistantTools
from search.cli.main import main
from search.query.dates import moscow_today
from search.records import StatementId
from search.settings import read_settings
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.engine import SearchEngine
    from search.records import Statement
    from search.settings import Settings

WORDS = (
    *("", "treaty", "treaties", "lake", "the", "will", "railway", "harvest", "зимы", "договор"),
    *('"will not"', '"not will"', '"Lake Orm"', '"treaty on"~4', "tre*", "rail?ay", "hravest~2"),
    *("treaty OR railway", "treaty -lake", "NOT treaty", "(lake OR granary) treaty", "it AND will"),
    *("speaker:Tarn", "speaker:Tarn treaty", "treaty NOT speaker:Oskel", "role:minister treaty"),
    *("kind:narrative", "kind:anonymous harbour", "evidence:page", "title:railway", "lang:ru"),
    *("date:2012", "date:2012..2014 treaty", "date:>=2016-03-01", "place:Highmark", "year:2016"),
    *('topic:"Foreign policy"', "section:News", "person:mara-oskel", "hostile", "zeppelin"),
    *('"unclosed', "nofield:treaty", "treaty granary"),
)
CHOSEN = (
    "q=treaty&speaker=ilya-tarn",
    "q=the&sort=oldest",
    "sort=newest",
    "year=2012&year=2014&lang=en",
    "kind=speech&from=2012-05-14&to=2014",
    "q=treaty&role=Minister+of+Waters&evidence=label",
)
QUERIES = (*({"q": q} for q in WORDS), *(dict(parse_qsl(chosen)) for chosen in CHOSEN))


@pytest.fixture(scope="module")
def shown(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., tuple[FlaskClient, Settings]]:
    """The site over the statements on disk, built once."""
    built: list[tuple[FlaskClient, Settings]] = []

    def site(
        statements: tuple[Statement, ...], engine: SearchEngine
    ) -> tuple[FlaskClient, Settings]:
        if not built:
            settings = read_settings({"data": tmp_path_factory.mktemp("data")}, environ={})
            publish(settings, *statements, coverage=engine.manifest.coverage)
            built.append((create_app(settings).test_client(), settings))
        return built[0]

    return site


def on_the_command_line(query: dict[str, str], settings: Settings) -> Any:
    flags = [f"--{name}={value}" for name, value in query.items() if name != "q"]
    given = ["--data", str(settings.data), "search", "--json", "--limit=1000", *flags]
    answer = CliRunner().invoke(main, [*given, "--", query.get("q", "")])
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def on_the_page(markup: str) -> tuple[int, list[str]]:
    """How many statements the heading counts, and the full matches listed."""
    heading = re.findall(r"<h1>\s*([\d,]*)", markup)[0].replace(",", "")
    full = markup.partition('class="almost"')[0]
    return int(heading or 0), re.findall(r'<li class="hit" id="([^"]+)"', full)


def in_the_feed(text: bytes) -> tuple[int, list[str]]:
    tree = etree.fromstring(text)
    total = tree.findtext("{http://a9.com/-/spec/opensearch/1.1/}totalResults")
    links = tree.xpath(
        "//a:entry/a:link[@rel='alternate']/@href", namespaces={"a": "http://www.w3.org/2005/Atom"}
    )
    found = [re.search(r"/s/([^?#]+)", unquote(link)) for link in links]
    return int(total or -1), [one[1] for one in found if one]


def in_the_export(answer: Any) -> list[dict[str, str]]:
    """The rows, as a spreadsheet reads them."""
    assert answer.status_code == 200, answer.text
    assert answer.data.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def matching_turns(ids: list[str], found: set[str], statements: tuple[Statement, ...]) -> list[str]:
    """What a reader of the statements, in the order of `ids`, lists of the turns `found`."""
    turns = {one.id: [f"{one.id}/{turn.n}" for turn in one.turns] for one in statements}
    listed = ([turn for turn in turns[StatementId(one)] if turn in found] or [one] for one in ids)
    return [one for several in listed for one in several]


def exported_by_command(query: dict[str, str], settings: Settings) -> list[str]:
    flags = [f"--{name}={value}" for name, value in query.items() if name != "q"]
    given = ["--data", str(settings.data), "export", "--format=jsonl", *flags]
    answer = CliRunner().invoke(main, [*given, "--", query.get("q", "")])
    assert answer.exit_code == 0, answer.output
    return [json.loads(line)["id"] for line in answer.stdout.splitlines()]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: "&".join(query.values()) or "all")
def test_every_view_has_the_same_totals_and_hits(
    shown: Callable[..., tuple[FlaskClient, Settings]],
    statements: tuple[Statement, ...],
    make: Callable[..., SearchEngine],
    query: dict[str, str],
) -> None:
    client, settings = shown(statements, make())
    asked = {**dict.fromkeys(["limit"], "1000"), **query}
    data = client.get("/search.json", query_string=asked).get_json()
    total, ids = data["total"], [one["id"] for one in data["results"] if not one["missing"]]
    assert len(ids) == total["statements"]

    assert on_the_page(client.get("/search", query_string=asked, follow_redirects=True).text) == (
        len(ids),
        ids,
    )

    table = csv.DictReader(io.StringIO(client.get("/search.csv", query_string=asked).text))
    rows = [row["id"] for row in table]
    assert list(dict.fromkeys(row.partition("/")[0] for row in rows)) == ids
    assert sum("/" in row for row in rows) == total["turns"]

    ordered = client.get("/search.json", query_string={**asked, "sort": "newest"}).get_json()
    by_date = [one["id"] for one in ordered["results"] if not one["missing"]]
    for order, expected in ((query.get("sort", ""), ids if "sort" in query else by_date),):
        exported = in_the_export(client.get("/export.csv", query_string={**query, "sort": order}))
        assert list(dict.fromkeys(row["id"].partition("/")[0] for row in exported)) == expected
    assert sorted(row["id"] for row in exported) == sorted(rows)
    assert [row["id"] for row in exported] == matching_turns(expected, set(rows), statements)
    by_id = {f"{one.id}/{turn.n}": turn for one in statements for turn in one.turns}
    for row in exported:
        turn = by_id.get(row["id"])
        assert row["text"].replace("'", "", 1 if row["text"][:1] == "'" else 0) == (
            "\n\n".join(turn.paragraphs) if turn else ""
        )
    objects = client.get("/export.jsonl", query_string=query).text.splitlines()
    assert [json.loads(one)["id"] for one in objects] == [row["id"] for row in exported]
    assert exported_by_command(query, settings) == [row["id"] for row in exported]

    counted, listed = in_the_feed(client.get("/search.atom", query_string=asked).data)
    assert (counted, sorted(listed)) == (len(ids), sorted(ids))
    newest = client.get("/search.json", query_string={**asked, "sort": "newest"}).get_json()
    assert listed == [one["id"] for one in newest["results"] if not one["missing"]]

    told = on_the_command_line(query, settings)
    assert told["total"] == total
    assert [one["id"] for one in told["results"] if not one["missing"]] == ids
    assert told["understood"] == data["understood"]

    if "q" in query:  # an assistant asks by one string
        heard = AssistantTools(settings, moscow_today).search(query["q"])
        alone = client.get("/search.json", query_string={"q": query["q"]}).get_json()
        assert heard["total"] == alone["total"]


def said(text: str, words: str) -> bool:
    """Whether words stand in a text, for who reads without an index."""
    pattern = r"\W+".join(map(re.escape, words.casefold().split()))
    return re.search(rf"(?<!\w){pattern}(?!\w)", text.casefold()) is not None


@pytest.mark.parametrize("words", ["treaty", "will not", "the railway", "railway", "зимы", "it"])
def test_an_export_is_what_a_plain_reader_lists(
    shown: Callable[..., tuple[FlaskClient, Settings]],
    statements: tuple[Statement, ...],
    make: Callable[..., SearchEngine],
    words: str,
) -> None:
    client, _ = shown(statements, make())
    listed = []
    for one in statements:
        turns = [turn for turn in one.turns if any(said(p, words) for p in turn.paragraphs)]
        others = (one.title or "", one.lead or "", *(turn.label or "" for turn in one.turns))
        listed += [f"{one.id}/{turn.n}" for turn in turns]
        listed += [one.id] if not turns and any(said(text, words) for text in others) else []
    answer = client.get("/export.csv", query_string={"q": f'"{words}"'})
    assert sorted(row["id"] for row in in_the_export(answer)) == sorted(listed)
    assert listed


def test_most_queries_find_something(
    shown: Callable[..., tuple[FlaskClient, Settings]],
    statements: tuple[Statement, ...],
    make: Callable[..., SearchEngine],
) -> None:
    client, _ = shown(statements, make())
    totals = [
        client.get("/search.json", query_string=query).get_json()["total"]["statements"]
        for query in QUERIES
    ]
    assert sum(total > 0 for total in totals) > len(QUERIES) / 2
