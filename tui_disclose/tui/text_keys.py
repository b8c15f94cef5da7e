"""The keys with which text is typed, in one line or in several: what Textual has, in Chinese, and no others."""

from tui_disclose.tui.commands import Command

_EDITING = (
    Command("backspace", "delete_left", "退格", "删去光标前的一个字。", hint=False),
    Command("delete,ctrl+d", "delete_right", "删除", "删去光标处的一个字。", hint=False),
    Command("ctrl+x", "cut", "剪切", "剪切选中的文字。", hint=False),
    Command("ctrl+c", "copy", "复制", "复制选中的文字。", hint=False),
    Command("ctrl+v", "paste", "粘贴", "粘贴在这里剪切或复制的文字；终端的粘贴照终端软件的键。", hint=False),
)

LINE_KEYS: tuple[Command, ...] = (
    Command("left", "cursor_left", "左移", "光标左移一个字。", hint=False),
    Command("right", "cursor_right", "右移", "光标右移一个字。", hint=False),
    Command("home,ctrl+a", "home", "行首", "到行首。", hint=False),
    Command("end,ctrl+e", "end", "行末", "到行末。", hint=False),
    Command("shift+left", "cursor_left(True)", "左选", "向左选中。", hint=False),
    Command("shift+right", "cursor_right(True)", "右选", "向右选中。", hint=False),
    Command("shift+home", "home(True)", "选到行首", "选中到行首。", hint=False),
    Command("shift+end", "end(True)", "选到行末", "选中到行末。", hint=False),
    Command("ctrl+u", "delete_left_all", "删到行首", "删去光标前的全部。", hint=False),
    Command("ctrl+k", "delete_right_all", "删到行末", "删去光标后的全部。", hint=False),
    *_EDITING,
)
"""In one line (Input)."""

AREA_KEYS: tuple[Command, ...] = (
    Command("up", "cursor_up", "上移", "光标上移一行。", hint=False),
    Command("down", "cursor_down", "下移", "光标下移一行。", hint=False),
    Command("left", "cursor_left", "左移", "光标左移一个字。", hint=False),
    Command("right", "cursor_right", "右移", "光标右移一个字。", hint=False),
    Command("home,ctrl+a", "cursor_line_start", "行首", "到行首。", hint=False),
    Command("end,ctrl+e", "cursor_line_end", "行末", "到行末。", hint=False),
    Command("pageup", "cursor_page_up", "上页", "上一页。", hint=False),
    Command("pagedown", "cursor_page_down", "下页", "下一页。", hint=False),
    Command("shift+up", "cursor_up(True)", "上选", "向上选中。", hint=False),
    Command("shift+down", "cursor_down(True)", "下选", "向下选中。", hint=False),
    Command("shift+left", "cursor_left(True)", "左选", "向左选中。", hint=False),
    Command("shift+right", "cursor_right(True)", "右选", "向右选中。", hint=False),
    Command("shift+home", "cursor_line_start(True)", "选到行首", "选中到行首。", hint=False),
    Command("shift+end", "cursor_line_end(True)", "选到行末", "选中到行末。", hint=False),
    Command("f7", "select_all", "全选", "选中全部文字。", hint=False),
    Command("ctrl+u", "delete_to_start_of_line", "删到行首", "删去本行光标前的文字。", hint=False),
    Command("ctrl+k", "delete_to_end_of_line_or_delete_line", "删到行末", "删去本行光标后的文字。", hint=False),
    Command("ctrl+z", "undo", "退回", "退回刚才的输入。", hint=False),
    Command("ctrl+y", "redo", "重做", "重做退回的输入。", hint=False),
    *_EDITING,
)
"""In several lines (TextArea)."""
