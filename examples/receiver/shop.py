"""A small shop's own knowledge: its orders, and whom it tells about them."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ORDERS = Path(__file__).with_name("orders.json")
_REFERENCE = re.compile(r"(ORD|PROJ)?([0-9]{2,6})")
_RELATIVE = re.compile(r"([+-][0-9]+)([dh])")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LIKE = {"order": "Our order numbers look like ORD-1234.", "project": "Our project numbers look like PROJ-12."}
_CLOSED = frozenset({"delivered", "cancelled", "completed"})

Reply = dict[str, Any]


class Shop:
    """Answers lookups from `orders.json`; its dates are relative to `now`, so that the demo never grows old."""

    def __init__(self, now: dt.datetime, path: Path = ORDERS) -> None:
        self._orders = [_dated(order, now) for order in json.loads(path.read_text("utf-8"))]

    def answer(self, kind: str, reference: str, claims: Mapping[str, str]) -> Reply:
        """One reply of the published contract.

        Every claim that came must be right, and one of them must be an e-mail or a ZIP. An e-mail may stand in for
        the reference; then it names the customer, proves nothing, and the ZIP has to.
        """
        if "@" in reference:
            orders = [order for order in self._orders if order["kind"] == kind and _same(order, "email", reference)]
            order = max((order for order in orders if order["status"] not in _CLOSED), key=_placed, default=None)
            proofs = {"zip"}
        else:
            number = _canonical(kind, reference)
            if number is None:
                return {"ok": False, "error_code": "invalid_reference", "message": _LIKE[kind]}
            order = next((order for order in self._orders if order["reference"] == number), None)
            proofs = {"email", "zip"}
        if order is None:
            return {"ok": False, "error_code": "not_found"}
        if not proofs & claims.keys() or not all(_same(order, name, claim) for name, claim in claims.items()):
            return {"ok": False, "error_code": "unauthorized"}
        return {"ok": True, **{key: order[key] for key in ("status", "summary", "details")}}


def _canonical(kind: str, reference: str) -> str | None:
    """The number as we write it ("ord 9842" and "#9842" are ORD-9842), or None if it cannot be one of this kind."""
    prefix = "ORD" if kind == "order" else "PROJ"
    found = _REFERENCE.fullmatch(re.sub(r"[\s#.-]", "", reference).upper())
    return f"{prefix}-{found[2]}" if found and found[1] in {None, prefix} else None


def _same(order: Reply, name: str, claim: str) -> bool:
    known = order["customer"].get(name)
    return known is not None and _plain(name, known) == _plain(name, claim)


def _plain(name: str, text: str) -> str:
    text = re.sub(r"[\s().-]", "", text).lower() if name != "email" else text.strip().lower()
    return text[:5] if name == "zip" and text.isdigit() else text


def _placed(order: Reply) -> str:
    return str(order["placed_at"])


def _dated(order: Reply, now: dt.datetime) -> Reply:
    """An order with its "-9d", "-3h" and "tuesday" replaced by dates, and `{eta}` by a date in words."""
    details = {key: _moment(key, value, now) for key, value in order["details"].items()}
    if "packages" in details:
        details["packages"] = [
            {key: _moment(key, value, now) for key, value in package.items()} for package in details["packages"]
        ]
    words = {key: _in_words(value) for key, value in details.items() if key == "eta" or key.endswith("_at")}
    placed = _moment("placed_at", order["placed_at"], now)
    return {**order, "placed_at": placed, "details": details, "summary": order["summary"].format(**words)}


def _moment(key: str, value: Any, now: dt.datetime) -> Any:
    if key != "eta" and not key.endswith("_at"):
        return value
    if value in _WEEKDAYS:
        moment = now + dt.timedelta(days=(_WEEKDAYS.index(value) - now.weekday() - 1) % 7 + 1)
    elif relative := _RELATIVE.fullmatch(value):
        moment = now + dt.timedelta(**{"days" if relative[2] == "d" else "hours": int(relative[1])})
    else:
        raise ValueError(f"{key} in {ORDERS.name} must look like -9d, +2h or tuesday")
    return moment.date().isoformat() if key == "eta" else moment.isoformat(timespec="seconds")


def _in_words(moment: str) -> str:
    day = dt.date.fromisoformat(moment[:10])
    return f"{day:%A}, {day:%B} {day.day}"
