"""Verdicts on quotations → what `/check` prints: in words, with the difference and text to copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup, escape

from search.links import check_link, official_url, passage_link
from search.quotes.alignment.units import QuoteChange
from search.quotes.notes import Note
from search.quotes.verdicts import Verdict
from webui.page.markup import marked, plain_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask_babel.speaklater import LazyString

    from search.quotes.articles.article_check import CheckedPassage
    from search.quotes.verdicts import QuoteCheck, QuoteMatch

SHOWN: Final = 10
"""Places shown of a quotation at first; the others follow in a list of links."""
_MOST_BESIDE: Final = 900  # characters of a paragraph shown whole on each side of what is quoted
_MOST_AROUND: Final = 500  # shown of a longer one
SHOWN_OF_MANY: Final = 3
"""The same of each quotation of an article."""

VERDICTS: Final = {
    Verdict.VERBATIM: _("Said word for word"),
    Verdict.VERBATIM_WITH_CUTS: _("Said word for word, with cuts"),
    Verdict.NEAR: _("Said otherwise"),
    Verdict.JOINED: _("Joined from several places"),
    Verdict.BY_ANOTHER: _("Said by another"),
    Verdict.ABOUT: _("Written by the editors, not said"),
    Verdict.TOO_SHORT: _("Too short to tell one source"),
    Verdict.NOT_FOUND: _("Not found"),
}
ELSEWHERE: Final = {
    QuoteChange.DATE: _("Said, but on another day"),
    QuoteChange.LANGUAGE: _("Said, but in another language"),
}
"""What right words are called of which nothing else is wrong."""

CHANGES: Final = {
    QuoteChange.NEGATION: _("a negation"),
    QuoteChange.NUMBER: _("a number"),
    QuoteChange.NAME: _("a name"),
    QuoteChange.SPEAKER: _("the speaker"),
    QuoteChange.DATE: _("the date"),
    QuoteChange.LANGUAGE: _("the language"),
    QuoteChange.ORDER: _("the order of words"),
    QuoteChange.WORD: _("words"),
}
NOTES: Final = {
    Note.TOO_SHORT: _("Fewer than five words: its exact places are counted, no source is told."),
    Note.UNNAMED_VOICE: _("These are the words of a question or of a voice without a name."),
    Note.OTHER_LANGUAGE: _("It stands in another language only than was asked for."),
    Note.LONG_CUT: _("A cut leaves out more than 200 words."),
    Note.CUT_NEGATION: _("A cut leaves out a negation: read what it leaves out."),
    Note.CUT_DENIAL: _("A cut leaves out a refusal, a lack or a doubt: read what it leaves out."),
    Note.SENTENCE_DENIAL: _("The rest of the sentence it is taken from denies: read it whole."),
    Note.QUESTION: _("A question mark of the text is lost, or one was put in."),
    Note.EARLIER: _("It stood so in an earlier version of the statement, changed since."),
    Note.INSERTED: _(
        "Words put in brackets make it say another thing: they are not the speaker’s."
    ),
    Note.REPLACED: _("Words in brackets stand in the place of what was said."),
    Note.SPEAKER_UNKNOWN: _("Nobody in this index bears the name that was given."),
    Note.OFFICE_UNKNOWN: _("Nobody in this index spoke by the office that was given."),
    Note.LABEL_READ: _("The name before the colon was read as that of the claimed speaker."),
    Note.LANG_UNREAD: _("The language could not be read and was left aside."),
    Note.DATE_UNREAD: _("The date could not be read and was left aside."),
    Note.TOO_LONG: _("Longer than 20,000 characters: nothing was compared; give it in parts."),
}


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """A verdict as a page says it."""

    found: QuoteCheck
    heading: LazyString
    changes: Sequence[LazyString]
    notes: Sequence[LazyString]
    link: str
    matches: Sequence[QuoteMatch]
    rest: Sequence[tuple[QuoteMatch, str]]
    nearest: bool
    claimed: str | None = None
    number: int = 0

    @property
    def tone(self) -> str:
        """What colours it beside its words: good, bad or neither."""
        if self.found.is_harmless:
            return "good"
        lost = (Verdict.NEAR, Verdict.JOINED, Verdict.BY_ANOTHER)
        return "bad" if self.found.verdict in lost else "open"


def shown_verdict(found: QuoteCheck, claimed: str | None = None, number: int = 0) -> ShownVerdict:
    """A verdict in the page's language; `number` is its place in an article."""
    most = SHOWN_OF_MANY if number else SHOWN
    only = found.changes[0] if len(found.changes) == 1 else None
    elsewhere = ELSEWHERE.get(only) if only and found.verdict is Verdict.NEAR else None
    return ShownVerdict(
        found,
        elsewhere or VERDICTS[found.verdict],
        [] if elsewhere else [CHANGES[one] for one in found.changes],
        [NOTES[one] for one in found.notes],
        check_link(found.quote, found.speaker, found.date, found.lang),
        found.matches[:most],
        [(one, match_link(one)) for one in found.matches[most:]],
        found.verdict is Verdict.NOT_FOUND,
        claimed,
        number,
    )


