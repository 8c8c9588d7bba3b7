"""Parts of a build: every statement is of exactly one, and all machines call the build alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from search.engine import Offer
from search.engines.opensearch.publish.build_part import BuildPart, build_name, read_build_part
from search.errors import BadValue
from search.records import StatementId

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.records import Statement

IDS = [
    *(StatementId(f"{lang}-{number}") for lang in ("en", "ru") for number in range(1, 40)),
    StatementId("en-act-7"),
    StatementId("en-supplement-12"),
    StatementId("en-x0123456789"),
    StatementId("ru-x00ff00ff00"),
]


@pytest.mark.parametrize("of", [1, 2, 8, 1_000])
def test_every_statement_is_of_exactly_one_part(of: int) -> None:
    parts = [BuildPart(number, of) for number in range(1, of + 1)]
    assert [sum(part.has(one) for part in parts) for one in IDS] == [1] * len(IDS)


def test_parts_go_by_the_number_of_the_statement() -> None:
    assert [n for n in range(1, 20) if BuildPart(2, 8).has(StatementId(f"en-{n}"))] == [1, 9, 17]


@pytest.mark.parametrize("text", ["2/8", "1/1", "1000/1000"])
def test_a_part_is_read(text: str) -> None:
    part = read_build_part(text)
    assert str(part) == f"{part.number}/{part.total}" == text


@pytest.mark.parametrize("text", ["", "2", "0/8", "9/8", "1/0", "1/1001", "-1/8", "a/b", "٢/٨"])
def test_what_is_no_part_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="a part such as 2/8"):
        read_build_part(text)


def offer(name: str, digest: str, make_statement: Callable[..., Statement]) -> Offer:
    """An offer that is never loaded."""
    return Offer(StatementId(name), digest, make_statement)


def test_a_build_is_called_alike_in_any_order_and_otherwise_when_anything_differs(
    make_statement: Callable[..., Statement],
) -> None:
    one, two = (offer(f"en-{n}", f"digest {n}", make_statement) for n in (1, 2))
    other = offer("en-2", "another digest", make_statement)
    name = build_name([one, two], 2, 1)
    assert build_name([two, one], 2, 1) == name
    different = {
        build_name([one, other], 2, 1),
        build_name([one], 2, 1),
        build_name([one, two], 3, 1),
        build_name([one, two], 2, 5),
    }
    assert name not in different
    assert len(different) == 4
