"""An office's catalogue, rules and work to open on screen, all of it invented."""

from pathlib import Path
from typing import Any

from tests.screens.report_host import TODAY, office_of
from tui_disclose.office.catalogue import add_item, approve, publish, submit
from tui_disclose.office.catalogue_exports import set_text
from tui_disclose.office.rules import add_preset
from tui_disclose.office.works import add_work

POLICY = {
    "name": "关于组织申报2026年度市级科技计划项目的通知",
    "column": "政策法规",
    "document_type": "policy",
    "document_number": "市科发〔2026〕7号",
    "made_on": "2026-03-02",
    "section": "规划科",
    "summary": "组织申报的范围、条件、程序和时限。",
}
DRAFT = "2026-000002"
OLD = {"source": "backfill", "backfill_reason": "启用前已在门户网站发布", "made_on": "2019-04-02"}


def item(data: Path, **values: Any) -> str:
    """Register an item and return its number."""
    return add_item(office_of(data, "李四"), {"made_on": "2026-03-02", **values}, TODAY)


def approved(data: Path, number: str, *, publishing: bool = False) -> None:
    """Hand an item's form in and sign it, by different people."""
    submit(office_of(data, "李四"), number, TODAY)
    approve(office_of(data, "王五"), number, TODAY, "同意")
    if publishing:
        publish(office_of(data, "赵六"), number, TODAY)


def catalogue(data: Path) -> None:
    """Register a published policy document, a draft, one waiting, an old one, a reprint, one withheld, secrets."""
    approved(data, item(data, **POLICY), publishing=True)
    item(data, name="《科技计划项目管理办法》图解", column="政策解读", section="规划科")
    waiting = item(data, name="靖远县科技局工作动态", column="部门要闻", source="county", supplier="靖远县科技局")
    submit(office_of(data, "李四"), waiting, TODAY)
    item(data, name="2019年部门预算", column="财政资金使用情况", published_on="2019-04-03", **OLD)
    link = {"origin": "科技部", "link": "https://example.org/1", "entered_by": "张三"}
    item(data, name="国务院办公厅转载文件", column="部门要闻", source="reprint", **link)
    item(data, name="某项目评审意见", openness="withheld", openness_reason="过程性信息", made_on="2024-06-03")
    item(data, openness="classified", count=3, made_on="2025-11-03")
    set_text(office_of(data, "李四"), "指南", "第一条 本指南依据条例编制。", "2025-12-01")


def rules_and_work(data: Path) -> None:
    """Register the preset rules and some of two years' work."""
    office = office_of(data, "李四")
    add_preset(office, TODAY)
    for values in (
        {"kind": "problem", "on": "2025-12-20", "name": "政策解读形式单一", "measures": "增加图解和视频"},
        {"kind": "training", "on": "2026-02-11", "name": "学习新修订的条例", "count": 30, "section": "办公室"},
        {"kind": "media_account", "on": "2026-01-05", "name": "某局微信公众平台", "section": "办公室"},
        {"kind": "task", "on": "2026-02-20", "name": "完善公开目录", "until": "2026-06-30", "section": "规划科"},
        {"kind": "clarification", "on": "2026-03-03", "name": "澄清网传补贴消息", "result": "已在门户网站发布"},
    ):
        add_work(office, values, TODAY)
