"""The catalogue: numbers, what is withheld, columns, import all or nothing, index and kept texts."""

import hashlib
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.command_line import Cli
from tui_disclose.office import ledgers
from tui_disclose.office.catalogue import CATALOGUE, add_item, change_item, columns_of
from tui_disclose.office.catalogue_duties import owed
from tui_disclose.office.catalogue_import import plan_items
from tui_disclose.office.catalogue_lists import chosen
from tui_disclose.office.derivation import documents_of
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.undoing import undo_last
from tui_disclose.office.who import login
from tui_disclose.problems import Refused

TODAY = date(2024, 3, 1)
CODE = "1162040001391125X6"
OLD = {"source": "backfill", "backfill_reason": "旧网站迁移"}


@pytest.fixture
def bureau(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某市某局", TODAY, code=CODE)


def test_the_index_number_follows_the_pattern_and_the_year_of_the_document(bureau: Office) -> None:
    numbers = [add_item(bureau, {"name": "甲", "made_on": day}, TODAY) for day in ("2023-12-30", "2024-01-02")]
    numbers.append(add_item(bureau, {"name": "乙"}, TODAY))
    assert numbers == [f"{CODE}/2023-000001", f"{CODE}/2024-000001", f"{CODE}/2024-000002"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"openness": "classified", "count": 3, "name": "某项目"}, "不登记标题"),
        ({"openness": "classified"}, "只登记数量"),
        ({"openness": "classified", "count": 3, "summary": "内容"}, "只登记数量"),
        ({"openness": "classified", "count": 3, "document_number": "某密〔2024〕1号"}, "只登记数量"),
        ({"name": "甲", "count": 3}, "数量只用于涉密事项"),
        ({"name": "甲", "openness": "withheld"}, "不公开理由"),
        ({"name": "甲", "column": "没有的栏目"}, "没有栏目“没有的栏目”"),
        ({"name": "甲", "areas": ["三大攻坚战", "别的"]}, "重点领域中没有“别的”"),
        ({"name": "甲", "validity": "repealed"}, "废止日期"),
        ({"name": "甲", "source": "reprint", "origin": "某网"}, "转载的信息须填写链接"),
        ({"name": "甲", "source": "backfill", "published_on": "2019-01-01"}, "补录理由"),
        ({"name": "甲", "published_on": "2024-03-01"}, "审批单"),
        ({"name": "甲", **OLD, "published_on": "2019-01-01", "openness": "on_request"}, "不能有发布日期"),
        ({}, "名称还没有填写"),
        ({"openness": "classified", "count": 1, "attachments": ["某件"]}, "只登记数量"),
        ({"name": "甲", **OLD, "made_on": "2019-03-05", "published_on": "2019-03-04"}, "早于生成日期"),
        ({"name": "甲", "made_on": "2024-02-01", "validity": "repealed", "repealed_on": "2023-02-01"}, "早于生成日期"),
        ({"name": "甲", **OLD, "published_on": "2019-03-04", "document_type": "normative"}, "须填写生成日期"),
        ({"name": "甲", "column": "政府信息公开指南"}, "显示的是公开文本“指南”"),
        ({"name": "甲", "column": "机构职能"}, "显示的是公开文本“机构职能”"),
    ],
)
def test_what_cannot_be_kept_is_refused(bureau: Office, values: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        add_item(bureau, values, TODAY)
    with pytest.raises(Refused):
        ledgers.add(bureau, CATALOGUE, values, lambda _: "1")
    assert ledgers.rows(bureau, CATALOGUE) == []


def test_an_old_item_whose_making_is_not_known_has_no_day_of_making(bureau: Office) -> None:
    number = add_item(bureau, {"name": "甲", **OLD, "published_on": "2019-03-04"}, TODAY)
    assert number == f"{CODE}/2019-000001"
    assert "made_on" not in ledgers.find_row(bureau, CATALOGUE, number).fields
    line = json.dumps({"name": "乙", "published_on": "2019-03-04"}).encode()
    ((taken, fields),) = plan_items(bureau, "a.jsonl", line, TODAY, "旧网站迁移").items.items()
    assert taken == f"{CODE}/2019-000002"
    assert "made_on" not in fields


def test_an_item_may_stay_in_a_column_that_became_a_text_until_it_is_moved(bureau: Office) -> None:
    number = add_item(bureau, {"name": "甲", "column": "部门要闻"}, TODAY)
    own = 'columns = [{name = "部门要闻", parent = "政府信息公开目录", text = "编制说明"}]'
    (bureau.folder / "columns.toml").write_text(own, encoding="utf-8")
    change_item(bureau, number, {"keywords": ["科技"]})
    change_item(bureau, number, {"column": "部门文件"})
    with pytest.raises(Refused, match="显示的是公开文本“编制说明”"):
        change_item(bureau, number, {"column": "部门要闻"})


def test_a_secret_is_a_count_and_cannot_get_a_title_later(bureau: Office) -> None:
    number = add_item(bureau, {"openness": "classified", "count": 3}, TODAY)
    with pytest.raises(Refused, match="不登记标题"):
        change_item(bureau, number, {"name": "某项目"})
    with pytest.raises(Refused, match="不能改为其他公开属性"):
        change_item(
            bureau, number, {"openness": "withheld", "openness_reason": "解密", "name": "某项目", "count": None}
        )


@pytest.mark.parametrize("key", ["source", "document_type", "openness", "validity"])
def test_what_an_item_is_cannot_be_cleared(bureau: Office, key: str) -> None:
    number = add_item(bureau, {"name": "甲"}, TODAY)
    with pytest.raises(Refused, match=f"{CATALOGUE.field(key).label}不能空着"):
        change_item(bureau, number, {key: None})


@pytest.mark.parametrize("cleared", [{}, {"name": None}, {"name": None, "column": None, "made_on": None}])
def test_what_had_a_title_never_becomes_a_secret_since_the_trail_keeps_it(
    bureau: Office, cleared: dict[str, None]
) -> None:
    named = add_item(bureau, {"name": "某项目", "column": "部门文件"}, TODAY)
    with pytest.raises(Refused, match="撤下本条（理由中不写标题），另登记一条涉密事项，只填数量"):
        change_item(bureau, named, {**cleared, "openness": "classified", "count": 1})
    assert ledgers.find_row(bureau, CATALOGUE, named).fields["openness"] == "proactive"


def test_an_office_has_columns_of_its_own(bureau: Office) -> None:
    assert {c.name for c in columns_of(bureau).columns if c.parent == "政府信息公开目录"} >= {
        *("政策解读", "建议提案办理结果", "依申请公开", "回应关切", "新闻发布会")
    }
    assert len(columns_of(bureau).classes) == 15
    own = (
        'columns = [{name = "科技成果", parent = "科技管理"}, {name = "创新平台", hidden = true}]\nareas = ["乡村振兴"]'
    )
    (bureau.folder / "columns.toml").write_text(own, encoding="utf-8")
    columns = columns_of(bureau)
    assert columns.below("科技管理") == {"科技管理", "科技成果"}
    assert "创新平台" not in {column.name for column in columns.columns}
    add_item(bureau, {"name": "甲", "column": "科技成果", "areas": ["乡村振兴"]}, TODAY)
    for wrong in ('columns = [{name = "甲", parent = "乙"}]', 'columns = [{name = "甲", parent = "甲"}]', "x"):
        (bureau.folder / "columns.toml").write_text(wrong, encoding="utf-8")
        with pytest.raises(Refused):
            columns_of(bureau)


LINES = [
    {"name": "甲", "column": "政策解读", "made_on": "2019-03-01", "published_on": "2019-03-04", "source": "original"},
    {"name": "乙", "column": "没有", "made_on": "2019-03-01"},
    {"name": "丙", "made_on": "昨天"},
    {"openness": "classified", "count": 2, "name": "丁"},
]


def test_an_import_is_all_or_nothing_and_names_every_bad_line(office: Cli) -> None:
    text = "\n".join([*(json.dumps(line, ensure_ascii=False) for line in LINES), "{", "[]", '{"色": 1}'])
    Path("items.jsonl").write_text(text, encoding="utf-8")
    refused = office("catalogue", "import", "items.jsonl")
    assert refused.code == 3
    for line in range(1, 8):
        assert f"第{line}行：" in refused.err
    assert office("catalogue", "list", "--all", "--json").json == []
    shown = office("catalogue", "import", "items.jsonl", "--dry-run", "--backfill", "旧网站迁移")
    assert "可导入1条，已有0条，不能导入6条；未导入" in shown.out


def test_what_is_there_is_passed_over_and_said(office: Cli) -> None:
    Path("items.jsonl").write_text(json.dumps(LINES[0]), encoding="utf-8")
    assert office("catalogue", "import", "items.jsonl", "--backfill", "旧网站迁移").code == 0
    again = office("catalogue", "import", "items.jsonl", "--backfill", "旧网站迁移")
    assert again.code == 0
    assert "第1行：“甲”已有，编号2019-000001。" in again.err
    path = Path(office("catalogue", "export").out.strip())
    (kept,) = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert kept == {
        **LINES[0],
        "number": "2019-000001",
        "source": "backfill",
        "backfill_reason": "旧网站迁移",
        "document_type": "other",
        "openness": "proactive",
        "validity": "in_force",
    }
    assert office("--data", "other", "init", "--unit", "某局").code == 0
    assert office("--data", "other", "catalogue", "import", path).code == 0
    assert office("--data", "other", "catalogue", "list", "--json").json == [kept]


def test_a_table_is_imported_by_the_words_of_its_head(bureau: Office) -> None:
    table = (
        "\ufeff名称,栏目,生成日期,重点领域,概述x\n".replace(",概述x", "")
        + "甲,政策解读,20190301,三大攻坚战；财政信息\n\n乙,,0301,\n"
    )
    plan = plan_items(bureau, "表.CSV", table.encode(), TODAY)
    assert plan.wrong == ()
    first, second = plan.items.values()
    assert (first["made_on"], first["areas"]) == ("2019-03-01", ["三大攻坚战", "财政信息"])
    assert second["made_on"] == "2024-03-01"
    with pytest.raises(Refused, match="第1行：没有“颜色”"):
        plan_items(bureau, "a.csv", "名称,栏目,颜色\n甲,部门文件,红\n".encode(), TODAY)
    gbk = "名称,栏目,生成日期\n甲,部门文件,0301\n".encode("gbk")
    (item,) = plan_items(bureau, "a.csv", gbk, TODAY).items.values()
    assert item["name"] == "甲"
    assert "表头只有2格" in plan_items(bureau, "a.csv", "名称,栏目\n甲,部门文件,乙\n".encode(), TODAY).wrong[0]


def test_a_workbook_is_imported_with_its_row_numbers_and_overlaps(office: Cli) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["白银市科学技术局2019年公开目录"])
    sheet.append(["序号", "名称", "栏目", "生成日期", "发布日期", "关键字"])
    sheet.append([1, "甲", "政策解读", date(2019, 3, 1), date(2019, 3, 4), "科技；项目"])
    sheet.append([2, "乙", "没有这个栏目", date(2019, 3, 1)])
    book.save("目录.xlsx")
    refused = office("catalogue", "import", "目录.xlsx", "--backfill", "旧网站迁移")
    assert refused.code == 3
    assert "第4行：" in refused.err
    assert office("catalogue", "list", "--json").json == []
    sheet["C4"] = "政策解读"
    book.save("目录.xlsx")
    tried = office("catalogue", "import", "目录.xlsx", "--backfill", "旧网站迁移", "--dry-run")
    assert "可导入2条，已有0条，不能导入0条；未导入" in tried.out
    assert office("catalogue", "import", "目录.xlsx", "--backfill", "旧网站迁移").code == 0
    first, _ = office("catalogue", "list", "--json").json
    assert (first["made_on"], first["published_on"], first["keywords"]) == (
        "2019-03-01",
        "2019-03-04",
        ["科技", "项目"],
    )
    again = office("catalogue", "import", "目录.xlsx", "--backfill", "旧网站迁移")
    assert "第3行：“甲”已有，编号2019-000001。" in again.err


