"""Where sealed values stand: every column, and the place each value is bound to. A new one is added here."""

from dataclasses import dataclass

from infra.store.transaction import Row, Value


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column of sealed values in a table with a `tenant_id`; an empty value seals nothing.

    Attributes:
        key: the table's primary key. A column called `seq` in it is a number, all others are text.
        place: the `where` of `Vault.seal`, with the names of key columns in braces.
    """

    table: str
    column: str
    key: tuple[str, ...]
    place: str

    def where(self, row: Row) -> str:
        """The place this row's value is bound to."""
        return self.place.format_map({name: row[name] for name in self.key})

    def key_of(self, row: Row) -> tuple[Value, ...]:
        """The row's primary key."""
        return tuple(row[name] for name in self.key)

    @property
    def before_all(self) -> tuple[Value, ...]:
        """A key that sorts before every row's."""
        return tuple(0 if name == "seq" else "" for name in self.key)


CREDENTIALS = Sealed("integrations", "sealed_credentials", ("id",), "integrations/{id}/credentials")
SAID = Sealed("conversations", "sealed_said", ("id",), "conversations/{id}")
WORDS = Sealed("utterances", "sealed_words", ("conversation_id", "seq"), "utterances/{conversation_id}/{seq}")
CASE = Sealed("tickets", "sealed_case", ("id",), "tickets/{id}/case")
EVENT_WORDS = Sealed("ticket_events", "sealed_words", ("ticket_id", "seq"), "ticket_events/{ticket_id}/{seq}")
WEBHOOK_SECRET = Sealed("webhooks", "sealed_secret", ("id",), "webhooks/{id}/secret")
EMAIL = Sealed("members", "sealed_email", ("id",), "members/{id}/email")
DRAFT = Sealed("drafts", "sealed_text", ("ticket_id", "member_id", "kind"), "drafts/{ticket_id}/{member_id}/{kind}")
IDENTITY_SECRET = Sealed("identity_secrets", "sealed_secret", ("id",), "identity_secrets/{id}/secret")
PICTURE = Sealed("photos", "sealed_picture", ("id",), "photos/{id}/picture")
ALL = (
    *(CREDENTIALS, SAID, WORDS, CASE, EVENT_WORDS, WEBHOOK_SECRET, EMAIL),
    *(IDENTITY_SECRET, PICTURE, DRAFT),
)
