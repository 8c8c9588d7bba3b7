"""One table of addresses: the index, the crawler and the web read each of them alike."""

from __future__ import annotations

from typing import NamedTuple, cast

import pytest

from index.crawl.site import SITES, CrawlSite
from index.saves.page import Page
from index.saves.recognise import NotAStatement, SkipReason, recognise
from search.engine import SearchEngine
from search.records import StatementId
from search.site_address import NumberSpace, read_address
from webui.page.official_address import statement_of

ARTICLE = b"""<html><body><div class="read"><article class="read__in hentry">
<div itemprop="articleBody"><p>The river rose.</p></div></article></div></body></html>"""


class Row(NamedTuple):
    """An address, the id of the statement it names, and which sub-page or part it is."""

    address: str
    id: str | None
    sub: str | None = None
    part: int = 1


NEWS = "http://en.kremlin.ru/events/president/news"
NAMING = (
    Row(f"{NEWS}/17093", "en-17093"),
    Row("https://en.kremlin.ru/events/president/transcripts/3", "en-3"),
    Row("http://en.kremlin.ru/events/president/transcripts/speeches/15", "en-15"),
    Row("http://kremlin.ru/events/president/transcripts/news-conferences/15", "ru-15"),
    Row("http://kremlin.ru/events/president/letters/15", "ru-15"),
    Row("http://kremlin.ru/events/president/trips/15", "ru-15"),
    Row("http://kremlin.ru/events/security-council/76505", "ru-76505"),
    Row("http://kremlin.ru/events/administration/76505", "ru-76505"),
    Row("http://kremlin.ru/events/councils/by-council/6/17093", "ru-17093"),
    Row("http://kremlin.ru/acts/news/80518", "ru-80518"),
    Row("http://en.kremlin.ru/catalog/persons/119/events/17093", "en-17093"),
    Row("http://en.kremlin.ru/catalog/countries/BY/events/17093", "en-17093"),
    Row("http://kremlin.ru/catalog/regions/SPE/events/17093", "ru-17093"),
    Row("http://en.kremlin.ru/d/17093", "en-17093"),
    Row("http://en.kremlin.ru/misc/62937", "en-62937"),
    Row("http://en.kremlin.ru/misc/62937/videos", "en-62937", "videos"),
    Row("http://en.kremlin.ru/misc/62937/videos/4484", "en-62937", "videos"),
    Row(f"{NEWS}/17093/print", "en-17093", "print"),
    Row(f"{NEWS}/17093/email", "en-17093", "email"),
    Row(f"{NEWS}/17093/photos", "en-17093", "photos"),
    Row(f"{NEWS}/17093/photos/5512", "en-17093", "photos"),
    Row(f"{NEWS}/17093/print.html", "en-17093", "print"),
    Row(f"{NEWS}/copy/17093", "en-17093", "copy"),
    Row("http://kremlin.ru/acts/news/copy/17093", "ru-17093", "copy"),
    Row(f"{NEWS}/17093/page/2", "en-17093", None, 2),
    Row("http://kremlin.ru/acts/bank/48300", "ru-act-48300"),
    Row("http://kremlin.ru/acts/bank/48300/page/2", "ru-act-48300", None, 2),
    Row("http://en.kremlin.ru/supplement/5815", "en-supplement-5815"),
    Row(f"{NEWS}/17093.html", "en-17093"),
    Row(f"{NEWS}/17093.htm", "en-17093"),
    Row(f"{NEWS}/17093/", "en-17093"),
    Row(f"{NEWS}/17093#t12", "en-17093"),
    Row(f"{NEWS}/17093?utm=1&b=http://example.org/#t2", "en-17093"),
    Row(f"{NEWS}/%3117093", "en-117093"),
    Row(f"{NEWS}/0017093", "en-17093"),
    Row("http://www.kremlin.ru/d/17093", "ru-17093"),
    Row("http://www.en.kremlin.ru/d/17093", "en-17093"),
    Row("http://eng.kremlin.ru/d/17093", "en-17093"),
    Row("http://special.kremlin.ru/d/17093", "ru-17093"),
    Row("http://en.special.kremlin.ru/d/17093", "en-17093"),
    Row("http://special.en.kremlin.ru/d/17093", "en-17093"),
    Row("http://президент.рф/d/17093", "ru-17093"),
    Row("http://xn--d1abbgf6aiiy.xn--p1ai/d/17093", "ru-17093"),
    Row("http://en.kremlin.ru:80/d/17093", "en-17093"),
    Row("https://en.kremlin.ru:443/d/17093", "en-17093"),
    Row("HTTP://EN.KREMLIN.RU/d/17093", "en-17093"),
    Row(f"https://web.archive.org/web/20200829000000/{NEWS}/17093", "en-17093"),
    Row(f"https://web.archive.org/web/20200829id_/{NEWS}/17093/print", "en-17093", "print"),
    Row(f"http://web.archive.org/web/2020if_/{NEWS}/17093", "en-17093"),
    Row("web.archive.org/web/2020/kremlin.ru/d/17093", "ru-17093"),
    Row(f"/web/20200829000000/{NEWS}/17093", "en-17093"),
    Row(f"//web.archive.org/web/20200829im_/{NEWS}/17093", "en-17093"),
    Row(f"https://arquivo.pt/wayback/20200829000000/{NEWS}/17093", "en-17093"),
    Row(f"http://wayback.archive-it.org/1234/20200829000000/{NEWS}/17093", "en-17093"),
    Row(f"https://archive.ph/20200829000000/{NEWS}/17093", "en-17093"),
    Row("https://archive.is/2020.08.29-101112/http://en.kremlin.ru/d/17093", "en-17093"),
    Row(f"https://web.archive.org/web/*/{NEWS}/17093", "en-17093"),
    Row(f"https://web.archive.org/save/{NEWS}/17093", "en-17093"),
    Row(f"https://archive.ph/2020/https://web.archive.org/web/2019/{NEWS}/17093", "en-17093"),
    Row("https://web.archive.org/web/2020/http%3A//en.kremlin.ru/d/17093", "en-17093"),
    Row("http%3A%2F%2Fen.kremlin.ru%2Fevents%2Fpresident%2Fnews%2F17093", "en-17093"),
    Row("http://en.kremlin.ru/Events/President/News/17093/Print", "en-17093", "print"),
    Row("http://en.kremlin.ru/D/17093", "en-17093"),
    Row("http://kremlin.ru/Acts/Bank/48300", "ru-act-48300"),
    Row("http://en.kremlin.ru/copy/17093", "en-17093", "copy"),
    Row("en.kremlin.ru/d/17093", "en-17093"),
    Row("//kremlin.ru/d/17093", "ru-17093"),
    Row("президент.рф/d/17093", "ru-17093"),
)
NAMELESS = (
    "",
    "treaty",
    "17093.html",
    "http://en.kremlin.ru/",
    "http://en.kremlin.ru/d/0",
    "http://en.kremlin.ru/d/9999999999",
    "http://en.kremlin.ru/d/99999999999999999999",
    "http://en.kremlin.ru/d/\N{ARABIC-INDIC DIGIT FIVE}",
    NEWS,
    f"{NEWS}/page/",
    f"{NEWS}/page/3",
    "http://en.kremlin.ru/events/page/3",
    f"{NEWS}/feed/page/2",
    f"{NEWS}/by-date/08.12.2012",
    f"{NEWS}/calendar/2012",
    f"{NEWS}?page=2",
    "http://en.kremlin.ru/Events/President/News/Page/3",
    "http://en.kremlin.ru/\N{LATIN SMALL LETTER LONG S}upplement/3",
    f"{NEWS}/17093/elsewhere",
    "http://kremlin.ru/acts/news/page/2",
    "http://kremlin.ru/acts/news/by-date/08.12.2012",
    "http://kremlin.ru/events/councils/by-council/6",
    "http://kremlin.ru/events/councils/by-council/6/page/2",
    "http://kremlin.ru/catalog/persons/119/biography",
    "http://kremlin.ru/catalog/persons/119/events/page/2",
)
FOREIGN = (
    "http://example.org/d/17093",
    "http://notkremlin.ru/d/17093",
    "http://kremlin.ru.example.org/d/17093",
    "http://kremlin.ru@example.org/d/17093",
    "http://someone@kremlin.ru/d/17093",
    "http://example.org:80@kremlin.ru/d/17093",
    "http://evil.example\\.kremlin.ru/d/17093",
    "http://evil.example\\@kremlin.ru/d/17093",
    "http://evil.example%2F.kremlin.ru/d/17093",
    "http://evil.example?.kremlin.ru/d/17093",
    "http://evil.example#.kremlin.ru/d/17093",
    "http://kremlin.ru./d/17093",
    "http://\N{KELVIN SIGN}remlin.ru/d/17093",
    "http://kremlin.ru:port/d/17093",
    "http://letters.kremlin.ru/d/17093",
    "http://static.kremlin.ru/d/17093",
    "ftp://kremlin.ru/d/17093",
    "javascript://kremlin.ru/d/17093",
    "http:kremlin.ru/d/17093",
    "http:///kremlin.ru/d/17093",
    "http://[broken/d/17093",
    "http://web.archive.org/web/2020/http://example.org/d/17093",
    "/web/20200829000000/http://example.org/d/17093",
    "/web/20200829000000/kremlin.ru/d/17093",
    "http://archive.ph.example/20200829000000/http://kremlin.ru/d/17093",
    "http://web.archive.org.example/web/2020/http://kremlin.ru/d/17093",
    "http://example.org/web/2020/http://kremlin.ru/d/17093",
    "http%3A%2F%2Fevil.example%5C.kremlin.ru%2Fd%2F17093",
    "http%3A%2F%2Fkremlin.ru%40evil.example%2Fd%2F17093",
    "https://web.archive.org/web/2020/http%3A%2F%2Fexample.org%2Fd%2F17093",
)