def test_the_index_lists_what_is_published_and_nothing_withheld(office: Cli) -> None:
    for name, openness in (("公开的|甲", "主动公开"), ("申请的", "依申请公开"), ("保留的", "不予公开")):
        pairs = [f"名称={name}", f"公开属性={openness}", "信息来源=补录", "补录理由=旧网站", "发布日期=20190301"]
        if openness != "主动公开":
            pairs = [pairs[0], pairs[1], "不公开理由=条例第十四条"]
        assert office("catalogue", "add", *pairs, "栏目=部门文件").code == 0
    text = Path(office("catalogue", "index").out.strip()).read_text(encoding="utf-8")
    assert "| 索引号 | 名称 | 内容概述 | 生成日期 |" in text
    assert "公开的\\|甲" in text
    assert "申请的" not in text
    assert "保留的" not in text
    page = Path(office("catalogue", "index", "--format", "html").out.strip()).read_text(encoding="utf-8")
    assert "公开的|甲" in page
    assert "保留的" not in page
    listed = office("catalogue", "columns", "--json").json
    assert next(each["published"] for each in listed if each["name"] == "部门文件") == 1
    assert len(office("catalogue", "list", "--column", "政府信息公开目录", "--year", 2019, "--json").json) == 1
    assert len(office("catalogue", "list", "--text", "保留", "--json").json) == 1


