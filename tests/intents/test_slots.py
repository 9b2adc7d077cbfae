"""The values in typed utterances: one breath, any order, and what was asked for before."""

import pytest

from intents.keys import keyed
from intents.meaning import Hints, Intent, Slot
from intents.understand import understand

ONCE_MORE = "reference email zip"


def heard(text: str, expecting: str = "", hints: Hints | None = None) -> dict[str, str]:
    """The slots but for the kind, by name."""
    meaning = understand(text, expecting=frozenset(map(Slot, expecting.split())), hints=hints or Hints())
    return {slot.value: value for slot, value in meaning.slots.items() if slot is not Slot.KIND}


@pytest.mark.parametrize(
    ("said", "expecting", "slots"),
    [
        ("Where's ORD-9842? It goes to 94107.", "", {"reference": "ORD-9842", "zip": "94107"}),
        ("94107, order #1001, jane.doe@Example.com", "",
         {"reference": "#1001", "zip": "94107", "email": "jane.doe@example.com"}),
        ("order W2378156 for jane@example.com", "", {"reference": "W2378156", "email": "jane@example.com"}),
        ("EN1001-A please", "", {"reference": "EN1001-A"}),
        ("it's 405-3097032-3125158", "", {"reference": "405-3097032-3125158"}),
        ("status of PROJ-17", "", {"reference": "PROJ-17"}),
        ("where is order 9842", "", {"reference": "9842"}),
        ("ord-9842", "", {"reference": "ord-9842"}),
        ("you sent the wrong item in ORD-9842", "", {"reference": "ORD-9842"}),
        ("my order number is ord 9842", "", {"reference": "ord 9842"}),
        ("zip 94107", "", {"zip": "94107"}),
        ("It goes to 94107", "", {"zip": "94107"}),
        ("it was shipped to SW1A 1AA", "", {"zip": "SW1A1AA"}),
        ("k1a 0b1", "zip", {"zip": "K1A0B1"}),
        ("94107-1234", "zip", {"zip": "94107"}),
        ("1012 AB", "zip", {"zip": "1012AB"}),
        ("SE-114 55", "zip", {"zip": "11455"}),
        ("it's D-10115 Berlin", "email zip", {"zip": "10115"}),
        ("NL-1012 AB", "zip", {"zip": "1012AB"}),
        ("CH-8001", "zip", {"zip": "8001"}),
        ("LV-1010", "zip", {"zip": "LV1010"}),
        ("D-10115", "reference", {"reference": "D-10115"}),
        ("tracking number is 7712 3456 7890", "reference", {}),
        ("the fedex number is 7712 3456 7890 and the order is 9842", "reference", {"reference": "9842"}),
        ("I want tracking for order 4500012345", "", {"reference": "4500012345"}),
        ("order9842", "", {"reference": "9842"}),
        ("zip94107", "", {"zip": "94107"}),
        ("ORD-9842", "zip", {"reference": "ORD-9842"}),
        ("94107", "zip", {"zip": "94107"}),
        ("94107", "email zip", {"zip": "94107"}),
        ("94107", ONCE_MORE, {"zip": "94107"}),
        ("9842", ONCE_MORE, {"reference": "9842"}),
        ("ORD-9842 94107", ONCE_MORE, {"reference": "ORD-9842", "zip": "94107"}),
        ("12345 and 94107", ONCE_MORE, {"reference": "12345", "zip": "94107"}),
        ("94107", "reference", {"reference": "94107"}),
        ("9842", "reference", {"reference": "9842"}),
        ("it's 1001", "reference", {"reference": "1001"}),
        ("7", "reference", {"reference": "7"}),
        ("94107", "", {"reference": "94107"}),
        ("call me at 415-555-0132", "contact", {"phone": "+14155550132"}),
        ("4155550132", "phone", {"phone": "+14155550132"}),
        ("my phone is 4155550132", "", {"phone": "+14155550132"}),
        ("+44 20 7946 0958", "contact", {"phone": "+442079460958"}),
        ("jane at example dot com", "", {"email": "jane@example.com"}),
        ("nine four one oh seven", "zip", {"zip": "94107"}),
        ("it is uh o r d dash nine eight four two", "", {"reference": "ORD-9842"}),
        ("um, double five oh seven", "", {"reference": "5507"}),
        ("two of them, please", "", {}),
        ("I ordered two three four weeks ago", "", {}),
        ("my name is Jane Doe and my order is 1001", "", {"name": "Jane Doe", "reference": "1001"}),
        ("it's Jane Doe", "name", {"name": "Jane Doe"}),
        ("yes, 94107", "zip", {"zip": "94107"}),
        ("94170, sorry, 94107", "email zip", {"zip": "94107"}),
        ("oops wrong number, its ORD-9842", "zip", {"reference": "ORD-9842"}),
        ("9400 1000 0000 0000 0000 00", "reference", {}),
        ("1Z 999 AA1 01 2345 6784", "reference", {}),
        ("4111 1111 1111 1111", "reference", {}),
        ("my number is 4155550132", "contact", {"phone": "+14155550132"}),
        ("my number is 9842", "", {"reference": "9842"}),
        ("can you check whether 55012 was delivered to 94107", "", {"reference": "55012", "zip": "94107"}),
        ("it's 4711, 10115", "reference email zip", {"reference": "4711", "zip": "10115"}),
        ("94107 is the zip and 55012 is the order number", "", {"reference": "55012", "zip": "94107"}),
        ("55012 is my order number and 94107 my zip", "", {"reference": "55012", "zip": "94107"}),
        ("1001, the zip is 94107", "", {"reference": "1001", "zip": "94107"}),
        ("order number 94107 and the zip is also 94107", "", {"reference": "94107", "zip": "94107"}),
        ("ORD 98 42", "reference", {"reference": "ORD9842"}),
        ("9 8 4 2", "reference", {"reference": "9842"}),
        ("model WH-1000 is broken, order 9842", "", {"reference": "9842"}),
        ("let me see... one sec... it's 9842", "", {"reference": "9842"}),
    ],
)  # fmt: skip
def test_values_are_found(said: str, expecting: str, slots: dict[str, str]) -> None:
    assert heard(said, expecting) == slots


