"""Results, statements, speakers and coverage → lines of text for a terminal.

`paint` colours what matched; without it (a pipe) the same words stand there plain.
"""

from __future__ import annotations

import json
import shlex
from itertools import groupby
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from search.formats.csv_table import CUT
from search.links import official_url
from search.records import Evidence, MarkKind, TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from search.records import (
        Coverage,
        FilterOffer,
        Hit,
        Manifest,
        Results,
        Span,
        SpeakerRow,
        Statement,
        Turn,
        TurnHit,
    )

    Paint = Callable[[str], str]

_VOICES: Final = {TurnKind.NARRATIVE: "(editors)", TurnKind.ANONYMOUS: "(a voice without a name)"}
_EVIDENCE: Final = {
    Evidence.PAGE: "named by the page, not by a label",
    Evidence.TABLE: "named by the table, not by a label",
}
_CONTROLS: Final = {*range(32), *range(127, 160)} - {9, 10}
_DIRECTIONS: Final = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_CONTROL: Final = dict.fromkeys(_CONTROLS | _DIRECTIONS, "\ufffd")
"""What would move, recolour or turn round the text of a terminal must not reach it."""
_WRITTEN: Final = {
    code: f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    for code in _CONTROLS | _DIRECTIONS | {9, 10}
}
_WRITTEN_IN_JSON: Final = {
    code: f"\\u{code:04x}" for code in _CONTROLS - {*range(32)} | _DIRECTIONS
}

_FORMS_SHOWN: Final = 6  # of a speaker's names; the JSON has all


def found_lines(results: Results) -> Iterator[str]:
    """What was searched and how much was found: talk, not data."""
    total = results.total
    yield f"{safe(results.understood)}: {counted(total.statements, 'statement')}" + (
        f", {counted(total.turns, 'turn')}" if total.turns else ""
    )
    if total.partial:
        listed = ", by their best passages" if results.by_passage else ""
        yield f"{counted(total.partial, 'more statement')} with at least half of the words{listed}"
    yield from (f"note: {safe(sentence)}" for sentence in results.dropped)
    if not total.statements:
        yield coverage_line(results.manifest.coverage)
    if results.suggestion:
        yield f"did you mean: {safe(results.suggestion)}"
    yield from (_offer_line(offer) for offer in results.offers)
    if results.page > results.pages > 0:
        yield f"there is no page {results.page:,}: the results end on page {results.pages:,}"
    elif results.pages > 1:
        yield f"page {results.page:,} of {results.pages:,}; --page shows the others"


def _offer_line(offer: FilterOffer) -> str:
    """A choice the words may mean, how much it finds, and the command that makes it."""
    name = {"role": "office"}.get(offer.kind, offer.kind)
    given = parse_qsl(offer.link.partition("?")[2])
    words = [shlex.quote(value) for key, value in given if key == "q"]
    flags = [f"--{key} {shlex.quote(value)}" for key, value in given if key != "q"]
    command = " ".join(("onrecord search", *words, *flags))
    found = counted(offer.count, "statement")
    return safe(f"only {name} {offer.label}, {found}: {command}")


def coverage_line(coverage: Coverage) -> str:
    """What an index holds, so that "nothing found" can be weighed."""
    first, last = coverage.first, coverage.last
    years = f" of {first.year}" if first else ""
    if first and last and first.year != last.year:
        years += f"–{last.year}"
    return (
        f"searched {counted(coverage.statements, 'statement')}{years}:"
        f" {coverage.abridged:,} abridged by the editors, {coverage.undated:,} without a date,"
        f" {coverage.without_speech:,} in which nobody is named as speaking"
    )


def result_lines(results: Results, paint: Paint) -> Iterator[str]:
    """The page of results, one block a statement."""
    for number, hit in enumerate(results.hits, start=1):
        if number > 1:
            yield ""
        yield from _hit_lines(hit, paint)


def _hit_lines(hit: Hit, paint: Paint) -> Iterator[str]:
    one = hit.statement
    when = " ".join(filter(None, (str(one.date) if one.date else "undated", one.time)))
    yield painted(one.title, hit.title_spans, paint) if one.title else "(no title)"
    yield safe(" · ".join(filter(None, (one.id, when, one.place, official_url(one)))))
    if hit.missing:
        yield f"  without: {safe(', '.join(hit.missing))}"
    if not hit.turns and hit.matched_in:
        yield f"  matched in the {', '.join(part.value for part in hit.matched_in)}"
    for turn in hit.turns:
        yield f"  {turn.id.rpartition('/')[2]:>4}  {who(turn.turn)}"
        yield f"        {_snippet(turn, paint)}"
    rest = hit.matching_turns - len(hit.turns)
    if rest > 0:
        yield f"        and {counted(rest, 'more turn')}"


def who(turn: Turn) -> str:
    """The speaker of a turn as far as it is known, with the role, and how it is known."""
    name = turn.speaker or turn.label or _VOICES.get(turn.kind, "(nobody named)")
    role = turn.role or (turn.role_inferred and f"{turn.role_inferred} (inferred)")
    notes = [*filter(None, [role]), *turn.qualifiers, *filter(None, [_EVIDENCE.get(turn.evidence)])]
    return safe(" · ".join([name, *notes]))