def test_items_are_listed_across_columns_by_document_area_and_content(office: Cli) -> None:
    old = ["信息来源=补录", "补录理由=旧网站", "发布日期=20190301", "生成日期=20190228"]
    gone = ["有效性=废止", "废止日期=20230630", "文件性质=规范性文件", "重点领域=财政信息", "法定内容=第（七）项"]
    office("catalogue", "add", "名称=旧办法", "栏目=政策法规", *gone, *old)
    office("catalogue", "add", "名称=通知", "栏目=部门文件", "法定内容=第（一）项\n第（七）项")
    for part, names in {
        "规范性文件": ["旧办法"],
        "财政信息": ["旧办法"],
        "第（七）项": ["旧办法", "通知"],
        "第（一）项": ["通知"],
        "政府信息公开目录": ["旧办法", "通知"],
        "重点民生": [],
    }.items():
        assert [each["name"] for each in office("catalogue", "list", "--column", part, "--json").json] == names
    text = Path(office("catalogue", "index", "--column", "规范性文件").out.strip()).read_text(encoding="utf-8")
    assert text.startswith("# 某局政府信息公开目录（规范性文件）\n\n共1条。")
    assert "| 废止（2023-06-30） |" in text
    listed = {each["name"]: each["published"] for each in office("catalogue", "columns", "--json").json}
    # Art. 20 of the Regulation has 15 contents.
    assert sum(name.startswith("第（") for name in listed) == 15
    assert (listed["规范性文件"], listed["第（七）项"], listed["第（一）项"]) == (1, 1, 0)
    assert "法定内容：第（七）项  1  财政预算、决算信息" in office("catalogue", "columns").out
    wrong = office("catalogue", "list", "--column", "政策解度")
    assert (wrong.code, "相近的有：政策解读" in wrong.err) == (3, True)


