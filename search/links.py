"""Ids and requests → root-relative links that last, and a statement → its official address."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, quote_plus, urlencode

from search.query.grammar import within_limits
from search.query.request import PARAMETERS, default_of
from search.records import StatementId
from search.text_version import version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from search.engine import Sort
    from search.query.request import Request
    from search.records import Statement, TurnId


_CACHED_LINKS: Final = 200  # those of one page repeat one another; a query has 2,000 letters
_CACHED_QUERIES: Final = 16
_CACHED_CHOICES: Final = 2_000


class SearchView(StrEnum):
    """The addresses under which the site shows one search, each in its own way."""

    RESULTS = "/search"
    JSON = "/search.json"
    CSV = "/search.csv"
    FEED = "/search.atom"
    CONCORDANCE = "/concordance"
    SPEAKERS = "/who"
    EVERY_MATCH_CSV = "/export.csv"
    EVERY_MATCH_LINES = "/export.jsonl"
    EVERY_USE_CSV = "/concordance.csv"
    EVERY_USE_JSON = "/concordance.json"
    SPEAKERS_CSV = "/who.csv"


@lru_cache(maxsize=_CACHED_LINKS)
def statement_link(statement_id: StatementId, q: str = "", version: str = "") -> str:
    """`/s/en-17093`, with the query whose words are to be marked and the name of a text."""
    return f"/s/{quote(statement_id, safe='')}{_carried(q, version)}"


def statement_links(q: str = "") -> Callable[[StatementId], str]:
    """An id → its `statement_link`: the query that all of a page carry is written once."""
    carried = _carried(q)
    return lambda statement_id: f"/s/{quote(statement_id, safe='')}{carried}"


def turn_link(turn_id: TurnId, q: str = "", version: str = "") -> str:
    """`/s/en-17093/12`: one turn alone, or the turn that paragraph 12 falls inside."""
    statement_id, _, n = turn_id.partition("/")
    path, mark, carried = statement_link(StatementId(statement_id), q, version).partition("?")
    return f"{path}/{quote(n, safe='')}{mark}{carried}"


def turn_links(statement_id: StatementId, q: str = "") -> Callable[[int], str]:
    """The number of a turn → its `turn_link`: what those of one statement share is made once."""
    start, end = f"/s/{quote(statement_id, safe='')}/", _carried(q)
    return lambda n: f"{start}{n}{end}"


def permalink(statement: Statement, n: int | None = None) -> str:
    """The link to copy of a statement, or of its `n`-th paragraph: its text's name, no search."""
    link = statement_link(statement.id, version=version_of(statement))
    path, mark, version = link.partition("?")
    return link if n is None else f"{path}/{n}{mark}{version}"


def cite_link(statement: Statement, n: int | None = None, ending: str = "") -> str:
    """`/s/en-17093/12/cite?v=…`: citations of what `permalink` names; `ending` such as `.ris`."""
    path, _, version = permalink(statement, n).partition("?")
    return f"{path}/cite{ending}?{version}"


def absolute(root: str, link: str) -> str:
    """A root-relative link as it stands under `root` (`https://example.org`); as it is without."""
    return root.rstrip("/") + link if root and link.startswith("/") else link


def anchor(n: int) -> str:
    """The anchor of the turn whose first paragraph is the `n`-th: `t12`."""
    return f"t{n}"


def search_link(request: Request, view: SearchView = SearchView.RESULTS) -> str:
    """`/search`, or another view of the same search, with what differs from the defaults."""
    query = request.query_string()
    return f"{view}?{query}" if query else view.value


