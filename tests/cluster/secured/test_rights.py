"""Roles as `docs/cluster.md` lists them: each right is needed, and no other."""

from __future__ import annotations

import copy
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from search.engine import Search
from search.engines import open_engine, open_writer, verify
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.publish.build_part import BuildPart
from search.engines.opensearch.publish.generations import ClusterGenerations
from search.engines.opensearch.publish.part_writer import PartWriter
from search.errors import Busy, ClusterRefused
from search.query.parser import parse
from search.records import Coverage, StatementId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from search.engines.opensearch.cluster.client import Cluster
    from search.records import Statement
    from search.settings import Settings

pytestmark = pytest.mark.cluster

Role = dict[str, Any]


def search_all(settings: Settings) -> int:
    """Everything a reader does; how many statements were found."""
    with closing(open_engine(settings)) as engine:
        found = engine.search(Search(parse("ferry").tree, histogram=True))
        engine.statement(StatementId("en-1"))
        engine.statements(1)
        engine.occurrences(Search(parse("ferry").tree))
        engine.speakers()
        engine.lexicon()
        assert len(list(engine.titles())) == len(engine.newest(100))
    return found.total.statements


def index_all(settings: Settings, statements: Sequence[Statement], *, anew: bool) -> None:
    """Publish a generation."""
    with open_writer(settings, anew=anew) as writer:
        writer.add(statements)
        total = Coverage(len(statements), len(statements), None, None, 0, 0, 0)
        writer.publish(total, [], sample=False)


def index_in_parts(settings: Settings, statements: Sequence[Statement]) -> None:
    """Publish a generation as the only one of several machines."""
    with PartWriter(settings, BuildPart(1, 1)) as writer:
        writer.add(statements)
        total = Coverage(len(statements), len(statements), None, None, 0, 0, 0)
        assert writer.publish(total, [], sample=False)


def one_right_less(role: Role) -> Iterator[tuple[str, Role]]:
    """The role without each of its rights in turn."""
    for right in role["cluster_permissions"]:
        less = copy.deepcopy(role)
        less["cluster_permissions"].remove(right)
        yield right, less
    for number, one in enumerate(role["index_permissions"]):
        for right in one["allowed_actions"]:
            less = copy.deepcopy(role)
            less["index_permissions"][number]["allowed_actions"].remove(right)
            yield right, less


@pytest.fixture
def ferries(make_statement: Callable[..., Statement]) -> list[Statement]:
    return [make_statement(number, f"The ferry {number} will not wait.") for number in range(1, 11)]


def test_a_reader_searches_and_may_not_index(
    settings: Settings,
    cluster: Cluster,
    roles: dict[str, Role],
    make_user: Callable[..., Any],
    settings_of: Callable[..., Settings],
    ferries: list[Statement],
) -> None:
    index_all(settings, ferries, anew=False)
    reader = settings_of(make_user(roles["reader"]))
    assert search_all(reader) == len(ferries)
    assert verify(reader) == ()
    served = cluster.aliased(settings.opensearch_prefix)
    for anew in (False, True):
        with pytest.raises(ClusterRefused, match=r"docs/cluster\.md lists the rights"):
            index_all(reader, ferries[:5], anew=anew)
    with closing(OpenSearchEngine(cluster, served[0])) as engine:
        assert len(engine.newest(100)) == len(ferries)
    assert cluster.aliased(settings.opensearch_prefix) == served


def test_a_reader_needs_every_right_of_the_list(
    settings: Settings,
    roles: dict[str, Role],
    make_user: Callable[..., Any],
    settings_of: Callable[..., Settings],
    ferries: list[Statement],
) -> None:
    index_all(settings, ferries, anew=False)
    user = make_user(roles["reader"])
    not_needed = []
    for right, less in one_right_less(roles["reader"]):
        make_user(less, user)
        try:
            search_all(settings_of(user))
        except ClusterRefused:
            continue
        not_needed.append(right)
    assert not_needed == []


def test_a_writer_indexes_anew_by_changes_and_in_parts_and_sweeps(
    settings: Settings,
    cluster: Cluster,
    roles: dict[str, Role],
    make_user: Callable[..., Any],
    settings_of: Callable[..., Settings],
    ferries: list[Statement],
) -> None:
    writer = settings_of(make_user(roles["writer"]))
    debris = ClusterGenerations(cluster, settings).new_name(datetime.now(UTC))
    ClusterGenerations(cluster, settings).begin(debris)
    index_all(writer, ferries, anew=True)
    index_all(writer, ferries[1:], anew=False)
    index_in_parts(writer, ferries[2:])
    assert verify(settings) == ()
    assert not cluster.api.indices.exists(index=debris)


def test_a_writer_needs_every_right_of_the_list(
    settings: Settings,
    cluster: Cluster,
    roles: dict[str, Role],
    make_user: Callable[..., Any],
    settings_of: Callable[..., Settings],
    ferries: list[Statement],
) -> None:
    def index_from_nothing(writer: Settings) -> None:
        for index in cluster.api.indices.get_alias(index=f"{settings.opensearch_prefix}-*"):
            cluster.api.indices.delete(index=index)
        ClusterGenerations(cluster, settings).begin(
            ClusterGenerations(cluster, settings).new_name(datetime.now(UTC))
        )
        index_all(writer, ferries, anew=True)
        index_all(writer, ferries[1:], anew=False)
        index_in_parts(writer, ferries[2:])

    user = make_user(roles["writer"])
    not_needed = []
    for right, less in one_right_less(roles["writer"]):
        try:
            index_from_nothing(settings_of(make_user(less, user)))
        except (ClusterRefused, Busy):  # busy: the lock could not be given back
            continue
        not_needed.append(right)
    assert not_needed == []
