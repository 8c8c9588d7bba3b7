"""`/search`, `.json`, `.csv`, `.atom`: a query string → the results as page, data, table, feed."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from flask import jsonify, redirect, render_template, request

from search.answers.searcher import EVERY_TURN
from search.engine import READER_SORTS, Sort
from search.formats.check_shapes import match_shape
from search.formats.csv_table import write_table
from search.formats.json_shapes import results_shape
from search.links import SearchLinks, SearchView, check_link, search_link, statement_link
from search.query.quotation_marks import SIGNS
from search.query.request import MOST_PER_PAGE, Request, read_request
from search.quotes.nearest import nearest
from search.records import TurnKind
from webui import site
from webui.charts.month_chart import by_month
from webui.charts.timeline import timeline
from webui.company.long_answers import long_where_many
from webui.language import language, with_language
from webui.machine.atom import as_feed, feed_link, feed_request
from webui.machine.csv_file import csv_file
from webui.machine.text_credit import note_credit
from webui.page.checked import difference_markup, match_link
from webui.page.facets import chips, facets, labels
from webui.page.folding import folded_by_title
from webui.page.form import COMPOSED, composed, form, shortened
from webui.page.official_address import named_outright, statement_of, unknown_address
from webui.page.paging import paging
from webui.views.frequency import frequency_link

if TYPE_CHECKING:
    from collections.abc import Collection

    from flask import Response
    from flask.typing import ResponseReturnValue

    from search.answers.said_back import Overview
    from search.records import Results, Statement, StatementId


DROPPED: Final = "Onrecord-Dropped"
"""Header of a table: the sentences on what was not answered as asked, in percent signs."""
MOST_MEANT: Final = 5
"""Statements shown of what was probably meant, where nothing is found as written."""


@long_where_many
def page() -> ResponseReturnValue:
    """The results as a page; a form sent with empty boxes is led to its short address.

    An official address, or a bare number that is indexed, leads to its statement.
    """
    given = list(request.args.items(multi=True))
    if any(name in request.args for name in COMPOSED):
        given = [*composed(given), ("q", "")]  # an empty box more: led to the short address
    wanted, dropped = read_request(given)
    if wanted.speaker:
        namesake = site.labels().namesake
        wanted = replace(wanted, speaker=tuple(namesake(one) or one for one in wanted.speaker))
    short = shortened(given, wanted, dropped)
    if short:
        return redirect(with_language(SearchView.RESULTS + short.rstrip("?")))
    named = named_outright(site.engine(), wanted, language())
    if named:
        answer = redirect(with_language(statement_link(named)))
        answer.vary.add("Accept-Language")
        return answer
    results = site.offered(site.searcher().search(wanted, dropped), wanted)
    return render_template("results.html", **results_context(results, wanted))


@long_where_many
def json() -> ResponseReturnValue:
    """The results in the shape of `search.formats.json_shapes.results_shape`."""
    wanted, dropped = read_request(request.args.items(multi=True))
    results = site.searcher().search(wanted, dropped)
    root = site.current().settings.public_url
    near = nearest(site.checker, results)
    shown = [near.statement] if near else []
    note_credit([*(hit.statement for hit in results.hits), *shown])
    told = match_shape(near, root) if near else None
    answer = jsonify(results_shape(site.offered(results, wanted), root, told, shown))
    if wanted.page < results.pages:
        link_next(answer, search_link(wanted.on_page(wanted.page + 1), SearchView.JSON))
    return answer


def link_next(answer: Response, link: str) -> None:
    """Name the next page of a list in the header (RFC 8288)."""
    answer.headers.add("Link", f'<{link}>; rel="next"')


@long_where_many
def table() -> ResponseReturnValue:
    """The results as a table, one row a turn that matched: what `onrecord search --csv` prints."""
    wanted, dropped = read_request(request.args.items(multi=True))
    results = site.searcher().search(wanted, dropped, EVERY_TURN, facets=(), nearly=False)
    answer = as_table(results, "onrecord")
    if wanted.page < results.pages:
        link_next(answer, search_link(wanted.on_page(wanted.page + 1), SearchView.CSV))
    return answer


@long_where_many
def feed() -> ResponseReturnValue:
    """The full matches as an Atom feed, the newest first."""
    wanted, dropped = read_request(request.args.items(multi=True))
    page = search_link(wanted.on_page(1))
    wanted = feed_request(wanted)
    results = site.searcher().search(wanted, dropped, facets=())
    answer = as_feed(
        results,
        wanted.q or results.understood,
        page,
        lambda number: feed_link(wanted, number),
    )
    if wanted.page < results.pages:
        link_next(answer, feed_link(wanted, wanted.page + 1))
    return answer


def as_table(results: Results, name: str) -> Response:
    """Results as a file `name`.csv to save."""
    note_credit(hit.statement for hit in results.hits)
    text = io.StringIO(newline="")
    write_table(results, text, site.current().settings.public_url)
    answer = csv_file(text.getvalue(), name)
    if results.dropped:  # a table has no place to say it, and a header holds ASCII
        answer.headers[DROPPED] = quote(" ".join(results.dropped), safe=" ,;:.()")
    return answer


def request_context(
    results: Results | Overview, wanted: Request, links: SearchLinks | None = None
) -> dict[str, object]:
    """What every view of a search shows of what was asked: the form filled in, and chips."""
    known = labels(results, wanted, site.labels(), language())
    return {
        "wanted": wanted,
        "results": results,
        "form": form(wanted, known),
        "chips": chips(wanted, known, links),
    }


def shown_near(results: Results) -> dict[str, object] | None:
    """The passage nearest to a quotation or sentence that the results do not begin with."""
    found = nearest(site.checker, results)
    if found is None:
        return None
    return {
        "match": found,
        "difference": difference_markup(found),
        "link": match_link(found),
        "check": check_link(results.query.strip(f"{SIGNS} ")),
    }


def _sorts(wanted: Request) -> tuple[Sort, ...]:
    """The orders to choose from: without words none is more relevant than another."""
    return tuple(one for one in READER_SORTS if wanted.q or one != Sort.RELEVANCE)


def _meant(results: Results, wanted: Request) -> Results | None:
    """The first of what the suggestion finds, where no statement holds the words as written."""
    passages = results.by_passage and results.hits  # which stand in one list with those in full
    if not results.suggestion or results.total.statements or passages or results.page > 1:
        return None
    suggested = replace(wanted, q=results.suggestion, limit=MOST_MEANT, page=1)
    found = site.searcher().search(suggested, facets=(), nearly=False)
    note_credit(hit.statement for hit in found.hits)
    return found


def _spoken(results: Results, wanted: Request) -> str:
    """The link to speakers' words alone, where editors' text stands among them; else empty."""
    turns = (shown.turn for hit in results.hits for shown in hit.turns)
    mixed = any(turn.kind == TurnKind.NARRATIVE for turn in turns) and results.facets.get("speaker")
    if not wanted.q or wanted.kind or not mixed:
        return ""
    return search_link(replace(wanted, kind=(TurnKind.SPEECH.value,), page=1))


def _named(q: str) -> Statement | None:
    """The statement that an address or an id among the words names."""
    found = statement_of(site.engine(), q)
    return site.engine().statement(found) if found else None


def results_context(
    results: Results, wanted: Request, fresh: Collection[StatementId] = ()
) -> dict[str, object]:
    """What the template of a list of results needs; hits in `fresh` are marked as new."""
    links = SearchLinks(wanted)
    suggestion = results.suggestion
    whole = Request().limit
    unknown = unknown_address(site.engine(), wanted.q)
    in_one = results.by_passage
    note_credit(hit.statement for hit in results.hits)
    return {
        **request_context(results, wanted, links),
        "fresh": fresh,
        "first": (wanted.page - 1) * results.limit + 1,
        "most": MOST_PER_PAGE,
        "here": links.on_page(wanted.page),
        "data": links.on_page(wanted.page, SearchView.JSON),
        "exports": {
            "csv": links.limited(whole, SearchView.EVERY_MATCH_CSV),
            "jsonl": links.limited(whole, SearchView.EVERY_MATCH_LINES),
            "json": links.limited(MOST_PER_PAGE, SearchView.JSON),
            "atom": links.sorted_by(Sort.RELEVANCE, SearchView.FEED),  # its order is its own
        },
        "in_lines": links.of_view(SearchView.CONCORDANCE),
        "by_speaker": links.of_view(SearchView.SPEAKERS),
        "over_years": frequency_link([wanted.q], wanted.speaker, among=wanted),
        "suggested": search_link(replace(wanted, q=suggestion, page=1)) if suggestion else "",
        "sorts": [(sort, links.sorted_by(sort)) for sort in _sorts(wanted)],
        "current_sort": wanted.sort if wanted.q or wanted.sort != Sort.RELEVANCE else Sort.NEWEST,
        "full": folded_by_title(one for one in results.hits if in_one or not one.missing),
        "almost": folded_by_title(one for one in results.hits if one.missing and not in_one),
        "facets": facets(results, wanted, links),
        "timeline": by_month(site.searcher(), wanted)
        or timeline(results.facets.get("year", ()), wanted, links),
        "beside_period": replace(wanted, since=None, until=None, year=(), page=1).parameters(),
        "paging": paging(results.page, results.pages, links.on_page),
        "address": _named(wanted.q),
        "unknown": unknown,
        "unknown_words": search_link(Request(unknown.words)) if unknown else "",
        "near": shown_near(results),
        "meant": _meant(results, wanted),
        "spoken": _spoken(results, wanted),
    }
