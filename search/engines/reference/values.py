"""Names, offices, places and topics of statements in memory → which value means which."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from search.analysis.initials import bears
from search.analysis.tokenizer import words
from search.records import Role, SpeakerRow, Statement, Turn
from search.site_names import PAIRED_FIELDS, both_names, value_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date


class PersonNames:
    """Every printed form of every person's name, and what a name given by a reader means."""

    def __init__(self, statements: Iterable[Statement], more: Mapping[str, Sequence[str]]) -> None:
        self.printed: dict[str, Counter[str]] = defaultdict(Counter)
        self.strangers: set[tuple[str, ...]] = set()
        for statement in statements:
            for turn in statement.turns:
                if turn.person:
                    self.printed[turn.person].update([turn.speaker] if turn.speaker else [])
                elif turn.speaker:
                    self.strangers.add(tuple(words(turn.speaker)))
        self.forms = {
            person: [*counts, *more.get(person, ())] for person, counts in self.printed.items()
        }

    def mean(self, value: str, turn: Turn, *, known: bool) -> bool:
        """Whether `value` names the speaker of `turn`; `known`: only one with an identity."""
        if known and turn.person is None:
            return False
        if value.startswith("="):
            whole = value.removeprefix("=")
            if known:
                return turn.person == whole
            if turn.person and tuple(words(whole)) in self.strangers:
                return False
            return turn.speaker is not None and words(turn.speaker) == words(whole)
        if value in self.printed:
            return turn.person == value
        forms = [turn.speaker or "", *self.forms.get(turn.person or "", ())]
        return any(bears(words(form), words(value)) for form in forms)

    def label(self, person: str) -> str:
        """The full name that is printed most often."""
        counts = self.printed[person]
        full = {name: n for name, n in counts.items() if len(words(name)) > 1} or counts
        return min(full, key=lambda name: (-full[name], name), default=person)


def said(name: str, value: str, what: Statement | Turn) -> bool:
    """Whether a field of a statement or turn has the value, by its words or (=) as a whole."""
    whole = value.startswith("=")
    wanted = value.removeprefix("=")
    if whole and name in PAIRED_FIELDS:
        return any(value_key(name, text) == value_key(name, wanted) for text in texts(name, what))
    if name in ("lang", "year", "kind", "evidence", "date"):
        return wanted.casefold() in [text.casefold() for text in texts(name, what)]
    given = words(wanted)
    for form in (form for text in texts(name, what) for form in both_names(name, text)):
        row = words(form)
        if row == given if whole else given and _side_by_side(given, row):
            return True
    return False


def texts(name: str, what: Statement | Turn) -> list[str]:
    """The values of a field, as printed."""
    if isinstance(what, Turn):
        given: Sequence[str | None] = {
            "role": (what.role, what.role_inferred),
            "kind": (what.kind,),
            "evidence": (what.evidence,),
        }[name]
    else:
        given = {
            "place": (what.place,),
            "section": what.sections,
            "topic": what.topics,
            "lang": (what.lang,),
            "year": (str(what.date.year) if what.date else None,),
            "date": (what.date.isoformat() if what.date else None,),
        }[name]
    return list(dict.fromkeys(text for text in given if text is not None))


def facet_values(name: str, statements: Sequence[Statement], names: PersonNames) -> dict[str, str]:
    """Every value of a facet with its label."""
    if name == "speaker":
        people = {turn.person for one in statements for turn in one.turns if turn.person}
        strangers = _most_printed(_strangers(statements))
        return {person: names.label(person) for person in people} | {
            f"={text}": text for text in strangers
        }
    if name in ("lang", "year"):
        return {text: text for one in statements for text in texts(name, one)}
    if name == "role":
        printed = (text for one in statements for turn in one.turns for text in texts(name, turn))
    else:
        printed = (text for one in statements for text in texts(name, one))
    return {f"={text}": text for text in _most_printed(printed, name)}


def speaker_rows(statements: Sequence[Statement], names: PersonNames) -> tuple[SpeakerRow, ...]:
    """Everybody who speaks, most turns first."""
    said_by: dict[tuple[str | None, tuple[str, ...]], list[tuple[Statement, Turn]]] = {}
    for one in statements:
        for turn in one.turns:
            if turn.speaker or turn.person:
                key = () if turn.person else tuple(words(turn.speaker or ""))
                said_by.setdefault((turn.person, key), []).append((one, turn))
    rows = []
    for (person, _), turns in said_by.items():
        forms = Counter(turn.speaker for _, turn in turns if turn.speaker)
        printed = sorted(forms.items(), key=lambda item: (-item[1], item[0]))
        name = names.label(person) if person else printed[0][0]
        ids = {one.id for one, _ in turns}
        also = tuple(form for form in names.forms.get(person or "", ()) if form not in forms)
        rows.append(
            SpeakerRow(
                person,
                name,
                tuple(printed),
                _roles(turns),
                len(ids),
                len(turns),
                tuple(dict.fromkeys(also)),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.turns, row.name, row.person or "")))


def _roles(turns: Sequence[tuple[Statement, Turn]]) -> tuple[Role, ...]:
    """The offices printed in these labels, by the first day each was seen on."""
    held: dict[tuple[str, ...], list[tuple[str, date | None]]] = defaultdict(list)
    for one, turn in turns:
        if turn.role:
            held[tuple(words(turn.role))].append((turn.role, one.date))
    roles = []
    for seen in held.values():
        days = sorted(day for _, day in seen if day)
        text = _most_printed(text for text, _ in seen)[0]
        roles.append(Role(text, days[0] if days else None, days[-1] if days else None, len(seen)))
    return tuple(
        sorted(
            roles, key=lambda role: (role.first is None, str(role.first), -role.count, role.text)
        )
    )


def _strangers(statements: Iterable[Statement]) -> Iterator[str]:
    for one in statements:
        yield from (turn.speaker for turn in one.turns if turn.speaker and not turn.person)


def _most_printed(texts: Iterable[str], field: str = "") -> list[str]:
    """Of texts that read alike, or are one in two languages, the one printed most often."""
    alike: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        key = value_key(field, text) if field in PAIRED_FIELDS else " ".join(words(text))
        alike[key][text] += 1
    return [min(counts, key=lambda text: (-counts[text], text)) for counts in alike.values()]


def _side_by_side(wanted: Sequence[str], row: Sequence[str]) -> bool:
    size = len(wanted)
    return any(list(row[at : at + size]) == list(wanted) for at in range(len(row) - size + 1))
