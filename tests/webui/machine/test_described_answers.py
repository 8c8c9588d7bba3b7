"""schemathesis asks the site whatever `/openapi.json` allows, and holds the answers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as examples

from search.query.request import Request
from search.records import StatementId
from search.store.saved_queries import FILE_NAME, SavedQueries
from webui.machine.api_table import ANSWERS

if TYPE_CHECKING:
    from flask import Flask

    from search.settings import Settings

MOST = 12  # of each address: all of them in a minute
OPERATIONS = [
    *((answer.address, "GET") for answer in ANSWERS),
    *((answer.address, "POST") for answer in ANSWERS if answer.shape_sent),
]


@pytest.mark.parametrize(("address", "method"), OPERATIONS)
def test_every_answer_is_one_of_those_described(
    app: Flask, settings: Settings, address: str, method: str
) -> None:
    saved = SavedQueries(settings.data / FILE_NAME)
    saved.save("0", Request(q="treaty"), [StatementId("en-7")], "g")
    operation = schemathesis.openapi.from_wsgi("/openapi.json", app)[address][method]

    @given(case=operation.as_strategy())
    @examples(
        max_examples=MOST,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
        deadline=None,
    )
    def ask(case: schemathesis.Case) -> None:
        # given the application itself, nobody unpacks what is packed
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    ask()
