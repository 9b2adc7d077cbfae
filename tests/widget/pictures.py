"""Pictures as telephones make them and as nobody should send them; drawn here, taken by nobody."""

import struct
import zlib
from io import BytesIO

from PIL import Image

SECRET = "Evergreen Terrace 742"


def drawn(kind: str = "JPEG", size: tuple[int, int] = (320, 240), *, exif: bool = False) -> bytes:
    image = Image.new("RGB", size, "#2a6f97")
    image.paste("#f4a261", (0, 0, size[0] // 2, size[1] // 2))
    out, more = BytesIO(), {}
    if exif:
        tags = Image.Exif()
        tags[0x010E] = SECRET  # ImageDescription
        tags[0x0112] = 6  # Orientation: lies on its side
        tags.get_ifd(0x8825)[1] = "N"  # GPSLatitudeRef
        more = {"exif": tags.tobytes(), "comment": SECRET.encode()} if kind == "JPEG" else {"exif": tags.tobytes()}
    image.save(out, kind, **more)
    return out.getvalue()


def heic() -> bytes:
    """No more than the beginning of one, by which it is known."""
    return struct.pack(">I", 24) + b"ftypheic" + b"\0\0\0\0mif1heic" + bytes(100)


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is this large; its pixels are zeros, a thousand to a byte."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    body = b"".join(rows.compress(row) for _ in range(height)) + rows.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
