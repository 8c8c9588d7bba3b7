"""Saved queries mean the same after a rebuild, in a moved folder and with another engine."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from lxml import etree

from published import publish
from search.answers.searcher import Searcher
from search.cli.main import main
from search.engines import open_engine
from search.query.request import Request, read_request
from search.records import Statement, StatementId
from search.settings import read_settings
from search.store.saved_queries import FILE_NAME, SavedQueries
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

    from search.engine import SearchEngine
    from search.settings import Settings

WORDS = (
    *("treaty", "lake", "railway", "harvest", "зимы", "договор", '"will not"', '"Lake Orm"'),
    *("tre*", "hravest~2", "treaty OR railway", "treaty -lake", "speaker:Tarn", "kind:narrative"),
    *("title:railway", "date:2012..2014", 'topic:"Foreign policy"', "NOT treaty"),
)
CHOSEN = ("", "&year=2012&year=2014", "&lang=en&sort=oldest")
ASKED = [f"q={word}{more}" for word in WORDS for more in CHOSEN][:50]


def requests() -> dict[str, Request]:
    pairs = ([part.split("=", 1) for part in one.split("&")] for one in ASKED)
    return {
        f"query-{number}": read_request([(name, value) for name, value in one])[0]
        for number, one in enumerate(pairs)
    }


def built(settings: Settings, held: tuple[Statement, ...], engine: SearchEngine) -> None:
    publish(settings, *held, coverage=engine.manifest.coverage, anew=True)


def found(saved: SavedQueries, engine: SearchEngine) -> dict[str, tuple[StatementId, ...]]:
    searcher = Searcher(engine)
    return {one.name: searcher.matching(one.request) for one in saved.all()}


def test_fifty_queries_find_the_same_after_all_that_may_happen_to_an_index(
    tmp_path: Path, statements: tuple[Statement, ...], make: Callable[..., SearchEngine]
) -> None:
    settings = read_settings({"data": tmp_path / "first"}, environ={})
    built(settings, statements, make())
    engine = open_engine(settings)
    saved = SavedQueries(settings.data / FILE_NAME)
    for name, request in requests().items():
        now = Searcher(engine).matching(request)
        saved.save(name, request, now, engine.manifest.generation)
    engine.close()
    then = {one.name: one.ids for one in saved.all()}
    assert len(then) == 50
    assert sum(map(bool, then.values())) > 30

    built(settings, tuple(reversed(statements)), make())
    moved = read_settings({"data": tmp_path / "moved"}, environ={})
    settings.data.rename(moved.data)
    saved = SavedQueries(moved.data / FILE_NAME)
    again = open_engine(moved)
    assert again.manifest.generation != saved.all()[0].generation
    assert found(saved, again) == then
    again.close()
    assert found(saved, make()) == then  # another engine
    assert {one.name: one.request for one in saved.all()} == requests()
    told = CliRunner().invoke(main, ["--data", str(moved.data), "saved", "--run", "--json"])
    assert told.exit_code == 0, told.output
    assert all(one["new"] == one["gone"] == [] for one in json.loads(told.stdout))
    client = create_app(moved).test_client()
    for name, ids in then.items():
        assert client.get(f"/q/{name}.json").get_json()["saved"]["now"] == len(ids)


@pytest.fixture
def many(
    shelf: Any, make: Callable[..., SearchEngine], statements: tuple[Statement, ...]
) -> tuple[list[str], list[str]]:
    """The ids of 100 statements that are known, and of 30 that came; all days are mixed."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    made = [
        replace(
            statements[2],
            id=StatementId(f"en-{number}"),
            number=number,
            title=f"Congress {number}",
            date=first.replace(year=2000 + number % 20).date(),
            indexed=first.replace(day=1 + number % 7),
        )
        for number in range(91_000, 91_130)
    ]
    shelf.held = make(made)
    new = [str(one.id) for one in made if one.number and one.number % 13 in (3, 7, 11)]
    return [str(one.id) for one in made if one.id not in new], new


def in_feed(client: FlaskClient, address: str) -> list[str]:
    tree = etree.fromstring(client.get(address).data)
    links = tree.xpath(
        "//a:entry/a:link[@rel='alternate']/@href", namespaces={"a": "http://www.w3.org/2005/Atom"}
    )
    return [link.rpartition("/s/")[2].partition("?")[0] for link in links]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_of_a_hundred_old_and_thirty_new_the_new_come_first_everywhere(
    settings: Settings, client: FlaskClient, many: tuple[list[str], list[str]], sort: str
) -> None:
    old, new = many
    assert (len(old), len(new)) == (100, 30)
    request = read_request([("q", "treaty"), ("sort", sort)])[0]
    seen = [StatementId(one) for one in old]
    SavedQueries(settings.data / FILE_NAME).save("water", request, seen, "g")
    pages = [in_feed(client, f"/q/water.atom?page={page}") for page in range(1, 8)]
    assert set(pages[0] + pages[1][:10]) == set(new)
    assert sorted(chain(*pages)) == sorted(old + new)
    data = [
        [one["id"] for one in client.get(f"/q/water.json?page={page}").get_json()["results"]]
        for page in range(1, 8)
    ]
    assert set(data[0] + data[1][:10]) == set(new)
    assert sorted(chain(*data)) == sorted(old + new)
    assert "then 100, now 130" in " ".join(client.get("/q/water").text.split())
