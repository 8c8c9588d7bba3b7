"""Answers that keep a thread long → a bounded number of them at once.

Whole tables keep it for as long as their readers take, articles of 300 quotations for seconds,
pages of a thousand statements for most of one. So many threads are left for everybody else, and of
those that may be kept one visitor gets half.
"""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import ExitStack
from functools import wraps
from typing import TYPE_CHECKING, Final, cast

from flask import Response, current_app, make_response, request
from flask_babel import gettext

from search.query.request import read_request
from webui.company.asking import come_later, who_asks
from webui.company.visitors import visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flask import Flask
    from flask.typing import ResponseReturnValue

EXTENSION: Final = "onrecord_long_answers"
MOST_AT_ONCE: Final = 4  # of eight threads
MOST_OF_ONE: Final = 2
LONG_PAGE: Final = 100  # statements; an answer that may hold more is a long one
_RETRY_SECONDS: Final = 10


class LongAnswers:
    """Counts those at work, by visitor; this very machine may have all."""

    def __init__(self) -> None:
        self._count: Counter[str | None] = Counter()
        self._lock = threading.Lock()

    def begin(self, who: str | None) -> bool:
        """Count one more, unless there are too many."""
        with self._lock:
            of_one = who is not None and self._count[who] >= MOST_OF_ONE
            if of_one or self._count.total() >= MOST_AT_ONCE:
                return False
            self._count[who] += 1
            return True

    def end(self, who: str | None) -> None:
        """Count one less."""
        with self._lock:
            self._count[who] -= 1
            if not self._count[who]:
                del self._count[who]


def install(app: Flask) -> None:
    """Let the long answers of this application be counted."""
    app.extensions[EXTENSION] = LongAnswers()


def long_answer(make: Callable[[], ResponseReturnValue]) -> Response:
    """What `make` answers, counted until all of it is sent; 503 where too many are at work."""
    counted: LongAnswers = current_app.extensions[EXTENSION]
    who = visitor(who_asks())
    if not counted.begin(who):
        text = gettext("too many long answers are being made; ask again in some seconds")
        return come_later(503, text, _RETRY_SECONDS)
    ended = ExitStack()  # ends it once, whether it is sent or broken off
    ended.callback(counted.end, who)
    with ExitStack() as failing:
        failing.push(ended)
        answer = make_response(make())
        if answer.is_streamed:
            answer.response = _until_sent(cast("Iterable[bytes]", answer.response), ended)
            answer.call_on_close(ended.close)
            failing.pop_all()
    return answer


def long_where_many(
    view: Callable[[], ResponseReturnValue],
) -> Callable[[], ResponseReturnValue]:
    """A view of results → the same, a long answer where more than `LONG_PAGE` are asked for."""

    @wraps(view)
    def answer() -> ResponseReturnValue:
        wanted, _ = read_request([("limit", one) for one in request.args.getlist("limit")])
        return long_answer(view) if wanted.limit > LONG_PAGE else view()

    return answer


def _until_sent(pieces: Iterable[bytes], ended: ExitStack) -> Iterator[bytes]:
    with ended:
        yield from pieces
