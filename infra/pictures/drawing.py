"""Drawing a picture anew. Runs in a process that is thrown away afterwards: `python -m infra.pictures.drawing`.

The file comes by standard input; the new one leaves by standard output, or the exit status says why there is none.
Whatever stood in the file beside the pixels of its first frame is gone: place and camera, comments, a second file
glued behind it, further frames.
"""

import resource
import sys
import warnings
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from infra.pictures.verdict import MOST_BYTES, MOST_PIXELS, NoPicture, Verdict

LONGEST_SIDE = 2048
QUALITY = 85
MEMORY_BYTES = 1024**3
PROCESSOR_SECONDS = 10
FORMATS = ("JPEG", "PNG", "WEBP")
HEIF = "pillow_heif"
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"heif"})


def is_heic(file: bytes) -> bool:
    """Whether a telephone of a certain make took it; told by the bytes, for names and types lie."""
    return file[4:8] == b"ftyp" and file[8:12] in _HEIC_BRANDS


def draw(file: bytes) -> bytes:
    """The picture as a JPEG of at most `LONGEST_SIDE` pixels each way, upright, without anything else.

    Raises: NoPicture.
    """
    if len(file) > MOST_BYTES:
        raise NoPicture(Verdict.TOO_LARGE)
    formats = (*FORMATS, "HEIF") if _has_heif() else FORMATS
    if is_heic(file) and "HEIF" not in formats:
        raise NoPicture(Verdict.NO_DECODER)
    try:
        # Only the head is read here; its size is judged before a single pixel is unpacked.
        image = Image.open(BytesIO(file), formats=formats)
    except UnidentifiedImageError:
        raise NoPicture(Verdict.KIND) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NoPicture(Verdict.TOO_LARGE) from None
    except Exception:  # noqa: BLE001 - decoders raise whatever they like
        raise NoPicture(Verdict.BROKEN) from None
    if image.width * image.height > MOST_PIXELS:
        raise NoPicture(Verdict.TOO_LARGE)
    try:
        return _drawn(image)
    except Exception:  # noqa: BLE001 - decoders raise whatever they like
        raise NoPicture(Verdict.BROKEN) from None


def _drawn(image: Image.Image) -> bytes:
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is unpacked smaller from the beginning
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    flat = Image.new("RGB", upright.size, "white")  # where it was transparent
    rgba = upright.convert("RGBA")
    flat.paste(rgba, mask=rgba.getchannel("A"))
    out = BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _has_heif() -> bool:
    """Whether the operator has installed the decoder that HEIC needs; it is no part of this program."""
    if find_spec(HEIF) is None:
        return False
    import_module(HEIF).register_heif_opener()
    return True


def main() -> None:
    """Draw what comes, within the memory and time that a picture may cost."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    try:
        drawn = draw(sys.stdin.buffer.read(MOST_BYTES + 1))
    except NoPicture as none:
        sys.exit(none.verdict)
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main()