class EveryStatement:
    """An index that holds every statement."""

    def statements(self, number: int) -> tuple[StatementId, ...]:
        spaces = [space.value for space in NumberSpace]
        return tuple(StatementId(f"{lang}-{one}{number}") for lang in SITES for one in spaces)


def on_the_web(address: str) -> str | None:
    return statement_of(cast(SearchEngine, EveryStatement()), address)


@pytest.mark.parametrize("row", NAMING, ids=lambda row: row.address)
def test_the_index_names_the_statement(row: Row) -> None:
    page = Page("saved.html", ARTICLE, row.address)
    if row.sub == "print":
        with pytest.raises(NotAStatement) as told:
            recognise(page)
        assert told.value.reason is SkipReason.PRINT
        return
    address = recognise(page).address
    assert address is not None
    assert (address.id, address.sub, address.part) == (row.id, row.sub, row.part)
    assert address.url.lower().startswith(("http://", "https://"))
    assert "archive.org" not in address.url


@pytest.mark.parametrize("row", NAMING, ids=lambda row: row.address)
def test_the_web_opens_the_same_statement(row: Row) -> None:
    assert on_the_web(row.address) == row.id


@pytest.mark.parametrize(
    "row",
    [
        row
        for row in NAMING
        if "://" in row.address and "/http" not in row.address and "/web/" not in row.address
    ],
    ids=lambda row: row.address,
)
def test_the_crawler_takes_the_same_item_from_its_own_page_alone(row: Row) -> None:
    named = read_address(row.address)
    assert named is not None
    origin = "/".join(row.address.split("/")[:3])
    article = CrawlSite.at(origin.lower()).article(row.address)
    if named.space is NumberSpace.ITEM and row.sub is None and row.part == 1:
        assert article is not None
        assert article.endswith(f"/d/{named.number}")
    else:
        assert article is None


@pytest.mark.parametrize("address", NAMELESS)
def test_lists_and_other_pages_name_no_statement_to_anyone(address: str) -> None:
    assert recognise(Page("saved.html", ARTICLE, address)).address is None
    assert on_the_web(address) is None
    assert CrawlSite(SITES["en"]).article(address) is None


@pytest.mark.parametrize("address", FOREIGN)
def test_no_foreign_address_is_taken_for_the_sites(address: str) -> None:
    assert recognise(Page("saved.html", ARTICLE, address)).address is None
    assert on_the_web(address) is None
    if "[" not in address:  # `join` lets no broken address through to the crawler
        assert not any(CrawlSite(base).allows(address) for base in SITES.values())


@pytest.mark.parametrize(
    "address",
    [
        "http://kremlin.ru@evil.example/about",
        "http://someone@kremlin.ru/about",
        "http://evil.example\\.kremlin.ru/about",
        "http://kremlin.ru.evil.example/about",
    ],
)
def test_a_page_of_a_foreign_address_is_another_sites(address: str) -> None:
    page = Page("saved.html", b"<html><body><p>Tides</p></body></html>", address)
    with pytest.raises(NotAStatement) as told:
        recognise(page)
    assert told.value.reason is SkipReason.OTHER_SITE
