"""The command `waybill`. A subcommand is imported only when it is named, so that each starts fast."""

from importlib import import_module

import click

# Each name's module and what it calls its command.
COMMANDS = {
    "call": "commands.call:call_command",
    "chat": "commands.chat:chat_command",
    "demo": "commands.demo:demo_command",
    "doctor": "commands.doctor:doctor_command",
    "forget": "commands.forget:forget_command",
    "serve": "commands.serve:serve_command",
    "ticket": "commands.ticket:ticket_command",
    "agent": "commands.agent:agent_command",
    "connector": "commands.connector:connector_command",
    "key": "commands.key:key_command",
    "member": "commands.member:member_command",
    "lookup": "commands.lookup:lookup_command",
    "migrate": "commands.migrate:migrate_command",
    "tenant": "commands.tenant:tenant_command",
    "work": "commands.work:work_command",
    "vault": "commands.vault:vault_command",
    "understand": "commands.understand:understand_command",
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports the one that is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All names, for `--help`."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]} is no click command")
        return command


@click.group(cls=LazyGroup)
def waybill() -> None:
    """Answers "where is my order?" by phone, chat and an OpenAI-compatible API."""


if __name__ == "__main__":
    waybill()