@pytest.mark.parametrize(
    "said",
    [
        "the tracking number is 1Z999AA10123456784",
        "tracking 9400110200881234567890",
        "I paid $1,299.00 for my order",
        "I ordered it on 2026-03-14",
        "my order from March 3rd, 2026",
        "I ordered 12 items 3 weeks ago",
        "my order came at 10:30",
        "deliver my order to 1200 Main Street",
        "is my order affected by covid-19",
        "order 550e8400-e29b-41d4-a716-446655440000",
        "order a3f5c9e1b2d4f6a8bb",
        "order " + "Z1" * 25,
        "one moment please, I look for my order",
        "see https://example.com/orders/123456",
    ],
)
def test_what_looks_like_a_reference_and_is_none_is_left_alone(said: str) -> None:
    assert "reference" not in heard(said)


@pytest.mark.parametrize(
    ("said", "expecting", "slots"),
    [
        ("sorry, I meant ORD-9843", "", {"reference": "ORD-9843"}),
        ("it's ORD-9843 not ORD-9842", "", {"reference": "ORD-9843"}),
        ("not 94107 but 94108", "zip", {"zip": "94108"}),
        ("94107, sorry, 94108", "zip", {"zip": "94108"}),
        ("9842... no 9843", "reference", {"reference": "9843"}),
        ("my zip was 94107, now 94108", "zip", {"zip": "94108"}),
        ("ORD-9842, no wait, ORD-9843", "", {"reference": "ORD-9843"}),
        ("my order is 9842, sorry I forgot, zip 94107", "", {"reference": "9842", "zip": "94107"}),
        ("jane@example.com, I mean jane.doe@example.com", "", {"email": "jane.doe@example.com"}),
    ],
)
def test_the_right_one_wins(said: str, expecting: str, slots: dict[str, str]) -> None:
    assert heard(said, expecting) == slots


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ("call me on 415 555 0132 about 9842", False),
        ("my number is 415 555 0132 and the order is 9842", False),
        ("the order is 9842 and my number is 415 555 0132", False),
        ("9842, and you can reach me at 415-555-0132", False),
        ("9842, and you can reach me at 4155550132", False),
        ("you can call me at 415 555 0132, it's order 9842", False),
        ("415 555 0132 9842", False),
        ("call me on four one five five five five oh one three two about nine eight four two", True),
        ("my number is four one five five five five oh one three two and the order is nine eight four two", True),
        ("nine eight four two and you can reach me at four one five five five five oh one three two", True),
    ],
)
@pytest.mark.parametrize("expecting", ["", "reference"])
def test_a_phone_and_a_number_in_one_breath(said: str, spoken: bool, expecting: str) -> None:
    slots = understand(said, expecting=frozenset(map(Slot, expecting.split())), spoken=spoken).slots
    assert (slots[Slot.REFERENCE], slots[Slot.PHONE]) == ("9842", "+14155550132")


