"""What is to be said beside a verdict, as codes; the sentences in English."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Note(StrEnum):
    """Something to be said beside a verdict."""

    TOO_SHORT = "too_short"
    UNNAMED_VOICE = "unnamed_voice"
    OTHER_LANGUAGE = "other_language"
    LONG_CUT = "long_cut"
    CUT_NEGATION = "cut_negation"
    CUT_DENIAL = "cut_denial"
    SENTENCE_DENIAL = "sentence_denial"
    QUESTION = "question"
    EARLIER = "earlier"
    INSERTED = "inserted"
    REPLACED = "replaced"
    SPEAKER_UNKNOWN = "speaker_unknown"
    OFFICE_UNKNOWN = "office_unknown"
    LABEL_READ = "label_read"
    DATE_UNREAD = "date_unread"
    LANG_UNREAD = "lang_unread"
    TOO_LONG = "too_long"


SENTENCES: Final = {
    Note.TOO_SHORT: "too short to tell one source",
    Note.UNNAMED_VOICE: "these are the words of a question or of an unnamed voice",
    Note.OTHER_LANGUAGE: "it stands in another language only than was asked for",
    Note.LONG_CUT: "a cut leaves out more than 200 words",
    Note.CUT_NEGATION: "a cut leaves out a negation: read what it leaves out",
    Note.CUT_DENIAL: "a cut leaves out a refusal, a lack or a doubt: read what it leaves out",
    Note.SENTENCE_DENIAL: "the rest of the sentence it is taken from denies: read it whole",
    Note.QUESTION: "a question mark of the text is lost, or one was put in",
    Note.EARLIER: "it stood so in an earlier version of the statement, changed since",
    Note.INSERTED: "words put in brackets make it say another thing: they are not the speaker's",
    Note.REPLACED: "words in brackets stand in the place of what was said",
    Note.SPEAKER_UNKNOWN: "nobody in this index bears the name that was given",
    Note.OFFICE_UNKNOWN: "nobody in this index spoke by the office that was given",
    Note.LABEL_READ: "the name before the colon was read as that of the claimed speaker",
    Note.DATE_UNREAD: "the date could not be read and was left aside",
    Note.LANG_UNREAD: "the language could not be read and was left aside; give en or ru",
    Note.TOO_LONG: "longer than 20,000 characters: nothing was compared; give it in parts",
}
