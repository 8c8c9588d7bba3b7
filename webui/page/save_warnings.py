"""A statement → what its save lacks, in the page's language."""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _

from search.save_warnings import SaveWarning, WarningCode
from webui.language import SOURCE, language

if TYPE_CHECKING:
    from search.records import Statement

_SENTENCES: Final = {
    WarningCode.BREAKS_OFF: _(
        "The saved page breaks off: the block that ends an article is missing."
    ),
    WarningCode.NO_TITLE: _("The save holds no title."),
    WarningCode.NO_DATE: _("The save holds no date."),
    WarningCode.PLACE_GUESSED: _(
        "Nothing parts the place from the text after it; where it ends was guessed."
    ),
    WarningCode.ONE_LINE: _("Saved as one line of text: where paragraphs end is lost."),
    WarningCode.CARDS_WITHOUT_END: _(
        "Person cards without a visible end; where they end was guessed: %(count)s."
    ),
    WarningCode.UNREAD_LABELS: _(
        "Labels that could not be read, and whose words are given to nobody: %(count)s."
    ),
    WarningCode.PAGE_MISSING: _("Page %(page)s of the document was not saved."),
    WarningCode.UNDECODABLE_BYTES: _("Bytes that are no %(charset)s and read � here: %(count)s."),
    WarningCode.ROW_WITHOUT_DATE: _("The row of the table holds no date."),
    WarningCode.UNREADABLE_DATE: _(
        "The date of the row could not be read and was left out: %(cell)s."
    ),
    WarningCode.NO_ADDRESS: _(
        "The row of the table holds no web address, so nothing tells who published the text."
    ),
    WarningCode.SEVERAL_SPEAKERS: _(
        "The table names several speakers and the text has no labels; its words are given to "
        "nobody."
    ),
    WarningCode.LOST_LETTERS: _(
        "Letters of the table that were lost before it came here and read � now: %(count)s."
    ),
    WarningCode.CHARSET_GUESSED: _(
        "Nothing true tells the charset of the save; it was read as %(charset)s, by its letters."
    ),
    WarningCode.NUL_CHARACTERS: _("NUL characters that were left out: %(count)s."),
}


def save_warnings(statement: Statement) -> list[tuple[str, str]]:
    """Each warning and its language: the page's, or English where its code is not known here."""
    codes = chain(statement.warning_codes, repeat(SaveWarning(WarningCode.UNKNOWN)))
    return [
        _sentence(code, english) for english, code in zip(statement.warnings, codes, strict=False)
    ]


def _sentence(warning: SaveWarning, english: str) -> tuple[str, str]:
    sentence = _SENTENCES.get(warning.code)  # type: ignore[call-overload] # a code is a string
    if sentence is None:
        return english, SOURCE
    return str(sentence) % warning.values, language()
