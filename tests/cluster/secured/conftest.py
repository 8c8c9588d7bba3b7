"""A node that asks who is there: users of a test's own, with the rights that the guide lists."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from search.settings import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from search.engines.opensearch.cluster.client import Cluster
    from search.settings import Settings

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "docs" / "cluster.md"
API = "/_plugins/_security/api"
ROLE = re.compile(r"PUT _plugins/_security/api/roles/onrecord-(\w+)\n(.*?)\n\n", re.DOTALL)

Role = dict[str, Any]


class User(NamedTuple):
    """Whom the cluster knows, and by what."""

    name: str
    password: str


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The administrator's settings, of a prefix of the test's own."""
    if not all(host.startswith("https:") for host in settings.opensearch_hosts):
        pytest.skip("asks for a cluster with TLS and passwords; make test-cluster starts one")
    return settings


@pytest.fixture
def roles(settings: Settings) -> dict[str, Role]:
    """The roles as the guide has them, for the prefix of the test."""
    found = dict(ROLE.findall(GUIDE.read_text(encoding="utf-8")))
    prefix = settings.opensearch_prefix
    return {name: json.loads(text.replace("onrecord", prefix)) for name, text in found.items()}


@pytest.fixture
def make_user(cluster: Cluster) -> Iterator[Callable[[Role], User]]:
    """A role → a user who has that and no other, given anew where the user is; gone at the end."""
    made: list[str] = []

    def ask(method: str, address: str, body: Any = None) -> None:
        cluster.api.transport.perform_request(method, f"{API}/{address}", body=body)

    def make(role: Role, user: User | None = None) -> User:
        if user is not None:
            ask("PUT", f"roles/{user.name}", role)
            return user
        user = User(f"t-{secrets.token_hex(6)}", f"Zx9-{secrets.token_urlsafe(18)}")
        made.append(user.name)
        ask("PUT", f"roles/{user.name}", role)
        ask("PUT", f"internalusers/{user.name}", {"password": user.password})
        ask("PUT", f"rolesmapping/{user.name}", {"users": [user.name]})
        return user

    yield make
    for name in made:
        for kind in ("rolesmapping", "internalusers", "roles"):
            ask("DELETE", f"{kind}/{name}")


@pytest.fixture
def settings_of(settings: Settings) -> Callable[[User], Settings]:
    """A user → settings to ask as that one."""

    def of(user: User) -> Settings:
        return replace(
            settings, opensearch_user=user.name, opensearch_password=Secret(user.password)
        )

    return of


@pytest.fixture
def token() -> Callable[..., str]:
    """A name → a token that says for an hour that its holder is called so."""

    def make(name: str, seconds: int = 3600) -> str:
        words = ["--folder", os.environ["ONRECORD_CLUSTER"], "token", name]
        return subprocess.run(
            [sys.executable, "-m", "cluster", *words, "--seconds", str(seconds)],
            cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip

    return make
