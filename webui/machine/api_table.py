"""Every answer that programs read, in one table: `/openapi.json` and `/help/api` are made of it.

Tables and feeds stand in it for their parameters, and for errors, which are JSON everywhere.

`tests/webui/machine/test_api.py` holds it to the table of routes, and the answers to their shapes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _

from search.engine import READER_SORTS
from search.query.grammar import MOST_CHARS
from search.query.request import CHOICES
from search.records import TURN_EVIDENCE, TurnKind
from webui.machine.json_schema import TEXT, WORDED, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

    from webui.machine.json_schema import Schema

JSON: Final = "application/json"
JSON_LINES: Final = "application/x-ndjson"
CSV: Final = "text/csv"
ATOM: Final = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class ApiParameter:
    """One parameter of an address; `repeats`: any of several values will do."""

    name: str
    meaning: LazyString
    schema: Schema = field(default_factory=lambda: dict(TEXT))
    repeats: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """What one address answers. `shape` is a name in `json_schema.SHAPES`; of lines, each one's.

    `sent` is the shape of what is sent to it, where it takes any, and then `shape_sent` the answer.
    """

    address: str
    name: str
    meaning: LazyString
    shape: str
    parameters: tuple[ApiParameter, ...] = ()
    mimetype: str = JSON
    refusals: Mapping[int, LazyString] = field(default_factory=dict)
    shape_sent: str = ""


_REFUSED: Final = {400: _("A value cannot be read, or the query is too long to be asked.")}
_MISSING: Final = {404: _("There is nothing of that name here.")}

_Q: Final = ApiParameter("q", _("The query, as in the box; see /help/search."))
_PATTERNS: Final[tuple[Schema, ...]] = (
    {"type": "string", "maxLength": 0},  # as if it were not given
    {"type": "string", "pattern": "^[1-9][0-9]{3}$"},
    {"type": "string", "pattern": "^[1-9][0-9]{3}-(0[1-9]|1[0-2])$"},
    {"type": "string", "format": "date"},
)
_MEANINGS: Final = {
    "speaker": _("The words are this speaker’s own; any form of the name."),
    "role": _("Said in this office."),
    "from": _("The first day: 2012, 2012-05 or 2012-05-07."),
    "to": _("The last day."),
    "year": _("The year."),
    "place": _("Where it was said."),
    "topic": _("A topic the site gave it."),
    "lang": _("The language of the text: en or ru."),
    "section": _("A section of the site."),
    "kind": _("Whose words: of a speaker, of the editors, of a voice without a name."),
    "evidence": _("How it is known who speaks."),
    "sort": _("The order."),
}
_STRICT: Final[Mapping[str, Schema]] = {
    "from": {"anyOf": list(_PATTERNS)},
    "to": {"anyOf": list(_PATTERNS)},
    "year": {"type": "string", "pattern": "^([1-9][0-9]{0,3})?$"},
    "lang": {"type": "string", "pattern": "^([A-Za-z]{2,3})?$"},
    "kind": one_of("", *(one.value for one in TurnKind)),
    "evidence": one_of("", *(one.value for one in TURN_EVIDENCE)),
    "sort": one_of("", *(one.value for one in READER_SORTS)),
}


def _choices(*, strict: bool) -> tuple[ApiParameter, ...]:
    """The choices beside a query. Exports refuse what cannot be read, where results drop it."""
    return (
        ApiParameter("q", _Q.meaning, {**TEXT, "maxLength": MOST_CHARS} if strict else TEXT),
        *(
            ApiParameter(
                name,
                meaning,
                _STRICT.get(name, {**TEXT, "maxLength": 500}) if strict else TEXT,
                name in CHOICES,
            )
            for name, meaning in _MEANINGS.items()
        ),
    )


_PAGE: Final = ApiParameter("page", _("Which page, from 1."))
_LIMIT: Final = ApiParameter("limit", _("Statements a page: 20, at most 1,000."))
_ORDER: Final = ApiParameter("order", _("By date; `next`, `previous`: by a word beside it."))
_SPEAKER: Final = ApiParameter("speaker", _("A speaker’s name or id."))

_NAME: Final = ApiParameter("name", _("The query’s name."), required=True)
_FILES: Final = (
    ApiAnswer(
        "/search.csv",
        "search_table",
        _("A page of results as a table, one row a turn that matches."),
        "Table",
        (*_choices(strict=False), _LIMIT, _PAGE),
        CSV,
        _REFUSED,
    ),
    ApiAnswer(
        "/search.atom",
        "search_feed",
        _("A page of results as an Atom feed, what was indexed last first."),
        "Feed",
        (*_choices(strict=False), _LIMIT, _PAGE),
        ATOM,
        _REFUSED,
    ),
    ApiAnswer(
        "/export.csv",
        "export_table",
        _("Every full match as a table, one row a turn."),
        "Table",
        _choices(strict=True),
        CSV,
        _REFUSED,
    ),
    ApiAnswer(
        "/concordance.csv",
        "concordance_table",
        _("Every place the words of a query stand at, as a table."),
        "Table",
        (*_choices(strict=True), _ORDER),
        CSV,
        _REFUSED,
    ),
    ApiAnswer(
        "/who.csv",
        "who_table",
        _("Who says the words of a query, how often, as a table."),
        "Table",
        _choices(strict=True),
        CSV,
        _REFUSED,
    ),
    ApiAnswer(
        "/frequency.csv",
        "frequency_table",
        _("How often words are said, year by year, as a table."),
        "Table",
        (ApiParameter("q", _("The queries.")), _SPEAKER),
        CSV,
        _REFUSED,
    ),
    ApiAnswer(
        "/q/{name}.csv",
        "saved_table",
        _("What a saved query finds now, as a table."),
        "Table",
        (_NAME, _PAGE),
        CSV,
        {**_REFUSED, **_MISSING},
    ),
    ApiAnswer(
        "/q/{name}.atom",
        "saved_feed",
        _("What a saved query finds now as an Atom feed, what is new first."),
        "Feed",
        (_NAME, _PAGE),
        ATOM,
        {**_REFUSED, **_MISSING},
    ),
)

ANSWERS: Final = (
    ApiAnswer(
        "/search.json",
        "search",
        _("What a query finds, a page at a time; the header Link names the next."),
        "Results",
        (*_choices(strict=False), _LIMIT, _PAGE),
        refusals=_REFUSED,
    ),
    ApiAnswer(
        "/export.jsonl",
        "export",
        _("Every full match, one object a line, by date unless an order is named."),
        "Match",
        _choices(strict=True),
        JSON_LINES,
        _REFUSED,
    ),
    ApiAnswer(
        "/concordance.json",
        "concordance",
        _("Every place the words of a query stand at."),
        "Uses",
        (*_choices(strict=True), _ORDER),
        refusals=_REFUSED,
    ),
    ApiAnswer(
        "/frequency.json",
        "frequency",
        _("How often words are said, year by year: up to five queries, parted by commas."),
        "Frequency",
        (ApiParameter("q", _("The queries.")), _SPEAKER),
        refusals=_REFUSED,
    ),
    ApiAnswer(
        "/check.json",
        "check",
        _("Whether a quotation was said so, word by word; of an article sent to it, all of them."),
        "Verdict",
        (
            ApiParameter("q", _("The quotation."), dict(WORDED), required=True),
            _SPEAKER,
            ApiParameter("date", _("The day it is said to have been said on.")),
            ApiParameter("lang", _MEANINGS["lang"]),
        ),
        refusals=_REFUSED,
        shape_sent="Verdicts",
    ),
    ApiAnswer(
        "/suggest.json",
        "suggest",
        _("Ways to go on with what was typed so far."),
        "Suggestions",
        (_Q,),
    ),
    ApiAnswer(
        "/s/{statement_id}/versions.json",
        "versions",
        _("The texts a statement was saved with, and what differs between two of them."),
        "Versions",
        (
            ApiParameter("statement_id", _("A statement’s id, such as en-90001."), required=True),
            ApiParameter("old", _("The number of the older one.")),
            ApiParameter("new", _("The number of the newer one.")),
        ),
        refusals={**_REFUSED, **_MISSING},
    ),
    ApiAnswer(
        "/q/{name}.json",
        "saved",
        _("What a saved query finds now, and what of it is new."),
        "SavedResults",
        (_NAME, _PAGE),
        refusals={**_REFUSED, **_MISSING},
    ),
    ApiAnswer("/q.json", "saved_list", _("The saved queries."), "SavedQueries"),
    ApiAnswer("/healthz", "health", _("Whether an index answers, and which."), "Health"),
    ApiAnswer("/openapi.json", "openapi", _("This description."), "Description"),
    *_FILES,
)
