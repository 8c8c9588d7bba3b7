"""What a save lacks, as the index keeps it in English → the same in the page's language."""

from __future__ import annotations

import re
from typing import Final

from flask_babel import lazy_gettext as _

from webui.language import SOURCE, language

_KNOWN: Final = (
    (
        r"the saved page breaks off: the block that ends an article is missing",
        _("The saved page breaks off: the block that ends an article is missing."),
    ),
    (r"the save holds no title", _("The save holds no title.")),
    (
        r"one line of text: where paragraphs end is lost",
        _("Saved as one line of text: where paragraphs end is lost."),
    ),
    (
        r"(?P<many>\d+) person cards have no visible end; their offices stay in the text",
        _("Person cards without a visible end, whose offices stay in the text: %(many)s."),
    ),
    (
        r"page (?P<page>\d+) of the document was not saved",
        _("Page %(page)s of the document was not saved."),
    ),
    (
        r"(?P<many>\d+) bytes are no (?P<charset>[\w-]+); they read � here",
        _("Bytes that are no %(charset)s and read � here: %(many)s."),
    ),
    (
        r"(?P<many>\d+) NUL characters were left out",
        _("NUL characters that were left out: %(many)s."),
    ),
)


def save_warning(warning: str) -> tuple[str, str]:
    """A warning of a statement in the page's language, and that language; English if unknown."""
    for pattern, sentence in _KNOWN:
        if found := re.fullmatch(pattern, warning):
            values = found.groupdict()
            return (str(sentence) % values if values else str(sentence)), language()
    return warning, SOURCE
