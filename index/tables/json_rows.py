"""Text of JSON, or of JSON lines → objects, one a row, with the lines they begin on.

The standard library's decoder reads each value; here is the window of text that it is given, so
that a list of any length is read in the memory of its longest value.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from index.tables.table_text import MOST_ROW_CHARS, LongLine, TableBreaksOff, told_too_long

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE: Final = re.compile(r"[ \t\r\n\ufeff]*")
_DECODER: Final = json.JSONDecoder(strict=False)
_SURE_CHARS: Final = 200  # a fault so far before the end of the window is no cut value
_NUMBER_CHARS: Final = 40  # 12 may be the beginning of 12.5e+3
_MOST_WHOLE_CHARS: Final = 16_000_000
_MOST_WHOLE_VALUES: Final = 1_000_000  # each takes fifty bytes and more
_MOST_DEPTH: Final = 8  # of objects in objects around the list
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


class JsonRow(NamedTuple):
    """An object and the line it begins on; `why` it is broken, if it is."""

    line: int
    value: dict[str, Any]
    why: str = ""


class FoundList(NamedTuple):
    """A list of objects in a file: the keys that lead to it; empty for the file's own."""

    keys: tuple[str, ...]


def read_json_lines(lines: Iterator[str]) -> Iterator[JsonRow]:
    """An object a line; blank lines are passed over, a broken one is told."""
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            if line.strip(" \t\r\n\ufeff"):
                yield _row_of_line(number, line)
    except TableBreaksOff as error:
        yield JsonRow(number + 1, {}, f"the table is read no further: {error}")


def _row_of_line(number: int, line: str) -> JsonRow:
    if isinstance(line, LongLine):
        return JsonRow(number, {}, told_too_long())
    try:
        value = _DECODER.decode(line.strip(" \t\r\n\ufeff"))
    except json.JSONDecodeError as error:
        return JsonRow(number, {}, f"the line is no JSON ({error.msg})")
    except RecursionError:
        return JsonRow(number, {}, "the line is nested too deep")
    except ValueError:  # Python's own, for more than 4,300 digits
        return JsonRow(number, {}, "a number in the line is too long")
    return _as_row(number, value)


def whole_value(pieces: Iterator[str]) -> object:
    """All of a JSON text at once; `TableBreaksOff` where it is too long for that, or is none."""
    found: list[str] = []
    chars = 0
    for piece in pieces:
        found.append(piece)
        chars += len(piece)
        if chars > _MOST_WHOLE_CHARS:
            raise TableBreaksOff(
                f"JSON of more than {_MOST_WHOLE_CHARS:,} characters is read as a list of objects, "
                "or one object a line"
            )
    if sum(piece.count(sign) for piece in found for sign in "[{,") > _MOST_WHOLE_VALUES:
        raise TableBreaksOff("it holds more lists and values than a table of statements")
    try:
        return _DECODER.decode("".join(found).strip(" \t\r\n\ufeff"))
    except (ValueError, RecursionError) as error:
        raise TableBreaksOff(f"it is no JSON that can be read whole ({error})") from error


def _as_row(line: int, value: object) -> JsonRow:
    return JsonRow(line, value) if isinstance(value, dict) else JsonRow(line, {}, "is no object")


