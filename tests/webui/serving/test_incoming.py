"""Bytes as they come → whole requests; what can be none is refused."""

from __future__ import annotations

import pytest

from webui.serving.bounds import HEAD_BYTES
from webui.serving.incoming import IncomingRequests, Refused

GET = b"GET /a HTTP/1.1\r\nHost: here\r\n\r\n"
POST = b"POST /check HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\nq=sea"
MOST_SENT = 100


def taken(*pieces: bytes) -> list[bytes]:
    """What is taken after each piece."""
    requests = IncomingRequests(MOST_SENT)
    found = []
    for piece in pieces:
        requests.add(piece)
        found.append(requests.take())
    return found


@pytest.mark.parametrize("request_bytes", [GET, POST, b"\r\n" + GET])
def test_a_request_is_taken_when_its_last_byte_is_here(request_bytes: bytes) -> None:
    pieces = [request_bytes[at : at + 1] for at in range(len(request_bytes))]
    assert taken(*pieces) == [b""] * (len(pieces) - 1) + [request_bytes]


def test_requests_sent_together_are_taken_one_after_another() -> None:
    requests = IncomingRequests(MOST_SENT)
    requests.add(POST + GET + GET[:9])
    assert [requests.take() for _ in range(3)] == [POST, GET, b""]
    assert len(requests) == 9


@pytest.mark.parametrize(
    "header",
    [
        *("Content-Length: 101", "Content-Length: x", "Content-Length: 9" + "9" * 400),
        "Content-Length: 5\r\nContent-Length: 5",
    ],
)
def test_a_body_that_is_never_read_is_not_waited_for(header: str) -> None:
    head = f"POST / HTTP/1.1\r\n{header}\r\n\r\n".encode()
    requests = IncomingRequests(MOST_SENT)
    requests.add(head)
    assert requests.take() == head
    assert requests.is_last


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"POST / HTTP/1.1\r\ntransfer-Encoding : chunked\r\n\r\n", "411"),
        (b"GET /" + b"a" * HEAD_BYTES, "431"),
        (b"GET /" + b"a" * HEAD_BYTES + b" HTTP/1.1\r\n\r\n", "431"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_status(sent: bytes, status: str) -> None:
    with pytest.raises(Refused) as refused:
        taken(sent)
    assert refused.value.answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Connection: close" in refused.value.answer


def test_who_waits_for_leave_gets_it_once() -> None:
    requests = IncomingRequests(MOST_SENT)
    requests.add(b"POST / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n")
    assert requests.take() == b""
    assert requests.take_leave()
    assert not requests.take_leave()


def test_a_head_in_many_pieces_is_searched_once() -> None:
    class Counting(bytearray):
        searched = 0

        def find(self, wanted: bytes, start: int = 0) -> int:  # type: ignore[override]
            Counting.searched += len(self) - start
            return super().find(wanted, start)

    requests = IncomingRequests(MOST_SENT)
    requests._held = Counting()
    pieces = 1_000
    for _ in range(pieces):
        requests.add(b"x" * 50)
        requests.take()
    assert Counting.searched < pieces * 50 + pieces * 4
