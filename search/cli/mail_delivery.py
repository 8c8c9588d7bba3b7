"""Settings and a mail → the mail in the hands of a server, and who of its receivers it refused."""

from __future__ import annotations

import smtplib
import ssl
from typing import TYPE_CHECKING, Final

from search.errors import BadSetting, MailRefused

if TYPE_CHECKING:
    from email.message import EmailMessage

    from search.settings import Settings

_TIMEOUT_SECONDS: Final = 60.0
_TLS_PORT: Final = 465
_SUBMISSION_PORT: Final = 587
_RELAY_PORT: Final = 25


def check_mail_settings(settings: Settings) -> None:
    """`BadSetting` for what is missing before anything can be sent."""
    for name in ("smtp_host", "mail_from", "mail_to"):
        if not getattr(settings, name):
            raise BadSetting(name, "", f"given; set it, or ONRECORD_{name.upper()}, to send mail")


def deliver(settings: Settings, mail: EmailMessage) -> tuple[str, ...]:
    """Hand the mail over; the receivers the server would not take, where it took others.

    `MailRefused` where it took none, or cannot be reached.
    """
    password = _password(settings)
    try:
        with _connected(settings) as server:
            if settings.smtp_user:
                server.login(settings.smtp_user, password)
            refused = server.send_message(mail)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        where = f"{settings.smtp_host}:{_port(settings)}"
        raise MailRefused(
            f"the mail server {where} did not take the mail: {_reason(error)}; nothing is marked as"
            " seen, and the next run tells it again"
        ) from error
    return tuple(refused)


def _connected(settings: Settings) -> smtplib.SMTP:
    """A connection; encrypted where the port asks for it, and always before a password."""
    host, port = settings.smtp_host, _port(settings)
    context = ssl.create_default_context()
    if port == _TLS_PORT:
        return smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_SECONDS, context=context)
    server = smtplib.SMTP(host, port, timeout=_TIMEOUT_SECONDS)
    if settings.smtp_user:
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


def _port(settings: Settings) -> int:
    return settings.smtp_port or (_SUBMISSION_PORT if settings.smtp_user else _RELAY_PORT)


def _password(settings: Settings) -> str:
    file = settings.smtp_password_file
    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        wanted = "a file of text that can be read"
        raise BadSetting("smtp_password_file", str(file), wanted) from None


def _reason(error: Exception) -> str:
    """What the server or the system said, without what was sent."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(
            f"{to}: {code} {_text(told)}" for to, (code, told) in error.recipients.items()
        )
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return str((isinstance(error, OSError) and error.strerror) or error)


def _text(told: bytes | str) -> str:
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else told
