"""SEC and LEN: every part is there, in order, says something, and no more than the form wants."""

import msgspec
import pytest

from tests.conftest import FORMS, REPORTS, only, sheet_with
from tui_disclose.records.report import Report
from tui_disclose.report.check import check
from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Sheet, build_sheet

TEXTS = {"一": "总体情况良好。", "五": "公开形式不够丰富，下一步将改进。", "六": "无。"}


def sections(**texts: str) -> list[Finding]:
    return [f for f in check(sample_sheet_with_texts({**TEXTS, **texts})) if f.id == "SEC"]


def sample_sheet_with_texts(texts: dict[str, str]) -> Sheet:
    return sheet_with(2024, REPORTS["huaian-2024"]["cells"], sections=texts)


def test_six_parts_that_say_something_pass() -> None:
    assert sections() == []


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("一", ""),
        ("五", "无"),
        ("五", "（无）"),
        ("五", "暂无。"),
        ("六", "　\n"),
        ("一", "五、存在的主要问题及改进情况\n\n不足"),
    ],
)
def test_a_part_missing_empty_or_misplaced_is_an_error(key: str, text: str) -> None:
    found = sections(**{key: text})
    assert [f.severity for f in found] == ["error"]
    assert found[0].where == (f"section.{key}",)


def test_a_reason_for_one_error_of_a_section_accepts_no_other() -> None:
    """Each of these is an error of part 五 alone; what was accepted is not what stands there now."""
    texts = ("", "无", "六、其他需要报告的事项\n\n不足", "一、总体情况\n\n不足")
    keys = [sections(五=text)[0].key for text in texts]
    assert len(set(keys)) == len(texts)
    assert sections(五="无")[0].key == sections(五="无。")[0].key
    accepted = sheet_with(
        2024, REPORTS["huaian-2024"]["cells"], sections={**TEXTS, "五": "无"}, acknowledged={keys[0]: "另行公布"}
    )
    assert [f.acknowledged for f in check(accepted) if f.id == "SEC"] == [None]


def test_what_a_check_rests_on_is_in_the_form() -> None:
    form = FORMS.by_id("2021")
    parts = tuple(msgspec.structs.replace(p, length_limit=3 if p.length_limit else 0) for p in form.parts[:-1])
    own = msgspec.structs.replace(form, id="own", source="某通知", parts=parts)
    sheet = build_sheet(own, Report("某局", 2024, "own", sections={"一": "总体情况"}))
    found = check(sheet, limit_length=True)
    assert "3字" in only(found, "LEN").basis
    assert "1000" not in only(found, "LEN").basis
    assert {f.basis for f in found if f.id == "SEC"} == {"政府信息公开条例第五十条；某通知的5个部分"}


def test_an_empty_table_is_a_missing_part() -> None:
    cells = {a: n for a, n in REPORTS["huaian-2024"]["cells"].items() if not a.startswith("remedies")}
    found = [f for f in check(sheet_with(2024, cells, sections=TEXTS)) if f.id == "SEC"]
    assert len(found) == 1
    assert "四、" in found[0].message


def test_length_is_looked_at_only_where_the_office_wants_it() -> None:
    sheet = sample_sheet_with_texts({**TEXTS, "一": "字" * 1001})
    assert not [f for f in check(sheet) if f.id == "LEN"]
    assert only(check(sheet, limit_length=True), "LEN").left == 1001
    assert not [
        f for f in check(sample_sheet_with_texts({**TEXTS, "一": "字" * 1000}), limit_length=True) if f.id == "LEN"
    ]
