"""`report import` and `report diff`: what is taken, what is refused, what is shown before it is replaced."""

import io
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import RECEIVED, Cli, cells, files
from tests.conftest import REPORTS, SAMPLES, sample_file
from tests.unit.test_manual import MANUAL
from tui_disclose.importing.files import SUFFIXES
from tui_disclose.office import importing


def test_importing_twice_changes_nothing(office: Cli, tmp_path: Path) -> None:
    path = sample_file("sh-office-2025", sections={"一": "总体。", "五": "不足。"}, unplaced=[{"text": "3"}])
    first = office("report", "import", path)
    assert (first.code, first.out) == (0, "")
    before = files(tmp_path)
    for _ in range(2):
        assert office("report", "import", path, "--year", 2025).code == 0
    assert files(tmp_path) == before


def test_the_file_has_to_be_of_the_year(office: Cli, tmp_path: Path) -> None:
    path = sample_file("baiyin-2019")
    before = files(tmp_path)
    result = office("report", "import", path, "--year", 2018)
    assert (result.code, result.out) == (3, "")
    assert "2019" in result.err
    assert "2018" in result.err
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"cells": {"requests.received.nobody": 1}}, "requests.received.nobody"),
        ({"cells": {"requests.not_corrected.business": 1}}, "requests.not_corrected.business"),
        ({"form": "2021"}, "2021"),
        ({"form": "1999"}, "1999"),
        ({"year": 1990, "form": "2019"}, "1990"),
        ({"year": 9999, "form": "2021", "cells": {}, "sections": {"一": "文"}}, "9999"),
        ({"year": "2019"}, "year"),
        ({"cells": {RECEIVED: "five"}}, RECEIVED),
        ({"cells": {RECEIVED: True}}, RECEIVED),
        ({"cells": {RECEIVED: [1]}}, RECEIVED),
        ({"cells": [1]}, "cells"),
        ({"sections": {"七": "文"}}, "七"),
        ({"sections": {"一": 5}}, "一"),
        ({"unit": 5}, "unit"),
    ],
)
def test_a_file_that_is_not_of_the_contract_is_refused(
    office: Cli, tmp_path: Path, changes: dict[str, Any], named: str
) -> None:
    path = sample_file("baiyin-2019", **changes)
    before = files(tmp_path)
    result = office("report", "import", path)
    assert (result.code, result.out) == (3, "")
    assert named in result.err
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("broken.json", b'{"unit": "x",\n"year": 2019,\n"cells": {,}}', "第3行"),
        ("empty.json", b"", "empty.json"),
        ("list.json", b"[]", "list.json"),
        ("picture.txt", b"\x89PNG\x00\x00", "picture.txt"),
        ("report.pdf", b"%PDF", "report.pdf"),
        ("other.txt", "购物清单：白菜、萝卜".encode(), "other.txt"),
    ],
)
def test_a_bad_file_is_named(office: Cli, tmp_path: Path, name: str, content: bytes, named: str) -> None:
    Path(name).write_bytes(content)
    before = files(tmp_path)
    for more in ([], ["--dry-run"], ["--replace"]):
        result = office("report", "import", name, *more)
        assert (result.code, result.out) == (3, "")
        assert named in result.err
    assert files(tmp_path) == before


def test_a_file_that_is_not_there(office: Cli) -> None:
    Path("folder.json").mkdir()
    assert office("report", "import", "absent.json").code == 3
    assert office("report", "import", "folder.json").code == 3
    office("report", "set", 2019, RECEIVED, 1)
    assert office("report", "diff", 2019, "--with", "absent.json").code == 3


def test_another_unit_is_said_and_imported(office: Cli) -> None:
    result = office("report", "import", sample_file("baiyin-2019"))
    assert result.code == 0
    assert "白银市科学技术局" in result.err
    assert "某局" in result.err
    assert office("report", "show", 2019, "--json").json["unit"] == "白银市科学技术局"
    assert "某局" not in office("report", "export", 2019, "--output", "-").out


