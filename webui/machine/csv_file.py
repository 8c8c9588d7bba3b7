"""A table's text and a name in any letters → the file to save, named so by every browser."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from flask import Response

CSV: Final = "text/csv"


def csv_file(text: str, name: str) -> Response:
    """The table as `name`.csv."""
    return as_file(Response(text, mimetype=CSV), f"{name}.csv")


def as_file(answer: Response, name: str) -> Response:
    """The answer, to be saved under `name`.

    A header holds ASCII: another name is spelt in percent signs (RFC 8187), beside a plain one for
    programs that cannot read it.
    """
    names = {"filename": name}
    if not name.isascii():
        ending = name.rpartition(".")[2]
        names = {"filename": f"onrecord.{ending}", "filename*": f"UTF-8''{quote(name, safe='')}"}
    answer.headers.set("Content-Disposition", "attachment", **names)
    return answer
