"""The tools → a server of the Model Context Protocol, over stdio or Streamable HTTP on loopback.

The only importer of the protocol's kit.
"""

from __future__ import annotations

from functools import wraps
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any, Final, ParamSpec

import anyio
import uvicorn
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import ToolAnnotations
from pydantic import Field

from search.assistant.tools import MOST_NEIGHBOURS, MOST_QUOTE_CHARS
from search.citations.styles import CitationStyle
from search.errors import OnrecordError

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from search.assistant.tools import AssistantTools

PATH: Final = "/mcp"
INSTRUCTIONS: Final = (
    "Official statements: who said what, when, in which words. Search, then fetch before you quote."
    " Quote only words that stand in an answer, letter by letter, and name speaker, date and link"
    " with them; check_quote tells whether a quotation is verbatim. An answer's `searched` says"
    " what was not searched: not found does not mean never said."
)
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_READ_ONLY: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_Given = ParamSpec("_Given")
_Answer = dict[str, Any]

_Id = Annotated[
    str,
    Field(
        description="A statement (en-17093), a turn or paragraph of it (en-17093/12), a further"
        " chunk (en-17093#2), or a link of the site; as answers give them.",
        min_length=1,
        max_length=2_000,
    ),
]
_Lang = Annotated[
    str,
    Field(description="Language of the text: en or ru; empty for any.", pattern="^([a-z]{2,3})?$"),
]
_Query = Annotated[
    str,
    Field(
        description='The query: words (any form, all of them), "exact words", OR, -word, word*,'
        " speaker:Name, role:Office, date:2012..2014, place:, topic:, lang:en; empty lists the"
        " newest.",
        max_length=2_000,
    ),
]
_Speaker = Annotated[
    str,
    Field(description="A speaker by any form of the name; empty for everybody.", max_length=500),
]


def make_server(tools: AssistantTools) -> MCPServer[Any]:
    """A server of these tools; none of them changes anything."""
    server: MCPServer[Any] = MCPServer(
        "onrecord",
        title="onrecord: official statements",
        instructions=INSTRUCTIONS,
        version=version("onrecord"),
        log_level="WARNING",
    )

    def search(query: _Query) -> _Answer:
        return tools.search(query)

    def fetch(id: _Id) -> _Answer:
        return tools.fetch(id)

    def check_quote(
        quote: Annotated[
            str,
            Field(
                description="The quotation, without quotation marks; … or […] where it leaves"
                " something out.",
                min_length=1,
                max_length=MOST_QUOTE_CHARS,
            ),
        ],
        speaker: _Speaker = "",
        date: Annotated[
            str,
            Field(description="When it is said to have been said: 2012, 2012-05 or 2012-05-07."),
        ] = "",
        lang: _Lang = "",
    ) -> _Answer:
        return tools.check_quote(quote, speaker, date, lang)

    def turn_in_context(
        id: _Id,
        before: Annotated[
            int, Field(description="How many turns before it.", ge=0, le=MOST_NEIGHBOURS)
        ] = 1,
        after: Annotated[
            int, Field(description="How many turns after it.", ge=0, le=MOST_NEIGHBOURS)
        ] = 1,
    ) -> _Answer:
        return tools.turn_in_context(id, before, after)

    def frequency(query: _Query, speaker: _Speaker = "", lang: _Lang = "") -> _Answer:
        return tools.frequency(query, speaker, lang)

    def coverage() -> _Answer:
        return tools.coverage()

    def cite(
        id: _Id,
        style: Annotated[
            CitationStyle, Field(description="How it is written.")
        ] = CitationStyle.TEXT,
        version: Annotated[
            str,
            Field(
                description="Cite this text, by the 12 hex digits of its version; empty: today's.",
                pattern="^([0-9a-f]{12})?$",
            ),
        ] = "",
    ) -> _Answer:
        return tools.cite(id, style.value, version)

    for tool, title, text in (
        (search, "Search", "Find turns of official statements, best first, with what they say."),
        (fetch, "Read a text", "Read a statement or turn whole, long ones in chunks (`next`)."),
        (
            check_quote,
            "Check a quotation",
            "Tell whether words were said so, by whom and when, and what differs.",
        ),
        (
            turn_in_context,
            "A turn in its context",
            "One speaker's uninterrupted words with the turns before and after it.",
        ),
        (
            frequency,
            "How often words are said",
            "Count words year by year, in all and in a million words spoken.",
        ),
        (coverage, "What is indexed", "Tell which statements can be searched, and what not."),
        (cite, "Cite", "A citation of a statement, turn or paragraph, for a text or a program."),
    ):
        server.tool(title=title, description=text, annotations=_READ_ONLY)(_told(tool))
    return server


def run_stdio(server: MCPServer[Any]) -> None:
    """Answer on stdin and stdout until the other end closes them."""
    server.run("stdio")


def run_http(server: MCPServer[Any], listening: socket.socket) -> None:
    """Answer at `PATH` on a socket of loopback until a signal; nobody else's pages may ask."""
    guarded = TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[name for host in _LOOPBACK for name in (host, f"{host}:*")],
        allowed_origins=[f"http://{host}:*" for host in _LOOPBACK],
    )
    app = server.streamable_http_app(
        streamable_http_path=PATH, stateless_http=True, transport_security=guarded
    )
    config = uvicorn.Config(app, log_level="warning", lifespan="on")
    anyio.run(uvicorn.Server(config).serve, [listening])


def _told(tool: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """The same tool; what cannot be answered is told in its own words."""

    @wraps(tool)
    def answered(*given: _Given.args, **named: _Given.kwargs) -> _Answer:
        try:
            return tool(*given, **named)
        except OnrecordError as error:
            raise ToolError(str(error)) from error

    return answered
