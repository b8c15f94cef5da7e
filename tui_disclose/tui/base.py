"""What every screen of a place has: the line of places, a message line, the hints, and how keys are read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast
from unicodedata import east_asian_width

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget

from tui_disclose.office.house import Office
from tui_disclose.office.position import Position
from tui_disclose.statutory.text import half_width, one_line
from tui_disclose.tui.commands import Command, bindings, hints
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.wording import width_of

if TYPE_CHECKING:
    from tui_disclose.tui.app import DisclosureApp

Result = TypeVar("Result")

PLACES = ("待办", "制度", "主动公开", "依申请", "复议诉讼", "年报", "工作台账", "操作记录")

SMALLEST = (80, 24)

EVERYWHERE = (
    Command("question_mark", "help", "帮助", "显示本处可用的键。"),
    Command("ctrl+p", "palette", "命令", "按名称或拼音首字母找命令、地方和记录。"),
    Command("S", "settings", "设置", "单位、文书、编号、人员等各项设置。", hint=False, cli="settings set"),
    Command("y", "copy", "复制", "把光标所在的一格或一行交给终端复制。", hint=False),
    Command("q", "leave", "退出", "保存并退出程序。"),
    Command("1,2,3,4,5,6,7,8", "", "去别处", "前往最上一行的各处；正在填表时先按 Esc。", "1至8", hint=False),
)

# What a Chinese input method sends where one of these keys is meant.
_TWINS = {"？": "question_mark", "／": "slash", "＝": "equals_sign", "］": "right_square_bracket"} | {
    "［": "left_square_bracket",
    "】": "right_square_bracket",
    "【": "left_square_bracket",
}


def half_width_key(key: str, character: str | None) -> str:
    """Return the key that was meant where an input method sent a full-width character, else the key itself."""
    if not character or len(character) != 1 or character.isascii():
        return key
    folded = half_width(character)
    return _TWINS.get(character) or (folded if len(folded) == 1 and folded.isascii() and folded.isalnum() else key)


def is_chinese(character: str | None) -> bool:
    """Tell whether a key sent a character that only an input method sends."""
    return bool(character) and character is not None and len(character) == 1 and east_asian_width(character) in "WF"


def input_method_on(character: str | None) -> str:
    """Return what to say where a character came and a key was meant."""
    return f"输入法开着：收到“{character}”，这里要按字母键，请先切换到英文。"


class Fitting(Screen[Result], inherit_bindings=False):
    """A screen that says so where the window is too small to work in, and takes what an input method sends."""

    KEYS: ClassVar[tuple[Command, ...]] = ()
    KEYS_TITLE: ClassVar[str] = ""

    @property
    def disclosure(self) -> "DisclosureApp":
        """The app, by its own type."""
        return cast("DisclosureApp", self.app)

    def say(self, text: str) -> None:
        """Show one sentence in the message line, or in place of the hints where the screen has none."""
        for line in [*self.query("#message"), *self.query("#hints")][:1]:
            cast("Lines", line).show(one_line(text))

    def on_key(self, event: events.Key) -> None:
        """Take full-width digits and signs of an input method for their half-width twins; say that one is on."""
        twin = half_width_key(event.key, event.character)
        if twin != event.key:
            event.stop()
            self.app.simulate_key(twin)
        elif is_chinese(event.character):
            event.stop()
            self.say(input_method_on(event.character))

    def save_pending(self) -> None:
        """Save what was typed and not saved yet; called before the screen or the program is left."""

    def on_resize(self, event: events.Resize) -> None:
        """Cover everything with a notice while the window is too small; what is being typed stays as it is."""
        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        self.set_class(small, "-too-small")
        for notice in self.query(".too-small"):
            notice.remove()
        # The window may change while the screen is being closed.
        if small and self.is_attached:
            size = f"{event.size.width}x{event.size.height}"
            notice = Lines(f"窗口太小（{size}），请放大到 80x24 以上。\n已录入的内容都在。")
            notice.add_class("too-small")
            self.mount(notice)


class PlaceScreen(Fitting[None]):
    """A screen of one of the numbered places; subclasses give `KEYS` and `compose_body`."""

    PLACE: ClassVar[int] = 6
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(EVERYWHERE),
        *((str(number), f"go({number})", name) for number, name in enumerate(PLACES, 1)),
    ]

    @property
    def office(self) -> Office:
        """The open office."""
        return self.disclosure.office

    def compose(self) -> ComposeResult:
        """Lay out places, body, message and hints."""
        yield Lines(self._places(), id="places")
        yield from self.compose_body()
        yield Lines(id="message")
        yield Lines(id="hints")

    def compose_body(self) -> Iterable[Widget]:
        """Return the widgets between places and message."""
        raise NotImplementedError

    def current_commands(self) -> tuple[Command, ...]:
        """Return the commands that apply now, for hints, help and palette: of the screen, what has the keys, all."""
        here, focused = self.context(), self.focused
        known = (*self.KEYS, *getattr(focused, "KEYS", ()), *EVERYWHERE)
        # Where text is typed, characters are text.
        typed = {c for c in known if focused and c.character and focused.check_consume_key(c.keys[0], c.character)}
        return tuple(c for c in known if c not in typed and (not c.when or here in c.when))

    def context(self) -> str:
        """Return which part of the screen the keys go to, where commands apply to some parts only."""
        return ""

    def position(self) -> Position | None:
        """Return where the next session should open, or None for the beginning."""
        return None

    def show_hints(self) -> None:
        """Show the keys that apply now."""
        mark = "【只读】" if self.office.read_only else ""
        room = self.size.width - width_of(mark)
        self.query_one("#hints", Lines).show(mark + hints(self.current_commands(), room))

    def on_resize(self, event: events.Resize) -> None:
        """Show as many hints as fit."""
        super().on_resize(event)
        self.show_hints()

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus now."""
        self.show_hints()

    def action_leave(self) -> None:
        """Save what is pending and end the program."""
        self.disclosure.leave()

    def action_help(self) -> None:
        """Show the keys of this place."""
        from tui_disclose.tui.screens.reader import ReaderScreen, help_text

        self.app.push_screen(ReaderScreen("本处可用的键", help_text(self.current_commands())))

    def action_palette(self) -> None:
        """Find a command, a place or a record by what is typed."""
        from tui_disclose.tui.screens.palette import open_palette

        open_palette(self)

    def action_settings(self) -> None:
        """Show the settings, to see and to change them."""
        from tui_disclose.tui.screens.settings import open_settings

        open_settings(self)

    def action_copy(self) -> None:
        """Hand what is under the cursor to the terminal's clipboard."""
        copied = getattr(self.focused, "copied_text", "").strip()
        if copied:
            self.app.copy_to_clipboard(copied)
            self.say(f"已交给终端复制：{copied}（粘贴不出来的，是终端不支持，请用终端软件选取）")
        else:
            self.say("这里没有可以复制的内容。")

    def action_go(self, number: int) -> None:
        """Go to a place by its number."""
        self.save_pending()
        self.disclosure.go(number)

    def _places(self) -> str:
        names = [f"{n}{name}" for n, name in enumerate(PLACES, 1)]
        here = names[self.place_number() - 1]
        return " ".join(names).replace(here, f"【{here}】")

    def place_number(self) -> int:
        """Return the number of the place this screen belongs to."""
        return self.PLACE
