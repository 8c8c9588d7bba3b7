"""A folder of UN General Debate statements, or an index of saved pages → statements with turns.

The cut of the former is the one the figures in `docs/benchmarks.md` speak of: a paragraph a turn,
or pieces of 120 words where paragraphs are hard-wrapped lines. What the peers index are our own
stems, joined by spaces: the same analysis for all, so that engines are compared and not tokenizers.
"""

from __future__ import annotations

import hashlib
import json
import re
import statistics
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.queries import Corpus
from search.analysis.tokenizer import stems
from search.engine import Offer
from search.engines import open_engine
from search.engines.offer_statement import offered
from search.records import Evidence, Statement, StatementId, Turn, TurnKind
from search.settings import read_settings
from search.text_version import with_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_NAME: Final = re.compile(r"([A-Z]+)_(\d+)_(\d{4})\.txt")
_WORDS_A_TURN: Final = 120
_LINE_WORDS: Final = 20  # a median below this: hard-wrapped lines, not paragraphs


def corpus_of(source: Path) -> Corpus:
    """Which of the two it is."""
    return Corpus.PAGES if (source / "current").is_file() else Corpus.UN


def statements(source: Path) -> Iterator[Statement]:
    """Every statement of either source, in the same order every time."""
    return _indexed(source) if corpus_of(source) is Corpus.PAGES else _texts(source)


def _indexed(data: Path) -> Iterator[Statement]:
    """The statements of an index, newest first."""
    with closing(open_engine(read_settings({"data": data}, environ={}))) as engine:
        for statement_id in engine.newest(engine.manifest.coverage.statements):
            yield engine.statement(statement_id)


def offers(source: Path, copy: int = 0) -> Iterator[Offer]:
    """The same as a writer takes them: a text is cut into turns in the process that writes it.

    Of texts `copy` is the number of a further copy of them all, whose ids follow on.
    """
    if corpus_of(source) is Corpus.PAGES:
        yield from map(offered, _indexed(source))
        return
    for text in _found(source, copy):
        content = text.path.read_bytes()
        digest = hashlib.sha256(f"{text.number}\n".encode() + content).hexdigest()
        yield Offer(text.id, digest, text.statement, None, len(content))


def _texts(folder: Path) -> Iterator[Statement]:
    """One statement a file, oldest first."""
    return (text.statement() for text in _found(folder))


def _found(folder: Path, copy: int = 0) -> Iterator[_Text]:
    named = ((_NAME.fullmatch(path.name), path) for path in folder.rglob("*.txt"))
    found = sorted((m[3], m[1], m[2], path) for m, path in named if m)
    for number, (year, country, session, path) in enumerate(found, start=copy * len(found) + 1):
        yield _Text(number, int(year), country, session, path)


class _Text(NamedTuple):
    """A file of a folder of UN texts; the speaker is the country's code."""

    number: int
    year: int
    country: str
    session: str
    path: Path

    @property
    def id(self) -> StatementId:
        """The id of its statement."""
        return StatementId(f"en-{self.number}")

    def statement(self) -> Statement:
        """The statement, read and cut into turns."""
        text = self.path.read_bytes().decode("utf-8", "replace").lstrip("\ufeff")
        bare = Statement(
            id=self.id,
            lang="en",
            title=f"{self.country} statement, session {self.session}",
            turns=tuple(_turns(text, self.country)),
            number=self.number,
            date=date(self.year, 9, self.number % 28 + 1),
        )
        return with_version(bare)  # as every cleaned statement has one


def _turns(text: str, speaker: str) -> Iterator[Turn]:
    for n, piece in enumerate(_pieces(text), start=1):
        yield Turn(n, (piece,), TurnKind.SPEECH, Evidence.LABEL, label=speaker, speaker=speaker)


def _pieces(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) >= 5 and statistics.median(len(one.split()) for one in lines) >= _LINE_WORDS:
        return lines
    words = text.split()
    return [" ".join(words[at : at + _WORDS_A_TURN]) for at in range(0, len(words), _WORDS_A_TURN)]


def write_turns(found: Iterable[Statement], target: Path) -> tuple[int, int]:
    """One JSON line a turn, for the peers; how many turns, and how many bytes of text."""
    turns = size_bytes = 0
    with target.open("w", encoding="utf-8") as lines:
        for one in found:
            for turn in one.turns:
                text = " ".join(turn.paragraphs)
                row = {
                    "id": one.turn_id(turn),
                    "speaker": turn.person or turn.speaker or "",
                    "day": (one.date or date.min).toordinal(),
                    "text": text,
                    "stems": " ".join(stems(text)),
                }
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
                turns += 1
                size_bytes += len(text.encode())
    return turns, size_bytes
