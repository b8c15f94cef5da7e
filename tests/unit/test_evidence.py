"""Everything about a request in one folder, its papers as Word files, templates that an office changes itself."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.command_line import Cli
from tests.unit.test_request_records import CONTRACT
from tui_disclose.exporting.docx_reading import read_docx_page

NUMBER = "〔2024〕1号"


@pytest.fixture
def ledger(cli: Cli) -> Cli:
    assert cli("init", "--unit", "某局").code == 0
    Path("f.jsonl").write_text(json.dumps(CONTRACT, ensure_ascii=False), encoding="utf-8")
    assert cli("request", "import", "f.jsonl").code == 0
    return cli


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def shown(path: Path) -> str:
    return json.dumps([str(piece) for piece in read_docx_page(path.read_bytes()).pieces], ensure_ascii=False)


def test_the_folder_holds_every_letter_the_articles_and_the_trail(ledger: Cli) -> None:
    Path("申请书.txt").write_text("申请书", encoding="utf-8")
    assert ledger("request", "attach", NUMBER, "申请书.txt").code == 0
    done = ledger("request", "evidence", NUMBER)
    folder = Path(done.out.strip())
    assert (done.code, folder.parent.name) == (0, "exports")
    found = names(folder)
    for words in ("办理经过", "答复期限", "卷内目录", "登记表", "补正告知书", "征求意见书", "延期", "答复书"):
        assert {path.rpartition(".")[2] for path in found if words in path} == {"md", "docx"}, words
    for words in ("已主动公开", "更正（转送）", "送达回证"):
        assert not [path for path in found if words in path], "no letter that nothing says was sent"
    timeline = next(folder.glob("01_*.md")).read_text("utf-8")
    for words in ("2024-03-18", "第三十条", "第三十二条", "第三十三条", "张三", "李四"):
        assert words in timeline
    dates = next(folder.glob("02_*.md")).read_text("utf-8")
    assert "2024-05-28" in dates
    assert "2024-03-18" in dates
    assert re.search(r"2024-04-05 .*：不计", dates), "every single day, Qingming among them"
    acts = next(folder.glob("*操作记录.md")).read_text("utf-8")
    assert "登记" in acts or "导入" in acts
    assert json.loads(next(folder.glob("*登记内容.json")).read_text("utf-8"))["events"] == CONTRACT["events"]
    index = (folder / "00_目录.md").read_text("utf-8")
    for name in found:
        if not name.startswith("00_"):
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() in index, name
    assert "以实际发出的为准" in index
    assert "附件，与登记时一致" in index


def test_it_is_in_the_trail_and_nothing_is_overwritten(ledger: Cli) -> None:
    assert ledger("request", "evidence", NUMBER, "--output", "材料").code == 0
    before = {name: Path("材料", name).read_bytes() for name in names(Path("材料"))}
    again = ledger("request", "evidence", NUMBER, "--output", "材料")
    assert (again.code, "已经存在" in again.err) == (3, True)
    assert {name: Path("材料", name).read_bytes() for name in names(Path("材料"))} == before
    whys = [act["why"] for act in ledger("audit", "log", "--json").json]
    said = [why for why in whys if "举证材料" in why]
    assert said == [f"导出申请{NUMBER}的举证材料（含个人信息）到 {Path('材料').absolute()}"]
    assert ledger("--read-only", "request", "evidence", NUMBER, "--output", "别处").code == 4
    assert ledger("request", "evidence", "〔2024〕9号", "--output", "别处").code == 3
    assert not Path("别处").exists()
    assert not list(Path().glob("*.part"))


def test_an_attachment_that_is_gone_or_another_is_said(ledger: Cli) -> None:
    for name in ("一.txt", "二.txt"):
        Path(name).write_text(name, encoding="utf-8")
        ledger("request", "attach", NUMBER, name)
    Path("一.txt").write_text("改过", encoding="utf-8")
    Path("二.txt").unlink()
    done = ledger("request", "evidence", NUMBER, "--output", "材料")
    assert done.code == 0
    index = Path("材料/00_目录.md").read_text("utf-8")
    for text in (done.err, index):
        assert "登记后被改动过" in text
        assert "没有复制" in text
    assert Path("材料/附件1_一.txt").read_text("utf-8") == "改过"


def test_what_cannot_be_written_leaves_nothing(ledger: Cli) -> None:
    Path("文件").write_text("", encoding="utf-8")
    before = len(ledger("audit", "log", "--json").json)
    assert ledger("request", "evidence", NUMBER, "--output", "文件/材料").code == 4
    assert len(ledger("audit", "log", "--json").json) == before


def test_the_papers_of_the_file_and_why_that_day_as_word_files(ledger: Cli) -> None:
    listed = Path(ledger("request", "contents", NUMBER, "--format", "docx").out.strip())
    for words in ("政府信息公开申请表", "补正告知书", "市科公复〔2024〕1号", "2024-05-20"):
        assert words in shown(listed)
    why = Path(ledger("request", "why", NUMBER, "--format", "docx", "--output", "期限.docx").out.strip())
    assert "2024-04-28" in shown(why)
    assert "张三" not in shown(why)
    assert ledger("request", "why", NUMBER, "--format", "md", "--output", "期限.md").code == 0
    assert "第二十条" not in Path("期限.md").read_text("utf-8")
    assert ledger("request", "why", NUMBER, "--format", "md", "--output", "-").code == 2


def test_a_template_is_copied_out_changed_and_in_force(ledger: Cli) -> None:
    Path("data/templates").mkdir()
    own = "data/templates/granted.toml"
    assert ledger("request", "templates", "granted", "--output", own).code == 0
    assert ledger("request", "templates", "granted", "--output", own).code == 3
    assert Path(own).read_text("utf-8").rstrip() == ledger("request", "templates", "granted").out.rstrip()
    text = Path(own).read_text("utf-8").replace("经审查，", "经本局审查，")
    Path(own).write_text(text, encoding="utf-8")
    assert "经本局审查" in ledger("request", "letter", NUMBER, "granted", "--output", "-").out
    assert "granted  答复书（予以公开）  本单位的" in ledger("request", "templates").out
    assert "本单位的1个模板各项正确" in ledger("doctor").out
    assert ledger("request", "templates", "nothing").code == 3


def test_each_wrong_template_is_named_by_the_doctor(ledger: Cli) -> None:
    Path("data/templates").mkdir()
    Path("data/templates/a.toml").write_text('key = "a"\nname = "甲"\ntitle = "{不认识}"\n', encoding="utf-8")
    Path("data/templates/b.toml").write_text("key = ", encoding="utf-8")
    said = ledger("doctor").out
    assert "a.toml：不认识“{不认识}”" in said
    assert "b.toml 不是有效的 TOML" in said
