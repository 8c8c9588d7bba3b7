"""`/s/…`, `/d/…` and `/goto`: an id, a number or an official address → a statement's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import redirect, render_template, request
from flask_babel import gettext

from search.errors import NotFound
from search.links import absolute, search_link, statement_link, turn_link
from search.query.request import Request
from search.records import StatementId
from search.site_address import read_path
from search.site_names import in_language
from search.store.permalinks import words_at
from webui import site
from webui.language import language, with_language
from webui.machine.schema_org import article, quotation
from webui.machine.text_credit import note_credit
from webui.page.form import form
from webui.page.official_address import (
    in_languages,
    official_link,
    statement_of,
    words_of_address,
)
from webui.page.save_warnings import save_warnings
from webui.page.side_by_side import side_by_side
from webui.page.statement_page import (
    PULL_QUOTE,
    participants,
    print_statement,
    print_turn_in_place,
    print_turns,
)
from webui.public_root import site_root
from webui.request_limits import asked_query, asked_value
from webui.views.cite import cited, unapi_id
from webui.views.permalinks import (
    asked_version,
    differs_elsewhere,
    text_of_link,
)
from webui.views.versions import known_versions, versions_link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

    from search.answers.searcher import OpenedStatement
    from search.records import Statement, Turn
    from search.store.permalinks import FoundText

LONGEST_NUMBER: Final = 9  # digits; numbers of the site have five


def page(statement_id: str) -> ResponseReturnValue:
    """A whole statement, the words of `?q=` marked; of another text where `?v=` names one."""
    q = asked_query()
    found = text_of_link(statement_id)
    opened = site.searcher().mark(found.statement, q)
    statement = opened.statement
    return render_template(
        "statement.html",
        printed=print_statement(opened, q, found.kept_version),
        participants=participants(statement),
        linked=article(
            statement, _absolute(statement_link(statement.id, version=found.kept_version))
        ),
        cited=cited(found.statement, None),
        **_facts(found, q),
    )


def turn(statement_id: str, ordinal: int) -> ResponseReturnValue:
    """One turn alone between its neighbours; the number of another paragraph marks that one."""
    q = asked_query()
    found = text_of_link(statement_id, ordinal)
    opened = site.searcher().mark(found.statement, q)
    statement = opened.statement
    place = _place(found, ordinal)
    shown = statement.turns[place]
    holds_words = words_at(statement, ordinal) is not None
    cited_number = ordinal if holds_words else shown.n
    return render_template(
        "turn.html",
        ordinal=ordinal,
        holds_words=holds_words,
        cited_number=cited_number,
        turn=shown,
        differs_elsewhere=differs_elsewhere(found, ordinal),
        person=site.labels().labels.get(shown.person or "", ""),
        linked=quotation(
            statement,
            shown,
            _absolute(turn_link(statement.turn_id(shown), version=found.kept_version)),
            _absolute(statement_link(statement.id, version=found.kept_version)),
        ),
        turns=print_turn_in_place(opened, place, q, found.kept_version),
        cited=cited(found.statement, cited_number),
        **_facts(found, q),
    )


def beside(statement_id: str) -> ResponseReturnValue:
    """A statement and the same in the other language, turn by turn."""
    q = asked_query()
    opened = _opened(statement_id, q)
    others = [one for one in _languages(opened.statement).values() if one != opened.statement.id]
    if not others:
        raise NotFound(gettext("this statement is indexed in one language only"))
    other = _opened(others[0], q)
    note_credit([opened.statement, other.statement])
    return render_template(
        "beside.html",
        q=q,
        form=form(Request(q=q)),
        statement=opened.statement,
        other=other.statement,
        own=beside_link(opened.statement.id),
        rows=side_by_side(
            print_turns(opened, opened.statement.turns, q),
            print_turns(other, other.statement.turns, q),
        ),
        official=official_link(opened.statement),
        official_other=official_link(other.statement),
    )


def beside_link(statement_id: StatementId, q: str = "") -> str:
    """`/s/en-17093/beside`, the query's words marked."""
    address, mark, carried = statement_link(statement_id, q).partition("?")
    return f"{address}/beside{mark}{carried}"


def _opened(statement_id: str, q: str) -> OpenedStatement:
    try:
        return site.searcher().open(StatementId(statement_id), q)
    except NotFound as error:
        raise NotFound(
            gettext("there is no statement %(id)s in this index", id=statement_id)
        ) from error


