"""One declaration per command: key, action, name, help, when it applies, and the command line that does the same.

Bindings, the hints line, help, the palette and the key tables of the manual come out of it. A screen or widget that
takes keys declares them in `KEYS` under `KEYS_TITLE`; a subclass of a Textual widget says `inherit_bindings=False`.
"""

import msgspec
from textual.binding import Binding, BindingType

from tui_disclose.statutory.pinyin import initials
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
        """The key as it is written on screen; of several the first."""
        return self.shown_key or key_words(self.keys[0])

    @property
    def all_key_words(self) -> tuple[str, ...]:
        """Every key, as they are written for people."""
        return (self.shown_key,) if self.shown_key else tuple(dict.fromkeys(map(key_words, self.keys)))

    @property
    def character(self) -> str:
        """What the first key types where text is typed, or “” where it is no character."""
        word = key_words(self.keys[0])
        return word if len(word) == 1 and word.isascii() else ""

    @property
    def initials(self) -> str:
        """The pinyin initials of the name, by which the palette finds it too."""
        return initials(self.name)


_KEY_WORDS = {
    "escape": "Esc",
    "question_mark": "?",
    "equals_sign": "=",
    "slash": "/",
    "colon": ":",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "delete": "Del",
    "space": "空格",
    "backspace": "退格",
    "up": "上",
    "down": "下",
    "left": "左",
    "right": "右",
}


def key_words(key: str) -> str:
    """Return a key as it is written for people (ctrl+s → Ctrl+S)."""
    *held, last = key.split("+")
    word = _KEY_WORDS.get(last) or (last.capitalize() if len(last) > 1 or held else last)
    return "+".join([*(each.capitalize() for each in held), word])


ANSWER_KEYS = "123456789abcdefhilmnopqrstuvwxyz"
"""What chooses each of several answers; the letters that move in a list are left out."""

LIST_KEYS: tuple[Command, ...] = (
    Command("up,k", "move(-1)", "上移", "上移一行。", hint=False),
    Command("down,j", "move(1)", "下移", "下移一行。", hint=False),
    Command("pageup", "page(-1)", "上页", "上一页。", hint=False),
    Command("pagedown", "page(1)", "下页", "下一页。", hint=False),
    Command("home,g", "first", "首行", "到第一行。", hint=False),
    Command("end,G", "last", "末行", "到最后一行。", hint=False),
)
"""The ways through every list."""


def bindings(commands: tuple[Command, ...]) -> list[BindingType]:
    """Return the Textual bindings of commands; a command whose widget takes the key itself has none."""
    return [Binding(c.key, c.action, c.name, show=False) for c in commands if c.action]


def hints(commands: tuple[Command, ...], width: int) -> str:
    """Return the hints line: as many commands as fit in `width` cells, in their order, and help in any case."""
    hinted = [command for command in commands if command.hint]
    always = next((_hint(command) for command in hinted if command.action == "help"), "")
    shown: list[str] = []
    for hint in map(_hint, hinted):
        kept_free = [always] if always and always not in (*shown, hint) else []
        if width_of("  ".join([*shown, hint, *kept_free])) > width:
            break
        shown.append(hint)
    if always and always not in shown:
        shown.append(always)
    return "  ".join(shown)


def _hint(command: Command) -> str:
    return f"{command.key_words} {command.name}"


def help_lines(commands: tuple[Command, ...]) -> list[str]:
    """Return one line for each command: key, name, help."""
    width = max((width_of(c.name) for c in commands), default=0)
    return [f"  {fit(c.key_words, 10)} {fit(c.name, width)}  {c.help}" for c in commands]
