"""The full-screen application. Nothing outside this package imports Textual."""

import os
from datetime import datetime
from pathlib import Path


def open_app(folder: Path, read_only: bool = False, notice: str = "") -> int:
    """Open the application on a data folder and return its exit code when it is left; `notice` is said to begin with.

    Raises Unavailable or Refused before anything is drawn; a damaged store opens for reading only, up to the damage,
    and says so; a folder without an office asks the first questions on screen.
    """
    # Read when Textual is imported: the Kitty protocol loses what an input method composes, animation costs bytes.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    from tui_disclose.office.house import has_office, open_office
    from tui_disclose.office.reading import notices
    from tui_disclose.problems import Damaged, Unavailable
    from tui_disclose.tui.app import DisclosureApp

    if read_only and not has_office(folder):
        raise Unavailable(f"{folder} 中还没有台账，只读方式不能建立。")
    try:
        office = open_office(folder, read_only) if has_office(folder) else None
    except Damaged:
        office = open_office(folder, read_only=True, up_to_damage=True)
    said = notices(office, datetime.now().astimezone()) if office else []
    app = DisclosureApp(folder, office, "".join([notice, *said]))
    app.run(mouse=False)
    return app.return_code or 0
