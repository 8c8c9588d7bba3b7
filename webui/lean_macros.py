"""What a macro prints, and what any value does → text that is joined into a page as it is.

The code that `webui.templating` compiles calls these in place of Jinja's own, which ask at each
call what is known when a template is compiled.
"""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, cast

from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

try:  # what `escape` itself calls of a text; of other versions it is called whole
    from markupsafe._speedups import _escape_inner
except ImportError:
    _escape_inner = escape

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from flask.templating import Environment

_MOST_KEPT_CHARS: Final = 200_000  # of what a macro prints in a language


def _other_boxes(form: Any) -> tuple[tuple[str, str], ...]:
    """The boxes of a form but that of the words."""
    return tuple(box for box in form.boxes.items() if box[0] != "q")


KEPT: Final[Mapping[str, Callable[[Any], Hashable]]] = {
    "facet_name": str,
    "facts": attrgetter("date", "time", "event_date", "place", "lang", "publisher", "abridged"),
    "more_boxes": _other_boxes,
    "voice_in_list": attrgetter(
        "speaker", "role", "role_inferred", "kind", "label", "evidence", "qualifiers"
    ),
}
"""Macros that print the same for what is alike in these, and in all that is given beside it."""

escape_text: Final = _escape_inner
as_markup: Final = cast("Callable[[str], Markup]", partial(str.__new__, Markup))
"""A plain string that is safe as it stands; `Markup` itself looks first for what it might be."""


def printed(value: object) -> str:
    """What stands for a value on a page: what `markupsafe.escape` gives, perhaps as plain text.

    A page is joined of a thousand pieces at once: it takes a fifth of the time not to make each an
    object that knows that it is safe. Digits always are.
    """
    if type(value) is str:
        return escape_text(value)
    if type(value) is Markup:
        return value
    return str(value) if type(value) is int else escape(value)


class LeanMacro(Macro):
    """A macro of a page, called as a function is: Jinja asks at each call whether it escapes.

    Of those in `KEPT` what was printed last is kept: most turns of a page are of a few voices,
    and most forms have no box filled in but that of the words.
    """

    def __init__(self, environment: Environment, func: Callable[..., str], *given: Any) -> None:
        super().__init__(environment, func, *given)
        self._depends = KEPT.get(self.name)
        self._printed: dict[Hashable, Markup] = {}
        self._kept_chars = 0
        func.__defaults__ = (missing,) * self._argument_count  # which it looks for itself
        func.__qualname__ = self.name  # of an error, where it is given more
        self.piece: Callable[..., str] = func if self._depends is None else self.__call__
        """The same as plain text, to be joined with what stands around it on a page."""

    def __call__(self, *given: Any, **named: Any) -> str:
        """What it prints."""
        if self._depends is None:
            if named or len(given) != self._argument_count:
                return self._print(given, named)
            return as_markup(self._func(*given))
        key = (self._depends(given[0]), *given[1:], *named.items())
        found = self._printed.get(key)
        if found is None:
            found = self._print(given, named)
            if self._kept_chars + len(found) > _MOST_KEPT_CHARS:
                self._printed.clear()
                self._kept_chars = 0
            self._printed[key] = found
            self._kept_chars += len(found)
        return found

    def _print(self, given: tuple[object, ...], named: dict[str, object]) -> Markup:
        if named or len(given) < self._argument_count:
            more = (named.pop(one, missing) for one in self.arguments[len(given) :])
            given = (*given, *more)
        if named or len(given) > self._argument_count:
            raise TypeError(f"macro {self.name!r} takes other arguments")
        return as_markup(self._func(*given))
