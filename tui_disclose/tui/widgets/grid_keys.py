"""The keys that the statutory grid takes itself; characters that begin a figure are typed."""

from tui_disclose.tui.commands import Command

GRID_KEYS: tuple[Command, ...] = (
    Command("tab,enter", "", "下一格", "保存并到下一个可填的格；填完一张表到下一张。", cli="report set"),
    Command("enter", "", "看记录", "没有在输入、台账有这一格的记录时，列出背后的申请、案件。", hint=False),
    Command("shift+tab", "", "上一格", "保存并回到上一个可填的格。", hint=False, cli="report set"),
    Command("equals_sign", "", "用台账", "去掉本格填报数，改用台账数或合计。", cli="report set"),
    Command("up,down,left,right,h,j,k,l", "", "移动", "上下左右移动一格，也可用 h j k l。", "方向键", hint=False),
    Command("pageup,pagedown", "", "翻页", "上一页、下一页。", "PgUp/PgDn", hint=False),
    Command("home,end", "", "行首行末", "到本行第一格、最后一格。", "Home/End", hint=False),
    Command("ctrl+home,ctrl+end", "", "首格末格", "到本表第一格；Ctrl+End 到最后一格。", "Ctrl+Home", hint=False),
    Command("f2,e", "", "修改", "在原数字后面接着改。", hint=False, cli="report set"),
    Command("space", "", "空白", "本格印为空白（空白不是0）。", hint=False, cli="report set"),
    Command("delete,backspace", "", "清除", "清除本格填报数；正在输入时删去末尾一个字。", hint=False, cli="report set"),
)
