"""The table of routes: whole, and the one source of addresses."""

from __future__ import annotations

from search.links import SearchView, search_link
from search.query.request import Request
from webui.routes import ROUTES
from webui.views.service import CLOSED


def test_no_address_and_no_name_stands_twice() -> None:
    assert len({route.address for route in ROUTES}) == len(ROUTES)
    assert len({route.name for route in ROUTES}) == len(ROUTES)


def test_every_view_that_links_of_a_search_lead_to_is_routed() -> None:
    assert {str(view) for view in SearchView} <= {route.address for route in ROUTES}


def test_a_search_keeps_its_words_and_choices_on_every_view() -> None:
    wanted = Request(q="a/search b", year=("2012",))
    for view in SearchView:
        assert search_link(wanted, view) == f"{view}?q=a%2Fsearch+b&year=2012"
        assert search_link(Request(), view) == view.value


def test_what_robots_may_not_walk_are_addresses_of_the_site() -> None:
    for closed in CLOSED:
        assert any(route.address.startswith(closed.rstrip("?")) for route in ROUTES)
