"""No history of an item reaches 已发布 without its stages: any order of acts, by function, command, file and undo."""

import json
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tui_disclose.cli.main import run
from tui_disclose.office import house, ledgers
from tui_disclose.office.catalogue import CATALOGUE, add_item, attach, change_item, send_back, submit
from tui_disclose.office.catalogue import approve as sign_stage
from tui_disclose.office.catalogue import publish as note_published
from tui_disclose.office.catalogue import withdraw as take_back
from tui_disclose.office.catalogue_exports import item_lines
from tui_disclose.office.catalogue_import import plan_items
from tui_disclose.office.catalogue_views import open_up
from tui_disclose.office.house import create_office
from tui_disclose.office.ledger_import import apply_records
from tui_disclose.office.undoing import undo_last
from tui_disclose.problems import Problem
from tui_disclose.records.items import is_published

TODAY = date.today()
ITEM = {"name": "关于项目申报的通知", "column": "部门文件", "made_on": "2024-03-01"}
PEOPLE = ("zhang", "li", "wang")
READ = ("name", "column", "summary", "document_number", "attachments", "source", "supplier", "openness", "made_on")
"""What whoever signs has before them, and what the public then reads."""

BACKFILL = {"source": "backfill", "backfill_reason": "以前发过", "published_on": "2024-03-02"}
REPRINT = {"source": "reprint", "origin": "某网", "link": "https://example.cn", "entered_by": "张三"}
RELABELLED: list[dict[str, Any]] = [
    BACKFILL,
    REPRINT,
    {**REPRINT, "published_on": "2024-03-02"},
    {"source": "original", "published_on": None, "backfill_reason": None},
    {"source": "county", "published_on": None},
    {"published_on": "2024-03-02"},
    {"name": "没有人签过的标题"},
    {"summary": "没有人签过的内容"},
    {"column": "政策解读"},
    {"openness": "withheld", "openness_reason": "不宜公开"},
    {"openness": "proactive", "openness_reason": None},
    {**dict.fromkeys(field.key for field in CATALOGUE.fields), "openness": "classified", "count": 1},
    {"channels": ["门户网站"]},
    {"former_approval": ["2024-03-01  李四  审批同意", "2024-03-02  王五  发布"]},
    {"approval": [{"kind": "published", "on": "2024-03-02", "by": "zhang"}]},
]
"""What anybody may try to make of an item."""

Signed = tuple[tuple[str, str, bool, str], ...]
"""Each step of the form under way: what, who, whether with a reason, and what there was to read then."""


