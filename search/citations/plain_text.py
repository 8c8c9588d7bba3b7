"""A citation → a line of English text, the name as printed; nothing unknown is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.citations.wording import (
    UNTITLED,
    english_day,
    moscow_time,
    place_in_text,
    remarks,
    voice,
)

if TYPE_CHECKING:
    from search.citations.citation import Citation


def text_citation(cited: Citation) -> str:
    """`Ilya Tarn (President of Averna), “Meeting”, Port Averna, 14 May 2012, paragraph 2. …`."""
    speaker = voice(cited)
    named = f"{speaker} ({cited.role})" if speaker and cited.role else speaker
    day = english_day(cited.date) if cited.date else "no date"
    title = f"“{cited.title}”" if cited.title else f"[{UNTITLED}]"
    facts = (named, title, cited.place, day, moscow_time(cited), place_in_text(cited))
    sentences = [
        ", ".join(fact for fact in facts if fact),
        cited.official,
        f"Text version {cited.version}: {cited.link}",
        f"Accessed {english_day(cited.accessed)}",
        *remarks(cited),
        cited.credit,
    ]
    return " ".join(f"{' '.join(one.split())}." for one in sentences if one)
