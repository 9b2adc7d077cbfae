"""Everybody who must not hear of Jane's order: what they know of her is never what the policy in force asks for."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from conversation.terms import Terms
from intents.meaning import Intent, Slot, Understanding
from lookup.order import Kind
from tests.promises.meanings import meaning, talks
from tests.promises.shops import JANE, OMAR, Order, judging, naming, raised, silent
from tests.promises.talk import Talk
from verification.policy import Claim, Factor, Policy, Require

FACTORS = [(Factor.EMAIL,), (Factor.ZIP,), (Factor.EMAIL, Factor.ZIP), tuple(Factor)]
WRONG = {Factor.EMAIL: "eve@example.com", Factor.ZIP: "10001", Factor.PHONE: "+12125550100"}


MAKERS = {"judges": judging, "names the holder": naming, "does neither": silent}
"""Shops by what they do with claims."""


@dataclass(frozen=True)
class Scene:
    """A shop with its rules, and what somebody says to it. `asserted`: who the stranger really is, signed."""

    terms: Terms
    kind_of_shop: str
    is_raised: bool
    history: list[Understanding]
    asserted: tuple[Claim, ...] = ()

    def talk(self, *orders: Order) -> Talk:
        """A talk with a shop that has these orders."""
        shop = MAKERS[self.kind_of_shop](*orders)
        return Talk(self.terms, raised(shop) if self.is_raised else shop)


@st.composite
def strangers(draw: st.DrawFn) -> Scene:
    """Somebody who knows the order's number, and of Jane too little."""
    policy, is_raised = draw(POLICIES), draw(st.booleans())
    enough = 1 if policy.require is Require.ANY and not is_raised else len(policy.factors)
    learnt = draw(st.sets(st.sampled_from(policy.factors), max_size=enough - 1))
    pool = _pool(learnt | (set(Factor) - set(policy.factors)))
    pool[Slot.REFERENCE] = ["ORD-9842", "ORD-9842", "ORD-5000", "ORD-1111"]
    return _scene(draw, policy, pool, is_raised=is_raised)


@st.composite
def finders(draw: st.DrawFn) -> Scene:
    """Somebody who knows Jane's e-mail address, but neither her order's number nor anything else of hers."""
    pool = _pool(set())
    pool[Slot.EMAIL] = [JANE[Factor.EMAIL]]
    del pool[Slot.REFERENCE]
    scene = _scene(draw, draw(POLICIES), pool, is_raised=draw(st.booleans()))
    return replace(scene, history=[meaning(Intent.ORDER_STATUS), *scene.history])


POLICIES = st.builds(Policy, st.sampled_from([Require.ANY, Require.ALL]), st.sampled_from(FACTORS))
SIGNED = st.sets(st.sampled_from(Factor)) | st.just(set[Factor]())


def _pool(learnt: set[Factor]) -> dict[Slot, list[str]]:
    """What is said: of Jane what was learnt, else what is wrong or the stranger's own."""
    pool = {Slot(each.value): [JANE[each]] if each in learnt else [WRONG[each], OMAR[each]] for each in Factor}
    return pool | {Slot.REFERENCE: [], Slot.KIND: ["order"], Slot.MESSAGE: ["hello"], Slot.NAME: ["Eve"]}


def _scene(draw: st.DrawFn, policy: Policy, pool: dict[Slot, list[str]], *, is_raised: bool) -> Scene:
    shop = draw(st.sampled_from([*MAKERS]))
    kinds = draw(st.sampled_from([frozenset({Kind.ORDER}), frozenset(Kind)]))
    asserted = tuple(Claim(factor, OMAR[factor], 0.0, signed=True) for factor in draw(SIGNED))
    terms = Terms(policy, kinds=kinds, verifies=shop == "judges")
    return Scene(terms, shop, is_raised, draw(talks(pool)), asserted)
