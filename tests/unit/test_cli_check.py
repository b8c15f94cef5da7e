"""`report check`, `report ack` and `report text`."""

from pathlib import Path
from typing import Any

import pytest

from tests.command_line import RECEIVED, Cli, files, program
from tests.conftest import sample_file

# ---- texts ----


def test_a_text_from_a_file_and_from_standard_input(office: Cli, tmp_path: Path) -> None:
    Path("one.md").write_bytes("\ufeff第一段。\r\n\r\n- 甲\r\n".encode())
    assert office("report", "text", 2019, "一", "--file", "one.md")[:2] == (0, "")
    assert office("report", "text", 2019, "一") == (0, "第一段。\n\n- 甲\n", "")
    given = program("report", "text", 2019, "五", "--file", "-", cwd=tmp_path, stdin=None, input="不足。".encode())
    assert (given.returncode, given.stdout) == (0, b"")
    shown = office("report", "show", 2019, "--json").json
    assert shown["sections"] == {"一": "第一段。\n\n- 甲", "五": "不足。"}


@pytest.mark.parametrize(
    ("section", "file"), [("七", "good.md"), ("一", "absent.md"), ("一", "bad.md"), ("一", "folder"), ("", "good.md")]
)
def test_a_text_that_cannot_be_taken(office: Cli, tmp_path: Path, section: str, file: str) -> None:
    Path("good.md").write_text("好", encoding="utf-8")
    Path("bad.md").write_bytes(b"\xff\xfe\x00")
    Path("folder").mkdir()
    before = files(tmp_path)
    result = office("report", "text", 2019, section, "--file", file)
    assert (result.code, result.out) == (3, "")
    assert files(tmp_path) == before


# ---- check and acknowledge ----


def test_hints_alone_are_no_failure(office: Cli) -> None:
    texts = {"一": "总体。", "五": "不足。", "六": "无。"}
    office("report", "import", sample_file("huaian-2024", sections=texts))
    office("report", "set", 2024, "proactive.licences.decisions", "")
    result = office("report", "check", 2024, "--json")
    severities = {finding["severity"] for finding in result.json}
    assert "warning" in severities
    assert "error" not in severities
    assert result.code == 0
    assert office("report", "check", 2024).code == 0


KEYS = ["id", "severity", "where", "left", "right", "difference", "records", "message", "basis", "acknowledged"]


def test_findings_have_the_contracts_keys(office: Cli) -> None:
    office("report", "import", sample_file("pt-gaj-2021"))
    result = office("report", "check", 2021, "--json")
    assert (result.code, result.err) == (1, "")
    assert all(list(finding) == KEYS for finding in result.json)
    assert all(finding["message"] and finding["basis"] for finding in result.json)
    people = office("report", "check", 2021)
    assert len(people.out.splitlines()) == len(result.json)
    assert not any(finding["id"] in people.out for finding in result.json)
    assert "2021年" in people.err


def errors(office: Cli, year: int) -> list[dict[str, Any]]:
    return [
        f for f in office("report", "check", year, "--json").json if f["severity"] == "error" and not f["acknowledged"]
    ]


def test_acknowledged_errors_are_no_failure_and_stay_acknowledged(office: Cli) -> None:
    office("report", "import", sample_file("pt-gaj-2021", sections={"一": "总体。", "五": "不足。", "六": "无。"}))
    open_errors = errors(office, 2021)
    assert open_errors
    for at, finding in enumerate(open_errors):
        assert office("report", "check", 2021).code == 1, at
        assert office("report", "ack", 2021, finding["id"], *finding["where"], "--reason", "原报告如此").code == 0
    assert errors(office, 2021) == []
    assert office("report", "check", 2021).code == 0
    assert "原报告如此" in office("report", "check", 2021).out
    # Another figure elsewhere leaves them accepted; another figure in one of them is another finding.
    office("report", "set", 2021, "proactive.licences.decisions", 12345)
    assert office("report", "check", 2021).code == 0
    broken = next(f for f in open_errors if f["id"] == "T3-ID")["where"][0]
    office("report", "set", 2021, broken, 98765)
    assert office("report", "check", 2021).code == 1
    office("undo")
    assert office("report", "check", 2021).code == 0


def test_an_empty_reason_takes_an_acknowledgement_back(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    count = len(errors(office, 2019))
    office("report", "ack", 2019, "SEC", "section.五", "--reason", "另行公布")
    assert len(errors(office, 2019)) == count - 1
    office("report", "ack", 2019, "SEC", "section.五", "--reason", " ")
    assert len(errors(office, 2019)) == count


def test_what_was_not_found_cannot_be_acknowledged(office: Cli, tmp_path: Path) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    before = files(tmp_path)
    assert office("report", "ack", 2019, "T4-SUM", "--reason", "无").code == 3
    assert office("report", "ack", 2019, "SEC", RECEIVED, "section.五", "--reason", "无").code == 3
    assert files(tmp_path) == before
