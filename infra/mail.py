"""Sending e-mail by the operator's own SMTP server, encrypted unless it is on this machine."""

from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from typing import Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib

BUDGET_SECONDS = 20.0
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
PORTS = {"smtp": 587, "smtps": 465}
_PERMANENT = range(500, 600)


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail. `name` makes its Message-ID, so that one which is sent twice is known to be the same."""

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    name: str


class MailError(Exception):
    """It was not taken; `category` is for logs and names nobody. `permanent`: it never will be."""

    def __init__(self, category: str, *, permanent: bool = False) -> None:
        super().__init__(category)
        self.category, self.permanent = category, permanent


class Mailer(Protocol):
    """Sends."""

    async def send(self, letter: Letter) -> None:
        """Have it taken. Raises: MailError."""
        ...


class SmtpMailer:
    """Sends by `smtp://[user:password@]host[:port]` or `smtps://…`.

    On `smtp` the connection is upgraded by STARTTLS before anything is said; only on this machine it may stay plain.
    """

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._port = parts.port or PORTS[parts.scheme]
        self._tls = parts.scheme == "smtps"
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._sender = sender

    async def send(self, letter: Letter) -> None:
        """See `Mailer.send`."""
        try:
            await aiosmtplib.send(
                self._message(letter),
                hostname=self._host,
                port=self._port,
                username=self._user,
                password=self._password,
                use_tls=self._tls,
                start_tls=not self._tls and self._host not in LOOPBACK,
                timeout=BUDGET_SECONDS,
            )
        except aiosmtplib.SMTPResponseException as error:
            raise MailError("refused", permanent=error.code in _PERMANENT) from None
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [each.code for each in error.recipients]
            raise MailError("recipient_refused", permanent=all(code in _PERMANENT for code in codes)) from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            raise MailError("unreachable") from None

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = letter.to
        message["Subject"] = " ".join(letter.subject.split())
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = f"<{letter.name}@{self._sender.rpartition('@')[2].rstrip('>')}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        return message
