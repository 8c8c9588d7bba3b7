"""Links to words: what `/s/<id>/<n>?v=` opens and says, and official addresses at our host."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from search.records import StatementId
from search.store.versions import FILE_NAME, Version, Versions
from search.text_version import text_version

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from search.records import Statement
    from search.settings import Settings

    Page = Callable[[str], str]


def test_copied_links_hold_the_text_and_no_search(page: Page) -> None:
    found = page("/s/en-90001?q=treaty")
    links = re.findall(r'class="para"[^>]* href="([^"]+)"', found)
    links += re.findall(r'data-link="([^"]+)"', found)
    links += re.findall(r'class="permalink" href="([^"]+)"', found)
    assert len(links) > 10
    for link in links:
        assert re.fullmatch(r"/s/en-90001(/\d+)?\?v=[0-9a-f]{12}", html.unescape(link))


def test_every_paragraphs_link_opens_its_turn_and_marks_it(page: Page, client: FlaskClient) -> None:
    links = re.findall(r'class="para"[^>]* href="([^"]+)"', page("/s/en-90001"))
    for link in links:
        number = re.search(r"/(\d+)\?", link)
        assert number
        text = client.get(html.unescape(link)).text
        assert f'id="p{number[1]}"' in text
        assert "dropped version" not in text


def test_a_paragraph_inside_a_turn_is_marked_and_named(seen: Page, page: Page) -> None:
    assert re.search(r'<p class="target" id="p4">We owe the fishermen', page("/s/en-90001/4"))
    assert "Paragraph 4 is marked: no turn begins with it" in seen("/s/en-90001/4")
    assert "is marked" not in seen("/s/en-90001/2")


def test_a_number_without_words_says_that_they_are_its_turns(seen: Page) -> None:
    assert "Paragraph 3 of the published page holds no words" in seen("/s/en-90001/3")


def test_words_that_changed_are_shown_as_they_were(seen: Page, former: str) -> None:
    text = seen(f"/s/en-90001/2?v={former}")
    assert "Orm will wait for another winter" in text
    assert "These words were changed after the link was copied" in text
    assert "will not wait" not in text


def test_words_that_did_not_change_are_shown_without_a_notice(page: Page, former: str) -> None:
    for number in (1, 4, 5, 7):
        assert "dropped version" not in page(f"/s/en-90001/{number}?v={former}")


def test_the_whole_former_text_says_what_it_is_and_keeps_its_version(
    seen: Page, page: Page, former: str
) -> None:
    assert "This is an earlier text of the statement" in seen(f"/s/en-90001?v={former}")
    text = page(f"/s/en-90001?v={former}&q=treaty")
    assert f'href="/s/en-90001/5?q=treaty&amp;v={former}"' in text
    assert f'<input type="hidden" name="v" value="{former}">' in text
    assert 'content="noindex"' in text


@pytest.mark.usefixtures("revised")
def test_a_link_without_a_version_says_that_there_are_several_texts(seen: Page) -> None:
    text = seen("/s/en-90001/2")
    assert "This statement has 2 saved texts; this is today’s." in text
    assert "this number holds other words" in text
    assert "this number holds other words" not in seen("/s/en-90001/5")
    assert "saved texts" not in seen("/s/ru-90001/1")


@pytest.mark.parametrize("version", ["000000000000", "nonsense", "%00", "<script>"])
def test_an_unknown_version_says_so_and_shows_todays(seen: Page, version: str) -> None:
    text = seen(f"/s/en-90001/2?v={version}")
    assert "names a text of en-90001 that is not known here" in text
    assert "will not wait" in text


@pytest.mark.parametrize("behind", [".", ",", ")."])
def test_a_stop_that_a_link_took_from_its_sentence_is_none_of_its_texts_name(
    seen: Page, former: str, behind: str
) -> None:
    text = seen(f"/s/en-90001/2?v={former}{behind}")
    assert "These words were changed after the link was copied" in text


@pytest.mark.parametrize("named", [True, False])
def test_a_parted_paragraph_is_told_with_a_name_in_the_link_and_without(
    seen: Page, settings: Settings, shelf: Any, make: Callable[..., Any], named: bool
) -> None:
    now = shelf.held.statement(StatementId("en-90001"))
    first = now.turns[1]
    parted = replace(
        first,
        paragraphs=(first.paragraphs[0], *first.paragraphs[1].split(". ", 1)),
        marks=(),
        ordinals=(2, 4, 5),
    )
    later = [replace(one, n=one.n + 1) for one in now.turns[2:]]
    served = replace(now, turns=(now.turns[0], parted, *later))
    kept = Versions(settings.data / FILE_NAME)
    moment = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
    kept.add(Version(one, one.turns[-1].label, "1", "a", moment, moment) for one in (now, served))
    shelf.held = make([served])
    name = f"?v={text_version(now)}" if named else ""
    told = "numbers its paragraphs otherwise: what has this number there stands under"
    assert f"{told} 4 to 5 here" in seen(f"/s/en-90001/4{name}")
    assert f"{told} 6 here" in seen(f"/s/en-90001/5{name}")
    assert f"{told} 6 here" in seen(f"/s/en-90001/5/cite{name}")
    assert told not in seen(f"/s/en-90001/2{name}")
    shelf.held = make([now])
    assert "there this number has only a part of what" in seen(f"/s/en-90001/4{name}")


def test_words_under_another_label_are_said_to_be_so(
    seen: Page, shelf: Any, make: Callable[..., Any], revised: Statement, former: str
) -> None:
    turns = [
        replace(one, label="Acting Minister Mara Oskel") if one.n == 5 else one
        for one in revised.turns
    ]
    shelf.held = make([replace(revised, turns=tuple(turns))])
    text = seen(f"/s/en-90001/5?v={former}")
    assert "These very words still stand in today’s text, under the number 5, but with" in text


def test_a_number_only_another_text_has_is_not_found_but_named(
    client: FlaskClient, shelf: Any, make: Callable[..., Any], revised: Statement
) -> None:
    shelf.held = make([replace(revised, turns=revised.turns[:2])])
    answer = client.get("/s/en-90001/7")
    assert answer.status_code == 404
    assert "another saved text has" in answer.text
    assert client.get(f"/s/en-90001/7?v={text_version(revised)}").status_code == 200


def test_a_statement_that_left_is_opened_by_its_link(
    seen: Page, client: FlaskClient, shelf: Any, make: Callable[..., Any], former: str
) -> None:
    shelf.held = make([])
    assert "no longer in the index" in seen(f"/s/en-90001/2?v={former}")
    assert client.get("/s/en-90001/2").status_code == 404


def test_the_notices_are_russian_on_russian_pages(seen: Page, former: str) -> None:
    text = seen(f"/s/en-90001/2?v={former}&ui=ru")
    assert "Эти слова изменены после того, как ссылку скопировали" in text


@pytest.mark.parametrize(
    "path",
    [
        "/events/president/news/90001",
        "/events/president/news/copy/90001",
        "/events/president/transcripts/speeches/90001",
        "/events/president/news/90001/print",
        "/misc/90001",
        "/catalog/regions/KK/events/90001",
    ],
)
def test_an_official_path_at_our_host_leads_to_the_statement(
    client: FlaskClient, path: str
) -> None:
    assert client.get(path).headers["Location"] == "/s/en-90001"
    assert client.get(f"{path}?ui=ru").headers["Location"] == "/s/ru-90001?ui=ru"


@pytest.mark.parametrize(
    "url",
    [
        "http://en.kremlin.ru/events/president/news/90001",
        "https://en.kremlin.ru:443/d/90001",
        "special.kremlin.ru/d/90001",
        "http://en.special.kremlin.ru/events/president/transcripts/copy/90001",
        "https://web.archive.org/web/20140301000000/http://en.kremlin.ru:80/events/president/news/90001",
        "//kremlin.ru/d/90001",
    ],
)
def test_an_official_address_in_any_form_leads_to_the_statement(
    client: FlaskClient, url: str
) -> None:
    answer = client.get("/goto", query_string={"url": url})
    assert re.fullmatch(r"/s/(en|ru)-90001", answer.headers["Location"])


@pytest.mark.parametrize(
    "path", ["/events/president/news/77777", "/goto?url=http://kremlin.ru/d/77777", "/d/77777"]
)
def test_an_unknown_official_address_says_so_and_offers_a_search(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "77777" in answer.text
    assert 'href="/search?q=%2277777%22"' in answer.text


@pytest.mark.parametrize("path", ["/events/president/news", "/events/x", "/acts/bank/abc"])
def test_a_path_that_names_no_statement_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_machines_read_of_former_words_names_their_text(page: Page, former: str) -> None:
    def linked(address: str) -> dict[str, Any]:
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(address))
        assert found
        data: dict[str, Any] = json.loads(html.unescape(found[1]))
        return data

    address = f"/s/en-90001/2?v={former}"
    then = linked(address)
    assert "Orm will wait" in then["text"]
    assert then["@id"] == then["url"] == f"http://localhost{address}"
    assert then["isPartOf"]["@id"] == f"http://localhost/s/en-90001?v={former}"
    whole = linked(f"/s/en-90001?v={former}")
    assert whole["@id"] == whole["url"] == f"http://localhost/s/en-90001?v={former}"
    now = linked("/s/en-90001/2")
    assert "will not wait" in now["text"]
    assert now["@id"] == now["url"] == "http://localhost/s/en-90001/2"


def test_a_card_of_a_former_text_shows_its_words_and_says_so(page: Page, former: str) -> None:
    card = page(f"/embed/s/en-90001/2?v={former}")
    assert "Orm will wait for another winter" in card
    assert "will not wait" not in card
    assert "The card shows the words as they were." in card
    assert f'href="/s/en-90001/2?v={former}"' in card
    today = page("/embed/s/en-90001/2")
    assert "will not wait" in today
    assert "as they were" not in today
