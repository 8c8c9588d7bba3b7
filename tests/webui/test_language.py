"""The interface in two languages: whole catalogues, links that keep the choice, the browser's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from lxml import html as parser

from search.query.grammar import FIELDS, ROWS
from search.query.request import Request
from search.store.saved_queries import FILE_NAME, SavedQueries
from webui.language import LANGUAGES, SOURCE, readable

if TYPE_CHECKING:
    from collections.abc import Callable

    from babel.messages.catalog import Catalog
    from flask.testing import FlaskClient

    from search.settings import Settings

    Page = Callable[[str], str]

WEBUI = Path(__file__).parents[2] / "webui"
RUSSIAN = {"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.5"}
NAMES = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
ADDRESSES = (
    *("/", "/search?q=treaty", "/search?q=zeppelin&from=abc", "/search?q=treaty+granary"),
    *("/s/en-90001?q=treaty", "/s/ru-90001", "/s/en-90001/5", "/speakers", "/speaker/ilya-tarn"),
    *("/help/search", "/q/kept", "/check", "/check?q=treaty+that+will+wait+for+another+winter"),
    *(
        "/check?q=zeppelins+over+all+the+green+hills",
        '/search?q="treaty+will+wait+for+another+year"',
    ),
    *("/s/en-90001/4", "/s/ru-90001/1/cite"),
)


@pytest.fixture(autouse=True)
def kept(settings: Settings) -> None:
    saved = SavedQueries(settings.data / FILE_NAME)
    saved.save("kept", Request(q="treaty"), ["ru-90001"], "g")  # type: ignore[list-item]


def written() -> set[str | tuple[str, ...]]:
    """Every message of the code, the templates and the table of the query language."""
    found = extract_from_dir(
        str(WEBUI),
        method_map=[("**.py", "python"), ("templates/**", "jinja2.ext:babel_extract")],
        options_map={"templates/**": {"newstyle_gettext": "true"}},
        keywords=NAMES,
    )
    return {message for _, _, message, _, _ in found} | {row.meaning for row in (*ROWS, *FIELDS)}


def catalogue(lang: str) -> Catalog:
    with (WEBUI / "translations" / f"{lang}.po").open("rb") as file:
        return read_po(file, locale=lang, abort_invalid=True)


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != SOURCE])
def test_a_catalogue_holds_every_message_and_no_other(lang: str) -> None:
    translated = {
        message.id: message.string for message in catalogue(lang) if message.id and message.string
    }
    assert {str(one) for one in written() - set(translated)} == set()
    assert {str(one) for one in set(translated) - written()} == set()
    for message, text in translated.items():
        if isinstance(message, tuple):
            assert len(text) == catalogue(lang).num_plurals
            assert all(text), message


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != SOURCE])
def test_a_translation_has_the_places_of_its_message(lang: str) -> None:
    for message in catalogue(lang):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        places = {place for one in ids for place in re.findall(r"%\(\w+\)s", one)}
        for string in strings:
            assert set(re.findall(r"%\(\w+\)s", string)) == places, message.id


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_language_asked_for_is_kept_by_every_link_and_form(page: Page, address: str) -> None:
    joint = "&" if "?" in address else "?"
    tree = parser.document_fromstring(page(f"{address}{joint}ui=ru"))
    assert tree.get("lang") == "ru"
    for link in tree.xpath("//a/@href"):
        if link.startswith("/"):
            asked = parse_qs(urlsplit(link).query)["ui"]
            assert asked == ["ru"] or asked == ["en"], link
    assert len(tree.xpath("//a[contains(@href, 'ui=en')]")) == 1  # the way back
    for form in tree.xpath("//form"):
        assert form.xpath(".//input[@name='ui']/@value") == ["ru"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_a_choice_the_browser_decides_and_links_stay_short(
    client: FlaskClient, address: str
) -> None:
    answer = client.get(address, headers=RUSSIAN)
    tree = parser.document_fromstring(answer.text)
    assert tree.get("lang") == "ru"
    assert "Accept-Language" in answer.headers["Vary"]
    assert len(tree.xpath("//a[contains(@href, 'ui=')]")) == 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_russian_page_has_no_english_left(client: FlaskClient, address: str) -> None:
    """Of the page's own words: what is marked as another language's is not looked at."""
    tree = parser.document_fromstring(client.get(address, headers=RUSSIAN).text)
    for foreign in tree.xpath("//*[@lang and @lang != 'ru'] | //code | //title | //head"):
        for inside in foreign.xpath(".//*[@lang = 'ru']"):
            foreign.addnext(inside)
        foreign.drop_tree()
    said = [*tree.itertext(), *tree.xpath("//@aria-label"), *tree.xpath("//@title")]
    english = re.compile(r"\b(?:the|of|in|by|and|statements?|turns?|speakers?|words?|years?)\b")
    names = (
        "CC BY",
        "Lake Orm",
        "Ministers",
        "Minister",
        "President",
        "treaty",
        "treaties",
        "this year",
        "Попробовать",
    )
    left = [text for text in said if english.search(text) and not any(one in text for one in names)]
    assert left == []


def test_the_address_is_stronger_than_the_browser(client: FlaskClient) -> None:
    assert '<html lang="en">' in client.get("/?ui=en", headers=RUSSIAN).text
    assert '<html lang="en">' in client.get("/?ui=xx", headers={"Accept-Language": "de"}).text


def test_a_short_address_keeps_the_language(client: FlaskClient) -> None:
    answer = client.get("/search?q=treaty&speaker=&ui=ru")
    assert answer.headers["Location"] == "/search?q=treaty&ui=ru"
    assert client.get("/d/90001?ui=ru").headers["Location"] == "/s/ru-90001?ui=ru"


def test_a_page_held_in_one_language_is_not_taken_for_the_other(client: FlaskClient) -> None:
    tag = client.get("/").headers["ETag"]
    again = client.get("/", headers={**RUSSIAN, "If-None-Match": tag})
    assert again.status_code == 200


@pytest.mark.parametrize("address", ["/search.json?q=treaty", "/search.atom", "/search.csv"])
def test_what_machines_read_does_not_follow_the_browser(client: FlaskClient, address: str) -> None:
    assert client.get(address, headers=RUSSIAN).data == client.get(address).data


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 материал"), (2, "2 материала"), (5, "5 материалов")]
)
def test_russian_counts_have_three_forms(
    shelf: object,
    make: Callable[..., object],
    statements: tuple[object, ...],
    client: FlaskClient,
    words: Page,
    count: int,
    said: str,
) -> None:
    shelf.held = make(statements[:count])  # type: ignore[attr-defined]
    assert said in words(client.get("/search", headers=RUSSIAN).text)


def test_days_are_written_as_the_language_does(client: FlaskClient) -> None:
    assert ">14 мая 2012</time>" in client.get("/s/en-90001", headers=RUSSIAN).text
    assert ">14 May 2012</time>" in client.get("/s/en-90001").text


@pytest.mark.parametrize("q", ["вода и хлеб", "Ёлка, ѐ", "a б", "water", "“ў” 日 é %D0"])
def test_a_link_shows_cyrillic_letters_and_leads_to_the_same(q: str) -> None:
    link = f"/search?q={quote_plus(q)}&place={quote_plus('Сочи')}"
    shown = readable(link)
    assert "place=Сочи" in shown
    assert parse_qs(urlsplit(shown).query) == {"q": [q], "place": ["Сочи"]}