def test_the_own_unit_is_not_worth_a_word(office: Cli) -> None:
    assert "某局" not in office("report", "import", sample_file("baiyin-2019", unit="某局")).err


def test_the_unit_of_a_report_changes_with_a_word_and_without_being_asked(office: Cli, tmp_path: Path) -> None:
    assert office("report", "import", sample_file("baiyin-2019", unit="甲局")).code == 0
    other = sample_file("baiyin-2019", unit="乙局")
    before = files(tmp_path)
    for more in (["--dry-run"], []):
        assert files(tmp_path) == before
        said = office("report", "import", other, *more)
        assert said.code == 0
        assert any("甲局" in line and "乙局" in line for line in (said.out + said.err).splitlines())
    assert office("report", "show", 2019, "--json").json["unit"] == "乙局"
    # A file that names no unit has nothing to say about it.
    assert office("report", "import", sample_file("baiyin-2019", unit=None)).code == 0
    assert office("report", "show", 2019, "--json").json["unit"] == "乙局"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"unit": "某" * 101}, "101"),
        ({"cells": {RECEIVED: 10**200}}, RECEIVED),
        ({"cells": {RECEIVED: -(10**199)}}, RECEIVED),
        ({"cells": {RECEIVED: "9" * 201}}, RECEIVED),
    ],
)
def test_what_could_never_be_exported_is_not_imported(
    office: Cli, tmp_path: Path, changes: dict[str, Any], named: str
) -> None:
    path = sample_file("baiyin-2019", **changes)
    before = files(tmp_path)
    result = office("report", "import", path)
    assert (result.code, result.out) == (3, "")
    assert named in result.err
    assert files(tmp_path) == before


def test_a_page_of_a_unit_with_too_long_a_name_is_not_imported(office: Cli) -> None:
    unit = "某" * 101
    Path("a.md").write_text(f"# {unit}2024年政府信息公开工作年度报告\n\n## 一、总体情况\n\n平稳。\n", encoding="utf-8")
    result = office("report", "import", "a.md")
    assert (result.code, result.out) == (3, "")
    assert "a.md" in result.err
    assert "101" in result.err


def test_what_is_just_short_enough_comes_out_again(office: Cli) -> None:
    office("report", "import", sample_file("baiyin-2019", unit="某" * 100, cells={RECEIVED: 10**199}))
    for file_format in ("md", "txt", "json"):
        assert office("report", "export", 2019, "--format", file_format, "--output", "-").code == 0


def test_undo_of_an_import_takes_back_the_unit_too(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 0)
    assert office("report", "import", sample_file("baiyin-2019"), "--replace").code == 0
    assert office("undo").code == 0
    shown = office("report", "show", 2019, "--json").json
    assert (shown["unit"], shown["cells"]) == ("某局", {RECEIVED: 0, "requests.received.total": 0})


class TestOtherFigures:
    @pytest.fixture
    def other(self, office: Cli) -> Path:
        """Keep the report with two other figures and a text; return the file that differs."""
        figures = {**REPORTS["baiyin-2019"]["cells"], RECEIVED: 41, "remedies.litigation_after.total": ""}
        assert office("report", "import", sample_file("baiyin-2019", cells=figures, sections={"一": "旧"})).code == 0
        return sample_file("baiyin-2019", sections={"一": "新的文字"})

    def test_they_are_shown_and_nothing_is_stored(self, office: Cli, tmp_path: Path, other: Path) -> None:
        before = files(tmp_path)
        result = office("report", "import", other)
        assert (result.code, result.out) == (3, "")
        shown = [line for line in result.err.splitlines() if "原" in line and "文件" in line]
        assert [sum(part in line for line in shown) for part in (RECEIVED, "41", "“一”")] == [1, 1, 1]
        assert sum("remedies.litigation_after.total" in line and "空白" in line for line in shown) == 1
        assert files(tmp_path) == before

    def test_replace_takes_them(self, office: Cli, other: Path) -> None:
        assert office("report", "import", other, "--replace").code == 0
        shown = office("report", "show", 2019, "--json").json
        assert shown["cells"] == REPORTS["baiyin-2019"]["cells"]
        assert shown["sections"] == {"一": "新的文字"}

    def test_a_dry_run_shows_them_and_stores_nothing(self, office: Cli, tmp_path: Path, other: Path) -> None:
        before = files(tmp_path)
        for more in ([], ["--replace"]):
            result = office("report", "import", other, "--dry-run", *more)
            assert result.code == 0
            assert RECEIVED in result.out
            assert "41" in result.out
        assert files(tmp_path) == before

    def test_diff_with_the_file(self, office: Cli, tmp_path: Path, other: Path) -> None:
        before = files(tmp_path)
        rows = office("report", "diff", 2019, "--with", other, "--json").json
        assert {row["address"]: list(row["figures"].values()) for row in rows} == {
            RECEIVED: [41, 0],
            "remedies.litigation_after.total": ["", 0],
        }
        said = office("report", "diff", 2019, "--with", other)
        assert said.code == 0
        assert RECEIVED in said.out
        assert [line.partition("：")[2] for line in said.out.splitlines()] == ["本报告41，文件0", "本报告空白，文件0"]
        assert files(tmp_path) == before


