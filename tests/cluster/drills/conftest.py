"""Nodes that can be killed, an index worth asking, and readers who check every answer."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import pytest

from search.engines.opensearch.cluster.retry import retry
from search.records import Evidence, Statement, StatementId, Turn, TurnKind
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from search.engines.opensearch.cluster.client import Cluster
    from search.settings import Settings

ROOT: Final = Path(__file__).parents[3]
NODES: Final = 3
GREEN_SECONDS: Final = 300.0

WORDS: Final = (
    "river", "harbour", "ferry", "treaty", "granary", "railway", "bridge", "winter", "not", "will",
    "council", "accord", "water", "budget", "border", "quarry", "lantern", "orchard", "timber",
    "signal", "мост", "река", "зима", "не", "будет",
)  # fmt: skip
NAMES: Final = ("Alda Brune", "Tomas Vey", "Ilya Tarn", "Mara Dovast", None)
ROLES: Final = ("Minister", "Prime Minister", "Mayor of Port Alba", None)
PLACES: Final = ("Port Alba", "Fort Brune", None)
TOPICS: Final = (("Trade",), ("Trade", "Rivers"), ())

QUERIES: Final = (
    "river", "treaty granary", "will not", '"will not"', "riv*", "br?dge", "harbor~", "не будет",
    "ferry OR railway", "ferry -winter", "(river OR bridge) council", '"river harbour"~5',
    "speaker:Vey", "speaker:Vey river", "role:minister budget", "NOT speaker:Tarn winter",
    "title:river", "place:alba timber", "topic:rivers", "lang:ru", "date:2012..2014 accord",
    "kind:speech lantern", "zeppelin", "zeppelin river", "-river", "", "s*", "quarry orchard",
    "speaker:(Vey OR Brune) signal", "border water railway",
)  # fmt: skip
CHOICES: Final[tuple[dict[str, str], ...]] = (
    {}, {"sort": "newest"}, {"sort": "oldest", "limit": "7"}, {"year": "2013"},
    {"speaker": "Vey"}, {"lang": "en", "sort": "newest"}, {"role": "minister"},
    {"place": "Port Alba", "limit": "3", "page": "2"}, {"from": "2012-06-01", "to": "2015-01-01"},
    {"kind": "speech", "topic": "Trade"},
)  # fmt: skip

QUESTIONS: Final = tuple(
    "/search.json?" + urlencode({"q": query, **choice}) for choice in CHOICES for query in QUERIES
)
"""300 of all kinds, as addresses."""


def statement(number: int, texts: Random, says: str = "") -> Statement:
    """A statement of invented people, its words drawn from `texts`; `says` is in its first turn."""

    def turn(n: int) -> Turn:
        name, words = texts.choice(NAMES), texts.choices(WORDS, k=texts.randint(20, 60))
        return Turn(
            n,
            (" ".join([*([says] if says and n == 1 else []), *words]),),
            TurnKind.SPEECH if name else TurnKind.NARRATIVE,
            Evidence.LABEL if name else Evidence.NONE,
            label=name,
            speaker=name,
            role=texts.choice(ROLES) if name else None,
        )

    return Statement(
        StatementId(f"en-{number}"),
        "en",
        f"Meeting {number} {' '.join(texts.choices(WORDS, k=3))}",
        tuple(map(turn, range(1, texts.randint(3, 9)))),
        number=number,
        date=date(2011, 1, 1) + timedelta(days=texts.randint(0, 1800)),
        place=texts.choice(PLACES),
        topics=texts.choice(TOPICS),
    )


@pytest.fixture
def make_statements() -> Callable[..., list[Statement]]:
    """How many, and what the first turn of each says → statements, the same every time."""

    def make(count: int, says: str = "", seed: int = 1) -> list[Statement]:
        texts = Random(seed)
        return [statement(number, texts, says) for number in range(1, count + 1)]

    return make


@dataclass(frozen=True)
class Nodes:
    """The nodes of the cluster in `folder`; n1, n2, n3."""

    folder: Path
    cluster: Cluster

    @property
    def names(self) -> list[str]:
        return [one["name"] for one in self.state["nodes"]]

    @property
    def state(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.folder / "cluster.json").read_text())
        return told

    def kill(self, *names: str) -> None:
        """`kill -9`."""
        for name in names:
            self._run("kill", name)

    def start(self, *names: str) -> None:
        for name in names:
            self._run("start", name)

    @contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """Let a node stand still meanwhile."""
        pid = self.state["pids"][name]
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    def lacking(self, index: str) -> list[str]:
        """Nodes that do not hold all parts of an index."""
        rows = self.cluster.api.cat.shards(index=index, params={"format": "json"})
        parts = {row["shard"] for row in rows}
        held = {name: {row["shard"] for row in rows if row["node"] == name} for name in self.names}
        return [name for name in self.names if held[name] != parts]

    def wait_to_listen(self) -> None:
        """Wait until all nodes take questions, which they do when they have started."""
        began = time.monotonic()
        for node in self.state["nodes"]:
            while not listens(node["http"]):
                assert time.monotonic() - began < GREEN_SECONDS, "a node does not start"
                time.sleep(0.1)

    def wait_for_green(self) -> None:
        """Wait until all nodes are there and hold all copies."""
        began = time.monotonic()
        while not self._is_green():
            assert time.monotonic() - began < GREEN_SECONDS, "the cluster does not become green"
            time.sleep(0.2)

    def wait_to_be_missed(self) -> None:
        """Wait until the others know that a node is dead: until then they call themselves green."""
        began = time.monotonic()
        while self._health()["number_of_nodes"] == len(self.names):
            assert time.monotonic() - began < GREEN_SECONDS, "nobody misses the node"
            time.sleep(0.1)

    def _is_green(self) -> bool:
        told = self._health()
        return told["status"] == "green" and told["number_of_nodes"] == len(self.names)

    def _health(self) -> dict[str, Any]:
        def ask() -> dict[str, Any]:
            with self.cluster.translated_errors():
                told: dict[str, Any] = self.cluster.api.cluster.health()
            return told

        return retry(ask)

    def _run(self, *words: str) -> None:
        command = [sys.executable, "-m", "cluster", "--folder", str(self.folder), *words]
        subprocess.run(command, cwd=ROOT, check=True)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings of an index that survives the loss of any one node, and of no two."""
    if len(settings.opensearch_hosts) != NODES:
        pytest.skip(f"asks for {NODES} nodes; make test-cluster and make soak-cluster start them")
    return replace(settings, opensearch_replicas=1, opensearch_shards=3)


