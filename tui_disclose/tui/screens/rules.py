"""Place 2 制度: the rules an office keeps for its disclosure work, their versions, and what carried them out."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from tui_disclose.office.ledgers import find_row, title_of
from tui_disclose.office.rule_exports import export_rules
from tui_disclose.office.rule_views import Standing, carrier_words, standings
from tui_disclose.office.rules import RULES, add_preset, add_rule, preset_words, repeal
from tui_disclose.office.works import carried_out
from tui_disclose.problems import Problem
from tui_disclose.records.fields import Field, Values
from tui_disclose.records.rule_presets import preset_rules
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.places import can_open, record_screen
from tui_disclose.tui.screens.form import FormScreen
from tui_disclose.tui.screens.ledger import Export, LedgerScreen
from tui_disclose.tui.screens.ledger_acts import LedgerActs, ledger_keys, record_keys
from tui_disclose.tui.screens.letters import show_exported
from tui_disclose.tui.screens.picking import PickingScreen, Rows
from tui_disclose.tui.screens.prompts import AskChoice
from tui_disclose.tui.screens.record import RecordScreen
from tui_disclose.tui.screens.versions import show_versions
from tui_disclose.tui.widgets.record_list import Column
from tui_disclose.tui.widgets.text_pages import Part

_REPEAL = (
    Field("reason", "理由", required=True, help="为什么废止；编号、正文和理由都留着。"),
    Field("on", "废止日期", "date", required=True, initial="今天", help="从哪一天起废止。"),
)

_OWN_KEYS = (
    Command("v", "versions", "各版", "正文历次修订的各版和它们的不同。", cli="rule versions"),
    Command("w", "carried", "实施", "实施这项制度的工作记录和其他台账，可打开。", cli="rule show"),
)


class RuleActs(LedgerActs):
    """What can be done with a rule, in the list and where it is open."""

    def action_take_out(self) -> None:
        """Repeal the rule: for a reason, from a day on."""
        if not (self.number and self.may_change()):
            return
        number = self.number

        def save(values: Values, seen: Values) -> str:  # noqa: ARG001
            repeal(self.office, number, values["reason"], date.fromisoformat(values["on"]))
            return f"制度{number}已废止，按 u 可撤销。"

        def saved(said: str | None) -> None:
            self.follow()
            if said:
                self.say(said)

        called = title_of(RULES, number, find_row(self.office, RULES, number).fields)
        form = FormScreen(f"废止制度{called}", _REPEAL, {}, save, f"rules-{number}-repeal", self.day_words)
        self.app.push_screen(form, saved)

    def action_versions(self) -> None:
        """Show the versions of the rule's text."""
        if self.number:
            show_versions(self, RULES, self.number, f"制度{self.number}")

    def action_carried(self) -> None:
        """Show what carried the rule out, the newest first; each opens."""
        number = self.number
        if not number:
            return

        def rows() -> Rows:
            done = carried_out(self.office).get(number, [])
            return {
                f"{each.table}/{each.number}": (each.on, *carrier_words(self.office, each)) for each in reversed(done)
            }

        def opened(found: str) -> None:
            table, _, record = found.partition("/")
            if can_open(table):
                self.app.push_screen(record_screen(table, record))

        try:
            columns = (Column("日期", 10), Column("台账", 8), Column("记录", 40, grows=True))
            self.app.push_screen(PickingScreen(f"制度{number}的实施情况", "实施记录", columns, rows, opened))
        except Problem as problem:
            self.say(str(problem))


class RuleScreen(RuleActs, RecordScreen):
    """A rule."""

    PLACE = 2
    LEDGER = "rules"
    KEYS: ClassVar[tuple[Command, ...]] = (
        *RecordScreen.KEYS,
        *record_keys("rule", "废止", "repeal"),
        *_OWN_KEYS,
        Command("o", "export", "导出", "导出这项制度的全文，Markdown。", cli="rule export"),
    )
    KEYS_TITLE = "打开的制度"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def parts(self, fields: Values, plain: bool) -> list[Part]:
        """Return what is shown of a rule: when it was last carried out and whether it is in force first."""
        standing = standings(self.office, self.disclosure.today())[self.number]
        state = [] if standing.state in ("有效", "已废止") else [("状态", standing.state)]
        return [*state, ("实施", standing.words), *super().parts(fields, plain)]

    def action_export(self) -> None:
        """Write the rule."""
        try:
            path = export_rules(self.office, self.number, with_texts=True, output=None)
        except Problem as problem:
            self.say(str(problem))
        else:
            show_exported(self, path)


