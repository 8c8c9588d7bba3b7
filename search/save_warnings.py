"""What a saved page lacks: a code and its values in, the English sentence out."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 # read at run time: `search.statement_json`
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class WarningCode(StrEnum):
    """The kinds of warnings; codes are stored and printed as JSON, so they are never renamed."""

    BREAKS_OFF = "breaks_off"
    NO_TITLE = "no_title"
    NO_DATE = "no_date"
    PLACE_GUESSED = "place_guessed"
    ONE_LINE = "one_line"
    CARDS_WITHOUT_END = "cards_without_end"  # values: count
    UNREAD_LABELS = "unread_labels"  # values: count
    PAGE_MISSING = "page_missing"  # values: page, from 1
    UNDECODABLE_BYTES = "undecodable_bytes"  # values: count, charset
    CHARSET_GUESSED = "charset_guessed"  # values: charset
    NUL_CHARACTERS = "nul_characters"  # values: count
    ROW_WITHOUT_DATE = "row_without_date"
    UNREADABLE_DATE = "unreadable_date"  # values: cell, as it is written
    NO_ADDRESS = "no_address"  # nothing tells who published the text
    SEVERAL_SPEAKERS = "several_speakers"
    LOST_LETTERS = "lost_letters"  # values: count
    UNKNOWN = "unknown"  # of a sentence that was stored before there were codes


_SENTENCES: Final = {
    WarningCode.BREAKS_OFF: (
        "the saved page breaks off: the block that ends an article is missing"
    ),
    WarningCode.NO_TITLE: "the save holds no title",
    WarningCode.NO_DATE: (
        "the save holds no date; give title and date with "
        "`onrecord index FILE --title … --date …`, which is remembered for the file"
    ),
    WarningCode.PLACE_GUESSED: (
        "nothing parts the place from the text after it; where it ends was guessed"
    ),
    WarningCode.ONE_LINE: "one line of text: where paragraphs end is lost",
    WarningCode.CARDS_WITHOUT_END: (
        "{count} person cards have no visible end; where their offices end was guessed"
    ),
    WarningCode.UNREAD_LABELS: (
        "{count} labels could not be read; the words under them are given to nobody"
    ),
    WarningCode.PAGE_MISSING: "page {page} of the document was not saved",
    WarningCode.UNDECODABLE_BYTES: "{count} bytes are no {charset}; they read � here",
    WarningCode.ROW_WITHOUT_DATE: "the row of the table holds no date",
    WarningCode.UNREADABLE_DATE: (
        "the date of the row could not be read and was left out; write it as 2031-05-08"
    ),
    WarningCode.NO_ADDRESS: (
        "the row of the table holds no web address, so nothing tells who published the text"
    ),
    WarningCode.SEVERAL_SPEAKERS: (
        "the table names several speakers and the text has no labels; its words are given to nobody"
    ),
    WarningCode.LOST_LETTERS: "{count} letters of the table were lost before it came here; "
    "they read � here",
    WarningCode.CHARSET_GUESSED: (
        "nothing true tells the charset of the save; it was read as {charset}, by its letters"
    ),
    WarningCode.NUL_CHARACTERS: "{count} NUL characters were left out",
}


@dataclass(frozen=True, slots=True)
class SaveWarning:
    """One thing that a save lacks. `code` is a `WarningCode`, or one of a later version."""

    code: str
    values: Mapping[str, int | str] = field(default_factory=dict, hash=False)

    @property
    def sentence(self) -> str:
        """The warning in English; `KeyError` when the code has no sentence (`UNKNOWN`)."""
        return _SENTENCES[WarningCode(self.code)].format_map(self.values)
