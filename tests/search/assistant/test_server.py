"""A client of the protocol asks every tool; no word of an answer is anything but what stands."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import anyio
import pytest
from mcp import StdioServerParameters
from mcp.client.client import Client
from mcp.client.stdio import stdio_client

from search.assistant.server import make_server
from search.assistant.tools import AssistantTools

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping

    from search.records import Statement
    from search.settings import Settings

TODAY = date(2026, 11, 30)
TOOLS = ("search", "fetch", "check_quote", "turn_in_context", "frequency", "coverage", "cite")


@asynccontextmanager
async def in_process(settings: Settings) -> AsyncIterator[Client]:
    async with Client(make_server(AssistantTools(settings, lambda: TODAY))) as client:
        yield client


@asynccontextmanager
async def over_stdio(settings: Settings) -> AsyncIterator[Client]:
    given = ["-m", "search.cli.main", "--data", str(settings.data), "mcp"]
    transport = stdio_client(StdioServerParameters(command=sys.executable, args=given, env=paths()))
    async with Client(transport) as client:
        yield client


def paths() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(filter(None, sys.path))}


@pytest.fixture
def http(settings: Settings) -> Iterator[str]:
    given = [sys.executable, "-m", "search.cli.main", "--data", str(settings.data)]
    command = [*given, "mcp", "--http", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=paths()) as server:
        assert server.stdout
        yield server.stdout.readline().strip()
        server.terminate()


async def ask(client: Client, tool: str, **given: Any) -> Any:
    answer = await client.call_tool(tool, given)
    assert not answer.is_error, answer.content
    (text,) = answer.content
    assert json.loads(text.text) == answer.structured_content  # type: ignore[union-attr]
    return answer.structured_content


async def refusal(client: Client, tool: str, **given: Any) -> str:
    answer = await client.call_tool(tool, given)
    assert answer.is_error
    return str(answer.content[0].text)  # type: ignore[union-attr]


def stands(shown: Mapping[str, Any], by_id: Mapping[str, Statement]) -> None:
    """What an answer shows of a turn is that turn's, in the version it links."""
    id, _, number = shown["id"].partition("#")[0].partition("/")
    statement = by_id[id]
    assert shown["version"] == statement.version
    assert shown["link"].partition("?v=")[2] == statement.version
    assert shown["credit"]
    if not number:
        return
    turn = statement.turn_at(int(number))
    assert turn
    assert shown["link"].startswith(f"/s/{id}/")
    for name in ("label", "speaker", "role", "evidence", "kind"):
        assert shown[name] == getattr(turn, name), (shown["id"], name)
    assert " ".join(shown.get("text", "").split()) in " ".join(" ".join(turn.paragraphs).split())
    for paragraph in shown.get("paragraphs", ()):
        position = [turn.ordinal(at) for at in range(len(turn.paragraphs))].index(paragraph["n"])
        assert paragraph["text"] in turn.paragraphs[position]


def questions(statements: tuple[Statement, ...]) -> list[str]:
    """A hundred: words, phrases as they stand, speakers, days, what is not there."""
    draw = random.Random(7)
    found = []
    for _ in range(25):
        words = draw.choice(draw.choice(draw.choice(statements).turns).paragraphs).split()
        at = draw.randrange(max(len(words) - 5, 1))
        piece = " ".join(words[at : at + 5])
        found += [piece, f'"{piece}"', f"speaker:Tarn {words[at]}", f"{words[at]} date:2012..2013"]
    return [*found[:94], "", "zeppelin", "NOT treaty", "Oskel", "(", "что сказал Тарн о договоре"]


def test_every_tool_is_read_only_and_says_what_its_parameters_are(settings: Settings) -> None:
    async def look() -> None:
        async with in_process(settings) as client:
            tools = (await client.list_tools()).tools
            assert sorted(one.name for one in tools) == sorted(TOOLS)
            for one in tools:
                assert one.description
                assert one.annotations
                assert one.annotations.read_only_hint
                assert one.annotations.destructive_hint is False
                for name, shape in one.input_schema.get("properties", {}).items():
                    assert shape.get("description"), (one.name, name)
            by_name = {one.name: one.input_schema for one in tools}
            for name, key in (("search", "query"), ("fetch", "id")):
                assert list(by_name[name]["properties"]) == by_name[name]["required"] == [key]
                assert by_name[name]["properties"][key]["type"] == "string"

    anyio.run(look)


async def every_tool(client: Client, statements: tuple[Statement, ...]) -> None:
    by_id = {str(one.id): one for one in statements}
    found = await ask(client, "search", query="treaty harvest")
    for result in found["results"]:
        assert {"id", "title", "url"} <= set(result)
        stands(result, by_id)
    first = found["results"][0]["id"]
    read = await ask(client, "fetch", id=first)
    assert {"id", "title", "text", "url", "metadata"} <= set(read)
    assert all(isinstance(one, str) for one in read["metadata"].values())
    for turn in read["turns"]:
        stands(turn, by_id)
        assert all(one["text"] in read["text"] for one in turn["paragraphs"])
    around = await ask(client, "turn_in_context", id=first, before=2, after=2)
    for turn in (around, *around["before"], *around["after"]):
        stands(turn, by_id)
    spoken = statements[0].turns[1]
    words = " ".join(spoken.paragraphs[0].split()[:9])
    verdict = await ask(client, "check_quote", quote=words)
    assert verdict["verdict"] == "verbatim"
    assert verdict["matches"][0]["label"] == spoken.label
    assert verdict["matches"][0]["version"] == statements[0].version
    assert verdict["matches"][0]["credit"]
    other = await ask(client, "check_quote", quote=words, speaker="Oskel")
    assert other["verdict"] == "by_another"
    counted = await ask(client, "frequency", query="treaty", speaker="Tarn", lang="en")
    assert counted["series"][0]["total"] == sum(counted["series"][0]["counts"]) > 0
    held = await ask(client, "coverage")
    assert held["searched"]["statements"] == 60
    cited = await ask(client, "cite", id=first, style="bibtex")
    assert cited["citation"].startswith("@")
    stands({**cited, "id": first}, by_id)
    for answer in (found, read, around, verdict, counted, held, cited):
        assert answer["searched"]["not_searched"]
        assert answer.get("credit")  # of every answer


