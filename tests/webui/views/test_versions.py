"""The page of a statement's saved versions, and what differs between two of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from search.store.versions import FILE_NAME, Version, Versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.records import Statement
    from search.settings import Settings

    Page = Callable[[str], str]

ADDRESS = "/s/en-90001/versions"


@pytest.mark.usefixtures("revised")
def test_the_last_two_versions_are_compared_word_by_word(page: Page) -> None:
    markup = page(ADDRESS)
    assert "on Lake Orm will <ins>not </ins>wait" in markup
    assert "treaty<del> (in part)</del>" in markup
    assert "<ins>It will.</ins>" in markup


@pytest.mark.usefixtures("revised")
def test_two_versions_can_be_chosen_and_turned_round(seen: Page, page: Page) -> None:
    assert "From version 2 to version 1" in seen(f"{ADDRESS}?old=2&new=1")
    assert "will <del>not </del>wait" in page(f"{ADDRESS}?old=2&new=1")


@pytest.mark.usefixtures("revised")
@pytest.mark.parametrize("asked", ["old=9", "old=x&new=%00", "old=-1", "new=99999999999"])
def test_numbers_that_name_no_version_are_as_if_not_given(seen: Page, asked: str) -> None:
    assert "From version 1 to version 2" in seen(f"{ADDRESS}?{asked}")


@pytest.mark.usefixtures("revised")
def test_the_statement_leads_to_its_versions(page: Page) -> None:
    assert f'href="{ADDRESS}"' in page("/s/en-90001")
    assert "/versions" not in page("/s/ru-90001")


def test_a_statement_with_one_text_says_so(seen: Page) -> None:
    assert "no other text of it was found" in seen("/s/ru-90001/versions")


def test_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/s/en-90099/versions").status_code == 404


@pytest.mark.usefixtures("revised")
def test_the_page_says_the_same_in_russian(seen: Page) -> None:
    assert "От версии 1 к версии 2" in seen(f"{ADDRESS}?ui=ru")


@pytest.mark.usefixtures("revised")
def test_json_holds_the_list_and_the_difference_but_no_path(client: FlaskClient) -> None:
    response = client.get(f"{ADDRESS}.json")
    shape = json.loads(response.text)
    assert (shape["id"], shape["serving"], len(shape["versions"])) == ("en-90001", 2, 2)
    assert (shape["difference"]["gone"], shape["difference"]["come"]) == (2, 5)
    assert "a.html" not in response.text
    assert "licenses/by/4.0" in response.headers["Link"]


def test_markup_in_a_text_stays_text(page: Page, settings: Settings, revised: Statement) -> None:
    bad = replace(revised, title='<script>alert("x")</script>')
    now = datetime(2026, 11, 2, tzinfo=UTC)
    Versions(settings.data / FILE_NAME).add([Version(bad, "2" * 64, "1", "c", now, now)])
    for asked in ("old=1&new=3", "old=3&new=2"):
        assert "<script>alert" not in page(f"{ADDRESS}?{asked}")


@pytest.mark.usefixtures("revised")
def test_a_damaged_file_is_told_here_and_hides_no_statement(
    client: FlaskClient, settings: Settings
) -> None:
    (settings.data / FILE_NAME).write_bytes(b"no database" * 100)
    assert client.get("/s/en-90001").status_code == 200
    answer = client.get(ADDRESS)
    assert answer.status_code in (500, 503)
    assert "move it away" in answer.text