class JsonTable:
    """The objects of one list in a JSON text; each method is called once, with the text anew."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._text = ""
        self._at = 0
        self._counted = 0  # up to where in the window lines are counted
        self._lines = 1

    def is_json_lines(self) -> bool:
        """Whether objects follow each other without a list around them."""
        if self._peek() != "{":
            return False
        try:
            self._value()
        except TableBreaksOff:
            return False
        return self._peek() == "{"

    def lists(self) -> Iterator[FoundList]:
        """Every list of objects in the text, in order; `TableBreaksOff` where it cannot be read."""
        yield from (FoundList(keys) for keys, _row in self._walk((), rows=False))

    def rows(self, wanted: FoundList) -> Iterator[JsonRow]:
        """The objects of one of the lists; the last is broken where the text is."""
        try:
            for keys, row in self._walk((), rows=True):
                if keys == wanted.keys and row is not None:
                    yield row
        except TableBreaksOff as error:
            yield JsonRow(self._line(), {}, f"the table is read no further: {error}")

    def _walk(
        self, keys: tuple[str, ...], *, rows: bool
    ) -> Iterator[tuple[tuple[str, ...], JsonRow | None]]:
        """Lists of objects as they are met, and their `rows`."""
        opens = self._peek()
        if opens == "[":
            yield from self._list(keys, rows=rows)
        elif opens == "{" and len(keys) < _MOST_DEPTH:
            self._at += 1
            while self._peek() not in ("}", ""):
                key = str(self._value())
                self._take(":")
                yield from self._walk((*keys, key), rows=rows)
                if self._peek() == ",":
                    self._at += 1
            self._take("}")
        else:
            self._value()

    def _list(
        self, keys: tuple[str, ...], *, rows: bool
    ) -> Iterator[tuple[tuple[str, ...], JsonRow | None]]:
        self._at += 1
        if self._peek() == "{":
            yield keys, None
        while self._peek() not in ("]", ""):
            line = self._line()
            value = self._value()
            if rows:
                yield keys, _as_row(line, value)
            if self._peek() == ",":
                self._at += 1
        self._take("]")

    def _peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _take(self, wanted: str) -> None:
        found = self._peek()
        if found != wanted:
            what = f"“{found}” stands" if found else "the file ends"
            raise TableBreaksOff(f"{what} in line {self._line()} where “{wanted}” should")
        self._at += 1

    def _value(self) -> object:
        """The value that begins here; more text is read until it is whole."""
        self._peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._is_fault(error) or not self._more():
                    where = f"line {self._line()}"
                    raise TableBreaksOff(f"what {where} begins is no JSON ({error.msg})") from error
                continue
            except RecursionError as error:
                raise TableBreaksOff(f"line {self._line()} is nested too deep") from error
            except ValueError as error:
                raise TableBreaksOff(f"a number in line {self._line()} is too long") from error
            may_go_on = isinstance(value, int | float) and len(self._text) - end < _NUMBER_CHARS
            if (end < len(self._text) and not may_go_on) or not self._more():
                self._at = end
                return value

    def _is_fault(self, error: json.JSONDecodeError) -> bool:
        """Whether a value is broken, and not only cut by the end of the window."""
        if len(self._text) - self._at > MOST_ROW_CHARS:
            return True
        is_string = error.msg.startswith("Unterminated string")
        return not is_string and error.pos < len(self._text) - _SURE_CHARS

    def _more(self) -> bool:
        """Read on, at least as much as is waiting; False, and all as it was, at the end."""
        pieces, chars = [], 0
        while chars <= len(self._text) - self._at and (piece := next(self._pieces, "")):
            pieces.append(piece)
            chars += len(piece)
        if pieces:
            self._line()
            self._text = "".join((self._text[self._at :], *pieces))
            self._at = self._counted = 0
        return bool(pieces)

    def _line(self) -> int:
        """The line at hand; no character is counted twice."""
        self._lines += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._lines


def flat_cells(value: dict[str, Any]) -> dict[str, str]:
    """An object as cells: objects inside by names such as `title.rendered`, lists of texts joined.

    Texts in a list are paragraphs; any other list stands as JSON.
    """
    cells: dict[str, str] = {}
    waiting = [("", value, 0)]
    while waiting:
        prefix, inside, depth = waiting.pop()
        for key, one in inside.items():
            name = f"{prefix}{key}"
            if isinstance(one, dict) and one and depth < _MOST_DEPTH:
                waiting.append((f"{name}.", one, depth + 1))
            else:
                cells[_encodable(name)] = _encodable(_cell(one))
    return cells


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n\n".join(value)
    return json.dumps(value, ensure_ascii=False)


def _encodable(text: str) -> str:
    """The text, halves of letters marked as lost: they cannot be stored."""
    return _SURROGATES.sub("\ufffd", text)