def test_a_list_that_a_portal_gave_out_comes_in_by_its_own_heads(bureau: Office) -> None:
    """The heads are those that the portals of 白银, 江苏 and 宁国 print."""
    table = (
        "索引号,信息名称,组配分类,发布文号,成文日期,发布日期,关键词,内容摘要\n"
        "11341702486344515H/202110-00013,通知,部门文件,局发〔2021〕3号,2021年10月8日,2021-10-09,科技；项目,要点\n"
    )
    plan = plan_items(bureau, "门户.csv", table.encode(), TODAY, "门户迁移")
    ((number, item),) = plan.items.items()
    assert number == "11341702486344515H/202110-00013"
    assert (item["name"], item["column"], item["document_number"]) == ("通知", "部门文件", "局发〔2021〕3号")
    assert (item["made_on"], item["keywords"], item["summary"]) == ("2021-10-08", ["科技", "项目"], "要点")


def test_a_reprint_says_who_entered_it(office: Cli) -> None:
    source = ["信息来源=转载", "转载来源=科技部", "链接=https://example.cn/1"]
    first = office("catalogue", "add", "名称=甲", *source).out.strip()
    other = office("catalogue", "add", "名称=乙", "录入人=张三", *source).out.strip()
    entered = [office("catalogue", "show", number, "--json").json["entered_by"] for number in (first, other)]
    assert entered == [login(), "张三"]
    assert office("catalogue", "change", first, "录入人=").code == 3
    Path("a.csv").write_text("名称,信息来源,转载来源,链接\n丙,转载,科技部,https://example.cn/2\n", encoding="utf-8")
    assert "转载的信息须填写录入人" in office("catalogue", "import", "a.csv").err


