"""A table's text and a name in any letters → the file to save, named so by every browser."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response


def csv_file(text: str, name: str) -> Response:
    """The table as `name`.csv.

    A header holds ASCII: another name is spelt in percent signs (RFC 8187), beside a plain one for
    programs that cannot read it.
    """
    answer = Response(text, mimetype="text/csv")
    names = {"filename": f"{name}.csv"}
    if not name.isascii():
        names = {"filename": "onrecord.csv", "filename*": f"UTF-8''{quote(name, safe='')}.csv"}
    answer.headers.set("Content-Disposition", "attachment", **names)
    return answer
