"""No `Host` of a request stands in an answer; its tag knows what absolute links begin with."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from webui.app import create_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from search.settings import Settings

PAGES = (
    "/",
    "/search?q=treaty",
    "/search.json?q=treaty",
    "/search.atom?q=treaty",
    "/s/en-90001",
    "/s/en-90001/2",
    "/speaker/ilya-tarn",
    "/check?q=will+not+wait+for+another+winter",
    "/opensearch.xml",
    "/d/90001",
    "/nowhere",
)
EVIL = {"Host": "evil.example"}


@pytest.mark.parametrize("address", PAGES)
def test_a_host_that_was_made_up_stands_nowhere(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers=EVIL)
    assert "evil.example" not in answer.text
    assert "evil.example" not in str(answer.headers)


@pytest.mark.parametrize("address", PAGES)
def test_the_setting_goes_before_any_host(settings: Settings, shelf: object, address: str) -> None:
    public = replace(settings, public_url="https://onrecord.example")
    client = create_app(public, shelf).test_client()  # type: ignore[arg-type]
    asked = client.get(address, headers=EVIL)
    assert "evil.example" not in asked.text
    assert _but_for_saving(asked.text) == _but_for_saving(client.get(address).text)


def _but_for_saving(page: str) -> str:
    """A page without its offer to save the search, which only the owner's own host has."""
    return re.sub(r'<(p|li)[^>]*><a href="/save\?[^<]*</a></\1>|\s+', "", page)


def test_the_tag_tells_hosts_apart_where_links_differ(client: FlaskClient) -> None:
    here = client.get("/s/en-90001")
    there = client.get("/s/en-90001", headers=EVIL)
    assert here.headers["ETag"] != there.headers["ETag"]
    again = client.get("/s/en-90001", headers={"If-None-Match": there.headers["ETag"]})
    assert again.status_code == 200


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_on_this_machine_links_are_whole(client: FlaskClient, host: str) -> None:
    assert f"http://{host}/search?q=" in client.get("/opensearch.xml", headers={"Host": host}).text