class RulesScreen(RuleActs, LedgerScreen):
    """The list of rules."""

    PLACE = 2
    LEDGER = "rules"
    RECORD = RuleScreen
    KEYS: ClassVar[tuple[Command, ...]] = (
        *ledger_keys("rule", "废止", "repeal", "导出光标所在的一项、制度目录或制度汇编。"),
        *_OWN_KEYS,
        Command("N", "preset", "常用", "一次登记常用的公开、决策、发布制度，已有的不重复。", cli="rule preset"),
    )
    KEYS_TITLE = "制度"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self.standings: dict[str, Standing] = {}
        """How each rule stands."""
        self.labels = [*self.labels, "状态", "实施"]

    def list_columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("编号", 12),
            Column("名称", 28, grows=True),
            Column("实施", 14),
            Column("最近实施", 10),
            Column("类别", 8),
            Column("责任科室", 12),
            Column("制定日期", 10),
        ]

    def cells(self, number: str) -> Sequence[str]:
        """Return the texts of a rule's columns."""
        fields = self.records[number]
        standing = self.standings.get(number)
        keys = ("name", "kind", "section", "made_on")
        name, *others = [self.shown(RULES.field(key), fields.get(key), plain=True) for key in keys]
        mark = f"【{standing.state}】" if standing and standing.state != "有效" else ""
        used = (standing.brief, standing.last) if standing else ("", "")
        return number, mark + name, *used, *others

    def fields(self, number: str) -> Mapping[str, str]:
        """Return what the filter looks into: 状态 and 实施 besides what is stored."""
        standing = self.standings.get(number)
        more = {"状态": standing.state, "实施": standing.brief} if standing else {}
        return {**super().fields(number), **more}

    def _read(self) -> None:
        super()._read()
        self.standings = standings(self.office, self.disclosure.today())
        left = sum(number not in self.records for number in self.standings)
        self.rows.what = f"制度（另有{left}项已废止，按 t 列出）" if left else "制度"

    def follow(self, number: str = "") -> None:
        """Show what was saved meanwhile, work that carried a rule out included."""
        super().follow(number)
        self.rows.refresh()

    def add_record(self, values: Values) -> str:
        """Register a rule and return its number."""
        return add_rule(self.office, values, self.disclosure.today())

    def action_preset(self) -> None:
        """Register the usual rules that are not there yet, when that is wanted."""
        if not self.may_change():
            return

        def answered(answer: int | None) -> None:
            if answer != 1:
                return
            try:
                added = add_preset(self.office, self.disclosure.today())
                said = preset_words(self.office, added) + ("按 u 可撤销。" if added else "")
            except Problem as problem:
                said = str(problem)
            self.follow()
            self.say(said)

        question = f"登记常用的{len(preset_rules())}项制度（公开、决策、发布），名称已有的不重复登记："
        self.app.push_screen(AskChoice(question, ["否", "是，登记"]), answered)

    def export_question(self) -> str:
        """Say whether repealed rules are among what is written."""
        return "导出（Markdown），连同已废止的：" if self.with_taken_out else "导出（Markdown）："

    def exports(self) -> list[Export]:
        """Return what can be written: the list, all with their texts, the rule under the cursor."""
        repealed, number = self.with_taken_out, self.number
        write = partial(export_rules, self.office, output=None, with_repealed=repealed)
        one = [(f"{number}的全文", partial(write, number, True))] if number else []
        return [
            ("制度目录", partial(write, None, False)),
            ("制度汇编（目录后附全部正文）", partial(write, None, True)),
            *one,
        ]