def _snippet(hit: TurnHit, paint: Paint) -> str:
    text = painted(hit.snippet, hit.spans, paint)
    return f"{f'{CUT} ' if hit.cut_before else ''}{text}{f' {CUT}' if hit.cut_after else ''}"


def painted(text: str, spans: Sequence[Span], paint: Paint) -> str:
    """`text` with its spans painted."""
    parts, end = [], 0
    for start, stop in spans:
        parts += [safe(text[end:start]), paint(safe(text[start:stop]))]
        end = stop
    return "".join([*parts, safe(text[end:])])


def safe(text: str) -> str:
    """`text` without characters that steer a terminal."""
    return text.translate(_CONTROL)


def escaped(line: str) -> str:
    """One line in which such characters, as names of files may hold them, are written `\\x1b`."""
    return line.translate(_WRITTEN)


def escaped_json(text: str) -> str:
    """JSON in which such characters stand as its own escapes; it means the same."""
    return text.translate(_WRITTEN_IN_JSON)


def json_text(shape: object, indent: int | None = 2) -> str:
    """A shape as JSON that is safe to print."""
    return escaped_json(json.dumps(shape, ensure_ascii=False, indent=indent))


def statement_lines(statement: Statement) -> Iterator[str]:
    """A whole statement: what the page says of itself, then every turn."""
    yield from fact_lines(statement)
    for turn in statement.turns:
        yield ""
        yield from turn_lines(statement, turn)


def fact_lines(statement: Statement) -> Iterator[str]:
    """What the page says of itself, one fact a line; facts it lacks are left out."""
    facts = {
        "id": statement.id,
        "title": statement.title,
        "date": " ".join(filter(None, (str(statement.date or ""), statement.time))),
        "announced for": str(statement.event_date or ""),
        "place": statement.place,
        "sections": ", ".join(statement.sections),
        "topics": ", ".join(statement.topics),
        "persons": ", ".join(statement.persons),
        "geography": ", ".join(statement.geography),
        "source": official_url(statement),
        "publisher": statement.publisher,
        "updated": str(statement.updated or ""),
        "saved as": statement.form.value,
        "abridged": "yes: the editors left something out" if statement.abridged else "",
        "lead": statement.lead,
    }
    yield from (f"{f'{name}:':<15}{safe(value)}" for name, value in facts.items() if value)


def turn_lines(statement: Statement, turn: Turn) -> Iterator[str]:
    """One turn: its id and speaker, the label as printed, its paragraphs and the marks between."""
    yield f"{statement.turn_id(turn)}  {who(turn)}"
    if turn.label is not None and turn.label != turn.speaker:
        yield f"    label: {safe(turn.label)}"
    marks = {after: list(group) for after, group in groupby(turn.marks, lambda mark: mark.after)}
    for position, paragraph in enumerate(("", *turn.paragraphs), start=-1):
        if paragraph:
            yield f"    {safe(paragraph)}"
        for mark in marks.get(position, ()):
            yield f"    {mark.text}" if mark.kind is MarkKind.ABRIDGED else "    * * *"


def manifest_lines(manifest: Manifest) -> Iterator[str]:
    """What an index holds and was built with."""
    coverage = manifest.coverage
    facts = {
        "generation": manifest.generation,
        "built": manifest.built,
        "statements": f"{coverage.statements:,}",
        "turns": f"{coverage.turns:,}",
        "dates": f"{coverage.first} to {coverage.last}" if coverage.first else "none",
        "undated": f"{coverage.undated:,}",
        "abridged": f"{coverage.abridged:,}",
        "nobody named": f"{coverage.without_speech:,}",
        "languages": ", ".join(f"{lang} {n:,}" for lang, n in coverage.languages.items()),
        "engine": manifest.engine,
        "text": manifest.text,
        "schema": str(manifest.schema),
        "sample": "yes: invented people and countries" if manifest.sample else "no",
    }
    yield from (f"{f'{name}:':<15}{value}" for name, value in facts.items())


def speaker_lines(
    rows: Sequence[SpeakerRow], labels: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Everybody who speaks: turns, statements, name, other names printed, roles held.

    `labels`, by identity or by "=" and the name, tell those apart who share a name.
    """
    for row in rows:
        name = (labels or {}).get(row.person or f"={row.name}", row.name)
        others = [form for form, _ in row.forms if form != row.name][:_FORMS_SHOWN]
        also = f" (also {', '.join(others)})" if others else ""
        known = row.person or "unmatched"
        yield safe(f"{row.turns:>6,} {row.statements:>6,}  {name}{also}  [{known}]")
        for role in row.roles:
            days = f"{role.first} to {role.last}" if role.first else "undated"
            yield safe(f"{'':15}{role.text}: {days}, {counted(role.count, 'label')}")


def counted(number: int, what: str) -> str:
    """A number with what it counts, in the plural where there is not one."""
    return f"{number:,} {one_or_more(number, what)}"


def one_or_more(number: int, what: str) -> str:
    """The word for what is counted, in the plural where there is not one."""
    return what if number == 1 else f"{what}s"
