"""Which of the orders that came back is the one that was asked for, whose it is, and whether a claim speaks for it."""

from collections.abc import Callable, Iterable, Mapping
from hmac import compare_digest

from intents import forms
from lookup.connectors.shopify.fields import Address, ByEmail, ByNumber, Whose
from lookup.connectors.shopify.reference import Numbering, normal
from lookup.order import Holder

FACTORS: Mapping[str, Callable[[str], str | None]] = {
    "email": forms.email,
    "zip": forms.postcode,
    "phone": forms.phone,
}


def the_one(found: ByNumber, reference: str, numbering: Numbering) -> Whose | None:
    """The one order that is called so; None if none is, or if two are: then nobody can say which was meant."""
    asked = normal(reference)
    listed = (*found.named.nodes, *(found.confirmed.nodes if found.confirmed else ()))
    called = {one.id: one for one in listed if _is_called(one, asked, numbering)}
    return next(iter(called.values())) if len(called) == 1 else None


def _is_called(one: Whose, asked: str, numbering: Numbering) -> bool:
    confirmation = normal(one.confirmation_number or "")
    return bool(asked) and (asked == confirmation or asked in numbering.names(one.name))


def the_newest(found: ByEmail, email: str) -> Whose | None:
    """The customer's newest open order, else their newest; an order that does not name the address is not theirs."""
    customer = found.customer_by_identifier
    theirs = [one for one in customer.orders.nodes if email in holder(one).email] if customer else []
    return max(theirs, key=lambda one: (_is_open(one), one.created_at), default=None)


def _is_open(one: Whose) -> bool:
    return one.cancelled_at is None and one.closed_at is None


def holder(one: Whose) -> Holder:
    """Whose order it is: everything the store knows of it that a customer could claim."""
    addresses = [address for address in (one.shipping_address, one.billing_address) if address is not None]
    customer = one.customer
    email = customer.default_email_address if customer else None
    phone = customer.default_phone_number if customer else None
    return Holder(
        email=_known(forms.email, (one.email, email.email_address if email else None)),
        zip=_known(forms.postcode, (address.zip for address in addresses)),
        phone=(
            *_known(forms.phone, (one.phone, phone.phone_number if phone else None)),
            *(number for address in addresses for number in _phone_at(address)),
        ),
        complete=True,
    )


def _known(form: Callable[[str], str | None], texts: Iterable[str | None]) -> tuple[str, ...]:
    canonical = (form(text) for text in texts if text)
    return tuple(dict.fromkeys(value for value in canonical if value is not None))


def _phone_at(address: Address) -> tuple[str, ...]:
    """The number of an address, as it is dialled in that country: people leave the "+44" out."""
    number = forms.phone(address.phone or "", address.country_code_v2 or "US")
    return () if number is None else (number,)


def nothing_fits(whose: Holder, context: Mapping[str, str]) -> bool:
    """Whether claims came and none of them is right, so that the order's details need not even be fetched.

    Only a saving: what proves an order is decided elsewhere, by the merchant's policy.
    """
    claims = [(factor, context[factor]) for factor in FACTORS if factor in context]
    return bool(claims) and not any(_fits(whose, factor, text) for factor, text in claims)


def _fits(whose: Holder, factor: str, text: str) -> bool:
    claimed, named = FACTORS[factor](text), {"email": whose.email, "zip": whose.zip, "phone": whose.phone}[factor]
    return claimed is not None and True in [compare_digest(each.encode(), claimed.encode()) for each in named]
