"""Every act of a command leaves one entry in the trail; a command that only looks leaves none."""

import errno
import json
from datetime import date
from pathlib import Path

import click
import pytest

from tests.conftest import REPORTS
from tui_disclose.cli.main import root, run
from tui_disclose.office.house import create_office
from tui_disclose.office.trail import verify_trail
from tui_disclose.problems import Unavailable
from tui_disclose.store import files

TODAY = date(2024, 3, 1)
RECEIVED = "requests.received.business"
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
    "report stages": ["report", "stages"],
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
    "report derive": ["report", "derive", 2019, RECEIVED],
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
    Path("items.jsonl").write_text('{"name": "关于成果登记的通知", "made_on": "2024-03-01"}\n', encoding="utf-8")
    Path("rules.jsonl").write_text('{"name": "值班制度"}\n', encoding="utf-8")
    Path("works.jsonl").write_text('{"kind": "training", "name": "学习办法", "on": "2024-03-05"}\n', encoding="utf-8")
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
    entry = json.loads(after[-1])
    assert entry["sequence"] == len(after)
    # A list of acts says which year's report it was.
    assert not entry["place"].startswith("report/") or f"{entry['place'].removeprefix('report/')}年" in entry["why"]
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