class SearchLinks:
    """Links to searches that differ from one in a parameter, as `search_link` has them.

    What they have in common is written once: a page of results has a hundred and twenty. All lead
    to the first page, but those `on_page`.
    """

    def __init__(self, request: Request) -> None:
        self._pieces: dict[str, list[str]] = {}
        for name, value in request.on_page(1).parameters():
            self._pieces.setdefault(name, []).append(f"{name}={quote_plus(value)}")
        self._around: dict[str, tuple[str, str]] = {}

    def toggled(self, name: str, value: str) -> str:
        """`/search?…` with a value of a choice more, or without it where it is chosen."""
        chosen, one = self._pieces.get(name), _choice(name, value)
        if chosen is None:
            return self._written(SearchView.RESULTS, name, one)
        own = [piece for piece in chosen if piece != one]
        if len(own) == len(chosen):
            own.append(one)
        return self._written(SearchView.RESULTS, name, "&".join(own))

    def of_view(self, view: SearchView) -> str:
        """The same search in another view."""
        return self._written(view)

    def sorted_by(self, sort: Sort, view: SearchView = SearchView.RESULTS) -> str:
        """In another order."""
        return self._changed(view, "sort", sort)

    def limited(self, limit: int, view: SearchView = SearchView.RESULTS) -> str:
        """With so many statements on a page."""
        return self._changed(view, "limit", limit)

    def on_page(self, page: int, view: SearchView = SearchView.RESULTS) -> str:
        """Another page of it."""
        return self._changed(view, "page", page)

    def _changed(self, view: SearchView, name: str, value: object) -> str:
        """With another value of a parameter, which is left out where it is the default."""
        own = "" if value == default_of(name) else f"{name}={quote_plus(str(value))}"
        return self._written(view, name, own)

    def _written(self, view: SearchView, name: str = "", own: str = "") -> str:
        """All parameters in their one order, one of them with other values."""
        around = self._around.get(name)
        if around is None:
            around = self._around[name] = self._beside(name)
        before, after = around
        query = f"{before}{own}{after}" if own else f"{before}{after[1:]}".rstrip("&")
        return f"{view}?{query}" if query else view.value

    def _beside(self, name: str) -> tuple[str, str]:
        """What stands before the values of a parameter, and what after them, with its `&`."""
        at = PARAMETERS.index(name) if name else 0
        rest = [one for one in PARAMETERS[at:] if one != name]
        before, after = self._pieces_of(PARAMETERS[:at]), self._pieces_of(rest)
        return "".join(f"{one}&" for one in before), "".join(f"&{one}" for one in after)

    def _pieces_of(self, names: Sequence[str]) -> list[str]:
        return [piece for name in names for piece in self._pieces.get(name, ())]


@lru_cache(maxsize=_CACHED_CHOICES)
def _choice(name: str, value: str) -> str:
    """A choice as it stands in a link: facets offer the same ones on every page."""
    return f"{name}={quote_plus(value)}"


def passage_link(statement: Statement, ordinal: int | None) -> str:
    """`/s/en-17093/13?v=…`: the turn that holds a paragraph, as it read; None: the statement."""
    link = statement_link(statement.id)
    if ordinal is not None:
        link = f"{link}/{ordinal}"
    return f"{link}?v={statement.version}" if statement.version else link


def check_link(
    quote: str, speaker: str | None = None, date: str | None = None, lang: str | None = None
) -> str:
    """`/check?q=…`: the same quotation checked again."""
    given = (("q", " ".join(quote.split())), ("speaker", speaker), ("date", date), ("lang", lang))
    return f"/check?{urlencode([(name, value) for name, value in given if value])}"


def save_link(request: Request) -> str:
    """`/save?q=…`: the page on which this search gets a name."""
    query = request.on_page(1).query_string()
    return f"/save?{query}" if query else "/save"


def saved_link(name: str) -> str:
    """`/q/<name>`: a saved query."""
    return f"/q/{quote(name, safe='')}"


def official_url(statement: Statement) -> str | None:
    """Where the publisher has it: as the page says, else by the site's number; None if unknown."""
    if statement.url:
        return statement.url
    if statement.number is None:
        return None
    # its patterns are made when it is imported, and most statements know their address
    from search.site_address import NumberSpace, short_address

    space = statement.id.removeprefix(f"{statement.lang}-").removesuffix(str(statement.number))
    if space not in tuple(NumberSpace):
        return None
    return short_address(statement.lang, NumberSpace(space), statement.number)


@lru_cache(maxsize=_CACHED_QUERIES)
def _carried(q: str, version: str = "") -> str:
    given = {"q": within_limits(q) if q.strip() else "", "v": version}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"?{query}" if query else ""
