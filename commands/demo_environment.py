"""What `waybill demo` wrote down on this machine, for the commands that work on it or talk to it."""

import os
from pathlib import Path

import click

from server.settings import Settings

HOME = Path(".waybill")
ENVIRONMENT = HOME / "demo.env"


def demo_environment() -> dict[str, str]:
    """The names and values of demo.env; empty where no demo was ever started."""
    if not ENVIRONMENT.exists():
        return {}
    return dict(line.split("=", 1) for line in ENVIRONMENT.read_text().splitlines() if "=" in line)


def read_settings() -> Settings:
    """The settings of the environment or, where it has no secret key, those of the demo here. Raises: SettingsError."""
    demo = demo_environment()
    if "WAYBILL_SECRET_KEY" in os.environ or not demo:  # noqa: TID251 - only whether it is there
        return Settings.read()
    click.echo(f"(on the demo of {ENVIRONMENT})", err=True)
    return demo_settings(demo)


def demo_settings(demo: dict[str, str]) -> Settings:
    """The settings among the demo's names."""
    return Settings.read({name: value for name, value in demo.items() if not name.startswith("DEMO_")})