def match_link(match: QuoteMatch) -> str:
    """Where a place stands here."""
    return passage_link(match.statement, match.paragraph)


def difference_markup(match: QuoteMatch) -> Markup:
    """The quotation with what differs: what stands struck out, what is quoted underlined."""
    parts: list[Markup] = []
    for step in match.difference:
        match step.op.value:
            case "equal":
                parts.append(escape(step.quote))
            case "cut":
                title = gettext("left out by the quotation")
                shown = Markup('<span class="cut-out" title="{}">[… {} …]</span>')
                parts.append(shown.format(title, step.text))
            case _:
                if step.text and not (step.op.value == "moved" and step.quote):
                    parts.append(Markup("<del>{}</del>").format(step.text))
                if step.quote:
                    parts.append(Markup("<ins>{}</ins>").format(step.quote))
    return Markup(" ").join(parts)


def stands_markup(match: QuoteMatch) -> Markup:
    """The words as they stand, the quoted ones marked; of a very long paragraph the part around."""
    if not match.spans:
        return marked(match.text)
    first, last = match.spans[0][0], match.spans[-1][1]
    start = _word_edge(match.text, first - _MOST_AROUND, first) if first > _MOST_BESIDE else 0
    end = len(match.text)
    if end - last > _MOST_BESIDE:
        end = match.text.rfind(" ", last, last + _MOST_AROUND)
        end = end if end > 0 else last + _MOST_AROUND
    part = marked(
        match.text[start:end], [(one - start, other - start) for one, other in match.spans]
    )
    before, after = "… " if start else "", " …" if end < len(match.text) else ""
    return Markup("{}{}{}").format(before, part, after)


def _word_edge(text: str, at: int, most: int) -> int:
    """Where the first word after a place begins, not after another one."""
    found = text.find(" ", at, most)
    return at if found < 0 else found + 1


def copied_text(match: QuoteMatch, root: str) -> str:
    """What stands, who said it, when and where: text to copy, with its link."""
    one, turn = match.statement, match.turn
    who = turn.speaker if turn else None
    role = (turn.role or turn.role_inferred) if turn else None
    when = plain_day(one.date) if one.date else None
    facts = ", ".join(fact for fact in (who, role, when, one.title) if fact)
    return f"“{match.exact}” ({facts}). {official_url(one) or root + match_link(match)}"


def article_markup(text: str, passages: Sequence[CheckedPassage]) -> Markup:
    """An article, every quotation marked by its verdict and led to what shows it."""
    parts: list[Markup] = []
    at = 0
    for number, one in enumerate(passages, start=1):
        start, end = one.at
        parts.append(_lines(text[at:start]))
        tone = shown_verdict(one.check).tone
        told = VERDICTS[one.check.verdict]
        parts.append(
            Markup(
                '<mark class="said {}">{}</mark><a class="verdict-at" href="#c{}">{} {}</a>'
            ).format(tone, _lines(text[start:end]), number, number, told)
        )
        at = end
    parts.append(_lines(text[at:]))
    return Markup("").join(parts)


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
