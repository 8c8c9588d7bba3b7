"""Texts → numbers that stand for them, in order of first sight."""

from __future__ import annotations


class TextNumbers(dict[str, int]):
    """Text → number; a text that is new gets the next one."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number

    def optional(self, text: str | None) -> int:
        """The number of a text that may be missing: -1 for none."""
        return -1 if text is None else self[text]
