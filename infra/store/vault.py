"""Sealing what must not be read from the disk: AES-GCM, bound to the tenant and the row it stands in.

A sealed value is one byte of format, four bytes naming the key, twelve of nonce, then the ciphertext and its tag. Why
indices have a key of their own: docs/adr/0010-key-rotation.md.
"""

import base64
import binascii
import os
from hashlib import blake2b, sha256
from hmac import digest

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from infra.store.transaction import Transaction

KEY_BYTES = 32
_FORMAT = b"\x01"
_NAME = 4
_NONCE = 12
_HEAD = len(_FORMAT) + _NAME
_CHECK = "vault/check"
_NO_INDEX_KEY = b"waybill"  # what the first version of the schema sealed in its place


class VaultError(Exception):
    """A key is missing or wrong, or a sealed value was moved or changed. Carries no secret."""


def make_key() -> str:
    """A new vault key, as it stands in WAYBILL_SECRET_KEY: 32 random bytes in base64."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def _read_keys(text: str) -> list[bytes]:
    keys = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            key = base64.b64decode(part, validate=True)
        except binascii.Error:
            key = b""
        if len(key) != KEY_BYTES:
            raise VaultError("WAYBILL_SECRET_KEY must hold 32 bytes in base64, or several such keys between commas.")
        keys.append(key)
    if not keys:
        raise VaultError("WAYBILL_SECRET_KEY is not set; `waybill key vault` makes one.")
    return keys


class Vault:
    """Seals with the first key, opens with any of them. `where` names table, row and column of the value.

    Attributes:
        newest: the name of the key that seals; it stands in bytes 1 to 4 of what it sealed.
        rotating: there are older keys beside it.
        index_key: what `index` hashes with. A new database keeps the one derived here; `check` reads what is kept.
    """

    def __init__(self, secret_key: str) -> None:
        """Read the keys of WAYBILL_SECRET_KEY, newest first. Raises: VaultError with one sentence."""
        keys = _read_keys(secret_key)
        self._ciphers = {sha256(key).digest()[:_NAME]: AESGCM(key) for key in keys}
        self.newest = next(iter(self._ciphers))
        self.rotating = len(self._ciphers) > 1
        # Of the oldest key: a database that keeps no index key yet was indexed with the one derived from it.
        self.index_key = digest(keys[-1], b"waybill blind index", "sha256")

    def seal(self, plain: bytes, *, tenant: int, where: str) -> bytes:
        """Encrypt `plain` so that it opens only for this tenant and place."""
        nonce = os.urandom(_NONCE)
        return _FORMAT + self.newest + nonce + self._ciphers[self.newest].encrypt(nonce, plain, _bound(tenant, where))

    def open(self, sealed: bytes, *, tenant: int, where: str) -> bytes:
        """Decrypt what `seal` made for this tenant and place. Raises: VaultError."""
        cipher = self._ciphers.get(sealed[len(_FORMAT) : _HEAD]) if sealed[:1] == _FORMAT else None
        if cipher is None:
            raise VaultError(f"no key in WAYBILL_SECRET_KEY opens {where}")
        try:
            return cipher.decrypt(sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :], _bound(tenant, where))
        except InvalidTag as error:
            raise VaultError(f"{where} was changed or belongs to another tenant or row") from error

    def reseal(self, sealed: bytes, *, tenant: int, where: str) -> bytes:
        """The same value under the newest key. Raises: VaultError."""
        return self.seal(self.open(sealed, tenant=tenant, where=where), tenant=tenant, where=where)

    def index(self, *parts: str) -> str:
        """A keyed hash to find a value by without storing it: 32 hex digits, the same for the same parts."""
        hashed = blake2b(key=self.index_key, digest_size=16)
        for part in parts:
            raw = part.encode()
            hashed.update(len(raw).to_bytes(4, "big") + raw)
        return hashed.hexdigest()


async def check(tx: Transaction, vault: Vault) -> None:
    """Make sure that this database was sealed with one of these keys, and index with the key that it keeps for that.

    Every process does so before its first turn: without it, a vault whose oldest key was dropped finds nothing again.

    Raises: VaultError with one sentence.
    """
    row = await tx.row("SELECT sealed_check FROM vault WHERE id = 1")
    if row is None:
        sealed = vault.seal(vault.index_key, tenant=0, where=_CHECK)
        await tx.run("INSERT INTO vault (id, sealed_check) VALUES (1, $1) ON CONFLICT (id) DO NOTHING", sealed)
        return
    try:
        kept = vault.open(row["sealed_check"], tenant=0, where=_CHECK)
    except VaultError:
        raise VaultError("WAYBILL_SECRET_KEY is not the key that this database was sealed with.") from None
    if kept == _NO_INDEX_KEY:
        await finish_rotation(tx, vault)
    else:
        vault.index_key = kept


async def finish_rotation(tx: Transaction, vault: Vault) -> None:
    """Keep the index key under the newest key: from now on `check` refuses to start without that one."""
    sealed = vault.seal(vault.index_key, tenant=0, where=_CHECK)
    await tx.run("UPDATE vault SET sealed_check = $1 WHERE id = 1", sealed)


def _bound(tenant: int, where: str) -> bytes:
    return f"{tenant}|{where}".encode()
