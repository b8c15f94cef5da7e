"""The trail: what `audit verify` finds, what `audit log` and `history` tell, and that every act is in it."""

import errno
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import click
import msgspec
import pytest

from tests.conftest import REPORTS
from tui_disclose.cli.main import root, run
from tui_disclose.office.entering import set_figure, set_text
from tui_disclose.office.exporting import export_report
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.reading import clock_behind, note_reading, notices
from tui_disclose.office.reports import sheet_of
from tui_disclose.office.trail import acts, history, verify_trail
from tui_disclose.office.undoing import undo_last
from tui_disclose.problems import Damaged, Refused, Unavailable
from tui_disclose.store import JournalStore, files, journal, open_store, trail
from tui_disclose.store.interface import Change, Recorded
from tui_disclose.store.verify import Kept, verify

TODAY = date(2024, 3, 1)
RECEIVED = "requests.received.business"


def at(text: str) -> Callable[[], datetime]:
    return lambda: datetime.fromisoformat(text)


def stepped(folder: Path, steps: int = 9) -> JournalStore:
    """Return a store of so many acts in several segments, without a snapshot."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trail, "SEGMENT_BYTES", 900)
        store = open_store(folder, clock=at("2024-03-01T09:00:00+08:00"))
        for step in range(1, steps + 1):
            store.apply([Change("reports", "2024", {"a": step})], "zhang", f"第{step}次")
    return store


def places(folder: Path) -> Iterator[tuple[Path, int, int, int, bytes]]:
    """Yield file, line, sequence, position and content of each line, told by the newlines alone."""
    sequence = 0
    for path in sorted((folder / "trail").iterdir()):
        position = 0
        for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], 1):
            sequence += 1
            yield path, number, sequence, position, line + b"\n"
            position += len(line) + 1


def found(folder: Path, *heads: Kept) -> tuple[str, int, int] | None:
    bad = verify(folder, heads).bad
    return bad and (bad.file, bad.line, bad.sequence)


def test_a_whole_trail_is_good_and_its_head_is_the_hash_of_the_last_line(tmp_path: Path) -> None:
    store = stepped(tmp_path)
    verdict = verify(tmp_path)
    *_, (_, _, sequence, _, line) = places(tmp_path)
    body = line.rpartition(b',"hash":"')[0]
    assert (verdict.bad, verdict.notes) == (None, ())
    assert verdict.head == f"{sequence}:{hashlib.sha256(body).hexdigest()}" == store.head.words
    assert len(trail.segments(tmp_path)) >= 3
    assert verify(tmp_path / "nothing").head == f"0:{'0' * 64}"


@pytest.mark.parametrize("flip", [0x01, 0x80])
def test_any_flipped_byte_is_found_where_it_is(tmp_path: Path, flip: int) -> None:
    stepped(tmp_path, 4)
    for path, number, sequence, position, line in list(places(tmp_path)):
        whole = path.read_bytes()
        for offset in range(position, position + len(line)):
            path.write_bytes(whole[:offset] + bytes([whole[offset] ^ flip]) + whole[offset + 1 :])
            assert found(tmp_path) == (f"trail/{path.name}", number, sequence)
        path.write_bytes(whole)
    assert found(tmp_path) is None


def test_a_removed_a_repeated_and_a_swapped_line_are_found(tmp_path: Path) -> None:
    store = stepped(tmp_path)
    head = Kept(9, store.head.hash, "备份")
    everything = list(places(tmp_path))
    for path, number, sequence, position, line in everything:
        whole = path.read_bytes()
        rest = whole[position + len(line) :]
        path.write_bytes(whole[:position] + rest)
        expected = (f"trail/{path.name}", number, sequence)
        if rest or sequence == 9:
            assert found(tmp_path, head) == expected
        else:  # the last line of a segment: what is missing is named after the file that should hold it
            assert found(tmp_path, head) == (f"trail/{sequence:09}.jsonl", 1, sequence)
        path.write_bytes(whole[:position] + line + line + rest)
        assert found(tmp_path) == (f"trail/{path.name}", number + 1, sequence + 1) or not rest
        assert found(tmp_path) is not None
        if rest:
            following = rest[: rest.find(b"\n") + 1]
            path.write_bytes(whole[:position] + following + line + rest[len(following) :])
            assert found(tmp_path) == expected
        path.write_bytes(whole)
    assert found(tmp_path, head) is None


def test_a_cut_anywhere_is_found(tmp_path: Path) -> None:
    store = stepped(tmp_path, 3)
    head = Kept(3, store.head.hash, "备份")
    path, number, sequence, position, line = list(places(tmp_path))[-1]
    whole = path.read_bytes()
    for end in range(position + 1, position + len(line)):
        path.write_bytes(whole[:end])
        assert found(tmp_path) == (f"trail/{path.name}", number, sequence)
    # Whole lines at the end leave no mark: only a head kept elsewhere tells.
    path.write_bytes(whole[:position])
    assert found(tmp_path) is None
    assert found(tmp_path, head) == (f"trail/{path.name}", number, sequence)
    bad = verify(tmp_path, [head]).bad
    assert bad
    assert "备份" in bad.text


def test_missing_swapped_and_strange_segments_are_found(tmp_path: Path) -> None:
    stepped(tmp_path)
    firsts = trail.segments(tmp_path)
    first, second, third = (trail.segment_file(tmp_path, each) for each in firsts[:3])
    second.rename(tmp_path / "away")
    assert found(tmp_path) == (f"trail/{second.name}", 1, firsts[1])
    third.rename(second)
    assert found(tmp_path) == (f"trail/{second.name}", 1, firsts[1])
    second.rename(third)
    (tmp_path / "away").rename(second)
    assert found(tmp_path) is None
    first.unlink()
    assert found(tmp_path) == ("trail/000000001.jsonl", 1, 1)


def test_a_trail_written_anew_is_caught_by_a_head_that_was_kept(tmp_path: Path) -> None:
    kept = stepped(tmp_path / "one", 5).head
    forged = open_store(tmp_path / "two", clock=at("2024-03-01T09:00:00+08:00"))
    for step in range(1, 8):
        forged.apply([Change("reports", "2024", {"a": step * 2})], "zhang", f"第{step}次")
    assert found(tmp_path / "two") is None
    assert found(tmp_path / "two", Kept(5, kept.hash, "备份")) == ("trail/000000001.jsonl", 5, 5)


def test_a_line_changed_together_with_its_own_hash_is_found_by_the_next(tmp_path: Path) -> None:
    stepped(tmp_path)
    path = tmp_path / "trail/000000001.jsonl"
    first, _, rest = path.read_bytes().partition(b"\n")
    body = first.rpartition(b',"hash":"')[0].replace("第1次".encode(), "第0次".encode())
    path.write_bytes(body + f',"hash":"{hashlib.sha256(body).hexdigest()}"}}\n'.encode() + rest)
    assert rest
    assert found(tmp_path) == ("trail/000000001.jsonl", 2, 2)


def test_the_snapshot_counts_as_a_head_kept_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "SNAPSHOT_BYTES", 1)
    store = stepped(tmp_path, 3)
    path = trail.segment_file(tmp_path, store.head.segment)
    path.write_bytes(b"")
    verdict = verify(tmp_path)
    assert verdict.bad
    assert "快照 store.json" in verdict.bad.text


def test_a_clock_that_went_back_is_a_note_and_a_year_ends_a_segment(tmp_path: Path) -> None:
    times = ["2023-12-31T23:59:59+08:00", "2024-01-01T00:00:01+08:00", "2023-12-31T20:00:00+08:00"]
    for step, time in enumerate(times):
        open_store(tmp_path, clock=at(time)).apply([Change("reports", "1", {"a": step})], "zhang", "改")
    assert trail.segments(tmp_path) == [1, 2, 3]
    verdict = verify(tmp_path)
    assert verdict.bad is None
    (note,) = verdict.notes
    assert note.startswith("第 3 条的时间 2023-12-31T20:00:00+08:00 早于前一条")
    assert [each.sequence for each in open_store(tmp_path).since(0)] == [1, 2, 3]


# ---- acts and histories ----


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某局", TODAY)


def colleague(office: Office, who: str) -> Office:
    return msgspec.structs.replace(open_office(office.folder), who=who)


def test_acts_are_chosen_by_person_record_and_period(office: Office) -> None:
    set_figure(office, 2019, RECEIVED, "5", TODAY)
    set_figure(colleague(office, "li"), 2020, RECEIVED, "6", TODAY)
    export_report(office, sheet_of(office, 2019), "md", "pipe", None)
    undo_last(colleague(office, "li"))

    def chosen(**wanted: object) -> list[int]:
        return [act.sequence for act in acts(office, **wanted)]  # type: ignore[arg-type]

    today = datetime.now().astimezone().date()
    assert chosen() == [1, 2, 3, 4, 5]
    assert chosen(who="li") == [3, 5]
    assert chosen(record="report/2019") == chosen(record="reports/2019") == chosen(record="2019") == [2, 4]
    assert chosen(record="request/2019") == []
    assert chosen(since=today, until=today, after=3) == [4, 5]
    assert chosen(until=date(2020, 1, 1)) == chosen(since=date(2999, 1, 1)) == []
    _, one, two, export, undo = acts(office)
    assert (one.mark, two.mark, undo.mark) == ("", "已被第5条撤销", "撤销第3条")
    assert (export.records, export.fields) == ((), 0)
    assert export.why.startswith(f"导出2019年年度报告到 {office.exports}")


def test_a_history_tells_each_change_in_words(office: Office) -> None:
    set_figure(office, 2019, RECEIVED, "5", TODAY)
    set_figure(office, 2019, RECEIVED, "7", TODAY, reason="补录")
    set_text(office, 2019, "一", "总体情况。", TODAY)
    undo_last(office)
    steps = history(office, "report/2019")
    said = [[difference.sentence for difference in step.differences] for step in steps]
    cell = "一、本年新收政府信息公开申请数量·法人或其他组织·商业企业"
    assert said[0][-1] == f"{cell}：无 → 5"
    assert said[1:] == [
        [f"{cell}：5 → 7", f"{cell}的理由：无 → 补录"],
        ["“一”部分的文字：无 → 总体情况。"],
        ["“一”部分的文字：总体情况。 → 无"],
    ]
    assert [step.act.undone_by for step in steps] == [None, None, 5, None]
    with pytest.raises(Refused, match="report/2018"):
        history(office, "report/2018")


def test_personal_data_is_noted_once_a_session_and_never_by_a_reader(office: Office) -> None:
    session: set[str] = set()
    assert note_reading(office, "request/〔2024〕1号", "申请人信息", session)
    assert note_reading(office, "request/〔2024〕1号", "申请人信息", session) is None
    assert note_reading(office, "request/〔2024〕2号", "申请人信息", session)
    reader = open_office(office.folder, read_only=True)
    assert note_reading(reader, "request/〔2024〕3号", "申请人信息", set()) is None
    assert [(act.why, act.place, act.records) for act in acts(reader, after=1)] == [
        ("查看申请人信息", "request/〔2024〕1号", ()),
        ("查看申请人信息", "request/〔2024〕2号", ()),
    ]
    with pytest.raises(Unavailable, match="只读"):
        reader.store.note("zhang", "导出")
    with pytest.raises(Refused, match="没有可以撤销"):
        undo_last(office)


def test_an_act_without_changes_changes_no_record_and_is_seen_by_others(tmp_path: Path) -> None:
    store, other = open_store(tmp_path / "data"), open_store(tmp_path / "data")
    entry = store.note("li", "导出2019年", "report/2019")
    assert (entry.sequence, entry.changes, entry.undoes) == (1, (), None)
    assert other.since(0) == open_store(tmp_path / "data").since(0) == [entry]
    store.apply([Change("reports", "2019", {"a": 1})], "li", "填写")
    assert other.since(1)[0].changes == (Recorded("reports", "2019", {}, {"a": 1}),)
    assert other.count("reports") == 1
    assert other.count("requests") == 0


def test_a_clock_behind_the_trail_is_said(office: Office) -> None:
    assert clock_behind(office, datetime.now().astimezone()) is None
    set_figure(office, 2019, RECEIVED, "5", TODAY)
    assert clock_behind(office, datetime.now().astimezone()) is None
    (said,) = notices(office, datetime.fromisoformat("2020-01-01T08:00:00+08:00"))
    assert said.startswith("系统时钟（2020-01-01 08:00）早于最近一次操作")


def test_a_damaged_store_is_shown_up_to_the_damage_and_says_so(office: Office) -> None:
    for figure in "567":
        set_figure(office, 2019, RECEIVED, figure, TODAY)
    path = office.folder / "trail/000000001.jsonl"
    path.write_bytes(path.read_bytes().replace("＝6".encode(), "＝9".encode()))
    before = path.read_bytes()
    with pytest.raises(Damaged, match="第 3 行"):
        open_office(office.folder, read_only=True)
    shown = open_office(office.folder, up_to_damage=True)
    assert sheet_of(shown, 2019).faces[RECEIVED].entered == 5
    assert [act.sequence for act in acts(shown)] == [1, 2]
    (said,) = notices(shown, datetime.now().astimezone())
    assert "第 3 行已损坏" in said
    assert "只读" in said
    with pytest.raises(Unavailable, match="只读"):
        set_figure(shown, 2019, RECEIVED, "8", TODAY)
    assert path.read_bytes() == before


# ---- commands ----

FIRST_ITEM = f"{date.today().year}-000001"
REQUEST = "〔2024〕1号"

REGISTERED: list[list[object]] = [
    ["request", "add", "收到渠道=当面", "到达日期=20240301", "申请人类别=自然人", "申请人=张三"],
    ["request", "event", REQUEST, "拟稿", "日期=20240305"],
    ["remedy", "add", "复议1", "途径=行政复议", f"所涉申请={REQUEST}", "申请起诉日=20240603"],
]
"""A request with an event and a case about it."""

FIRST_RULE = f"〔{date.today().year}〕1号"

ACTS: dict[str, list[object]] = {
    "calendar add": ["calendar", "add", "rest", "2027-01-01", "--source", "通知"],
    "init": ["--data", "other", "init", "--unit", "某科"],
    "report import": ["report", "import", "report.json"],
    "report set": ["report", "set", 2019, RECEIVED, 6],
    "report export": ["report", "export", 2019],
    "report text": ["report", "text", 2019, "一", "--file", "text.md"],
    "report ack": ["report", "ack", 2019, "T3-ID", "--reason", "已核实"],
    "report seal": ["report", "seal", 2019, "--as-published", "--on", "2020-01-20", "--url", "https://example.cn/1"],
    "report unseal": ["report", "unseal", 2019, "--reason", "市办退改"],
    "rule add": ["rule", "add", "名称=信息报送制度"],
    "rule preset": ["rule", "preset"],
    "rule change": ["rule", "change", FIRST_RULE, "责任科室=办公室"],
    "rule repeal": ["rule", "repeal", FIRST_RULE, "--reason", "已并入新制度"],
    "rule export": ["rule", "export"],
    "rule import": ["rule", "import", "rules.jsonl"],
    "work import": ["work", "import", "works.jsonl"],
    "report sign": ["report", "sign", 2019, "requests", "--section", "办公室", "--by", "张三"],
    "report paper": ["report", "paper", 2019, "审签单"],
    "report adjust": ["report", "adjust", 2021, "商业企业", "--reason", "机构改革"],
    "report draft": ["report", "draft", 2019],
    "catalogue add": ["catalogue", "add", "名称=关于征求意见的公告", "栏目=回应关切"],
    "catalogue change": ["catalogue", "change", FIRST_ITEM, "责任科室=办公室"],
    "catalogue attach": ["catalogue", "attach", FIRST_ITEM, "text.md"],
    "catalogue submit": ["catalogue", "submit", FIRST_ITEM],
    "catalogue approve": ["catalogue", "approve", FIRST_ITEM, "--reason", "只有一人"],
    "catalogue return": ["catalogue", "return", FIRST_ITEM, "--comment", "写明依据"],
    "catalogue withdraw": ["catalogue", "withdraw", FIRST_ITEM, "--reason", "重写"],
    "catalogue publish": ["catalogue", "publish", FIRST_ITEM],
    "catalogue take-down": ["catalogue", "take-down", FIRST_ITEM, "--reason", "重复"],
    "catalogue form": ["catalogue", "form", FIRST_ITEM],
    "catalogue text": ["catalogue", "text", "指南", "--file", "text.md"],
    "catalogue index": ["catalogue", "index"],
    "catalogue import": ["catalogue", "import", "items.jsonl"],
    "catalogue export": ["catalogue", "export"],
    "work add": ["work", "add", "类别=培训", "事项=学习条例"],
    "work change": ["work", "change", "2019-1", "进展=已完成"],
    "work carry-over": ["work", "carry-over", "2019-1"],
    "work export": ["work", "export", "--year", "2019"],
    "work take-out": ["work", "take-out", "2019-1", "--reason", "重复"],
    "request add": ["request", "add", "收到渠道=当面", "申请人类别=自然人", "申请内容=经费"],
    "request show": ["request", "show", REQUEST],
    "request change": ["request", "change", REQUEST, "申请内容=经费决算"],
    "request event": ["request", "event", REQUEST, "转交办理", "承办科室=法规科"],
    "request correct": ["request", "correct", REQUEST, 1, "备注=已核对", "--reason", "补记"],
    "request strike": ["request", "strike", REQUEST, 1, "--reason", "误登"],
    "request split": ["request", "split", REQUEST, "经费", "人员"],
    "request attach": ["request", "attach", REQUEST, "text.md"],
    "request take-out": ["request", "take-out", REQUEST, "--reason", "重复登记"],
    "request import": ["request", "import", "request.jsonl"],
    "request export": ["request", "export"],
    "request evidence": ["request", "evidence", REQUEST],
    "request letter": ["request", "letter", REQUEST, "register"],
    "remedy add": ["remedy", "add", "复议2", "途径=行政复议", f"所涉申请={REQUEST}", "申请起诉日=20240603"],
    "remedy change": ["remedy", "change", "复议1", "案号=3号"],
    "remedy decide": ["remedy", "decide", "复议1", "结果维持", "--on", "20240801"],
    "remedy take-out": ["remedy", "take-out", "复议1", "--reason", "误登"],
    "remedy import": ["remedy", "import", "remedy.jsonl"],
    "remedy export": ["remedy", "export"],
    "undo": ["undo"],
    "settings set": ["settings", "set", "letters.court", "某区人民法院"],
    "backup": ["backup", "backup.tar.gz"],
    "restore": ["restore", "first.tar.gz", "--yes"],
}
"""Every command that changes something, and a call that does."""

SUBMIT: list[object] = ["catalogue", "submit", FIRST_ITEM]

BEFORE: dict[str, list[list[object]]] = {
    "catalogue approve": [SUBMIT],
    "catalogue return": [SUBMIT],
    "catalogue withdraw": [SUBMIT],
    "catalogue publish": [SUBMIT, ["catalogue", "approve", FIRST_ITEM, "--reason", "只有一人"]],
    "report adjust": [
        ["report", "set", 2020, "requests.carried_out.business", 1],
        ["report", "set", 2021, "requests.carried_in.business", 2],
    ],
    "report unseal": [
        ["report", "ack", 2019, "SEC", "--reason", "另附"],
        ["report", "ack", 2019, "VAL", "--reason", "另附"],
        ["report", "seal", 2019],
    ],
}
"""What has to be done before such a call."""

LOOKS: dict[str, list[object]] = {
    "demo": ["demo", "--create", "elsewhere"],
    "report show": ["report", "show", 2019],
    "report check": ["report", "check", 2019],
    "report diff": ["report", "diff", 2019],
    "report drafts": ["report", "drafts", 2019],
    "report trend": ["report", "trend"],
    "verify": ["verify", "report.json"],
    "report stage": ["report", "stage", 2019],
    "calendar show": ["calendar", "show", 2024],
    "workday": ["workday", "2025-01-13", 7],
    "due": ["due"],
    "doctor": ["doctor"],
    "request list": ["request", "list"],
    "request due": ["request", "due"],
    "request figures": ["request", "figures", "--since", "20240101", "--until", "20240331"],
    "request hints": ["request", "hints", REQUEST],
    "request templates": ["request", "templates", "granted"],
    "request contents": ["request", "contents", REQUEST],
    "request why": ["request", "why", REQUEST],
    "request fees": ["request", "fees", "--since", "20240101", "--until", "20241231"],
    "request fee": ["request", "fee", REQUEST, "--pages", 100],
    "remedy list": ["remedy", "list"],
    "remedy show": ["remedy", "show", "复议1"],
    "remedy due": ["remedy", "due"],
    "settings show": ["settings", "show"],
    "completion": ["completion", "bash"],
    "history": ["history", "report/2019"],
    "rule list": ["rule", "list"],
    "rule show": ["rule", "show", FIRST_RULE],
    "rule versions": ["rule", "versions", FIRST_RULE],
    "rule search": ["rule", "search", "制度"],
    "report figures": ["report", "figures", 2019, "信息.总数"],
    "work kinds": ["work", "kinds", "培训"],
    "work list": ["work", "list"],
    "work show": ["work", "show", "2019-1"],
    "work due": ["work", "due"],
    "catalogue list": ["catalogue", "list"],
    "catalogue show": ["catalogue", "show", FIRST_ITEM],
    "catalogue forms": ["catalogue", "forms"],
    "catalogue columns": ["catalogue", "columns"],
    "audit log": ["audit", "log"],
    "audit verify": ["audit", "verify"],
}
"""Every command that only looks."""


def names(group: click.Group, before: str = "") -> list[str]:
    listed: list[str] = []
    for name, command in group.commands.items():
        listed += names(command, f"{before}{name} ") if isinstance(command, click.Group) else [before + name]
    return listed


def test_every_command_is_known_to_change_something_or_not() -> None:
    assert sorted(names(root)) == sorted([*ACTS, *LOOKS]), "add it to ACTS or LOOKS above"


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "--unit", "某局"]) == 0
    assert run(["report", "set", "2019", RECEIVED, "5"]) == 0
    report = {key: REPORTS["baiyin-2019"][key] for key in ("unit", "year", "form", "cells")} | {"year": 2020}
    Path("report.json").write_text(json.dumps(report), encoding="utf-8")
    Path("text.md").write_text("总体情况。", encoding="utf-8")
    assert run(["backup", "first.tar.gz"]) == 0
    return tmp_path / "data"


@pytest.fixture
def registered(started: Path) -> Path:
    """The same with a record of each ledger."""
    assert run(["rule", "add", "名称=保密审查制度", "正文=先审查、后公开。"]) == 0
    assert run(["catalogue", "add", "名称=关于项目申报的通知", "栏目=部门文件"]) == 0
    assert run(["work", "add", "类别=问题和措施", "事项=内容不够丰富", "日期=20191231"]) == 0
    Path("items.jsonl").write_text('{"name": "关于成果登记的通知"}\n', encoding="utf-8")
    Path("rules.jsonl").write_text('{"name": "值班制度"}\n', encoding="utf-8")
    Path("works.jsonl").write_text('{"kind": "training", "name": "学习办法"}\n', encoding="utf-8")
    for words in REGISTERED:
        assert run([str(word) for word in words]) == 0
    request = {"number": "旧1号", "channel": "fax", "arrived_on": "2024-01-02", "applicant": {"kind": "other"}}
    Path("request.jsonl").write_text(json.dumps(request), encoding="utf-8")
    remedy = {"number": "旧案", "path": "litigation", "request": REQUEST, "filed_on": "2024-06-03"}
    Path("remedy.jsonl").write_text(json.dumps(remedy), encoding="utf-8")
    Path("first.tar.gz").unlink()
    assert run(["backup", "first.tar.gz"]) == 0
    return started


def lines(folder: Path) -> list[str]:
    return [line for path in sorted(folder.glob("trail/*")) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", ACTS)
def test_a_command_that_changes_something_leaves_an_entry(name: str, registered: Path) -> None:
    folder = registered.parent / "other" if name == "init" else registered
    for earlier in BEFORE.get(name, ()):
        assert run([str(word) for word in earlier]) == 0
    before = lines(folder)
    assert run([str(word) for word in ACTS[name]]) == 0
    after = lines(folder)
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1
    assert json.loads(after[-1])["sequence"] == len(after)
    assert run(["audit", "verify"]) == 0


def test_what_goes_to_standard_output_is_in_the_trail_unless_the_session_is_read_only(
    registered: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    before = lines(registered)
    assert run(["--read-only", "report", "export", "2019", "--output", "-"]) == 0
    assert lines(registered) == before
    shown = capfdbinary.readouterr().out
    assert run(["report", "export", "2019", "--output", "-"]) == 0
    assert capfdbinary.readouterr().out == shown
    (entry,) = lines(registered)[len(before) :]
    assert json.loads(entry)["why"] == "导出2019年年度报告到标准输出"
    assert json.loads(entry)["place"] == "report/2019"


def test_an_office_whose_first_entry_cannot_be_written_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "")

    with monkeypatch.context() as patch:
        patch.setattr(files, "append", full)
        with pytest.raises(Unavailable, match="磁盘已满"):
            create_office(tmp_path / "data", "某局", TODAY)
    assert create_office(tmp_path / "data", "某局", TODAY).store.sequence == 1


@pytest.mark.parametrize("name", LOOKS)
def test_a_command_that_only_looks_leaves_none(name: str, registered: Path) -> None:
    before = lines(registered)
    assert run([str(word) for word in LOOKS[name]]) in (0, 1)
    assert lines(registered) == before


def test_audit_on_the_command_line(started: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["audit", "log", "--json", "--record", "2019"]) == 0
    (act,) = json.loads(capsys.readouterr().out)
    assert (act["sequence"], act["records"]) == (2, [["reports", "2019"]])
    assert run(["audit", "verify", "--json"]) == 0
    verdict = json.loads(capsys.readouterr().out)
    assert (verdict["good"], verdict["bad"]) == (True, None)
    assert verify_trail(started).head == verdict["head"]
    assert run(["audit", "verify", "--head", verdict["head"]]) == 0
    assert run(["audit", "verify", "--head", "nonsense"]) == 3
    capsys.readouterr()
    beyond = f"7:{'a' * 64}"
    assert run(["audit", "verify", "--json", "--head", beyond]) == 1
    assert json.loads(capsys.readouterr().out)["bad"]["sequence"] == 4
    path = started / "trail/000000001.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"who":"', b'"who":"x', 1))
    assert run(["report", "show", "2019"]) == 5
    capsys.readouterr()
    assert run(["audit", "verify"]) == 1
    assert "trail/000000001.jsonl 第 1 行（第 1 条）被改动" in capsys.readouterr().out


def test_history_on_the_command_line(started: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["history", "report/2019", "--json"]) == 0
    (step,) = json.loads(capsys.readouterr().out)
    assert step["act"]["sequence"] == 2
    assert {"field": f"cells.{RECEIVED}", "before": None, "after": 5}.items() <= step["differences"][-1].items()
    assert run(["history", "report/2018"]) == 3
