"""The site over the index on disk answers as it does over statements in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from published import publish
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.engine import SearchEngine
    from search.records import Statement
    from search.settings import Settings

QUERIES = (
    "",
    "q=treaty",
    "q=treaty&speaker=ilya-tarn",
    "q=%22will+not%22",
    "q=%D0%BD%D0%B5+%D0%B1%D1%83%D0%B4%D0%B5%D1%82",
    "q=treaty+granary",
    "q=tre*+-granary",
    "q=role:minister",
    "speaker=Tarn&sort=oldest",
    "year=2012&lang=ru",
    "topic=%3DForeign+policy",
    "kind=anonymous",
    "evidence=page",
    "q=zeppelin",
    "limit=2&page=2",
)


@pytest.fixture
def disk(
    settings: Settings, statements: tuple[Statement, ...], make: Callable[..., SearchEngine]
) -> FlaskClient:
    publish(settings, *statements, coverage=make().manifest.coverage)
    return create_app(settings).test_client()


def test_pages_and_json_agree_with_the_reference(disk: FlaskClient, client: FlaskClient) -> None:
    for query in QUERIES:
        ours = disk.get(f"/search.json?{query}").get_json()
        expected = client.get(f"/search.json?{query}").get_json()
        assert ours["total"] == expected["total"], query
        assert [one["id"] for one in ours["results"]] == [one["id"] for one in expected["results"]]
        assert ours["facets"] == expected["facets"], query
        assert disk.get(f"/search?{query}").status_code == 200


@pytest.mark.parametrize("address", ["/", "/s/en-90001?q=treaty", "/speakers", "/d/90002"])
def test_other_pages_are_answered_too(disk: FlaskClient, client: FlaskClient, address: str) -> None:
    assert disk.get(address).status_code == client.get(address).status_code


def test_a_new_generation_is_served_without_a_restart(
    disk: FlaskClient,
    settings: Settings,
    statements: tuple[Statement, ...],
    make: Callable[..., SearchEngine],
) -> None:
    assert disk.get("/search.json?q=railway").get_json()["total"]["statements"] == 1
    kept = [one for one in statements if one.id != "en-90003"]
    publish(settings, *kept, coverage=make(kept).manifest.coverage)
    assert disk.get("/search.json?q=railway").get_json()["total"]["statements"] == 0
    assert disk.get("/s/en-90003").status_code == 404
