"""A cluster that asks for passwords: its certificates, by openssl, its settings, and tokens.

The users are the security plugin's own demo users (`admin`, password `admin`), so only ever on
loopback. A token signed with the cluster's key stands for the password of the user it names.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
import shutil
import ssl
import subprocess
import time
import urllib.request
from typing import TYPE_CHECKING, Any, Final

from cluster.errors import NoCluster

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PLUGIN: Final = "opensearch-security"
USER: Final = "admin"
PASSWORD: Final = "admin"  # of the plugin's demo users
_DAYS: Final = "30"
_NAMES: Final = (
    "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n"
)
_SSL: Final = "plugins.security.ssl"
_TOKEN_KEY: Final = "token.key"  # its bytes sign tokens
_TOKEN_KEY_BYTES: Final = 64
_TOKEN_HEAD: Final = {"alg": "HS512", "typ": "JWT"}
_TOKENS: Final = re.compile(
    r"(jwt_auth_domain:.*?http_enabled: )false(.*?signing_key: )\"[^\"]*\"", re.DOTALL
)


_EVERYBODY: Final = re.compile(r"^own_index:\n([ -].*\n)+", re.MULTILINE)
"""A role that the demo gives to all, some rights with it."""


def authority_file(folder: Path) -> Path:
    """The file of the authority that signed the nodes' certificate."""
    return folder / "ca.pem"


def make_certificates(folder: Path) -> None:
    """An authority, a certificate it signed for all nodes, and another authority (`other.pem`)."""
    if shutil.which("openssl") is None:
        raise NoCluster("openssl is missing. Debian, Ubuntu: sudo apt-get install openssl")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _TOKEN_KEY).write_bytes(secrets.token_bytes(_TOKEN_KEY_BYTES))
    for name in ("ca", "other"):
        _openssl(
            folder, "req", "-x509", *_new_key(name), "-days", _DAYS,
            "-subj", f"/CN=test {name}", "-out", f"{name}.pem",
        )  # fmt: skip
    _openssl(folder, "req", *_new_key("node"), "-subj", "/CN=node", "-out", "node.csr")
    (folder / "names").write_text(_NAMES, encoding="utf-8")
    _openssl(
        folder, "x509", "-req", "-in", "node.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
        "-CAcreateserial", "-days", _DAYS, "-extfile", "names", "-out", "node.pem",
    )  # fmt: skip


def _new_key(name: str) -> tuple[str, ...]:
    return ("-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key")


def _openssl(folder: Path, *words: str) -> None:
    done = subprocess.run(
        ["openssl", *words], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NoCluster(f"openssl {words[0]} failed: {done.stderr.strip()}")


def install(certificates: Path, home: Path, config: Path) -> None:
    """Copy certificates and the plugin's users into a node's configuration, where it reads them."""
    plugin = home / "plugins" / PLUGIN
    shutil.copytree(plugin / "config", config / PLUGIN, dirs_exist_ok=True)
    for name in ("ca.pem", "node.pem", "node.key"):
        shutil.copy(certificates / name, config / name)
    key = base64.b64encode((certificates / _TOKEN_KEY).read_bytes()).decode()
    _change(config / PLUGIN / "config.yml", _TOKENS, rf'\1true\2"{key}"')
    _change(config / PLUGIN / "roles_mapping.yml", _EVERYBODY, "")


def _change(file: Path, what: re.Pattern[str], new: str) -> None:
    changed, found = what.subn(new, file.read_text(encoding="utf-8"), count=1)
    if not found:
        raise NoCluster(f"{file} is not as expected: it lacks {what.pattern}")
    file.write_text(changed, encoding="utf-8")


def token(certificates: Path, user: str, seconds: int) -> str:
    """A token (JSON Web Token, RFC 7519) that says for some seconds that its holder is `user`."""
    now = int(time.time())
    claims = {"sub": user, "iat": now, "exp": now + seconds}
    signed = ".".join(_base64url(json.dumps(one).encode()) for one in (_TOKEN_HEAD, claims))
    key = (certificates / _TOKEN_KEY).read_bytes()
    return f"{signed}.{_base64url(hmac.digest(key, signed.encode(), hashlib.sha512))}"


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def settings() -> dict[str, Any]:
    """What a node's configuration says of TLS and passwords."""
    found: dict[str, Any] = {
        f"{_SSL}.http.enabled": "true",
        f"{_SSL}.transport.enforce_hostname_verification": "false",
        "plugins.security.allow_default_init_securityindex": "true",
        "plugins.security.restapi.roles_enabled": '["all_access"]',
        "plugins.security.nodes_dn": '["CN=node"]',
        "action.auto_create_index": ".opendistro_security",  # the plugin keeps its users there
    }
    for layer in ("http", "transport"):
        found[f"{_SSL}.{layer}.pemcert_filepath"] = "node.pem"
        found[f"{_SSL}.{layer}.pemkey_filepath"] = "node.key"
        found[f"{_SSL}.{layer}.pemtrustedcas_filepath"] = "ca.pem"
    return found


def opener(certificates: Path) -> urllib.request.OpenerDirector:
    """Asks as the administrator over TLS."""
    context = ssl.create_default_context(cafile=str(authority_file(certificates)))
    asks = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context))
    secret = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    asks.addheaders = [("Authorization", f"Basic {secret}")]
    return asks


def environment(certificates: Path) -> Mapping[str, str]:
    """The settings of the program that reach such a cluster."""
    return {
        "ONRECORD_OPENSEARCH_USER": USER,
        "ONRECORD_OPENSEARCH_PASSWORD": PASSWORD,
        "ONRECORD_OPENSEARCH_CA": str(authority_file(certificates)),
    }
