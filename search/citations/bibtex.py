"""A citation → a BibTeX entry that BibTeX and biber read back as it was written.

Every brace that is written is closed inside its value, for BibTeX counts them, escaped or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from search.citations.wording import UNTITLED, genre, note_parts

if TYPE_CHECKING:
    from search.citations.citation import Citation

_ESCAPED: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\lbrace{}",
        "}": r"\rbrace{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "%$#&_"},
    }
)
_IN_URLS: Final = "%:/?#[]@!$&'()*+,;=~-._"
_LANGUAGES: Final = {"en": "english", "ru": "russian"}


def bibtex_citation(cited: Citation) -> str:
    """`@misc{onrecord-en-90001-2, author = {{Ilya Tarn}}, …}`; names and titles in braces twice."""
    fields = {
        "author": f"{{{_escaped(cited.author)}}}" if cited.author else None,
        "title": f"{{{_escaped(cited.title or UNTITLED)}}}",
        "year": f"{cited.date.year:04}" if cited.date else None,
        "month": str(cited.date.month) if cited.date else None,
        "day": str(cited.date.day) if cited.date else None,
        "date": cited.date.isoformat() if cited.date else None,
        "address": _escaped(cited.place) if cited.place else None,
        "howpublished": _escaped(genre(cited)),
        "organization": _escaped(cited.publisher) if cited.publisher else None,
        "url": _url(cited.official or cited.link),
        "urldate": cited.accessed.isoformat(),
        "language": _LANGUAGES.get(cited.lang, cited.lang),
        "note": _escaped(". ".join(note_parts(cited))),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{cited.key},", *lines, "}"])


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(_ESCAPED)


def _url(address: str) -> str:
    """An address in ASCII, what breaks an entry or a line spelt in percent signs."""
    return quote(address, safe=_IN_URLS)