def test_a_dry_run_into_an_empty_store(office: Cli, tmp_path: Path) -> None:
    path = sample_file("baiyin-2019")
    before = files(tmp_path)
    assert office("report", "import", path, "--dry-run").code == 0
    assert files(tmp_path) == before
    assert office("report", "show", 2019).code == 3


def test_a_file_with_fewer_figures_takes_none_away(office: Cli) -> None:
    office("report", "import", sample_file("baiyin-2019"))
    path = sample_file("baiyin-2019", cells={RECEIVED: None, "requests.received.research": 0})
    assert office("report", "import", path).code == 0
    assert cells(office, 2019) == REPORTS["baiyin-2019"]["cells"]


def test_a_figure_that_the_file_lacks_is_said_in_words(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    office("report", "set", 2019, "requests.received.total", "")
    path = sample_file("baiyin-2019", cells={"requests.granted.business": 3})
    said = office("report", "diff", 2019, "--with", path).out.splitlines()
    assert [line.partition("：")[2] for line in said] == ["本报告5，文件无", "本报告无，文件3"]


def test_diff_of_faces(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 4)
    office("report", "set", 2019, "requests.received.total", 9)
    office("report", "set", 2019, "requests.granted.business", 4)
    rows = office("report", "diff", 2019, "--json").json
    assert [(row["address"], row["figures"]) for row in rows] == [("requests.received.total", {"填报数": 9, "合计": 4})]


# ---- pages, choices, many files ----

RUN = """某局2024年政府信息公开工作年度报告

三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量00010001
二、上年结转政府信息公开申请数量270020130
（一）予以公开1100002
"""


def test_a_dry_run_lists_source_and_cell_side_by_side(office: Cli) -> None:
    Path("a.html").write_text(
        "<meta charset=utf-8><h1>某局2024年政府信息公开工作年度报告</h1>\n<table>\n"
        "<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数</tr>\n"
        "<tr><td>规章<td> 3 <td>0<td></tr></table>",
        encoding="utf-8",
    )
    office("report", "set", 2024, "proactive.regulations.issued", 2)
    result = office("report", "import", "a.html", "--dry-run")
    assert result.code == 0
    rows = [line.split("  ") for line in result.out.splitlines() if "proactive.regulations." in line]
    # What would be replaced stands first.
    assert rows == [
        ["第4行“3”", "规章·制发", "3", "2", "proactive.regulations.issued"],
        ["第4行“0”", "规章·废止", "0", "", "proactive.regulations.repealed"],
        ["第4行“”", "规章·现行有效", "空白", "", "proactive.regulations.in_force"],
    ]


def test_figures_that_run_together_are_shown_and_picked_by_a_person(office: Cli, tmp_path: Path) -> None:
    Path("a.txt").write_text(RUN, encoding="utf-8")
    before = files(tmp_path)
    tried = office("report", "import", "a.txt", "--dry-run")
    shown = tried.out
    # 27002013 ＋ 0 cannot be; 27,0,0,2,0,1,30 and 2,7,0,0,20,1,30 both add up.
    assert "27、0、0、2、0、1、30" in shown
    assert "2、7、0、0、20、1、30" in shown
    assert "--cut requests.carried_in=序号" in tried.err
    assert "（一）予以公开" in shown
    assert files(tmp_path) == before
    number = next(line.partition("）")[0].strip() for line in shown.splitlines() if "2、7、0、0、20、1、30" in line)
    assert office("report", "import", "a.txt", "--cut", f"requests.carried_in={number}").code == 0
    row = {a: v for a, v in cells(office, 2024).items() if a.startswith("requests.")}
    names = ("natural_person", "business", "research", "public_welfare", "legal_service", "other", "total")
    assert row == dict(zip((f"requests.carried_in.{name}" for name in names), (2, 7, 0, 0, 20, 1, 30), strict=True))


def test_rows_with_one_way_only_are_taken_together(office: Cli) -> None:
    Path("a.txt").write_text(RUN, encoding="utf-8")
    assert office("report", "import", "a.txt", "--cut", "唯一").code == 0
    taken = {a.rpartition(".")[0] for a in cells(office, 2024) if a.startswith("requests.")}
    # The first row has one way too, but it does not add up; the second has two.
    assert taken & {"requests.received", "requests.carried_in", "requests.granted"} == {"requests.granted"}


@pytest.mark.parametrize(
    ("cut", "code"),
    [("requests.carried_in=9", 3), ("requests.received=x", 2), ("requests.nothing=1", 3), ("", 2)],
)
def test_a_pick_that_means_nothing_is_refused(office: Cli, cut: str, code: int) -> None:
    Path("a.txt").write_text(RUN, encoding="utf-8")
    result = office("report", "import", "a.txt", "--cut", cut)
    assert (result.code, result.out) == (code, "")
    assert office("report", "show", 2024).code == 3


def test_a_folder_is_imported_and_what_is_refused_is_named(office: Cli) -> None:
    Path("in").mkdir()
    for name in ("baiyin-2019", "huaian-2024"):
        sample_file(name).rename(f"in/{name}.json")
    Path("in/bad.html").write_bytes(b"<p>nothing</p>")
    Path("in/notes.odt").write_bytes(b"x")
    result = office("report", "import", "in")
    assert result.code == 3
    assert [line.partition("：")[0] for line in result.out.splitlines()] == ["baiyin-2019.json", "huaian-2024.json"]
    assert "bad.html" in result.err
    assert "共3份：导入2份，拒绝1份" in result.err
    assert cells(office, 2019) == REPORTS["baiyin-2019"]["cells"]
    Path("empty").mkdir()
    assert office("report", "import", "empty").code == 3


def test_an_interrupt_leaves_what_was_imported(office: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = sample_file("baiyin-2019"), sample_file("huaian-2024")
    read = importing.apply_import

    def interrupted(*given: Any) -> Any:  # noqa: ANN401 - whatever it returns
        if given[2] == second.name:
            raise KeyboardInterrupt
        return read(*given)

    monkeypatch.setattr(importing, "apply_import", interrupted)
    result = office("report", "import", first, second)
    assert result.code == 130
    assert "已导入1份" in result.err
    assert cells(office, 2019) == REPORTS["baiyin-2019"]["cells"]
    assert office("report", "show", 2024).code == 3


def test_a_page_from_standard_input(office: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (SAMPLES / "baiyin-2019.txt").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page)))
    assert office("report", "import", "-").code == 0
    assert cells(office, 2019) == REPORTS["baiyin-2019"]["cells"]


@pytest.mark.parametrize("suffix", sorted({*SUFFIXES} - {".markdown", ".mhtml"}))
def test_every_kind_of_file_is_named_in_help_and_manual(office: Cli, suffix: str) -> None:
    assert suffix in office("report", "import", "--help").out
    assert f"`{suffix}`" in MANUAL.partition("导入以前的报告\n")[2].partition("\n## ")[0]