@pytest.mark.parametrize(
    ("said", "wants"),
    [
        ("9842, and you can reach me at 415 555 0132", Intent.OTHER),
        ("can you call me on 415 555 0132 about 9842?", Intent.HUMAN),
        ("call me on 415 555 0132 about 9842", Intent.HUMAN),
        ("you can call me at 415 555 0132, it's order 9842", Intent.ORDER_STATUS),
    ],
)
def test_who_may_be_reached_need_not_want_to_be_called(said: str, wants: Intent) -> None:
    assert understand(said).intent is wants


def test_a_number_that_is_asked_for_may_look_like_a_phone() -> None:
    assert heard("my number is 405 309 7032", "reference") == {"reference": "405 309 7032"}
    assert heard("my number is 415 555 0132") == {"phone": "+14155550132"}


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("it is uh o r d dash nine eight four two", "ORD-9842"),
        ("uh it's um nine eight four two", "9842"),
        ("hmm, my order number is nine eight four two", "9842"),
        ("er like double nine four two i guess", "9942"),
    ],
)
def test_a_number_that_is_typed_as_it_is_said_needs_no_question_before(said: str, reference: str) -> None:
    meaning = understand(said)
    assert meaning.slots[Slot.REFERENCE] == reference
    assert meaning.intent in {Intent.OTHER, Intent.ORDER_STATUS}


@pytest.mark.parametrize("said", ["nine hundred", "five five five", "it's nine one one"])
def test_a_number_that_is_none_of_ours_is_no_wish(said: str) -> None:
    meaning = understand(said)
    assert (meaning.intent, meaning.slots) == (Intent.OTHER, {})


@pytest.mark.parametrize("said", ["nobody told me about the ninety eight forty two boxes", "no one told me"])
def test_words_among_other_words_are_no_number(said: str) -> None:
    assert Slot.REFERENCE not in understand(said).slots


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ("ord nine eight four two my number is four one five five five five oh one three two", True),
        ("ORD9842, my number is 4155550132", False),
    ],
)
def test_my_number_beside_an_order_of_its_own_shape_is_a_phones(said: str, spoken: bool) -> None:
    meaning = understand(said, expecting=frozenset({Slot.REFERENCE}), spoken=spoken)
    assert (meaning.slots[Slot.REFERENCE], meaning.slots[Slot.PHONE]) == ("ORD9842", "+14155550132")
    assert meaning.more == ()


def test_my_number_stays_an_orders_where_orders_are_as_long() -> None:
    meaning = understand("it is the X-200, my number is 4155550132", hints=Hints(digits=frozenset({10})))
    assert meaning.slots[Slot.REFERENCE] == "4155550132"


@pytest.mark.parametrize("said", ["4155550132", "my number is 4155550132", "it's 4155550132"])
@pytest.mark.parametrize("expecting", [frozenset[Slot](), frozenset({Slot.EMAIL, Slot.ZIP})])
def test_a_phones_number_does_not_take_the_place_of_the_order_given_before(
    said: str, expecting: frozenset[Slot]
) -> None:
    given = Hints(heard={Slot.REFERENCE: "ORD-9842"})
    assert understand(said, expecting=expecting, hints=given).slots == {Slot.PHONE: "+14155550132"}


@pytest.mark.parametrize(("said", "spoken"), [("9842", False), ("nine eight four two", True)])
@pytest.mark.parametrize("expecting", [frozenset[Slot](), frozenset({Slot.EMAIL, Slot.ZIP})])
def test_the_digits_of_the_number_given_before_are_that_number(
    said: str, spoken: bool, expecting: frozenset[Slot]
) -> None:
    given = Hints(heard={Slot.REFERENCE: "ORD-9842"})
    assert understand(said, expecting=expecting, spoken=spoken, hints=given).slots == {Slot.REFERENCE: "ORD-9842"}


def test_five_digits_are_a_postcode_though_the_number_has_the_same() -> None:
    given = Hints(heard={Slot.REFERENCE: "W-94107"})
    assert understand("94107", expecting=frozenset({Slot.ZIP}), hints=given).slots == {Slot.ZIP: "94107"}


@pytest.mark.parametrize(
    ("heard", "expecting"),
    [("1234567890", frozenset[Slot]()), ("ORD-9842", frozenset({Slot.REFERENCE})), ("", frozenset[Slot]())],
)
def test_ten_digits_may_be_an_orders_where_nothing_speaks_against_it(heard: str, expecting: frozenset[Slot]) -> None:
    hints = Hints(heard={Slot.REFERENCE: heard} if heard else {})
    assert understand("4155550132", expecting=expecting, hints=hints).slots == {Slot.REFERENCE: "4155550132"}


