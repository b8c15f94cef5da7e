"""The keys of a report screen beside those of its table, text, list or bar."""

from tui_disclose.tui.commands import Command

_NOT_TYPING = ("table", "bar", "findings")
_TEXT = ("text",)

REPORT_KEYS: tuple[Command, ...] = (
    Command("escape", "back", "返回", "放弃正在输入的数字；回到部分栏；再回到年度列表。"),
    Command("z", "zeros", "补零", "把本表还没填的格都填0，印为空白的格不动。", when=("table",), cli="report set"),
    Command("c", "carry", "结转", "抄上年报告：三表上年结转，二表上一年项目数量。", when=("table",), cli="report set"),
    Command("right_square_bracket", "table(1)", "下一表", "到下一张表。", when=_NOT_TYPING),
    Command("left_square_bracket", "table(-1)", "上一表", "到上一张表。", hint=False, when=_NOT_TYPING),
    Command("ctrl+s", "save", "保存", "保存已输入的内容。", when=("text",), cli="report text"),
    Command(
        "f5",
        "draft",
        "起草",
        "按模板起草这一部分，数字由台账得出，逐个可查；采用以前先问，不会自动写入。",
        when=_TEXT,
        cli="report text",
    ),
    Command(
        "f6", "last_year", "上年", "旁边显示上年同一部分的文字，再按翻页，翻完收起。", when=_TEXT, cli="report text"
    ),
    Command("a", "accept", "认可", "认可所选核对结果并写明理由。", when=("findings",), cli="report ack"),
    Command("f", "next_finding", "找问题", "到下一处核对问题所在的格。", when=_NOT_TYPING, cli="report check"),
    Command("u", "undo", "撤销", "撤销本人在本报告的上一步，一步撤一次操作。", when=_NOT_TYPING, cli="undo"),
    Command("r", "history", "来历", "这份报告由谁、何时、改过什么。", hint=False, when=_NOT_TYPING, cli="history"),
    Command("p", "preview", "预览", "按打印的次序看全文。", when=_NOT_TYPING, cli="report show"),
    Command("o", "export", "导出", "导出为文件。", when=_NOT_TYPING, cli="report export"),
    Command(
        "s",
        "stages",
        "环节",
        "办理环节：核对、定稿、报送、公开、归档，留稿、签字。",
        when=_NOT_TYPING,
        cli="report stage",
    ),
    Command("t", "trends", "历年", "本表各格历年的数字。", hint=False, when=_NOT_TYPING, cli="report trend"),
)
