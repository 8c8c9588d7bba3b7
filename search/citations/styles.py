"""A citation and a style → its text, with the ending and the type of its file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from search.citations import bibtex, csl, gost, plain_text, ris

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.citations.citation import Citation


class CitationStyle(StrEnum):
    """The styles there are, by the names that the command line takes."""

    TEXT = "text"
    GOST = "gost"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL = "csl"


@dataclass(frozen=True, slots=True)
class CitationFile:
    """How a style is called, made and saved; `ending` is none where it is not a file of its own."""

    name: str
    render: Callable[[Citation], str]
    mimetype: str = "text/plain"
    ending: str = ""


def _csl_json(cited: Citation) -> str:
    return json.dumps([csl.csl_item(cited)], ensure_ascii=False, indent=2)


FILES: Final = {
    CitationStyle.TEXT: CitationFile("Text", plain_text.text_citation, ending=".txt"),
    CitationStyle.GOST: CitationFile("ГОСТ Р 7.0.5", gost.gost_citation),
    CitationStyle.BIBTEX: CitationFile(
        "BibTeX", bibtex.bibtex_citation, "application/x-bibtex", ".bib"
    ),
    CitationStyle.RIS: CitationFile("RIS", ris.ris_citation, ris.MIMETYPE, ".ris"),
    CitationStyle.CSL: CitationFile(
        "CSL-JSON", _csl_json, "application/vnd.citationstyles.csl+json", ".csl.json"
    ),
}


def render(cited: Citation, style: CitationStyle) -> str:
    """The citation in one style."""
    return FILES[style].render(cited)
