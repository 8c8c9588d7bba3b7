"""Which words tell that somebody speaks: verbs of saying, and clauses with one amid a passage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.records import Span

SAYS: Final = re.compile(
    r"\b(?:said|says|saying|say|told|tells|stated|states|noted|notes|added|adds|stressed|stresses"
    r"|declared|declares|replied|replies|answered|asked|asks|argued|argues|explained|explains"
    r"|announced|remarked|observed|recalled|insisted|warned|claimed|claims|emphasi[sz]ed|wrote"
    r"|continued|concluded|commented|promised|pointed out|underlined|put it|according to|quoted"
    r"|сказал\w*|заявил\w*|отметил\w*|подчеркнул\w*|добавил\w*|ответил\w*|сообщил\w*|пояснил\w*"
    r"|объяснил\w*|напомнил\w*|спросил\w*|написал\w*|говорит|говорил\w*|заверил\w*|признал\w*"
    r"|уточнил\w*|указал\w*|считает|продолжил\w*|предупредил\w*|рассказал\w*|обещал\w*"
    r"|по словам|по мнению|как выразил\w*|цитир\w*)\b",
    re.IGNORECASE,
)
NAME_FOLLOWS: Final = re.compile("according to|по словам|по мнению", re.IGNORECASE)

_AMID: Final = re.compile(
    r"\s*[,!?.…]\s*[—–-]\s+(?=(?P<told>[^“”«»„\"\n—–]{4,160}?)[,.]?\s[—–-]\s+\S)"
)
_INTRODUCED: Final = re.compile(r"(?:как\s+)?", re.IGNORECASE)
_AFTER: Final = re.compile(r"[,.]?\s[—–-]\s+")


def told_amid(text: str, start: int, end: int) -> Iterator[Span]:
    """What an article tells within the marks of a passage: «…, — сказал он, — …».

    It stands from dash to dash and begins with a verb of saying, which no dash of the speaker's own
    has behind it.
    """
    at = start
    while (dash := _AMID.search(text, at, end)) is not None:
        begin = dash.end()
        introduced = _INTRODUCED.match(text, begin)
        verb = SAYS.match(text, introduced.end() if introduced else begin)
        stop = _AFTER.match(text, dash.end("told"))
        if verb is None or NAME_FOLLOWS.fullmatch(verb.group()) or stop is None:
            at = begin
            continue
        yield dash.start(), stop.end()
        at = stop.end()
