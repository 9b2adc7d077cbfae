"""What a shop's references look like, learnt from those it knew: how they begin and how many digits follow.

No reference is kept. A shape is written down once three different references had it, so it tells of none of them.
"""

import re
from dataclasses import dataclass

from infra.store.transaction import Store, StoreUnavailable, Transaction
from intents.meaning import Hints
from tenants import generation

ENOUGH = 3  # references of one shape
MOST = 12  # shapes of one connector; who has more has no shape
MOST_WATCHED = 10_000  # shapes that were met and are not written down; then counting begins anew
_SHAPE = re.compile(r"([A-Z]{1,6}[-_/]?|#)?([0-9]{3,12})")


@dataclass(frozen=True, slots=True)
class Shape:
    """How references begin ("ORD-", "#", or nothing), and how many digits stand behind that."""

    prefix: str
    digits: int


def shape_of(reference: str) -> Shape | None:
    """The shape of a reference, or None if it is no number behind a few letters."""
    found = _SHAPE.fullmatch(reference.upper())
    return Shape(found[1] or "", len(found[2])) if found else None


async def of(t: Transaction, tenant_id: int, integration_id: str) -> list[Shape]:
    """The shapes that were learnt of a connector."""
    rows = await t.rows(
        "SELECT prefix, digits FROM reference_shapes WHERE tenant_id = $1 AND integration_id = $2"
        " ORDER BY prefix, digits",
        *(tenant_id, integration_id),
    )
    return [Shape(row["prefix"], row["digits"]) for row in rows]


def hints(stated: tuple[str, ...], learnt: list[Shape]) -> Hints:
    """What to listen for: the prefixes that were stated, or else those that were learnt; lengths as learnt."""
    met = tuple(dict.fromkeys(shape.prefix for shape in learnt if shape.prefix))
    return Hints(
        prefixes=stated or met,
        digits=frozenset(shape.digits for shape in learnt),
        bare=frozenset(shape.digits for shape in learnt if not shape.prefix),
    )


class ReferenceShapes:
    """Watches what shops know. One per process; what one has written holds for all from their next request on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._watched: dict[tuple[str, Shape], set[int]] = {}
        self._written: set[tuple[str, Shape]] = set()

    async def known(self, tenant_id: int, integration_id: str, reference: str) -> None:
        """The shop knew this reference. Raises: StoreUnavailable."""
        shape = shape_of(reference)
        if shape is None or (integration_id, shape) in self._written:
            return
        if len(self._watched) >= MOST_WATCHED:
            self._watched.clear()
        met = self._watched.setdefault((integration_id, shape), set())
        met.add(hash(reference.upper()))
        if len(met) >= ENOUGH:
            del self._watched[integration_id, shape]
            await self._learn(tenant_id, integration_id, shape)

    async def _learn(self, tenant_id: int, integration_id: str, shape: Shape) -> None:
        self._written.add((integration_id, shape))  # first, for others come while it is being written
        try:
            await self._store.write(lambda t: _write(t, tenant_id, integration_id, shape), synced=False)
        except StoreUnavailable:
            self._written.discard((integration_id, shape))
            raise


async def _write(t: Transaction, tenant_id: int, integration_id: str, shape: Shape) -> None:
    learnt = await of(t, tenant_id, integration_id)
    if shape in learnt or len(learnt) >= MOST:
        return
    await t.run(
        "INSERT INTO reference_shapes (integration_id, prefix, digits, tenant_id) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT DO NOTHING",
        *(integration_id, shape.prefix, shape.digits, tenant_id),
    )
    await generation.bump(t)
