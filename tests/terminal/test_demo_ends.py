"""The demo at a real terminal: however it ends, its folder is gone and the exit code says how it ended."""

import signal
import sys
from pathlib import Path

import pytest

from tests.terminal.pty_app import PtyApp


@pytest.mark.parametrize("end", ["q", "the line drops", signal.SIGHUP, signal.SIGTERM], ids=str)
def test_the_folder_of_a_demo_is_gone_at_its_end(tmp_path: Path, end: str | signal.Signals) -> None:
    command = [sys.executable, "-m", "tui_disclose", "demo"]
    with PtyApp(command, environment={"TMPDIR": str(tmp_path)}) as app:
        app.wait_for("内容都是虚构的", "8操作记录")
        assert len(list(tmp_path.glob("tui-disclose-demo-*/data/settings.toml"))) == 1
        app.press("4")
        app.wait_for("申请：")
        # Typing goes on when it ends, but for `q`, which would be typed into the form.
        if end == "q":
            app.press("q")
        else:
            app.press("n")
            app.wait_for("Ctrl+S 保存")
            app.press(*"1")
        if isinstance(end, signal.Signals):
            app.signal(end)
        elif end != "q":
            app.hang_up()
        assert app.wait_for_end() == 0
    assert not list(tmp_path.glob("tui-disclose-demo-*"))
