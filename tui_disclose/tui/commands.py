"""One declaration per command: key, action, name and help. Bindings, the hints line and help come out of it."""

import msgspec
from textual.binding import Binding, BindingType

from tui_disclose.tui.wording import fit, width_of


class Command(msgspec.Struct, frozen=True):
    """Something a key does in a place."""

    key: str
    """As Textual names keys; several with commas."""
    action: str
    """What Textual calls; empty where the widget that has the keys does it itself."""
    name: str
    """At most four characters, for the hints line."""
    help: str
    """One sentence."""
    shown_key: str = ""
    """How the key is written for people, where that is not its name."""
    hint: bool = True
    """Whether it stands in the hints line."""
    when: tuple[str, ...] = ()
    """The parts of a screen in which it applies; empty means everywhere on it."""
    cli: str = ""
    """The command that does the same (“report export”); empty for what only moves about or lays out the screen."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys one by one, as Textual names them."""
        return tuple(self.key.split(","))

    @property
    def key_words(self) -> str:
        """The key as it is written on screen."""
        return self.shown_key or _KEY_WORDS.get(self.key, self.key)


_KEY_WORDS = {
    "escape": "Esc",
    "enter": "Enter",
    "question_mark": "?",
    "equals_sign": "=",
    "slash": "/",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "ctrl+s": "Ctrl+S",
}


def bindings(commands: tuple[Command, ...]) -> list[BindingType]:
    """Return the Textual bindings of commands; a command whose widget takes the key itself has none."""
    return [Binding(c.key, c.action, c.name, show=False) for c in commands if c.action]


def hints(commands: tuple[Command, ...], width: int) -> str:
    """Return the hints line: as many commands as fit in `width` cells, in their order."""
    line = ""
    for command in commands:
        if not command.hint:
            continue
        hint = f"{command.key_words} {command.name}"
        if width_of(line) + width_of(hint) + 2 > width:
            break
        line += ("  " if line else "") + hint
    return line


def help_lines(commands: tuple[Command, ...]) -> list[str]:
    """Return one line for each command: key, name, help."""
    return [f"  {fit(c.key_words, 10)} {fit(c.name, 8)}  {c.help}" for c in commands]
