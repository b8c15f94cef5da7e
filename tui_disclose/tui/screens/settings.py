"""The settings that people change, as a form; what was saved holds at once in this session."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tui_disclose.office.changing_settings import change_settings, options, values
from tui_disclose.tui.screens.form import FormScreen

if TYPE_CHECKING:
    from tui_disclose.tui.base import PlaceScreen


def open_settings(screen: "PlaceScreen") -> None:
    """Show the settings over a screen, for reading only where the session is."""
    screen.save_pending()
    app = screen.disclosure

    def save(changed: Mapping[str, Any], seen: Mapping[str, Any]) -> str:
        app.use_settings(change_settings(app.office, changed, seen))
        return "设置已保存，其他人重新打开程序后生效。"

    def done(said: str | None) -> None:
        if said:
            # Behind what the screen says of itself as it comes back.
            screen.call_after_refresh(screen.say, said)

    title = "设置" + ("（只读，不能修改）" if app.office.read_only else "")
    app.push_screen(FormScreen(title, options(app.office), values(app.office), save, "settings"), done)
