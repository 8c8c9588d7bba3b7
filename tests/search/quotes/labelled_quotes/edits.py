"""Rows of quotations as facts: statement, turn, the range of its words, the edit, the verdict."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labelled_quotes.quarry import (
    DENYING,
    NEGATIONS,
    NUMBER_WORDS,
    in_number,
    is_name,
    is_plain,
    text_words,
)
from search.analysis.tokenizer import stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from labelled_quotes.quarry import Quarry
    from search.records import Statement, Turn


@dataclass(frozen=True, slots=True)
class Row:
    """One quotation, as facts: where its words are from, what was done to them, what is right."""

    kind: str
    statement: str
    turn: int
    first: int
    stop: int
    edit: tuple[str, ...] = ()
    verdict: str = "verbatim"
    change: str = ""
    other: tuple[str, int, int, int] | None = None  # a second piece: statement, turn, range


@dataclass(frozen=True, slots=True)
class Filled:
    """A row with its words."""

    row: Row
    quote: str
    speaker: str | None = None
    date: str | None = None


def rows(quarry: Quarry, share: float = 1.0) -> Iterator[Row]:
    """A labelled set: of the whole one a share."""
    chance = quarry.chance

    def often(number: int) -> range:
        return range(max(round(number * share), 3))

    for _ in often(500):
        yield _verbatim(quarry, "plain")
    for _ in often(200):
        yield _verbatim(quarry, "typography")
    for _ in often(300):
        yield with_cut(quarry)
    edits: tuple[Callable[[Quarry], Row], ...] = (
        changed,
        _dropped,
        _added,
        _swapped,
        _negation_lost,
        negation_added,
        number_changed,
        _name_changed,
        _another_speaker,
        _wrong_date,
        _joined,
        _cut_over_not,
    )
    for edit in edits:
        for _ in often(84):
            yield edit(quarry)
    for at in often(100):
        yield _heading(quarry, lead=bool(at % 2))
    del chance


def fill(quarry: Quarry, row: Row) -> Filled:
    """A row with the words that its facts name."""
    if row.kind in ("title", "lead"):
        statement = quarry.statement(row.statement)
        return Filled(row, (statement.title if row.kind == "title" else statement.lead) or "")
    found = text_words(quarry.turn(row.statement, row.turn))
    piece = found[row.first : row.stop]
    speaker = date = None
    for edit in row.edit:
        kind, _, rest = edit.partition(" ")
        at, _, word = rest.partition(" ")
        if kind == "replace":
            piece[int(at)] = word + re.sub(r"^[^\W_]+", "", piece[int(at)])
        elif kind == "drop":
            del piece[int(at)]
        elif kind == "insert":
            piece.insert(int(at), word)
        elif kind == "swap":
            one = int(at)
            piece[one], piece[one + 1] = piece[one + 1], piece[one]
        elif kind == "cut":
            start, stop = map(int, rest.split()[:2])
            piece[start:stop] = [rest.split()[2]]
        elif kind == "typography":
            return Filled(row, _typography(" ".join(piece), int(at)))
        elif kind == "speaker":
            speaker = rest
        elif kind == "date":
            date = rest
    text = " ".join(piece)
    if row.other:
        name, n, first, stop = row.other
        more = text_words(quarry.turn(name, n))[first:stop]
        text = f"{text}{' ' if row.edit[0] == 'join plain' else ' … '}{' '.join(more)}"
    return Filled(row, text, speaker, date)


def _typography(text: str, how: int) -> str:
    """The same in other quotation marks, dashes, spaces, case."""
    changed = text.replace("ё", "е") if how % 2 else text.upper() if how == 4 else text
    marks = str.maketrans({"“": '"', "”": '"', "«": "“", "»": "”", "’": "'", "—": "-", "–": "-"})
    spaced = changed.translate(marks if how < 3 else str.maketrans({"'": "’", '"': "”"}))
    return f"“{spaced}”" if how == 2 else spaced.replace(" ", "\u00a0" if how == 3 else "  ")


def _verbatim(quarry: Quarry, kind: str) -> Row:
    statement, turn, found = quarry.pick(12)
    first, stop = quarry.range(found, 5, 60)
    edit = (f"typography {quarry.chance.randrange(5)} x",) if kind == "typography" else ()
    return Row(kind, statement.id, turn.n, first, stop, edit)


def verbatim_plain(quarry: Quarry) -> Row:
    return _verbatim(quarry, "plain")


def with_cut(quarry: Quarry) -> Row:
    while True:
        statement, turn, found = quarry.pick(30)
        first, stop = quarry.range(found, 14, 60)
        size = stop - first
        start = quarry.chance.randint(4, size - 8)
        end = quarry.chance.randint(start + 1, min(size - 4, start + 25))
        left = words(" ".join(found[first + start : first + end]))
        pieces = [found[first : first + start], found[first + end : stop]]
        if any(len(words(" ".join(one))) < 4 for one in pieces) or not left:
            continue
        if any(one in DENYING or one.endswith("n't") for one in left):
            continue
        if in_number(found, first + start) or re.search(r"^\d", found[first + end]):
            continue
        mark = quarry.chance.choice(("…", "[…]", "(...)", "..."))
        edit = f"cut {start} {end} {mark}"
        return Row("cut", statement.id, turn.n, first, stop, (edit,), "verbatim_with_cuts")


def _plain_places(found: Sequence[str], first: int, stop: int) -> list[int]:
    return [at for at in range(first + 2, stop - 2) if is_plain(found[at])]


def _edited(
    quarry: Quarry, kind: str, change: str, edit: Callable[[list[str], int, str], str | None]
) -> Row:
    while True:
        statement, turn, found = quarry.pick(16)
        first, stop = quarry.range(found, 9, 45)
        places = _plain_places(found, first, stop)
        if stop - first < 9 or not places:
            continue
        at = quarry.chance.choice(places)
        told = edit(found, at, statement.lang)
        if told:
            place, _, word = told.partition(" ")
            edits = (f"{place} {at - first} {word}",)
            return Row(kind, statement.id, turn.n, first, stop, edits, "near", change)


def changed(quarry: Quarry) -> Row:
    def edit(found: list[str], at: int, lang: str) -> str | None:
        word = quarry.chance.choice(quarry.plain[lang])
        near = {stem(one) for one in words(" ".join(found[at - 2 : at + 3]))}
        return None if stem(word) in near else f"replace {word}"

    return _edited(quarry, "word changed", "word", edit)


def _dropped(quarry: Quarry) -> Row:
    def edit(found: list[str], at: int, lang: str) -> str | None:
        return None if found[at] in found[at - 1 : at] + found[at + 1 : at + 2] else "drop x"

    return _edited(quarry, "word dropped", "word", edit)


def _added(quarry: Quarry) -> Row:
    def edit(found: list[str], at: int, lang: str) -> str | None:
        return f"insert {quarry.chance.choice(quarry.plain[lang])}"

    return _edited(quarry, "word added", "word", edit)


def _swapped(quarry: Quarry) -> Row:
    def edit(found: list[str], at: int, lang: str) -> str | None:
        following = found[at + 1]
        return "swap x" if is_plain(following) and following != found[at] else None

    return _edited(quarry, "order", "order", edit)


def negation_added(quarry: Quarry) -> Row:
    def edit(found: list[str], at: int, lang: str) -> str | None:
        return f"insert {'not' if lang == 'en' else 'не'}"

    return _edited(quarry, "negation added", "negation", edit)


def _found_word(
    quarry: Quarry, right: Callable[[Sequence[str], int], bool]
) -> tuple[Statement, Turn, list[str], int, int, int]:
    """A range that holds a word of a kind, and where."""
    while True:
        statement, turn, found = quarry.pick(20)
        places = [at for at in range(3, len(found) - 3) if right(found, at)]
        if not places:
            continue
        at = quarry.chance.choice(places)
        first = max(at - quarry.chance.randint(3, 18), 0)
        stop = min(at + quarry.chance.randint(5, 20), len(found))
        if stop - at >= 3 and len(words(" ".join(found[first:stop]))) >= 7:
            return statement, turn, found, first, stop, at


def _negation_lost(quarry: Quarry) -> Row:
    statement, turn, _, first, stop, at = _found_word(
        quarry, lambda found, at: found[at] in NEGATIONS and found[at - 1] not in NEGATIONS
    )
    edit = (f"drop {at - first} x",)
    return Row("negation lost", statement.id, turn.n, first, stop, edit, "near", "negation")


def number_changed(quarry: Quarry) -> Row:
    def right(found: Sequence[str], at: int) -> bool:
        return bool(re.fullmatch(r"\d{1,4}", found[at])) or found[at] in NUMBER_WORDS

    statement, turn, found, first, stop, at = _found_word(quarry, right)
    word = NUMBER_WORDS.get(found[at]) or str(int(found[at]) + quarry.chance.randint(1, 30))
    edit = (f"replace {at - first} {word}",)
    return Row("number changed", statement.id, turn.n, first, stop, edit, "near", "number")


def _name_changed(quarry: Quarry) -> Row:
    while True:
        statement, turn, found, first, stop, at = _found_word(quarry, is_name)
        word = quarry.chance.choice(quarry.names[statement.lang]).strip(",;")
        if stem(word.lower()) != stem(found[at].strip(",;").lower()):
            edit = (f"replace {at - first} {word}",)
            return Row("name changed", statement.id, turn.n, first, stop, edit, "near", "name")


def _another_speaker(quarry: Quarry) -> Row:
    statement, turn, found = quarry.pick(20)
    first, stop = quarry.range(found, 12, 50)
    others = [row.name for row in quarry.speakers if row.person != turn.person]
    edit = (f"speaker {quarry.chance.choice(others)}",)
    return Row("speaker", statement.id, turn.n, first, stop, edit, "by_another", "speaker")


def _wrong_date(quarry: Quarry) -> Row:
    statement, turn, found = quarry.pick(20)
    first, stop = quarry.range(found, 12, 50)
    edit = (f"date {quarry.chance.randint(1950, 1990)}-03-{quarry.chance.randint(10, 28)}",)
    return Row("date", statement.id, turn.n, first, stop, edit, "near", "date")


def _joined(quarry: Quarry) -> Row:
    statement, turn, found = quarry.pick(30)
    first, stop = quarry.range(found, 8, 22)
    while True:
        more, voice, its = quarry.pick(30, statement.lang)
        if more.id != statement.id:
            start, end = quarry.range(its, 8, 22)
            break
    how = "join plain" if quarry.chance.random() < 0.5 else "join cut"
    other = (more.id, voice.n, start, end)
    return Row("joined", statement.id, turn.n, first, stop, (how,), "joined", "", other)


def _cut_over_not(quarry: Quarry) -> Row:
    while True:
        statement, turn, found, first, stop, at = _found_word(
            quarry, lambda found, at: found[at] in NEGATIONS
        )
        start = at - first - quarry.chance.randint(0, 1)
        end = at - first + 1 + quarry.chance.randint(0, 1)
        left = words(" ".join(found[first + start : first + end]))
        if start >= 3 and stop - first - end >= 4 and len(left) < 4:
            edit = (f"cut {start} {end} …",)
            return Row("cut over not", statement.id, turn.n, first, stop, edit, "near", "negation")


def _heading(quarry: Quarry, *, lead: bool) -> Row:
    while True:
        statement = quarry.statement(quarry.chance.choice(quarry.ids))
        text = (statement.lead if lead else statement.title) or ""
        if len(words(text)) >= 6:
            return Row("lead" if lead else "title", statement.id, 0, 0, 0, (), "about")
