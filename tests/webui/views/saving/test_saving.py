"""Queries saved, renamed, deleted and marked as seen from the page, and who may do so."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from search.query.request import Request as Wanted
from search.records import StatementId
from search.settings import read_settings
from search.store.saved_queries import FILE_NAME, SavedQueries
from webui.app import create_app
from webui.views.saving.rights import COOKIE, SIGN

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.settings import Settings

    Page = Callable[[str], str]

ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def saved(settings: Settings) -> SavedQueries:
    """What was saved a minute ago: moments are kept to the second."""
    return SavedQueries(settings.data / FILE_NAME, lambda: datetime.now(UTC) - timedelta(minutes=1))


def keep(saved: SavedQueries, name: str, *ids: str, q: str = "treaty") -> None:
    saved.save(name, Wanted(q=q), [StatementId(one) for one in ids], "20250101T000000Z-s1")


def sign_of(client: FlaskClient, **environ: Any) -> str:
    """The sign in the form, as the page gives it to a browser."""
    text = client.get("/save?q=treaty", **environ).text
    return re.search(rf'name="{SIGN}" value="([0-9a-f]+)"', text)[1]  # type: ignore[index]


def send(client: FlaskClient, address: str, **fields: str) -> Any:
    return client.post(address, data={SIGN: sign_of(client), **fields})


def test_a_search_is_saved_under_a_name_and_its_page_says_so(
    client: FlaskClient, saved: SavedQueries, page: Page
) -> None:
    assert "/save?q=treaty&amp;year=2014" in page("/search?q=treaty&year=2014")
    answer = send(client, "/save", q="treaty", year="2014", name="Договор, 2014 год")
    assert answer.status_code == 303
    assert answer.location == f"/q/{quote('договор-2014-год')}"
    assert saved.get("договор-2014-год").ids == ("en-90002",)
    assert "then 1, now 1" in page(answer.location)
    assert "договор-2014-год" in page("/q")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Всё", "всё"),
        ("हिन्दी शब्द", "हिन्दी-शब्द"),
        ("مياه_النهر", "مياه-النهر"),
        ("水 条约", "水-条约"),
        ("A/B.c", "a-b-c"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_in_any_script_and_form_is_one_name(
    client: FlaskClient, saved: SavedQueries, typed: str, name: str, form: str
) -> None:
    answer = send(client, "/save", q="treaty", name=unicodedata.normalize(form, typed))  # type: ignore[arg-type]
    assert answer.status_code == 303
    assert [one.name for one in saved.all()] == [unicodedata.normalize("NFC", name)]
    assert client.get(f"/q/{quote(unicodedata.normalize('NFD', name))}").status_code == 200


def test_a_name_that_is_taken_is_told_and_replaced_only_when_asked(
    client: FlaskClient, saved: SavedQueries
) -> None:
    keep(saved, "water")
    answer = send(client, "/save", q="railway", name="water")
    assert answer.status_code == 409
    assert "Take the place of the query of that name" in answer.text
    assert 'value="railway"' in answer.text
    assert saved.get("water").request.q == "treaty"
    assert send(client, "/save", q="railway", name="water", replace="1").status_code == 303
    assert saved.get("water").request.q == "railway"


@pytest.mark.parametrize("name", ["", " ", "!?", "_"])
def test_a_name_without_a_letter_is_told_beside_the_form(client: FlaskClient, name: str) -> None:
    answer = send(client, "/save", q="treaty", name=name)
    assert answer.status_code == 400
    assert "a name needs a letter or a digit" in answer.text
    assert 'name="q" value="treaty"' in answer.text


def test_it_is_renamed_and_deleted(client: FlaskClient, saved: SavedQueries) -> None:
    keep(saved, "water")
    keep(saved, "other")
    assert send(client, "/q/water/rename", name="Озеро Орм").location == f"/q/{quote('озеро-орм')}"
    assert send(client, f"/q/{quote('озеро-орм')}/rename", name="other").status_code == 409
    assert send(client, f"/q/{quote('озеро-орм')}/delete").status_code == 400  # not ticked
    assert send(client, f"/q/{quote('озеро-орм')}/delete", sure="1").status_code == 303
    assert [one.name for one in saved.all()] == ["other"]
    assert send(client, "/q/water/rename", name="x").status_code == 404


def test_what_the_page_showed_is_marked_as_seen(
    client: FlaskClient, saved: SavedQueries, seen: Page, page: Page
) -> None:
    keep(saved, "water", "en-90001", "en-7")
    assert "then 2, now 2: 1 new" in seen("/q/water")
    fields = dict(re.findall(r'name="(generation|since)" value="([^"]+)"', page("/q/water")))
    assert send(client, "/q/water/seen", **fields).status_code == 303
    assert "then 2, now 2: nothing new" in seen("/q/water")
    assert saved.get("water").seen_at
    assert send(client, "/q/water/seen", **fields).status_code == 409  # that page is an old one


def test_what_came_after_the_page_was_shown_is_not_marked(
    client: FlaskClient, saved: SavedQueries, shelf: Any, make: Any, statements: Any, page: Page
) -> None:
    keep(saved, "water", "en-90001")
    fields = dict(re.findall(r'name="(generation|since)" value="([^"]+)"', page("/q/water")))
    came = replace(statements[2], id=StatementId("en-90012"), number=90012)
    shelf.held = make((*statements, came), "20270101T000000Z-s1")
    assert send(client, "/q/water/seen", **fields).status_code == 409
    assert saved.get("water").ids == ("en-90001",)


def test_the_new_ones_come_first(client: FlaskClient, saved: SavedQueries) -> None:
    keep(saved, "all", "en-90001", "ru-90001", "en-90003", "en-90004", "en-90005", q="")
    told = client.get("/q/all.json").get_json()
    assert told["results"][0]["id"] == "en-90002"
    assert len(told["results"]) == told["total"]["statements"] == 6
    text = client.get("/q/all").text
    assert text.index("/s/en-90002") < text.index("/s/en-90004")


@pytest.mark.parametrize(
    "address", ["/save", "/q/water/rename", "/q/water/delete", "/q/water/seen"]
)
def test_a_form_of_another_site_is_refused(
    client: FlaskClient, saved: SavedQueries, address: str
) -> None:
    keep(saved, "water", "en-90001")
    fields = {"q": "lake", "name": "bad", "sure": "1"}
    own = {**fields, SIGN: sign_of(client)}
    assert client.post(address, data=fields).status_code == 403
    assert client.post(address, data={**fields, SIGN: "0" * 32}).status_code == 403
    for header in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost:1"},
        {"Origin": "https://evil.example"},
    ):
        assert client.post(address, data=own, headers=header).status_code == 403, header
    client.delete_cookie(COOKIE)
    assert client.post(address, data=own).status_code == 403
    assert [one.name for one in saved.all()] == ["water"]


@pytest.mark.parametrize(
    "given",
    [
        {"environ_overrides": ELSEWHERE},
        {"headers": {"Host": "onrecord.example"}},
        {"headers": {"Host": "127.0.0.1.onrecord.example"}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"X-Forwarded-Host": "localhost"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
        {"headers": {"Via": "1.1 proxy"}},
        {"headers": {"X-Real-IP": "127.0.0.1"}},
    ],
)
def test_who_is_not_at_the_machine_needs_a_token(
    client: FlaskClient, saved: SavedQueries, given: Any
) -> None:
    fields = {SIGN: sign_of(client), "q": "treaty", "name": "water", "token": ""}
    assert client.post("/save", data=fields, **given).status_code == 403
    assert client.get("/save?q=treaty", **given).status_code == 403
    assert "/save?" not in client.get("/search?q=treaty", **given).text
    assert saved.all() == ()


@pytest.mark.parametrize(
    ("address", "host"),
    [("127.0.0.1", "localhost:8000"), ("127.8.8.8", "127.0.0.1"), ("::1", "[::1]:8000")],
)
def test_every_name_of_the_machine_will_do(client: FlaskClient, address: str, host: str) -> None:
    given: Any = {"environ_overrides": {"REMOTE_ADDR": address}, "headers": {"Host": host}}
    assert client.get("/save?q=treaty", **given).status_code == 200


@pytest.fixture
def guarded(settings: Settings, shelf: Any) -> FlaskClient:
    """A site whose owner has set a token."""
    given = read_settings({"data": settings.data, "token": "fourth-harbour"}, environ={})
    return create_app(given, shelf).test_client()


def test_the_token_lets_others_save(guarded: FlaskClient, saved: SavedQueries) -> None:
    away: Any = {"environ_overrides": ELSEWHERE}
    assert 'type="password"' in guarded.get("/save?q=treaty", **away).text
    assert 'type="password"' not in guarded.get("/save?q=treaty").text
    fields = {SIGN: sign_of(guarded, **away), "q": "treaty", "name": "water"}
    for token in ("", "wrong", "fourth-harbou"):
        assert guarded.post("/save", data={**fields, "token": token}, **away).status_code == 403
    answer = guarded.post("/save", data={**fields, "token": "fourth-harbour"}, **away)
    assert answer.status_code == 303
    assert saved.get("water").count == 2


def test_a_program_shows_the_token_and_needs_no_sign(
    guarded: FlaskClient, saved: SavedQueries
) -> None:
    fields = {"q": "treaty", "name": "water"}
    away: Any = {"environ_overrides": ELSEWHERE}
    bearer = {"Authorization": "Bearer fourth-harbour"}
    wrong = {"Authorization": "Bearer first-harbour"}
    assert guarded.post("/save", data=fields, headers=wrong, **away).status_code == 403
    assert guarded.post("/save", data=fields, headers=bearer, **away).status_code == 303
    assert saved.get("water").count == 2


def test_pages_without_the_link_are_not_kept_for_those_who_may_save(client: FlaskClient) -> None:
    here = client.get("/search?q=treaty")
    there = client.get("/search?q=treaty", environ_overrides=ELSEWHERE)
    assert here.headers["ETag"] != there.headers["ETag"]


def test_a_form_is_kept_by_no_shared_cache(client: FlaskClient, saved: SavedQueries) -> None:
    keep(saved, "water")
    for address in ("/save?q=treaty", "/q", "/q/water"):
        assert "private" in client.get(address).headers["Cache-Control"], address


def test_pages_speak_both_languages(client: FlaskClient, saved: SavedQueries, seen: Page) -> None:
    keep(saved, "water", "en-90001")
    assert "Сохранить этот поиск" in seen("/save?q=treaty&ui=ru")
    assert "Отметить как просмотренное" in seen("/q/water?ui=ru")
    answer = client.post("/save?ui=ru", data={"name": "x"})
    assert "эта форма не с этого сайта" in answer.text


def test_a_read_only_folder_serves_and_says_that_it_cannot_save(
    client: FlaskClient, saved: SavedQueries, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(saved, "water", "en-90001")

    def refuse(*_: object) -> None:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr("search.store.sqlite.make_private_file", refuse)
    assert client.get("/q/water").status_code == 200
    answer = send(client, "/save", q="treaty", name="more")
    assert answer.status_code == 500
    assert "Read-only file system" in answer.text
    assert str(settings.data) not in answer.text


def test_a_browser_saves_through_the_real_server(root: str, saved: SavedQueries) -> None:
    browser = build_opener(HTTPCookieProcessor())
    text = browser.open(f"{root}/save?q=treaty").read().decode()
    sign = re.search(rf'name="{SIGN}" value="([0-9a-f]+)"', text)[1]  # type: ignore[index]
    fields = urlencode({SIGN: sign, "q": "treaty", "name": "озёра"}).encode()
    answer = browser.open(Request(f"{root}/save", fields, {"Sec-Fetch-Site": "same-origin"}))
    assert "озёра" in answer.read().decode()
    assert saved.get("озёра").count == 2


@pytest.mark.browser
@pytest.mark.parametrize("script", [False, True])
def test_all_of_it_goes_in_a_browser(
    open_page: Callable[..., Any], root: str, saved: SavedQueries, script: bool
) -> None:
    page = open_page(script=script)
    page.goto(f"{root}/search?q=treaty")
    page.click("text=Save this search")
    page.fill("#save-name", "Озёра и реки")
    page.click("main form button")
    page.wait_for_selector("text=then 2, now 2")
    saved.mark_seen(saved.get("озёра-и-реки"), [StatementId("en-90001")], "g")
    page.goto(f"{root}/q")
    page.click("text=Mark as seen")
    page.wait_for_selector("text=nothing new")
    assert saved.get("озёра-и-реки").count == 2
    page.click(".saving summary")
    page.fill("input[name=name]", "lakes")
    page.click("form[action$=rename] button")
    page.wait_for_selector("#saved >> text=lakes")
    page.click(".saving summary")
    page.check("input[name=sure]")
    page.click("form[action$=delete] button")
    page.wait_for_selector("text=No query is saved yet")
    assert saved.all() == ()
