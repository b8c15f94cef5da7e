"""The keys of a report screen: in the parts bar, a table, a text, or the findings."""

from tui_disclose.tui.commands import Command

REPORT_KEYS: tuple[Command, ...] = (
    Command("escape", "back", "返回", "从表格或文字回到部分栏，再按一次回到年度列表。"),
    Command("enter", "enter_part", "进入", "进入所选部分填写。", when=("bar",)),
    Command("left,right", "", "选部分", "在部分栏选择报告的部分。", "左右", when=("bar",)),
    Command(
        "up",
        "",
        "移动",
        "方向键或 h j k l，PgDn PgUp 翻页，Shift+Tab 上一格。",
        "方向键",
        hint=False,
        when=("table",),
    ),
    Command("tab", "", "下一格", "保存并到下一个可填的格，Enter 相同。", "Tab", when=("table",)),
    Command("z", "zeros", "补零", "把本表还没填的格都填0，印为空白的格不动。", when=("table",)),
    Command("equals_sign", "", "用台账", "去掉本格填报数，改用台账数或合计。", when=("table",)),
    Command("c", "carry", "结转", "把上年“结转下年度”抄到本年“上年结转”。", when=("table",)),
    Command("space", "", "空白", "本格印为空白（不是0）。", "空格", hint=False, when=("table",)),
    Command("delete", "", "清除", "清除本格填报数。", "Del", hint=False, when=("table",)),
    Command("f2", "", "修改", "在原数字后面接着改。", "F2", hint=False, when=("table",)),
    Command("right_square_bracket", "table(1)", "下一表", "到下一张表。", when=("table", "bar", "findings")),
    Command(
        "left_square_bracket", "table(-1)", "上一表", "到上一张表。", hint=False, when=("table", "bar", "findings")
    ),
    Command("ctrl+s", "save", "保存", "保存已输入的内容。", when=("text",)),
    Command("a", "accept", "认可", "认可所选核对结果并写明理由。", when=("findings",)),
    Command("f", "next_finding", "找问题", "到下一处核对问题所在的格。", when=("table", "bar", "findings")),
    Command("u", "undo", "撤销", "撤销本人在本报告的上一步。", when=("table", "bar", "findings")),
    Command("r", "history", "来历", "这份报告由谁、何时、改过什么。", hint=False, when=("table", "bar", "findings")),
    Command("p", "preview", "预览", "按打印的次序看全文。", when=("table", "bar", "findings")),
    Command("o", "export", "导出", "导出为文件。", when=("table", "bar", "findings")),
)
