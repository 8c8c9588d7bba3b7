"""A cluster that answers by halves, or is none → one of our errors that says what to do."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest

from fake_opensearch.scripted import GOOD, Answers, error, info, listening, settings
from search.engines.opensearch.cluster.client import Cluster
from search.engines.opensearch.serving import ClusterGenerationSource
from search.errors import (
    ClusterRefused,
    ClusterUnavailable,
    DamagedIndex,
    NoIndex,
    OnrecordError,
    OtherVersion,
    TooLong,
)


def failure(**answers: tuple[int, Any]) -> OnrecordError:
    """What asking a search of such a cluster raises."""
    with (
        listening(Answers(**answers)) as host,
        closing(Cluster(settings(host))) as cluster,
        pytest.raises(OnrecordError) as raised,
    ):
        cluster.search("old", {"query": {"term": {"any": "peace"}}})
    return raised.value


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ((401, "Unauthorized"), ClusterRefused, "opensearch_password"),
        ((403, error("security_exception")), ClusterRefused, "rights"),
        ((500, error("boom")), ClusterUnavailable, "500: boom"),
        ((503, error("cluster_block_exception")), ClusterUnavailable, "cluster's health"),
        ((429, error("rejected_execution_exception")), ClusterUnavailable, "rejected"),
        ((200, "<html>"), ClusterUnavailable, "cannot be read"),
        ((200, {}), ClusterUnavailable, "cannot be read"),
        ((200, [1]), ClusterUnavailable, "cannot be read"),
        ((200, '"peace"'), ClusterUnavailable, "cannot be read"),
        ((200, {"responses": []}), ClusterUnavailable, "cannot be read"),
        ((200, {"responses": [GOOD, GOOD]}), ClusterUnavailable, "cannot be read"),
        ((200, {"responses": ["peace"]}), ClusterUnavailable, "cannot be read"),
        ((200, {"responses": [{"took": 1}]}), ClusterUnavailable, "cannot be read"),
        ((502, "<html>peace</html>"), ClusterUnavailable, "(502: no reason given)"),
        ((502, ["peace"]), ClusterUnavailable, "cannot be read"),
        ((504, ""), ClusterUnavailable, "(504: no reason given)"),
        ((413, ""), ClusterUnavailable, "(413: no reason given)"),
        (
            (200, {"responses": [error("index_not_found_exception") | {"status": 404}]}),
            DamagedIndex,
            "index old",
        ),
        (
            (200, {"responses": [error("security_exception") | {"status": 403}]}),
            ClusterRefused,
            "docs/cluster.md",
        ),
        (
            (
                200,
                {
                    "responses": [
                        error("search_phase", root_cause=[{"type": "too_many_nested_clauses"}])
                        | {"status": 500}
                    ]
                },
            ),
            TooLong,
            "leave some out",
        ),
        (
            (
                200,
                {
                    "responses": [
                        GOOD | {"_shards": {"total": 3, "successful": 2, "failed": 1}, "hits": {}}
                    ]
                },
            ),
            ClusterUnavailable,
            "from 2 of 3 parts",
        ),
        (
            (200, {"responses": [GOOD | {"timed_out": True, "hits": {}}]}),
            ClusterUnavailable,
            "not shown",
        ),
    ],
)
def test_an_answer_that_is_none_or_not_whole_is_refused(
    answer: tuple[int, Any], kind: type[OnrecordError], said: str
) -> None:
    raised = failure(_msearch=answer)
    assert type(raised) is kind
    assert said in str(raised)
    assert "peace" not in str(raised)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (info("2.11.0"), "opensearch 2.11.0; this program needs OpenSearch 2.19"),
        (info("8.15.0", "elasticsearch"), "elasticsearch 8.15.0"),
        (info("8.15.0", ""), "needs OpenSearch"),
    ],
)
def test_another_program_or_an_old_version_is_refused(told: tuple[int, Any], said: str) -> None:
    with listening(Answers(**{"": told})) as host:
        shelf = ClusterGenerationSource(settings(host))
        with pytest.raises(OtherVersion) as raised:
            shelf.current()
        shelf.close()
    assert said in str(raised.value)


@pytest.mark.parametrize("told", [info("2.19.4"), info("3.8.0"), info("10.0.1")])
def test_a_version_the_tests_run_on_or_a_newer_one_is_taken(told: tuple[int, Any]) -> None:
    with (
        listening(Answers(**{"": told})) as host,
        closing(Cluster(settings(host))) as cluster,
    ):
        cluster.check_version()


def test_a_site_that_is_no_cluster_is_told() -> None:
    with listening(Answers(**{"": (200, {"hello": "world"})})) as host:
        shelf = ClusterGenerationSource(settings(host))
        with pytest.raises(
            ClusterUnavailable, match="is not a cluster's; correct opensearch_hosts"
        ):
            shelf.current()
        shelf.close()


def test_the_alias_is_believed_for_a_second_and_no_longer() -> None:
    answers = Answers(**{"": info("3.8.0"), "onrecord___alias": (200, {"onrecord-a": {}})})
    seconds = [0.0]
    with listening(answers) as host:
        shelf = ClusterGenerationSource(settings(host), clock=lambda: seconds[0])
        assert shelf.current() == "onrecord-a"
        answers.answers["onrecord/_alias"] = (200, {"onrecord-b": {}})
        assert shelf.current() == "onrecord-a"
        seconds[0] = 1.5
        assert shelf.current() == "onrecord-b"
        answers.answers["onrecord/_alias"] = (404, {"error": "alias [onrecord] missing"})
        seconds[0] = 3.0
        with pytest.raises(
            NoIndex, match=r"no index onrecord in the cluster .* `onrecord index PATH"
        ):
            shelf.current()
        answers.answers["onrecord/_alias"] = (200, {"onrecord-a": {}, "onrecord-b": {}})
        with pytest.raises(DamagedIndex, match="points at 2 indexes"):
            shelf.current()
        shelf.close()
