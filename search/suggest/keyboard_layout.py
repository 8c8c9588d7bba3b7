"""Text typed with the keyboard switched to the other language → what was meant to be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LATIN: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
_SMALL: Final = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_RUSSIAN: Final = _SMALL + _SMALL.upper()
TO_RUSSIAN: Final = str.maketrans(_LATIN, _RUSSIAN)
TO_LATIN: Final = str.maketrans(_RUSSIAN, _LATIN)


def other_layouts(text: str) -> Iterator[str]:
    """`text` as the same keys would give it on the Russian and on the English keyboard."""
    for table in (TO_RUSSIAN, TO_LATIN):
        typed = text.translate(table)
        if typed != text:
            yield typed