def by_number(number: str) -> ResponseReturnValue:
    """The statement the site numbers so, in the language the browser prefers."""
    readable = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    found = in_languages(site.engine(), int(number)) if readable else {}
    if not found:
        raise NotFound(
            gettext(
                "no statement numbered %(number)s is indexed; search for its words instead",
                number=number,
            ),
            words=f'"{number}"' if readable else "",
        )
    best = language() if language() in found else next(iter(found))
    answer = redirect(with_language(statement_link(found[best])))
    answer.vary.add("Accept-Language")
    return answer


def goto() -> ResponseReturnValue:
    """The page here of an official address."""
    url = asked_value("url")
    found = statement_of(site.engine(), url)
    if found is None:
        raise NotFound(
            gettext(
                "%(url)s is no address of a statement that is indexed; give one such as "
                "http://en.kremlin.ru/events/president/news/17093",
                url=url or "“”",
            ),
            words=words_of_address(url),
        )
    return redirect(with_language(statement_link(found, asked_query())))


def by_path(rest: str) -> ResponseReturnValue:
    """The page here of an address of the official site with our host in place of its own.

    English and Russian pages have the same path: the one in the language the browser prefers.
    """
    del rest  # the whole path is read
    target = read_path(request.path)
    found = in_languages(site.engine(), target.number, target.space) if target else {}
    if not found:
        raise NotFound(
            gettext(
                "no statement with the address %(path)s is indexed; search for its words instead",
                path=request.path,
            ),
            words=words_of_address(request.path),
        )
    best = language() if language() in found else next(iter(found))
    answer = redirect(with_language(statement_link(found[best])))
    answer.vary.add("Accept-Language")
    return answer


def _absolute(link: str) -> str:
    return absolute(site_root(), link)


def _place(text: FoundText, ordinal: int) -> int:
    """The position of the turn that paragraph `ordinal` opens or falls inside."""
    statement = text.statement
    found = statement.turn_at(ordinal)
    last = statement.turns[-1] if statement.turns else None
    if found is None or (found is last and ordinal > _last_ordinal(found)):
        if any(words_at(other, ordinal) for other in text.others):
            raise NotFound(
                gettext(
                    "%(id)s has no paragraph %(ordinal)s in this text of it, but another saved "
                    "text has; see /s/%(id)s/versions",
                    id=statement.id,
                    ordinal=ordinal,
                )
            )
        raise NotFound(
            gettext(
                "this statement has no paragraph %(ordinal)s; all of it is at /s/%(id)s",
                id=statement.id,
                ordinal=ordinal,
            )
        )
    return statement.turns.index(found)


def _last_ordinal(turn: Turn) -> int:
    """The highest ordinal inside the last turn; its label may be a paragraph of its own."""
    return turn.n + len(turn.paragraphs) + len(turn.marks)


def _all_with(name: str, value: str) -> str:
    """The link to all statements that have this very section or topic."""
    return search_link(Request().toggled(name, f"={value}"))


def _tags(name: str, values: Iterable[str]) -> list[tuple[str, str]]:
    """Sections or topics in the reader's language, each with the link to all that have it."""
    return [(in_language(name, one, language()), _all_with(name, one)) for one in values]


def _languages(statement: Statement) -> dict[str, StatementId]:
    """The same statement in the languages that are indexed, its own among them."""
    space = statement.id.removeprefix(f"{statement.lang}-").rpartition("-")
    return in_languages(site.engine(), statement.number or 0, space[0] + space[1])


def _facts(found: FoundText, q: str) -> dict[str, object]:
    """What both pages of a statement say around its text."""
    statement = found.statement
    others = _languages(statement)
    note_credit([statement])
    return {
        "q": q,
        "form": form(Request(q=q)),
        "statement": statement,
        "found": found,
        "asked": asked_version(),
        "unapi_id": unapi_id,
        "official": official_link(statement),
        "translations": [
            (lang, statement_link(one)) for lang, one in others.items() if one != statement.id
        ],
        "beside": beside_link(statement.id, q) if len(others) > 1 else "",
        "sections": _tags("section", statement.sections),
        "topics": _tags("topic", statement.topics),
        "versions": known_versions(statement.id),
        "versions_link": versions_link(statement.id),
        "faults": save_warnings(statement),
        "quotes": [block for block in statement.removed if block.rule == PULL_QUOTE],
    }
