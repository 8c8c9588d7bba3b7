"""A folder of saved pages → what attribution makes of them, printed: `python -m index.census DIR`.

To be read by eye after every change of a rule: pages without a label, labels by frequency, the
rarest names, names one letter from a frequent one, and what was rejected as a label, and why.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from index.attribution.attribute import find_rejected
from index.blocks import Facts
from index.cleaning.article import read_article
from index.cleaning.clean import clean
from index.names.word_lists import plain
from index.people.resolver import PersonResolver
from index.saves.encoding import decode
from index.saves.page import SavedFile
from index.saves.pages import find, read
from index.saves.recognise import NotAStatement, Template, Unreadable, recognise
from search.records import TurnKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.saves.page import Page
    from search.records import Statement

RARE_NAMES: Final = 200
MOST_LABELS: Final = 100
FREQUENT_TURNS: Final = 10
RARE_TURNS: Final = 2
EXAMPLES: Final = 5


@dataclass(slots=True)
class Census:
    """What was counted; examples are ids of turns."""

    pages: int = 0
    statements: list[Statement] = field(default_factory=list)
    unlabelled: int = 0
    by_page: int = 0  # turns whose speaker the page names, not a label
    turns: Counter[str] = field(default_factory=Counter)  # by kind
    labels: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    where: dict[str, str] = field(default_factory=dict)
    rejected: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def take(folder: Path) -> Census:
    """The census of all pages under `folder`."""
    census = Census()
    for page in chain.from_iterable(
        read(one) for one in find(folder) if isinstance(one, SavedFile)
    ):
        census.pages += 1
        try:
            statement = clean(page)
        except (NotAStatement, Unreadable):
            continue  # the report of a build counts these, by reason
        _count(statement, census)
        _count_rejected(page, statement, census)
    return census


def _count(statement: Statement, census: Census) -> None:
    census.statements.append(statement)
    census.unlabelled += not any(turn.label for turn in statement.turns)
    for turn in statement.turns:
        census.turns[turn.kind.value] += 1
        census.by_page += turn.kind is TurnKind.SPEECH and turn.label is None
        if turn.label:
            census.labels[turn.label] += 1
        if turn.speaker:
            census.names[turn.speaker] += 1
            census.where.setdefault(turn.speaker, f"{statement.turn_id(turn)}: {turn.label}")


def _count_rejected(page: Page, statement: Statement, census: Census) -> None:
    if recognise(page).template is not Template.ARTICLE:
        return
    draft = read_article(decode(page.content).text)
    facts = Facts(statement.lang, draft.title or "", draft.lead, draft.persons, draft.form)
    for at, rejected in find_rejected(draft.blocks, facts).items():
        place = f"{statement.id}/{draft.blocks[at].n}"
        census.rejected[rejected.reason.value].append(f"{place}: {rejected.printed[:100]}")


def lines(census: Census) -> Iterator[str]:
    """The census as it is printed."""
    yield f"pages {census.pages}, statements {len(census.statements)}"
    yield f"statements without a label {census.unlabelled}, turns by the page {census.by_page}"
    yield "turns " + ", ".join(f"{kind} {count}" for kind, count in census.turns.most_common())
    yield f"labels {census.labels.total()}, of which {len(census.labels)} differ"
    yield f"names {len(census.names)}"
    yield from _unmatched(census.statements)
    yield f"\n# the {MOST_LABELS} most frequent labels"
    yield from (f"{count:6} {label}" for label, count in census.labels.most_common(MOST_LABELS))
    yield f"\n# the {RARE_NAMES} rarest names"
    rare = sorted(census.names, key=lambda name: (census.names[name], name))[:RARE_NAMES]
    yield from (f"{census.names[name]:6} {name}  ({census.where[name]})" for name in rare)
    yield "\n# names one letter from a frequent one"
    yield from _misprints(census)
    yield "\n# what looks like a label and is held to be none"
    for reason, places in sorted(census.rejected.items()):
        yield f"{len(places):6} {reason}"
        yield from (f"       {place}" for place in _spread(places))


def _unmatched(statements: Sequence[Statement]) -> Iterator[str]:
    people = PersonResolver.learn(statements)
    turns = [turn for one in statements for turn in people.resolve(one).turns if turn.speaker]
    nobody = Counter(turn.speaker for turn in turns if turn.person is None)
    yield f"speakers' turns with a person {len(turns) - nobody.total()}, without {nobody.total()}"
    yield from (f"{count:6} {name}" for name, count in nobody.most_common(MOST_LABELS))


def _misprints(census: Census) -> Iterator[str]:
    frequent = {plain(name): name for name, n in census.names.items() if n >= FREQUENT_TURNS}
    for name, count in sorted(census.names.items()):
        if count > RARE_TURNS:
            continue
        for folded, other in frequent.items():
            if OSA.distance(plain(name), folded, score_cutoff=1) == 1:
                yield f"{count:6} {name}, like {other}  ({census.where[name]})"


def _spread(places: Sequence[str]) -> Sequence[str]:
    """A few of them, from the first to the last."""
    return places[:: max(1, len(places) // EXAMPLES)][:EXAMPLES]


def main() -> int:
    """Print the census of the folder named on the command line; 2 when none is."""
    folders = [Path(name) for name in sys.argv[1:]]
    if len(folders) != 1 or not folders[0].exists():
        sys.stderr.write("usage: python -m index.census FOLDER  (a folder of saved pages)\n")
        return 2
    for line in lines(take(folders[0])):
        sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
