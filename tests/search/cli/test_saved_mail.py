"""`onrecord saved --mail`: one mail a run, and marked as seen only what a server took."""

from __future__ import annotations

import email
import email.policy
import stat
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner

from published import publish
from search.cli.main import main
from search.query.request import Request
from search.records import Evidence, Statement, StatementId, Turn, TurnKind
from search.settings import read_settings
from search.store.saved_queries import FILE_NAME, SavedQueries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from click.testing import Result

TURN = Turn(1, ("The treaty will not wait.",), TurnKind.SPEECH, Evidence.LABEL, label="Ilya Tarn")
FIRST = Statement(StatementId("en-1"), "en", "Talks on the lake", (TURN,), number=1)
STATEMENTS = (
    FIRST,
    replace(FIRST, id=StatementId("en-2"), number=2, title="Ответ о гавани\nи мостах"),
    replace(FIRST, id=StatementId("en-3"), number=3, title="Talks on bridges"),
)


class Mailbox:
    """What a local mail server does with what it is given."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.receivers: list[list[str]] = []
        self.refuses_data = False

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, to: str, _: Any) -> str:
        if to.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.refuses_data:
            return "451 try again later"
        mail = email.message_from_bytes(envelope.content, policy=email.policy.SMTP)
        self.mails.append(mail)  # type: ignore[arg-type] # by this policy it is an EmailMessage
        self.receivers.append(envelope.rcpt_tos)
        return "250 taken"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


class LocalMailServer(Controller):  # type: ignore[misc] # untyped
    """A mail server on whichever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def port(mailbox: Mailbox) -> Iterator[int]:
    server = LocalMailServer(mailbox, hostname="127.0.0.1", port=0)
    server.start()
    yield server.port
    server.stop()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    publish(read_settings({"data": data}, environ={}), *STATEMENTS)
    saved = SavedQueries(data / FILE_NAME)
    saved.save("вода", Request("treaty"), [FIRST.id], "g")
    saved.save("bridges", Request("bridges"), [STATEMENTS[2].id], "g")
    return data


def run(data: Path, port: int, *flags: str, to: str = "desk@onrecord.example") -> Result:
    environ = {
        "ONRECORD_SMTP_HOST": "127.0.0.1",
        "ONRECORD_SMTP_PORT": str(port),
        "ONRECORD_MAIL_FROM": "onrecord <news@onrecord.example>",
        "ONRECORD_MAIL_TO": to,
        "ONRECORD_PUBLIC_URL": "https://onrecord.example",
    }
    return CliRunner().invoke(main, ["--data", str(data), "saved", *flags], env=environ)


def test_one_mail_tells_what_is_new_and_is_not_sent_again(
    data: Path, port: int, mailbox: Mailbox
) -> None:
    answer = run(data, port, "--mail", to="desk@onrecord.example, archive@onrecord.example")
    assert answer.exit_code == 3, answer.output
    (mail,) = mailbox.mails
    assert mailbox.receivers == [["desk@onrecord.example", "archive@onrecord.example"]]
    assert mail["Subject"] == "onrecord: 2 new statements"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"]
    assert mail["Message-ID"].endswith("@onrecord.example>")
    assert mail.get_content_type() == "text/plain"
    text = mail.get_content()
    assert "вода: then 1, now 3: 2 new" in text
    assert "Ответ о гавани и мостах" in text
    assert "https://onrecord.example/s/en-3?q=treaty" in text
    assert "bridges" not in text.replace("Talks on bridges", "")  # nothing new of that one
    again = run(data, port, "--mail")
    assert (again.exit_code, len(mailbox.mails)) == (0, 1)
    assert "вода: then 3, now 3: nothing new" in again.stdout


def test_run_alone_marks_nothing(data: Path, port: int, mailbox: Mailbox) -> None:
    assert [run(data, port, "--run").exit_code for _ in range(2)] == [3, 3]
    assert mailbox.mails == []


def test_a_server_that_takes_no_mail_marks_nothing(data: Path, port: int, mailbox: Mailbox) -> None:
    mailbox.refuses_data = True
    answer = run(data, port, "--mail")
    assert answer.exit_code == 1
    assert "451 try again later" in answer.stderr
    assert run(data, port, "--mail", to="nobody@onrecord.example").exit_code == 1
    mailbox.refuses_data = False
    assert run(data, port, "--mail").exit_code == 3
    assert "2 new" in mailbox.mails[0].get_content()


def test_a_receiver_that_is_refused_is_told_and_the_others_are_served(
    data: Path, port: int, mailbox: Mailbox
) -> None:
    answer = run(data, port, "--mail", to="nobody@onrecord.example,desk@onrecord.example")
    assert answer.exit_code == 1
    assert "did not take nobody@onrecord.example" in answer.stderr
    assert mailbox.receivers == [["desk@onrecord.example"]]
    assert run(data, port, "--mail").exit_code == 0


def test_a_server_that_is_not_there_is_told(data: Path) -> None:
    answer = run(data, 9, "--mail")
    assert answer.exit_code == 1
    assert "127.0.0.1:9 did not take the mail" in answer.stderr


def test_a_password_is_sent_over_no_open_line(
    data: Path, port: int, mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "password"
    secret.write_text("fourth-harbour\n", encoding="utf-8")
    monkeypatch.setenv("ONRECORD_SMTP_USER", "desk")
    monkeypatch.setenv("ONRECORD_SMTP_PASSWORD_FILE", str(secret))
    answer = run(data, port, "--mail")  # the server knows no STARTTLS
    assert answer.exit_code == 1
    assert "STARTTLS" in answer.stderr
    assert "fourth-harbour" not in answer.output
    assert mailbox.mails == []


@pytest.mark.parametrize("missing", ["SMTP_HOST", "MAIL_FROM", "MAIL_TO"])
def test_what_is_not_set_is_said_before_anything_is_asked(
    data: Path, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in {"SMTP_HOST", "MAIL_FROM", "MAIL_TO"} - {missing}:
        monkeypatch.setenv(f"ONRECORD_{name}", "desk@onrecord.example")
    answer = CliRunner().invoke(main, ["--data", str(data), "saved", "--mail"])
    assert answer.exit_code == 2
    assert f"ONRECORD_{missing}" in answer.stderr


@pytest.mark.parametrize("address", ["desk", "a@b\nBcc: c@d", "a@b c@d", "@onrecord.example"])
def test_an_address_that_is_none_is_refused(data: Path, port: int, address: str) -> None:
    answer = run(data, port, "--mail", to=address)
    assert answer.exit_code == 2
    assert "mail_to" in answer.stderr


def test_where_nothing_can_be_marked_nothing_is_mailed(
    data: Path, port: int, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr("search.store.sqlite.make_private_file", refuse)
    assert run(data, port, "--run").exit_code == 3  # reading goes on
    answer = run(data, port, "--mail")
    assert answer.exit_code == 1
    assert "Read-only file system" in answer.stderr
    assert mailbox.mails == []


def test_the_file_stays_its_owner_s(data: Path, port: int) -> None:
    run(data, port, "--mail")
    assert stat.S_IMODE((data / FILE_NAME).stat().st_mode) == 0o600
