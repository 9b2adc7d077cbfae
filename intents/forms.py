"""The canonical forms of an e-mail, a postcode, a phone number and a reference, to compare and to count by."""

import re
import unicodedata
from functools import cache
from types import ModuleType

_EMAIL = re.compile(
    r"[a-z0-9_+](?:[a-z0-9._%+'-]{0,62}[a-z0-9_+-])?@"  # 64 at most, and a dot neither begins nor ends it
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
_EMAIL_LIMIT = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
_ZIP_PLUS_4 = re.compile(r"([0-9]{5})-?[0-9]{4}")
_POSTCODE = re.compile(r"(?=[A-Z]*[0-9])[A-Z0-9]{3,10}")
_COUNTRY = re.compile(  # as it is written before the digits or letters of a postcode of that country
    r"\A(?:(?:A|AT|B|BE|BG|CH|CY|DK|FL|H|HU|L|LI|LU|N|NO|SI|SLO)(?=[0-9]{4}\Z)"
    r"|(?:CZ|D|DE|E|EE|ES|F|FI|FIN|FR|GR|HR|I|IT|MC|PL|RS|S|SE|SK|TR|UA|US)(?=[0-9]{5}\Z)"
    r"|RO(?=[0-9]{6}\Z)|(?:JP|P|PT)(?=[0-9]{7}\Z)"
    r"|NL(?=[0-9]{4}[A-Z]{2}\Z)|(?:GB|UK)(?=[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}\Z))"
)
_COUNTRY_WITHIN = re.compile(
    r"(?:LV|MD)[0-9]{4}|(?:LT|BB)[0-9]{5}|AD[0-9]{3}|AZ[0-9]{4}"
)  # part of the postcode itself
_POSTCODE_LIMIT = 16  # as written, with its blanks and dashes
_PHONE_LIMIT = 32
_NOT_IN_POSTCODES = re.compile(r"[\s.-]")
_NOT_IN_REFERENCES = re.compile(r"[\s.#\u2010-\u2015-]")


def email(text: str) -> str | None:
    """The address in lower case, or None if it has not the shape of one or is longer than 254 characters."""
    address = text.strip().lower()
    if len(address) > _EMAIL_LIMIT or ".." in address or not _EMAIL.fullmatch(address):
        return None
    return address


def postcode(text: str) -> str | None:
    """The postcode in upper case, 3 to 10 letters and digits, at least one of them a digit; None if it is none.

    Blanks, dots and dashes are gone ("SW1A 1AA" and "sw1a1aa" are one, and so are "00-950" and "00950"), and so is the
    country that Europeans put before ("D-10115", "SE-114 55"); a US ZIP+4 is cut to its first five digits.
    """
    code = text.strip()
    if len(code) > _POSTCODE_LIMIT:
        return None
    code = _plain(code)
    if zip_plus_4 := _ZIP_PLUS_4.fullmatch(code):
        return zip_plus_4[1]
    code = _COUNTRY.sub("", _NOT_IN_POSTCODES.sub("", code.upper()), count=1)
    return code if _POSTCODE.fullmatch(code) else None


def names_country(text: str) -> bool:
    """Whether a postcode is written with its country before it, be that part of it ("LV-1010") or not ("D-10115")."""
    code = _NOT_IN_POSTCODES.sub("", text.upper())
    return (_COUNTRY.match(code) or _COUNTRY_WITHIN.fullmatch(code)) is not None


def phone(text: str, region: str = "US") -> str | None:
    """The number as E.164 ("+14155550132"), or None if it cannot be dialled.

    Args:
        text: as written, of at most 32 characters.
        region: the ISO country whose layout holds for a number without a plus sign.
    """
    if len(text) > _PHONE_LIMIT:
        return None
    library = _phonenumbers()
    try:
        number = library.parse(text, region)
    except library.NumberParseException:
        return None
    if library.is_possible_number_with_reason(number) != library.ValidationResult.IS_POSSIBLE:
        return None
    return str(library.format_number(number, library.PhoneNumberFormat.E164))


def reference(text: str) -> str:
    """The form in which two references are the same order's: upper case, without blanks, dashes, dots and "#".

    For comparing and counting. A lookup sends the reference as it was typed.
    """
    return _plain(_NOT_IN_REFERENCES.sub("", _plain(text).upper()))  # twice, as marks may join when blanks go


def _plain(text: str) -> str:
    """Wide and mathematical letters and digits as the plain ones they stand for."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


@cache
def _phonenumbers() -> ModuleType:
    """The library, on its first use: it costs more to import than all the rest of this room."""
    import phonenumbers  # noqa: PLC0415  # see above

    return phonenumbers
