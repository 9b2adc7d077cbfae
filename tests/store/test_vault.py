"""The vault: what is sealed opens in its own place only, under any of the keys, and says in one sentence why not."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.store.vault import Vault, VaultError, make_key

OLD, NEW = make_key(), make_key()
WHERE = "integrations/int_1/credentials"
vault = Vault(OLD)


@given(plain=st.binary(max_size=2_000), tenant=st.integers(1, 2**31), where=st.text(max_size=60))
def test_what_is_sealed_opens_in_its_place(plain: bytes, tenant: int, where: str) -> None:
    assert vault.open(vault.seal(plain, tenant=tenant, where=where), tenant=tenant, where=where) == plain


@pytest.mark.parametrize(
    ("tenant", "where"),
    [(2, WHERE), (1, "integrations/int_2/credentials"), (1, "conversations/int_1/credentials"), (11, WHERE[1:])],
)
def test_a_value_moved_to_another_tenant_or_row_does_not_open(tenant: int, where: str) -> None:
    sealed = vault.seal(b"secret", tenant=1, where=WHERE)
    with pytest.raises(VaultError, match="was changed or belongs to another tenant or row") as told:
        vault.open(sealed, tenant=tenant, where=where)
    assert "secret" not in str(told.value)


@given(st.data())
def test_a_value_with_one_changed_bit_does_not_open(choice: st.DataObject) -> None:
    sealed = bytearray(vault.seal(b"secret", tenant=1, where=WHERE))
    sealed[choice.draw(st.integers(0, len(sealed) - 1))] ^= 1 << choice.draw(st.integers(0, 7))
    with pytest.raises(VaultError):
        vault.open(bytes(sealed), tenant=1, where=WHERE)


@given(st.binary(max_size=64))
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    with pytest.raises(VaultError):
        vault.open(sealed, tenant=1, where=WHERE)


def test_a_new_key_in_front_seals_and_the_old_one_still_opens() -> None:
    rotated, sealed_before = Vault(f"{NEW}, {OLD}"), vault.seal(b"before", tenant=1, where=WHERE)
    sealed_after = rotated.seal(b"after", tenant=1, where=WHERE)
    assert rotated.open(sealed_before, tenant=1, where=WHERE) == b"before"
    assert Vault(NEW).open(sealed_after, tenant=1, where=WHERE) == b"after"


def test_an_index_survives_a_rotation_and_tells_its_parts_apart() -> None:
    assert Vault(f"{NEW},{OLD}").index("email", "jane@example.com") == vault.index("email", "jane@example.com")
    assert vault.index("ab", "c") != vault.index("a", "bc")
    assert vault.index("ab", "c") != Vault(NEW).index("ab", "c")


def test_a_value_sealed_anew_opens_under_the_new_key_alone_and_in_its_place_only() -> None:
    sealed = vault.seal(b"before", tenant=1, where=WHERE)
    fresh = Vault(f"{NEW},{OLD}").reseal(sealed, tenant=1, where=WHERE)
    assert Vault(NEW).open(fresh, tenant=1, where=WHERE) == b"before"
    with pytest.raises(VaultError):
        vault.open(fresh, tenant=1, where=WHERE)
    with pytest.raises(VaultError):
        Vault(NEW).open(fresh, tenant=2, where=WHERE)
    with pytest.raises(VaultError):
        vault.reseal(sealed, tenant=2, where=WHERE)


def test_the_wrong_key_is_said_in_one_sentence() -> None:
    sealed = Vault(NEW).seal(b"secret", tenant=1, where=WHERE)
    with pytest.raises(VaultError, match=rf"^no key in WAYBILL_SECRET_KEY opens {WHERE}$"):
        vault.open(sealed, tenant=1, where=WHERE)


@pytest.mark.parametrize(
    "text",
    ["", " , ", "short", base64.b64encode(b"x" * 31).decode(), OLD[:-1], f"{OLD},?"],
    ids=["empty", "only commas", "a word", "31 bytes", "a character short", "a second that is none"],
)
def test_a_bad_secret_key_is_said_in_one_sentence_that_does_not_repeat_it(text: str) -> None:
    with pytest.raises(VaultError, match=r"^WAYBILL_SECRET_KEY .*\.$") as told:
        Vault(text)
    assert OLD[:-1] not in str(told.value)