@pytest.mark.parametrize("connected", [in_process, over_stdio])
def test_all_tools_answer(
    settings: Settings,
    statements: tuple[Statement, ...],
    connected: Callable[[Settings], Any],
) -> None:
    async def run() -> None:
        async with connected(settings) as client:
            await every_tool(client, statements)

    anyio.run(run)


def test_all_tools_answer_over_http(http: str, statements: tuple[Statement, ...]) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/mcp", http)

    async def run() -> None:
        async with Client(http) as client:
            await every_tool(client, statements)

    anyio.run(run)
    for header in ({"Host": "onrecord.example"}, {"Origin": "https://evil.example"}):
        given = {"Content-Type": "application/json", "Accept": "application/json", **header}
        with pytest.raises(HTTPError) as refused:
            urlopen(Request(http, b'{"jsonrpc":"2.0","id":1,"method":"ping"}', given))
        assert refused.value.code in (403, 421)
        refused.value.close()


@pytest.mark.parametrize("connected", [in_process, over_stdio])
def test_of_a_hundred_questions_every_quotation_stands_where_it_says(
    settings: Settings,
    statements: tuple[Statement, ...],
    connected: Callable[[Settings], Any],
) -> None:
    by_id = {str(one.id): one for one in statements}
    asked = questions(statements)
    assert len(asked) == 100
    shown = 0

    async def run() -> None:
        nonlocal shown
        async with connected(settings) as client:
            for q in asked:
                found = await ask(client, "search", query=q)
                assert found["searched"]["not_searched"]
                for result in found["results"]:
                    stands(result, by_id)
                    shown += bool(result["text"])
                for result in found["results"][:1]:
                    read = await ask(client, "fetch", id=result["id"])
                    for turn in read["turns"]:
                        stands(turn, by_id)
                    if result["kind"] == "speech" and len(result["text"].split()) > 5:
                        again = await ask(client, "check_quote", quote=result["text"])
                        assert again["verdict"] in ("verbatim", "verbatim_with_cuts"), result

    anyio.run(run)
    assert shown > 300


def test_a_long_text_comes_in_chunks_that_make_it_whole(
    settings: Settings, statements: tuple[Statement, ...]
) -> None:
    def letters(one: Statement) -> int:
        return sum(len(paragraph) for turn in one.turns for paragraph in turn.paragraphs)

    long = max(statements, key=letters)

    async def run() -> None:
        async with in_process(settings) as client:
            texts: dict[str, str] = {}
            following = str(long.id)
            many = 0
            while following:
                read = await ask(client, "fetch", id=following)
                assert len(read["text"]) < 10_000
                for turn in read["turns"]:
                    for one in turn["paragraphs"]:
                        key = f"{turn['id']} {one['n']}"
                        texts[key] = texts.get(key, "") + one["text"]
                many += 1
                assert read["chunk"] == many
                following = read["next"]
            assert many == read["chunks"] > 2
            assert list(texts.values()) == [p for turn in long.turns for p in turn.paragraphs]
            assert "there is no" in await refusal(client, "fetch", id=f"{long.id}#{many + 1}")

    anyio.run(run)


@pytest.mark.parametrize(
    ("tool", "given", "told"),
    [
        ("fetch", {"id": "en-777"}, "en-777"),
        ("fetch", {"id": "en-1/999"}, "no paragraph 999"),
        ("fetch", {"id": "../../etc"}, "an id such as"),
        ("fetch", {"id": "en-1?v=000000000000"}, "known by the name 000000000000"),
        ("fetch", {"id": "en-1?v=latest"}, "12 hex digits"),
        ("fetch", {"id": "/s/en-1/2?v=000000000000"}, "known by the name 000000000000"),
        ("fetch", {}, "id"),
        ("turn_in_context", {"id": "en-1"}, "names no turn"),
        ("turn_in_context", {"id": "en-1/2", "before": 99}, "before"),
        ("check_quote", {"quote": "  "}, "a quotation"),
        ("check_quote", {"quote": "x y z", "date": "soon"}, "a date such as"),
        ("cite", {"id": "en-1/2", "style": "apa"}, "style"),
    ],
)
def test_what_cannot_be_answered_is_told(
    settings: Settings, tool: str, given: dict[str, Any], told: str
) -> None:
    async def run() -> None:
        async with in_process(settings) as client:
            assert told in await refusal(client, tool, **given)

    anyio.run(run)


@pytest.mark.parametrize(
    "name", ["en-1/2", "/s/en-1/2", "https://onrecord.example/s/en-1/2?v=VERSION#p2", " 1/2 "]
)
def test_a_text_is_read_by_id_number_or_link(
    settings: Settings, statements: tuple[Statement, ...], name: str
) -> None:
    async def run() -> None:
        async with in_process(settings) as client:
            read = await ask(client, "fetch", id=name.replace("VERSION", statements[0].version))
            assert read["turns"][0]["id"] == "en-1/2"

    anyio.run(run)
