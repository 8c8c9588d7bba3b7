"""Pieces of text → a file to save that is sent as it is made, so that memory stays flat."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from flask import Response, stream_with_context

from webui.company.long_answers import long_answer
from webui.machine.csv_file import as_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LEAST_CHARS: Final = 32_000  # of a piece sent: a row at a time costs more than the rows


def streamed_file(pieces: Iterable[str], name: str, mimetype: str) -> Response:
    """The pieces as the file `name`.

    The first ones are made before the answer begins, so that a request which fails at once gets the
    page or JSON of its error; one that fails later breaks off, which clients notice. Only so many
    are sent at once (`webui.company.long_answers`); else a short answer says to come again.
    """

    def begun() -> Response:
        sent = _gathered(pieces)
        first = next(sent, b"")
        answer = Response(stream_with_context(chain([first], sent)), mimetype=mimetype)
        return as_file(answer, name)

    return long_answer(begun)


def _gathered(pieces: Iterable[str]) -> Iterator[bytes]:
    held: list[str] = []
    chars = 0
    for piece in pieces:
        held.append(piece)
        chars += len(piece)
        if chars >= LEAST_CHARS:
            yield "".join(held).encode("utf-8", "replace")
            held, chars = [], 0
    if held:
        yield "".join(held).encode("utf-8", "replace")
