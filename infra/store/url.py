"""What DATABASE_URL may be: a SQLite file or a PostgreSQL server."""

from pathlib import Path
from urllib.parse import urlsplit

SQLITE = "sqlite:///"
POSTGRES = ("postgresql://", "postgres://")


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite URL, or None for a PostgreSQL server.

    Raises: ValueError, with the rest of a sentence about the URL, where it is neither, or where no file can be.
    """
    if url.startswith(POSTGRES):
        try:
            _ = [urlsplit(f"//{server}").port for server in _servers(url).split(",")]
        except ValueError:
            raise ValueError("cannot be read; in a password, @ / # ? [ ] are %40 %2F %23 %3F %5B %5D") from None
        return None
    if not url.startswith(SQLITE):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    path = Path(url.removeprefix(SQLITE))
    if path.is_dir():  # the empty path is the folder we are in
        raise ValueError("must name a file, such as sqlite:///waybill.db")
    return path


def shown(url: str) -> str:
    """The database's name for people: the file, or the servers and their database, without user and password."""
    file = sqlite_file(url)
    return f"{_servers(url) or 'local'}{urlsplit(url).path}" if file is None else str(file)


def _servers(url: str) -> str:
    """Host and port, of several with a comma between: one that takes over may stand beside the first."""
    return urlsplit(url).netloc.rpartition("@")[2]
