"""Identifiers as people say them and recognisers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.meaning import Hints, Slot, Understanding
from intents.understand import understand

DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
NATO = [
    "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "kilo", "lima",
    "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey",
    "xray", "yankee", "zulu",
]  # fmt: skip
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def say(text: str, expecting: str = "", *prefixes: str) -> Understanding:
    return understand(text, expecting=frozenset(map(Slot, expecting.split())), spoken=True, hints=Hints(prefixes))


def readings(meaning: Understanding, slot: Slot) -> list[str]:
    further = [value for other, value in meaning.alternatives if other is slot]
    return [meaning.slots[slot], *further] if slot in meaning.slots else []


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("o r d dash nine eight four two", "ORD-9842"),
        ("o r d, dash, nine eight four two", "ORD-9842"),
        ("nine eight... uh... four two", "9842"),
        ("my order number is double five triple zero one", "550001"),
        ("um it's B as in boy one two three four", "B1234"),
        ("p as in boy one two three four", "B1234"),
        ("ten forty two", "1042"),
        ("10:42", "1042"),
        ("$1,042", "1042"),
        ("one thousand forty two", "1042"),
        ("a one two three dash nine", "A123-9"),
        ("a 12 dash 9 5", "A12-95"),
        ("hash 1042", "#1042"),
        ("sierra oscar nine nine one two", "SO9912"),
        ("double u two three seven eight", "W2378"),
        ("ORD-9842.", "ORD-9842"),
        ("EN1001-A", "EN1001-A"),
        ("it is nine, eight, four, two I think", "9842"),
        ("proj dash seventeen", "PROJ-17"),
        ("four hundred and twelve", "412"),
        ("double oh seven one", "0071"),
        ("two thousand and twenty", "2020"),
        ("94 thousand 107", "94107"),
        ("twelve hundred", "1200"),
    ],
)
def test_a_spoken_reference_is_read(said: str, reference: str) -> None:
    meaning = say(said, "reference")
    assert readings(meaning, Slot.REFERENCE) == [reference]


@pytest.mark.parametrize(
    "said",
    ["nine four one oh seven", "ninety four one oh seven", "94107.", "9 4 1 0 7", "941 07", "9-4-1-0-7", "94,107",
     "nine for one o seven", "ninety four thousand one hundred seven", "94 107", "it's nine four one zero seven thanks",
     "94107, that's nine four one oh seven"],
)  # fmt: skip
def test_a_spoken_zip_is_read_however_it_is_written(said: str) -> None:
    assert readings(say(said, "zip"), Slot.ZIP) == ["94107"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("90 41 07", "94107"),
        ("9:41 07", "94107"),
        ("$941.07", "94107"),
        ("94-107", "94107"),
        ("nine-four-one-oh-seven", "94107"),
        ("nine forty one oh seven", "94107"),
        ("nine four let me see one oh seven", "94107"),
        ("nine four, uh, one oh seven US", "94107"),
        ("nine four one, no, nine four one oh seven", "94107"),
        ("nine four one oh eight no wait seven", "94107"),
        ("oh, two, one, three, four", "02134"),
        ("oh two one three for", "02134"),
        ("twenty one oh seven", "20107"),
        ("s w one a one a a", "SW1A1AA"),
        ("SW1A 1AA", "SW1A1AA"),
        ("k one a oh b one", "K1A0B1"),
    ],
)
def test_the_first_reading_of_a_postcode_is_right(said: str, code: str) -> None:
    assert readings(say(said, "zip"), Slot.ZIP)[0] == code


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("$90.42", "9042"),
        ("$1,042.00", "1042"),
        ("a thousand and forty two", "1042"),
        ("O-R-D 9842", "ORD9842"),
        ("O. R. D. nine eight four two", "ORD9842"),
        ("oh are dee nine eight four two", "ORD9842"),
        ("capital o capital r capital d nine eight four two", "ORD9842"),
        ("o r d nine eight four three no sorry nine eight four two", "ORD9842"),
        ("Bravo, 1234", "B1234"),
        ("B, as in boy, one two three four", "B1234"),
        ("double-u two three seven, eight one five six", "W2378156"),
        ("echo november ten oh one alpha", "EN1001A"),
        (
            "four zero five, three zero nine seven zero three two, three one two five one five eight",
            "40530970323125158",
        ),
    ],
)
def test_letters_and_formats_are_seen_through(said: str, reference: str) -> None:
    assert readings(say(said, "reference"), Slot.REFERENCE)[0] == reference


@pytest.mark.parametrize(
    "said",
    ["four one five five five five oh one three two", "four one five, five five five, oh one three two",
     "(415) 555-0132", "four fifteen triple five oh one thirty two"],
)  # fmt: skip
def test_a_spoken_phone_is_read(said: str) -> None:
    assert readings(say(said, "phone"), Slot.PHONE) == ["+14155550132"]


def test_two_values_without_a_pause_are_two_and_the_reference_is_doubtful() -> None:
    meaning = say("o r d nine eight four two nine four one oh seven", "reference zip", "ORD-")
    assert meaning.slots[Slot.ZIP] == "94107"
    assert readings(meaning, Slot.REFERENCE) == ["ORD-9842", "ORD-984294107"]
    assert readings(say("o r d nine eight four two nine four one oh seven", "reference", "ORD-"), Slot.REFERENCE) == [
        "ORD-984294107"
    ]


def test_a_reference_behind_a_zip_is_another_value() -> None:
    meaning = say("nine four one oh seven o r d nine eight four two", "reference zip", "ORD-")
    assert (meaning.slots[Slot.REFERENCE], meaning.slots[Slot.ZIP]) == ("ORD-9842", "94107")


def test_a_prefix_that_only_sounds_like_the_shops_leaves_a_doubt() -> None:
    assert readings(say("o r t nine eight four two", "reference", "ORD-"), Slot.REFERENCE) == ["ORD-9842", "ORT9842"]


def test_a_reading_as_long_as_the_shops_references_comes_first() -> None:
    heard = {
        digits: understand(
            "sixty five hundred one",
            expecting=frozenset({Slot.REFERENCE}),
            spoken=True,
            hints=Hints(digits=frozenset({digits})),
        )
        for digits in (4, 5)
    }
    assert {digits: readings(meaning, Slot.REFERENCE) for digits, meaning in heard.items()} == {
        4: ["6501", "65001", "60501"],
        5: ["65001", "60501", "6501"],
    }


def test_what_is_said_twice_is_no_longer_doubtful() -> None:
    twice = say("sixty five hundred one, that's six five zero zero one", "reference")
    assert readings(twice, Slot.REFERENCE) == ["65001"]


@pytest.mark.parametrize(
    "said", ["I ordered 9842, no, I need 3 more boxes", "9842. Sorry, I have two dogs", "my order 9842 came at 10am"]
)
def test_a_small_number_behind_a_reference_mends_nothing(said: str) -> None:
    assert say(said, "reference").slots[Slot.REFERENCE] == "9842"


@pytest.mark.parametrize(
    ("said", "email"),
    [
        ("jane dot doe at gmail dot com", "jane.doe@gmail.com"),
        ("my email is jane dot doe at g mail dot com thanks", "jane.doe@gmail.com"),
        ("um j o h n underscore seventy seven at example dot co dot uk", "john_77@example.co.uk"),
        ("john, j o h n at hot mail dot com", "john@hotmail.com"),
        ("you can reach me at jane at example dot com", "jane@example.com"),
        ("jane.doe@example.com", "jane.doe@example.com"),
        ("jane double seven nine oh at example dot com", "jane7790@example.com"),
        ("e l l a dash b at my shop dash online dot d e", "ella-b@myshop-online.de"),
        ("matt forty two at proton mail dot com", "matt42@protonmail.com"),
        ("john dot doe, d o e, at gmail dot com", "john.doe@gmail.com"),
        ("juliet oscar hotel november at g m a i l dot com", "john@gmail.com"),
        ("j as in john o h n all lower case at the rate gmail dot com", "john@gmail.com"),
        ("john dot doe@gmail.com", "john.doe@gmail.com"),
        ("J-O-H-N_77@example.com", "john_77@example.com"),
        ("a double n a under score seventy-seven at sign example dot com", "anna_77@example.com"),
        ("jane at gmail dot com sorry john at gmail dot com", "john@gmail.com"),
        ("mike at gmail dot com. My zip is 94107", "mike@gmail.com"),
    ],
)
def test_a_spoken_address_is_read(said: str, email: str) -> None:
    assert readings(say(said, "email"), Slot.EMAIL) == [email]


def test_the_dot_that_recognisers_lose_leaves_a_doubt() -> None:
    assert readings(say("John Doe at gmail.com"), Slot.EMAIL) == ["johndoe@gmail.com", "john.doe@gmail.com"]


def test_an_at_within_a_name_leaves_a_doubt() -> None:
    heard = readings(say("matt at home at gmail dot com"), Slot.EMAIL)
    assert heard[0] == "mattathome@gmail.com"
    assert "home@gmail.com" in heard


@pytest.mark.parametrize(
    "said", ["jane is waiting at home. it is late", "I am at work. Call me", "at 5 p.m. at the door"]
)
def test_a_place_is_no_address(said: str) -> None:
    assert Slot.EMAIL not in say(said, "email").slots


def test_words_that_allow_several_numbers_give_them_all() -> None:
    assert readings(say("sixty five hundred one", "reference"), Slot.REFERENCE) == ["6501", "65001", "60501"]


def test_of_several_readings_of_a_zip_the_one_with_five_digits_comes_first() -> None:
    assert readings(say("sixty five hundred one", "zip"), Slot.ZIP)[0] == "65001"


def test_the_shops_own_punctuation_is_restored() -> None:
    assert say("o r d nine eight four two", "reference", "ORD-").slots[Slot.REFERENCE] == "ORD-9842"
    assert say("zero r d nine eight four two", "reference", "ORD-").slots[Slot.REFERENCE] == "ORD-9842"
    assert say("w two three seven eight one five six", "reference", "W").slots[Slot.REFERENCE] == "W2378156"


def test_everything_spoken_in_one_breath() -> None:
    meaning = say("where's my order it's o r d dash nine eight four two and it goes to nine four one oh seven")
    assert (meaning.slots[Slot.REFERENCE], meaning.slots[Slot.ZIP]) == ("ORD-9842", "94107")


def test_to_between_two_values_is_no_two() -> None:
    meaning = say("order nine nine one two to nine four one oh seven")
    assert (meaning.slots[Slot.REFERENCE], meaning.slots[Slot.ZIP]) == ("9912", "94107")


def test_a_correction_while_speaking() -> None:
    assert say("nine eight four two, no wait, nine eight four three", "reference").slots[Slot.REFERENCE] == "9843"
    assert readings(say("nine four one oh nine, no, eight, not nine", "zip"), Slot.ZIP)[0] == "94108"


@pytest.mark.parametrize("said", ["I have two questions", "one moment please", "about two weeks ago", "I am at home"])
def test_a_number_that_counts_something_is_no_reference(said: str) -> None:
    assert say(said, "reference").slots == {}


@st.composite
def spoken_characters(draw: st.DrawFn, code: str) -> str:
    """A code said character by character, each in one of its ways."""
    said = []
    for character in code:
        if character == "-":
            said.append(draw(st.sampled_from(["dash", "hyphen"])))
        elif character.isdigit():
            word = DIGITS[int(character)]
            said.append(draw(st.sampled_from([word, character, "oh" if character == "0" else word])))
        else:
            at = LETTERS.index(character)
            said.append(draw(st.sampled_from([character.lower(), NATO[at], f"{character.lower()} as in {NATO[at]}"])))
    return " ".join(said)


@given(
    st.data(),
    st.from_regex(r"[A-HJ-NP-Z]{2,4}-[1-9][0-9]{2,5}[1-9]", fullmatch=True),
    st.sampled_from(["", "um it's "]),
)
def test_any_reference_spelled_comes_back(data: st.DataObject, reference: str, lead: str) -> None:
    said = lead + data.draw(spoken_characters(reference))
    assert reference in readings(say(said, "reference"), Slot.REFERENCE)


def in_groups(number: str) -> str:
    """Two digits at a time, as in "ninety four"; single ones where no such word exists."""
    tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    said = []
    while number:
        if len(number) > 1 and number[0] in "23456789" and number[1] != "0":
            said.append(f"{tens[int(number[0])]} {DIGITS[int(number[1])]}")
            number = number[2:]
        else:
            said.append(DIGITS[int(number[0])])
            number = number[1:]
    return " ".join(said)


@given(st.from_regex(r"[0-9]{5}", fullmatch=True).filter(str.isascii), st.data())
def test_any_zip_said_in_any_way_comes_back(code: str, data: st.DataObject) -> None:
    said = data.draw(st.sampled_from([in_groups(code), data.draw(spoken_characters(code)), " ".join(code)]))
    assert code in readings(say(f"my zip is {said}", "zip"), Slot.ZIP)


@given(
    st.from_regex(r"[a-z]{3,8}", fullmatch=True).map("x".__add__),
    st.from_regex(r"[a-z]{3,8}[0-9]{0,2}", fullmatch=True).map("q".__add__),
    st.sampled_from([".", "_", "-"]),
)
def test_any_address_said_comes_back(first: str, last: str, sign: str) -> None:
    word = {".": "dot", "_": "underscore", "-": "dash"}[sign]
    said = f"{first} {word} {last} at example dot com"
    assert f"{first}{sign}{last}@example.com" in readings(say(said, "email"), Slot.EMAIL)