def test_a_secret_is_followed_by_the_warning(office: Cli) -> None:
    assert "涉密事项只登记数量" in office("catalogue", "add", "公开属性=涉密", "数量=2").err
    office("catalogue", "add", "名称=通知")
    secret, draft = office("catalogue", "list").out.splitlines()
    assert secret.endswith("涉密事项2件")
    assert draft.endswith("草稿")


def test_kept_texts_have_versions_and_are_exported_with_their_date(office: Cli) -> None:
    for place, text in enumerate(("一、获取方式", "一、获取方式\n\n二、咨询电话"), 1):
        Path("guide.md").write_text(text, encoding="utf-8")
        assert office("catalogue", "text", "指南", "--file", "guide.md").code == 0
        assert len(office("catalogue", "text", "指南", "--versions").out.splitlines()) == place
    changed = office("catalogue", "text", "指南", "--diff", 1, 2).out
    assert ("＋二、咨询电话" in changed, "一、获取方式" in changed) == (True, False)
    assert office("catalogue", "text", "指南", "--text", 1).out == "一、获取方式\n"
    assert office("catalogue", "text", "编制说明", "--text", 1).code == 3
    assert office("catalogue", "text", "编制说明", "--versions").out == ""
    exported = Path(office("catalogue", "text", "指南", "--export").out.strip()).read_text(encoding="utf-8")
    today = date.today()
    assert exported.startswith(f"# 某局政府信息公开指南\n\n（{today.year}年{today.month}月{today.day}日修订）\n\n一、")
    listed = {each["name"]: each["published"] for each in office("catalogue", "columns", "--json").json}
    assert (listed["政府信息公开指南"], listed["政府信息公开编制说明"]) == (1, 0)
    shown = office("catalogue", "columns").out
    assert "政府信息公开指南  公开文本指南\n" in shown
    assert "政府信息公开编制说明  公开文本编制说明还没有内容\n" in shown
    assert office("catalogue", "text", "须知").code == 3
    assert office("catalogue", "text", "编制说明", "--export").code == 3