class Histories(RuleBasedStateMachine):
    """Any order of acts by any of three people, through every function and command that can touch an item."""

    STAGES: ClassVar[dict[str, int]] = {"original": 1, "county": 2}
    """How many sign a form (statutory.md §9.3, W2 and W4)."""

    @initialize(source=st.sampled_from(["original", "county"]))
    def begin(self, source: str) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.patch = pytest.MonkeyPatch()
        self.office = create_office(self.folder / "data", "某局", TODAY)
        self.number = add_item(self.office, {**ITEM, "source": source, "supplier": "某县科技局"}, TODAY)
        self.signed: dict[str, Signed] = {}
        self.before: dict[int, dict[str, Signed]] = {}

    # ---- the model: what was signed by whom, told from what was done alone ----

    def to_read(self, number: str) -> str:
        fields = self.office.store.record(CATALOGUE.key, number) or {}
        return json.dumps({key: fields.get(key) for key in READ}, ensure_ascii=False)

    def did(self, done: Callable[[], object], steps: dict[str, Signed] | None = None) -> bool:
        """Do something; note what it signs or takes back where it was not refused."""
        start, before = self.office.store.sequence, dict(self.signed)
        try:
            done()
        except Problem:
            return False
        if steps is not None:
            self.signed |= steps
        for entry in self.office.store.since(start):
            self.before[entry.sequence] = before
        return True

    def at_work(self, who: str) -> house.Office:
        return msgspec.structs.replace(self.office, who=who)

    def command(self, who: str, *arguments: str) -> None:
        self.patch.setattr(house, "login", lambda: who)
        if run(["--data", str(self.office.folder), *arguments]):
            raise Problem

    # ---- the form ----

    @rule(who=st.sampled_from(PEOPLE), typed=st.booleans())
    def hand_in(self, who: str, typed: bool) -> None:
        step: dict[str, Signed] = {self.number: (("submitted", who, False, self.to_read(self.number)),)}
        if typed:
            self.did(lambda: self.command(who, "catalogue", "submit", self.number), step)
        else:
            self.did(lambda: submit(self.at_work(who), self.number, TODAY), step)

    @rule(who=st.sampled_from(PEOPLE), reason=st.sampled_from(["", "", "只有一人"]), typed=st.booleans())
    def sign(self, who: str, reason: str, typed: bool) -> None:
        step = ("approved", who, bool(reason), self.to_read(self.number))
        steps: dict[str, Signed] = {self.number: (*self.signed.get(self.number, ()), step)}
        if typed:
            self.did(lambda: self.command(who, "catalogue", "approve", self.number, "--reason", reason), steps)
        else:
            self.did(lambda: sign_stage(self.at_work(who), self.number, TODAY, reason=reason), steps)

    @rule(who=st.sampled_from(PEOPLE), back=st.sampled_from([send_back, take_back]))
    def give_back(self, who: str, back: Callable[..., object]) -> None:
        self.did(lambda: back(self.at_work(who), self.number, TODAY, "改"), {self.number: ()})

    @rule(who=st.sampled_from(PEOPLE), typed=st.booleans())
    def publish(self, who: str, typed: bool) -> None:
        if typed:
            self.did(lambda: self.command(who, "catalogue", "publish", self.number))
        else:
            self.did(lambda: note_published(self.at_work(who), self.number, TODAY))

    @rule(people=st.lists(st.sampled_from(PEOPLE), min_size=3, max_size=4))
    def run_through(self, people: list[str]) -> None:
        self.hand_in(people[0], typed=False)
        for who in people[1:]:
            self.sign(who, "", typed=False)
        self.publish(people[0], typed=False)

    # ---- ways round it ----

    @rule(who=st.sampled_from(PEOPLE), tried=st.lists(st.sampled_from(RELABELLED), min_size=1, max_size=4))
    def change(self, who: str, tried: list[dict[str, Any]]) -> None:
        for values in tried:
            self.did(lambda values=values: change_item(self.at_work(who), self.number, values))  # type: ignore[misc]
            self.nothing_is_published_without_its_stages()
            self.what_has_a_form_is_nothing_else_and_what_had_a_title_no_secret()

    @rule(who=st.sampled_from(PEOPLE))
    def add_attachment(self, who: str) -> None:
        file = self.folder / "附件.txt"
        file.write_text(str(self.office.store.sequence), encoding="utf-8")
        self.did(lambda: attach(self.at_work(who), self.number, file))

    @rule(who=st.sampled_from(PEOPLE), again=st.booleans())
    def take_out(self, who: str, again: bool) -> None:
        if not self.did(lambda: ledgers.take_out(self.at_work(who), CATALOGUE, self.number, "有误", TODAY)):
            return
        if again:
            self.did(lambda: add_item(self.at_work(who), {**ITEM, "supplier": "某县科技局"}, TODAY))
            self.number = ledgers.rows(self.office, CATALOGUE)[-1].number

    @rule(who=st.sampled_from(PEOPLE))
    def make_open(self, who: str) -> None:
        self.did(lambda: open_up(self.at_work(who), self.number, TODAY))

    @rule(with_number=st.booleans(), backfill=st.booleans(), table=st.booleans())
    def bring_in(self, with_number: bool, backfill: bool, table: bool) -> None:
        name, number = "a.jsonl", self.number if with_number else ""
        if table:
            name = "a.csv"
            text = f"编号,名称,栏目,生成日期,发布日期,信息来源\n{number},通知,部门文件,20240301,20240302,原创\n"
        else:
            line = {**ITEM, "published_on": "2024-03-02", "source": "original"}
            text = json.dumps(line | ({"number": number, "approval": [{"kind": "published"}]} if number else {}))
        plan = plan_items(self.office, name, text.encode(), TODAY, "旧" * backfill)
        self.did(lambda: apply_records(self.office, plan, name))

    @rule(backfill=st.booleans())
    def bring_home(self, backfill: bool) -> None:
        """What was written out comes in again, here and in another office."""
        data = item_lines(self.office).encode()
        other = create_office(Path(tempfile.mkdtemp(dir=self.folder)) / "data", "某局", TODAY)
        for office in (self.office, other):
            plan = plan_items(office, "a.jsonl", data, TODAY, "旧" * backfill)
            self.did(lambda office=office, plan=plan: apply_records(office, plan, "a.jsonl"))  # type: ignore[misc]
        published = [row.fields for row in ledgers.rows(other, CATALOGUE) if is_published(row.fields)]
        assert {fields["source"] for fields in published} <= {"backfill", "reprint"}

    @rule(who=st.sampled_from(PEOPLE), typed=st.booleans())
    def undo(self, who: str, typed: bool) -> None:
        start = self.office.store.sequence
        undone = (lambda: self.command(who, "undo")) if typed else (lambda: undo_last(self.at_work(who)))
        if not self.did(undone):
            return
        (entry,) = self.office.store.since(start)
        touched = {c.number for c in entry.changes if "approval" in {**c.before, **c.after}}
        former = self.before.get(entry.undoes or 0, {})
        self.signed |= {number: former.get(number, ()) for number in touched}
        if not self.office.store.record(CATALOGUE.key, self.number):
            self.number = ledgers.rows(self.office, CATALOGUE, with_taken_out=True)[0].number

    # ---- what must hold ----

    @invariant()
    def nothing_is_published_without_its_stages(self) -> None:
        for row in ledgers.rows(self.office, CATALOGUE) if hasattr(self, "office") else ():
            wanted = self.STAGES.get(row.fields["source"])
            if wanted is None or not is_published(row.fields):
                continue
            signed = self.signed.get(row.number, ())
            assert [step for step, *_ in signed] == ["submitted", *["approved"] * wanted]
            for place, (_, who, excused, read) in enumerate(signed):
                assert excused or who not in [earlier[1] for earlier in signed[:place]]
                assert read == self.to_read(row.number)

    @invariant()
    def what_has_a_form_is_nothing_else_and_what_had_a_title_no_secret(self) -> None:
        for row in ledgers.rows(self.office, CATALOGUE) if hasattr(self, "office") else ():
            assert row.fields["openness"] != "classified"
            assert not row.fields.get("approval") or row.fields["source"] in self.STAGES

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.patch.undo()
            shutil.rmtree(self.folder, ignore_errors=True)


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