def test_a_correction_is_no_refusal() -> None:
    meaning = understand("No, it's 94108", expecting=frozenset({Slot.ZIP}))
    assert (meaning.intent, meaning.slots) == (Intent.OTHER, {Slot.ZIP: "94108"})


def test_one_letter_is_put_right_in_what_was_heard_before() -> None:
    before = Hints(heard={Slot.REFERENCE: "ORD-1942"})
    assert heard("no, eight, not nine", "reference", before) == {"reference": "ORD-1842"}
    assert heard("not d, b", "reference", before) == {"reference": "ORB-1942"}
    assert heard("no, eight, not nine", "reference") == {}


@pytest.mark.parametrize("said", ["no seven not eight", "no, seven, not eight", "not eight, seven"])
def test_of_two_values_the_later_is_put_right(said: str) -> None:
    before = Hints(heard={Slot.ZIP: "94108", Slot.REFERENCE: "ORD-9842"})
    assert heard(said, ONCE_MORE, before) == {"zip": "94107"}
    assert heard("no, five, not four", "reference", before) == {"reference": "ORD-9852"}


def test_a_letter_that_stands_twice_leaves_a_doubt() -> None:
    before = Hints(heard={Slot.ZIP: "94109"})
    meaning = understand("8 not 9", expecting=frozenset({Slot.ZIP}), hints=before)
    assert meaning.slots[Slot.ZIP] == "94108"
    assert meaning.alternatives == ((Slot.ZIP, "84109"),)


def test_a_short_number_is_a_reference_where_the_shop_has_such() -> None:
    assert heard("where is 101") == {}
    assert heard("where is 101", hints=Hints(digits=frozenset({3}))) == {"reference": "101"}


def test_five_digits_are_a_postcode_where_no_number_has_five() -> None:
    assert heard("98101") == {"reference": "98101"}
    assert heard("98101", hints=Hints(digits=frozenset({4, 5}))) == {"reference": "98101"}
    assert heard("98101", hints=Hints(digits=frozenset({4}))) == {"zip": "98101"}


@pytest.mark.parametrize(
    ("hints", "reference"),
    [
        (Hints(("ORD-",)), "ORD-9842"),
        (Hints(("ORD-",), frozenset({4, 5}), frozenset({4})), "9842"),
        (Hints(("ORD-",), frozenset({4, 5}), frozenset({5})), "ORD-9842"),
    ],
)
def test_a_number_from_the_keys_gets_a_prefix_unless_the_shop_knows_bare_ones(hints: Hints, reference: str) -> None:
    assert keyed("9842", expecting=frozenset({Slot.REFERENCE}), hints=hints).slots == {Slot.REFERENCE: reference}


@pytest.mark.parametrize(
    "said", ["1001", "ORD-9842", "jane@example.com", "SW1A 1AA", "invoice INV-42", "ref: ORD-9842"]
)
def test_a_value_alone_is_no_wish(said: str) -> None:
    assert understand(said).intent is Intent.OTHER


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("order 9842", "order"),
        ("it's a project", "project"),
        ("my appointment", "project"),
        ("PROJ-17", None),
        ("1001", None),
    ],
)
def test_the_kind_is_taken_from_the_words(said: str, kind: str | None) -> None:
    assert understand(said).slots.get(Slot.KIND) == kind


def test_a_message_is_taken_whole() -> None:
    said = "Please tell Bob that the gate code is broken, and ring twice."
    meaning = understand(said, expecting=frozenset({Slot.MESSAGE}))
    assert (meaning.intent, meaning.slots[Slot.MESSAGE]) == (Intent.OTHER, said)


@pytest.mark.parametrize(
    ("said", "intent"), [("no thanks", Intent.DENY), ("give me a human", Intent.HUMAN), ("bye", Intent.GOODBYE)]
)
def test_a_plain_no_is_no_message(said: str, intent: Intent) -> None:
    meaning = understand(said, expecting=frozenset({Slot.MESSAGE}))
    assert (meaning.intent, Slot.MESSAGE in meaning.slots) == (intent, False)


def test_telling_how_to_be_reached_is_not_asking_for_a_person() -> None:
    meaning = understand("call me at 415-555-0132", expecting=frozenset({Slot.CONTACT}))
    assert meaning.intent is Intent.OTHER
