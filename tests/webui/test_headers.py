"""Headers: security, caching by generation, compression."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from search.query.request import Request
from search.store.saved_queries import FILE_NAME, SavedQueries
from webui.app import create_app
from webui.headers import FRAMED, SECURITY

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.settings import Settings
    from webui.site import ServingEngine as Shelf

    Page = Callable[[str], str]

GZIP = {"Accept-Encoding": "gzip"}
EVERYWHERE = ("/", "/search?q=treaty", "/s/en-90001", "/nowhere", "/search.json", "/robots.txt")


@pytest.mark.parametrize("address", [*EVERYWHERE, "/static/site.css", "/d/90001"])
def test_every_response_is_under_the_strict_policy(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "camera=()" in headers["Permissions-Policy"]
    assert all(len(headers.getlist(name)) == 1 for name in SECURITY)


def test_a_card_says_once_what_may_frame_it(client: FlaskClient) -> None:
    headers = client.get("/embed/s/en-90001/2").headers
    assert all(headers.getlist(name) == [value] for name, value in FRAMED.items())
    assert "X-Frame-Options" not in headers


@pytest.mark.parametrize(
    "address", ["/", "/search?q=treaty", "/search.json?q=treaty", "/s/en-90001", "/s/en-90001/2"]
)
def test_an_unchanged_page_is_not_sent_again(client: FlaskClient, address: str) -> None:
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag


@pytest.mark.parametrize("address", ["/search?q=treaty", "/s/en-90001"])
def test_a_star_names_no_page_that_is_held(client: FlaskClient, address: str) -> None:
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == 200
    assert client.get("/s/en-nowhere", headers={"If-None-Match": "*"}).status_code == 404


def test_what_depends_on_saved_queries_is_not_sent_again_until_it_changes(
    client: FlaskClient, settings: Settings
) -> None:
    saved = SavedQueries(settings.data / FILE_NAME)
    saved.save("kept", Request(q="treaty"), ["ru-90001"], "g")  # type: ignore[list-item]
    for address in ("/q/kept", "/q/kept.json", "/q/kept.csv", "/q/kept.atom"):
        tag = client.get(address).headers["ETag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b""), address
    saved.save("kept", Request(q="railway"), [], "g", replace=True)
    assert client.get("/q/kept.json", headers={"If-None-Match": tag}).status_code == 200


def test_a_new_generation_makes_new_pages(client: FlaskClient, shelf: object, make: Page) -> None:
    old = client.get("/search?q=treaty")
    shelf.held = make(generation="20260202T000000Z-s1")  # type: ignore[attr-defined, call-arg]
    new = client.get("/search?q=treaty", headers={"If-None-Match": old.headers["ETag"]})
    assert new.status_code == 200
    assert new.headers["ETag"] != old.headers["ETag"]


def test_another_address_for_reports_makes_new_pages(
    settings: Settings, shelf: Shelf, client: FlaskClient
) -> None:
    old = client.get("/s/en-90001").headers["ETag"]
    changed = replace(settings, report_address="mailto:desk@example.org")
    again = (
        create_app(changed, shelf).test_client().get("/s/en-90001", headers={"If-None-Match": old})
    )
    assert again.status_code == 200
    assert "mailto:desk@example.org" in again.text


def test_versions_that_were_kept_since_make_new_pages(
    client: FlaskClient, request: pytest.FixtureRequest
) -> None:
    old = client.get("/s/en-90001")
    assert "/s/en-90001/versions" not in old.text
    request.getfixturevalue("revised")
    again = client.get("/s/en-90001", headers={"If-None-Match": old.headers["ETag"]})
    assert again.status_code == 200
    assert "/s/en-90001/versions" in again.text


def test_pages_are_kept_but_asked_about(client: FlaskClient) -> None:
    assert client.get("/search?q=treaty").headers["Cache-Control"] == "no-cache"
    assert "ETag" not in client.get("/nowhere").headers


def test_the_style_is_kept_for_ever_under_an_address_of_its_own(
    page: Page, client: FlaskClient
) -> None:
    text = page("/")
    link = text[text.index("/static/site.css") :].split('"')[0]
    assert "v=" in link
    with client.get(link) as answer:
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/", "/search?q=treaty", "/static/site.css"])
def test_pages_are_compressed_for_those_who_take_it(client: FlaskClient, address: str) -> None:
    with client.get(address) as plain, client.get(address, headers=GZIP) as packed:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert "Content-Encoding" not in plain.headers


def test_head_is_answered_like_get(client: FlaskClient) -> None:
    answer = client.head("/search?q=treaty", headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.data) == (200, b"")