@pytest.fixture
def nodes(cluster: Cluster) -> Iterator[Nodes]:
    """The nodes; all run and are green again after the test."""
    found = Nodes(Path(os.environ["ONRECORD_CLUSTER"]), cluster)
    found.start(*found.names)
    found.wait_for_green()
    yield found
    found.start(*found.names)
    found.wait_for_green()


def listens(port: int) -> bool:
    """Whether something takes connections there."""
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def said(answer: dict[str, Any]) -> str:
    """What an answer says, but for which generation says it."""
    return json.dumps({name: value for name, value in answer.items() if name != "index"})


@dataclass
class Site:
    """The site over the cluster, within this process; and what it answered when all was well."""

    settings: Settings
    questions: Sequence[str] = QUESTIONS
    expected: dict[str, str] = field(default_factory=dict)
    judge: Callable[[dict[str, Any]], int | None] | None = None
    """An answer → the round it is of, None where it is not whole; for indexes that change."""

    def __post_init__(self) -> None:
        self.client = create_app(self.settings).test_client()

    def remember(self) -> None:
        """Ask everything, and take the answers for right."""
        self.expected = self.ask_all()

    def ask_all(self) -> dict[str, str]:
        """Every question's answer."""
        answers = {}
        for question in self.questions:
            answer = self.client.get(question)
            assert answer.status_code == 200, answer.text
            answers[question] = said(answer.get_json())
        return answers


@pytest.fixture
def make_site(settings: Settings) -> Callable[..., Site]:
    """→ the site over the test's index; a seventh of the questions is enough for the short form."""
    usual = QUESTIONS if os.environ.get("ONRECORD_SOAK") == "full" else QUESTIONS[::7]

    def make(questions: Sequence[str] = usual) -> Site:
        return Site(settings, questions)

    return make


class Reader(threading.Thread):
    """Asks a site without a pause until told to stop; knows what the answers should be."""

    def __init__(self, site: Site, stop: threading.Event, seed: int) -> None:
        super().__init__()
        self._site, self._stop_now, self._chance = site, stop, Random(seed)
        self._client = create_app(site.settings).test_client()  # with connections of its own
        self.asked = 0
        self.slowest_seconds = 0.0
        self.failed: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.seen: set[int] = set()

    def run(self) -> None:
        """Ask."""
        while not self._stop_now.is_set():
            question = self._chance.choice(self._site.questions)
            began = time.monotonic()
            answer = self._client.get(question)
            self.slowest_seconds = max(self.slowest_seconds, time.monotonic() - began)
            self.asked += 1
            if answer.status_code != 200:
                self.failed[f"{answer.status_code}: {answer.text}"] += 1
            else:
                self._look_at(question, answer.get_json())

    def _look_at(self, question: str, answer: dict[str, Any]) -> None:
        if self._site.judge is None:
            if said(answer) != self._site.expected[question]:
                self.wrong.append(question)
            return
        found = self._site.judge(answer)
        if found is None:
            self.wrong.append(question)
        else:
            self.seen.add(found)


@contextmanager
def at_work(site: Site) -> Iterator[list[Reader]]:
    """Three readers, who ask as long as this lasts."""
    stop = threading.Event()
    readers = [Reader(site, stop, seed) for seed in range(3)]
    for one in readers:
        one.start()
    try:
        yield readers
    finally:
        stop.set()
        for one in readers:
            one.join()


@pytest.fixture
def reading() -> Callable[[Site], AbstractContextManager[list[Reader]]]:
    """A site → readers at work, within a `with`."""
    return at_work
