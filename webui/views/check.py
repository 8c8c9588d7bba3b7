"""`/check` and `/check.json`: a quotation, or a whole article sent to it → verdicts.

Nothing of an article is kept, in no file and in no log.
"""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final

from flask import Response, jsonify, make_response, render_template, request

from search.errors import UsageError
from search.formats.check_shapes import article_shape, check_shape
from search.links import check_link, passage_link, statement_link
from search.quotes.articles.article_check import MOST_CHARS, check_article
from search.quotes.articles.quoted_spans import passed_over, quoted_spans
from search.quotes.quotation import MOST_CHARS as MOST_QUOTED
from search.quotes.verdicts import Verdict
from webui import site
from webui.company.long_answers import long_answer
from webui.machine.schema_org import quoted_passage
from webui.machine.text_credit import note_credit
from webui.page.checked import (
    article_markup,
    copied_text,
    difference_markup,
    match_link,
    shown_verdict,
    stands_markup,
)
from webui.page.official_address import official_link
from webui.public_root import site_root
from webui.request_limits import asked_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

    from search.quotes.articles.article_check import CheckedPassage
    from search.quotes.verdicts import QuoteCheck, QuoteMatch

MOST_QUOTATIONS: Final = 300
"""Of an article that are checked at once; the others are counted, and said."""

_TEXT: Final = "text"


def page() -> ResponseReturnValue:
    """The box, and the verdict on what was typed; of an article sent to it, every quotation."""
    if request.method == "POST":
        return long_answer(_article_page)
    quote, speaker, date, lang = _claim()
    if not quote:
        return _rendered()
    found = _check(quote, speaker, date, lang)
    told = found.verdict not in (Verdict.NOT_FOUND, Verdict.TOO_SHORT)
    best = found.matches[0] if told and found.matches else None
    return _rendered(
        verdicts=[shown_verdict(found)],
        quoted_within=0 if told else _quoted_within(quote),
        linked=_linked(best) if best and best.turn else None,
        quote=quote,
        speaker=speaker,
        date=date,
        lang=lang,
        own=check_link(quote, speaker, date, lang),
    )


def _quoted_within(text: str) -> int:
    """How many quotations stand between other words: of a piece of an article, typed as one."""
    spans = quoted_spans(text)
    around = "".join(text[end:start] for (_, end), (start, _) in pairwise([(0, 0), *spans]))
    around += text[spans[-1][1] :] if spans else ""
    return len(spans) if any(map(str.isalnum, around)) else 0


def json() -> ResponseReturnValue:
    """The verdict in the shape of `search.formats.check_shapes`; of an article, all of them."""
    if request.method == "POST":
        return long_answer(_article_json)
    quote, speaker, date, lang = _claim()
    if not quote:
        raise UsageError("q is empty; give it the quotation to check")
    return jsonify(
        check_shape(_check(quote, speaker, date, lang), site.current().settings.public_url)
    )


def _check(quote: str, speaker: str, date: str, lang: str) -> QuoteCheck:
    found = site.checker().check(quote, speaker or None, date or None, lang or None)
    _credit([found])
    return found


def _credit(checks: Iterable[QuoteCheck]) -> None:
    """Remember whose texts the answer shows."""
    note_credit(match.statement for found in checks for match in found.matches)


def _claim() -> tuple[str, str, str, str]:
    """The quotation asked for, and what is claimed of it."""
    quote = request.args.get("q", "").strip()
    if len(quote) > MOST_QUOTED:
        raise UsageError(
            f"the quotation has {len(quote):,} characters, of which {MOST_QUOTED:,} can be compared"
            " at once; give it in parts"
        )
    speaker, date, lang = map(asked_value, ("speaker", "date", "lang"))
    return quote, speaker, date, lang


# -- a whole article


def _article_page() -> ResponseReturnValue:
    text = _article()
    passages, left_out = _checked(text)
    verdicts = [
        shown_verdict(one.check, one.claimed_speaker, number)
        for number, one in enumerate(passages, start=1)
    ]
    return _unkept(
        make_response(
            _rendered(
                verdicts=verdicts,
                article=article_markup(text, passages),
                left_out=left_out,
                passed_over=passed_over(text),
            )
        )
    )


def _article_json() -> ResponseReturnValue:
    text = _article()
    passages, left_out = _checked(text)
    root = site.current().settings.public_url
    return _unkept(jsonify(article_shape(passages, root, passed_over(text), left_out)))


def _checked(text: str) -> tuple[list[CheckedPassage], int]:
    """The quotations of an article with their verdicts, and how many are left out."""
    found = list(islice(check_article(site.checker(), text), MOST_QUOTATIONS))
    _credit(one.check for one in found)
    return found, max(len(quoted_spans(text)) - MOST_QUOTATIONS, 0)


def _article() -> str:
    given: Any = request.get_json(silent=True) if request.is_json else request.form
    text = given.get(_TEXT) if hasattr(given, "get") else None
    if not isinstance(text, str) or not text.strip():
        raise UsageError("text is empty; send the article to check as text")
    if len(text) > MOST_CHARS:
        raise UsageError(
            f"the article has {len(text):,} characters, of which {MOST_CHARS:,} can be checked"
            " at once; send it in parts"
        )
    return text.replace("\r\n", "\n")


def _unkept(answer: Response) -> Response:
    """An answer that no cache may keep."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _linked(match: QuoteMatch) -> dict[str, object]:
    """The passage as schema.org has it."""
    root = site_root()
    return quoted_passage(
        match.statement,
        match.turn,
        match.exact,
        root + match_link(match),
        root + statement_link(match.statement.id),
    )


def _rendered(**more: object) -> str:
    root = site_root()
    given: dict[str, object] = {
        "verdicts": [],
        "article": None,
        "left_out": 0,
        "passed_over": 0,
        "quoted_within": 0,
        "linked": None,
        "quote": "",
        "speaker": "",
        "date": "",
        "lang": "",
        "own": "/check",
    }
    return render_template(
        "check.html",
        **{**given, **more},
        most=MOST_CHARS,
        root=root,
        match_link=match_link,
        earlier_link=lambda earlier: passage_link(earlier.statement, earlier.paragraph),
        difference=difference_markup,
        stands=stands_markup,
        copied=lambda match: copied_text(match, root),
        official=official_link,
    )