def test_texts_are_listed_with_their_days_and_an_office_adds_its_own(office: Cli) -> None:
    own = 'columns = [{name = "办事须知", text = "须知"}]'
    Path("data/columns.toml").write_text(own, encoding="utf-8")
    Path("rules.md").write_text("一、带身份证", encoding="utf-8")
    assert office("catalogue", "text", "须知", "--file", "rules.md", "--on", "2024-11-08").code == 0
    lines = office("catalogue", "text").out.splitlines()
    assert lines[0] == "指南  还没有内容"
    assert lines[-1] == "须知  2024-11-08"
    assert office("catalogue", "text", "须知", "--json").json["text"] == "一、带身份证"
    Path("rules.md").write_text("\n", encoding="utf-8")
    assert office("catalogue", "text", "须知", "--file", "rules.md").code == 3
    shown = {each["name"]: each.get("revised_on") for each in office("catalogue", "text", "--json").json}
    assert (shown["须知"], shown["指南"]) == ("2024-11-08", None)


def test_an_attachment_is_noted_with_its_hash(office: Cli) -> None:
    number = office("catalogue", "add", "名称=甲").out.strip()
    Path("附件.pdf").write_bytes(b"one")
    office("catalogue", "attach", number, "附件.pdf")
    Path("附件.pdf").write_bytes(b"two")
    office("catalogue", "attach", number, "附件.pdf")
    (line,) = office("catalogue", "show", number, "--json").json["attachments"]
    assert hashlib.sha256(b"two").hexdigest() in line


def test_an_item_from_draft_to_publication_on_the_command_line(office: Cli) -> None:
    number = office("catalogue", "add", "名称=关于项目申报的通知", "栏目=部门文件").out.strip()
    assert office("catalogue", "publish", number).code == 3
    assert office("catalogue", "submit", number).code == 0
    assert office("catalogue", "approve", number).code == 3
    assert office("catalogue", "approve", number, "--reason", "只有一人", "--comment", "同意").code == 0
    assert office("catalogue", "publish", number).code == 0
    shown = office("catalogue", "show", number).out
    assert "状态：已发布" in shown
    assert "一人办理：只有一人" in shown
    copies = Path(office("catalogue", "form", number).out.strip()).read_text(encoding="utf-8")
    assert copies.count("# 信息发布审批单") == 2
    word = office("catalogue", "form", number, "--format", "docx").out.strip()
    with zipfile.ZipFile(word) as parts:
        text = parts.read("word/document.xml").decode()
    assert text.count("留存") == 2
    assert "关于项目申报的通知" in text
    (form,) = office("catalogue", "forms", "--json").json
    assert (form["state"], form["copies"]) == ("已发布", ["局办公室", "信息发布科室"])
    assert office("catalogue", "take-down", number, "--reason", "有误").code == 0
    assert "状态：已撤下" in office("catalogue", "show", number).out
    for act in ("submit", "publish"):
        assert office("catalogue", act, number).code == 3


def test_a_step_on_paper_is_noted_with_its_own_day_which_has_come(office: Cli) -> None:
    number = office("catalogue", "add", "名称=甲", "栏目=部门文件", "生成日期=-9").out.strip()
    for act in (
        ["submit", "--on", "-6"],
        ["approve", "--reason", "只有一人", "--on", "-5"],
        ["publish", "--on", "昨天"],
    ):
        late = office("catalogue", act[0], number, *act[1:-1], "+1")
        assert (late.code, "还没有到" in late.err) == (3, True)
        assert office("catalogue", act[0], number, *act[1:]).code == 0
    yesterday = date.today() - timedelta(days=1)
    assert office("catalogue", "show", number, "--json").json["published_on"] == yesterday.isoformat()


def test_an_item_whose_adding_was_undone_is_in_no_list(bureau: Office) -> None:
    add_item(bureau, {"name": "甲", "document_type": "normative"}, TODAY)
    undo_last(bureau, "catalogue")
    assert chosen(bureau, with_taken_out=True) == []
    assert ledgers.looked_at(bureau, CATALOGUE) == {}
    assert documents_of(bureau, 2024) == []
    assert owed(bureau, TODAY) == []
