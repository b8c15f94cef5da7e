"""Place 7 工作台账: the work records of one kind or of all, a form for each kind, what each kind owes."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from textual.binding import BindingType

from tui_disclose.office.ledgers import OUT_ON
from tui_disclose.office.work_views import KindState, export_works, kind_states
from tui_disclose.office.works import add_work
from tui_disclose.records.fields import Values
from tui_disclose.records.works import kind_of, progress_words, work_ledger
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.screens.grouped import GroupedScreen
from tui_disclose.tui.screens.ledger import Export
from tui_disclose.tui.screens.ledger_acts import ledger_keys
from tui_disclose.tui.screens.picking import PickingScreen, Rows
from tui_disclose.tui.screens.work import WorkActs, WorkForm, WorkScreen, asked_fields
from tui_disclose.tui.widgets.record_list import Column

_NEW, *_OTHERS = ledger_keys("work", "注销", "take-out", "导出所列的类别：今年的或者历年的，Markdown。")


class WorksScreen(WorkActs, GroupedScreen):
    """The list of work records."""

    PLACE = 7
    LEDGER = "works"
    RECORD = WorkScreen
    GROUP = "类别"
    KEYS: ClassVar[tuple[Command, ...]] = (
        _NEW,
        Command("f", "group", "类别", "选择列出哪一类；各类本年的条数、欠记的和未完成的都标明。", cli="work kinds"),
        *_OTHERS,
    )
    KEYS_TITLE = "工作台账"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def list_columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("编号", 8),
            Column("日期", 10),
            Column("类别", 14),
            Column("事项", 24, grows=True),
            Column("进展", 6),
            Column("责任科室", 10),
        ]

    def cells(self, number: str) -> Sequence[str]:
        """Return the texts of a record's columns."""
        fields = self.records[number]
        keys = ("on", "kind", "name", "section")
        on, kind, name, section = (self.shown(self.ledger.field(k), fields.get(k), plain=True) for k in keys)
        mark = "【已注销】" if OUT_ON in fields else ""
        return number, on, kind, mark + name, progress_words(fields), section

    def fields(self, number: str) -> Mapping[str, str]:
        """Return what the filter looks into: how far it has come as the list shows it."""
        return {**super().fields(number), "进展": progress_words(self.records[number])}

    # ---- kinds ----

    def listed(self, fields: Mapping[str, Any]) -> bool:
        """Tell whether a record is of the chosen kind."""
        return not self.group or fields.get("kind") == self.group

    def group_words(self) -> str:
        """Return what the chosen kind is called."""
        return kind_of(self.group).words

    def group_columns(self) -> list[Column]:
        """Return the columns of the list of kinds."""
        return [
            Column("类别", 14),
            Column("本年", 4),
            Column("历年", 4),
            Column("本年所欠、实施的制度", 40, grows=True),
        ]

    def groups(self) -> Rows:
        """Return the kinds with what there is of each, and what this year owes."""
        return {state.kind.key: _kind_cells(state) for state in kind_states(self.office, self.disclosure.today())}

    # ---- acts ----

    def action_new(self) -> None:
        """Ask for the kind where none is listed, then for what it needs."""
        if not self.may_change():
            return
        if self.group:
            self._open_new(self.group)
            return

        def chosen(kind: str | None) -> None:
            if kind is not None:
                self._open_new(kind)

        columns = [Column("类别", 14), Column("说明", 50, grows=True)]

        def rows() -> Rows:
            return {state.kind.key: (state.kind.words, state.kind.help) for state in self._states()}

        self.app.push_screen(PickingScreen("登记工作记录：选择类别", self.GROUP, columns, rows), chosen)

    def _states(self) -> list[KindState]:
        return kind_states(self.office, self.disclosure.today())

    def _open_new(self, kind: str) -> None:
        def save(values: Values, seen: Values) -> str:  # noqa: ARG001
            given = {key: value for key, value in values.items() if value is not None}
            number = add_work(self.office, {"kind": kind, **given}, self.disclosure.today())
            self.follow(number)
            return f"已登记{kind_of(kind).words}{number}。"

        def saved(said: str | None) -> None:
            self.follow()
            if said:
                self.say(said)

        title = f"登记{work_ledger(kind).name}（{kind_of(kind).words}）"
        form = WorkForm(title, asked_fields(kind), {}, save, f"works-new-{kind}", self.day_words)
        form.kind = kind
        self.app.push_screen(form, saved)

    def export_question(self) -> str:
        """Name the kind that is listed."""
        return f"导出{kind_of(self.group).words if self.group else '全部类别'}："

    def exports(self) -> list[Export]:
        """Return the lists of the kind that is listed, of which years."""
        year = self.disclosure.today().year
        years = {f"{year}年": year, f"{year - 1}年": year - 1, "历年": None}
        return [(words, partial(export_works, self.office, self.group, of, None)) for words, of in years.items()]


def _kind_cells(state: KindState) -> tuple[str, str, str, str]:
    words = [_owed_words(state)] if state.duties else []
    words += [f"《{state.kind.rule}》"] if state.kind.rule else []
    return state.kind.words, str(state.this_year), str(state.in_all), one_line("　".join(words))


def _owed_words(state: KindState) -> str:
    """Return what a kind owes in a few words: months without a record, a year without one, what is unfinished."""
    months = [duty for duty in state.duties if duty.kind.startswith("monthly.")]
    words = [f"缺{duty.sentence.partition('的')[0]}的记录" for duty in months]
    for duty in state.duties:
        if duty.kind.startswith("yearly.") and duty.due_on:
            limit = f"{'已过' if duty.severity == 'late' else '最晚'}{duty.due_on}"
            words.append(f"{duty.due_on.year}年还没有，{limit}")
    unfinished = sum(duty.kind == "unfinished" for duty in state.duties)
    words += [f"{unfinished}件未完成"] if unfinished else []
    gaps = len({duty.number for duty in state.duties if duty.kind.startswith("decision_")})
    words += [f"{gaps}项决策待补记"] if gaps else []
    return "；".join(words)
