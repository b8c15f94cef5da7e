"""What the commands of the ledgers have in common: what is said of an act, and how a record is taken out."""

from datetime import date
from typing import Protocol

import click

from tui_disclose.cli.common import current_office
from tui_disclose.cli.endings import say
from tui_disclose.cli.fields import number_argument, past_on_option, reason_option

UNCHANGED = "没有变化。"
"""What is said where a change changes nothing."""


class Done(Protocol):
    """An entry of the trail, as far as a command speaks of it."""

    @property
    def why(self) -> str:
        """What was done."""


def say_done(entry: Done | None, otherwise: str = "") -> None:
    """Say what an act did, or the sentence for an act that had nothing to do."""
    if words := f"已{entry.why}。" if entry else otherwise:
        say(words)


def take_out_command(group: click.Group, key: str, words: str) -> None:
    """Declare the command that takes a record of the ledger `key` out for a reason; `words` are its help."""

    @group.command("take-out", help=words)
    @number_argument
    @reason_option
    @past_on_option
    def _take_out(number: str, reason: str, on: date) -> None:
        from tui_disclose.office.ledgers import take_out
        from tui_disclose.records.ledger_files import ledger

        say_done(take_out(current_office(), ledger(key), number, reason, on))
