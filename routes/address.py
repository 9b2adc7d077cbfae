"""From which address a request comes, where proxies that we know stand before us."""

from ipaddress import ip_address

from aiohttp import web


def address_of(request: web.Request, proxies: int) -> str | None:
    """The address that the outermost of `proxies` of ours was connected from; without any, that of the connection.

    Each proxy adds whom it heard from at the right of `X-Forwarded-For`; what stands left of that anybody can write.
    """
    given = ",".join(request.headers.getall("X-Forwarded-For", ())).split(",") if proxies else []
    address = given[-proxies].strip() if len(given) >= proxies > 0 else request.remote
    try:
        return None if address is None else str(ip_address(address))
    except ValueError:
        return None
