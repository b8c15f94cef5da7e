"""Files that are broken, made to do harm, or not what their name says: one Chinese sentence, nothing worse."""

import io
import re
import struct
import zipfile
from collections.abc import Callable

import pytest

from tests.conftest import FORMS, REPORTS
from tests.layouts import Sample, excel, web, web_archive, word
from tui_disclose.importing import read_report
from tui_disclose.problems import Refused

REPORT = REPORTS["huaian-2024"]
SAMPLE = Sample(FORMS.for_year(2024), REPORT["unit"], 2024, REPORT["cells"])
WORD, EXCEL, WEB = word(SAMPLE)[1], excel(SAMPLE)[1], web(SAMPLE)[1]


def refused(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read_report(name, content, FORMS, None)
    said = str(caught.value)
    assert said.startswith((name, f"不能导入 {name}"))
    assert re.search(r"[\u4e00-\u9fff]", said)
    assert said.endswith("。")
    return said


def repacked(content: bytes, change: Callable[[str, bytes], bytes], more: tuple[str, bytes] | None = None) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            target.writestr(member, change(member, source.read(member)))
        if more:
            target.writestr(*more)
    return made.getvalue()


@pytest.mark.parametrize(("name", "content"), [("a.docx", WORD), ("a.xlsx", EXCEL)])
@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_truncated_files(name: str, content: bytes, part: float) -> None:
    refused(name, content[: 4 + int(len(content) * part)])


@pytest.mark.parametrize(("name", "content"), [("a.docx", WORD), ("a.xlsx", EXCEL)])
@pytest.mark.parametrize("at", range(0, 100, 7))
def test_damaged_files_are_refused_or_read_right(name: str, content: bytes, at: int) -> None:
    damaged = bytearray(content)
    place = len(content) * at // 100
    for here in range(place, min(place + 16, len(content))):
        damaged[here] ^= 0x5A
    said = name
    try:
        draft = read_report(name, bytes(damaged), FORMS, None)
    except Refused as problem:
        said = str(problem)
    else:
        assert {a: str(v) for a, v in draft.cells.items()} == {a: str(v) for a, v in SAMPLE.cells.items()}
    assert said.startswith(name)


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_truncated_page_is_never_wrong(cut: float) -> None:
    draft = read_report("a.html", WEB[: int(len(WEB) * cut)], FORMS, None)
    assert {a: (v, SAMPLE.cells[a]) for a, v in draft.cells.items() if str(v) != str(SAMPLE.cells[a])} == {}
    said = "".join(draft.unread + draft.notes)
    assert all(c.row.words in said or "未见表" in said for a, c in SAMPLE.form.cells.items() if a not in draft.cells)


@pytest.mark.parametrize(
    ("name", "content", "hint"),
    [
        ("a.docx", EXCEL, "缺少正文"),
        ("a.xlsx", WORD, "缺少正文"),
        ("a.docx", WEB, ".html"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版"),
        ("a.html", WORD, "扩展名"),
        ("a.txt", EXCEL, "扩展名"),
        ("a.md", b"%PDF-1.7", "PDF"),
        ("a.json", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".docx"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".xlsx"),
        ("a.wps", b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".docx"),
        ("a.ofd", WORD, "PDF"),
        ("a.png", b"\x89PNG", "图片"),
        ("a.zip", WORD, "解压"),
        ("a.pdf", b"%PDF-1.7", "损坏"),
        ("a.odt", WORD, ".docx"),
        ("a.html", b"", "空文件"),
        ("a.html", b"<html><body>404 Not Found</body></html>", "年份"),
        ("a.mht", b"MIME-Version: 1.0\n\nnothing", "没有网页"),
        ("a.txt", b"\xff\xfe\x00", "损坏"),
    ],
)
def test_what_is_not_what_its_name_says(name: str, content: bytes, hint: str) -> None:
    assert hint in refused(name, content)


@pytest.mark.parametrize(("name", "content"), [("a.docx", WORD), ("a.xlsx", EXCEL)])
def test_a_bomb_is_not_unpacked(name: str, content: bytes) -> None:
    assert "过大" in refused(name, repacked(content, lambda _, data: data, ("x.bin", b"0" * 60_000_000)))
    # The directory of the archive says less than the member holds.
    honest = repacked(content, lambda _, data: data, ("word/x.xml", b" " * 3_000_000))
    size = struct.pack("<I", 3_000_000)
    assert honest.count(size) == 2
    lying = honest.replace(size, struct.pack("<I", 10))
    refused(name, lying)


@pytest.mark.parametrize(
    ("name", "content", "main"), [("a.docx", WORD, "word/document.xml"), ("a.xlsx", EXCEL, "xl/workbook.xml")]
)
@pytest.mark.parametrize("trick", [b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>', b'<!DOCTYPE x SYSTEM "y">'])
def test_entities_are_not_expanded(name: str, content: bytes, main: str, trick: bytes) -> None:
    def tricked(member: str, data: bytes) -> bytes:
        at = data.index(b"?>") + 2 if data.startswith(b"<?xml") else 0
        return data[:at] + trick + data[at:] if member == main else data

    assert "实体" in refused(name, repacked(content, tricked))


def test_a_merged_cell_of_the_whole_sheet() -> None:
    def huge(member: str, data: bytes) -> bytes:
        return re.sub(rb'ref="A1:J1"', b'ref="A1:XFD1048576"', data)

    assert "合并" in refused("a.xlsx", repacked(EXCEL, huge))


def test_formulas_without_a_result_are_named_not_read_as_blanks() -> None:
    def uncalculated(member: str, data: bytes) -> bytes:
        return re.sub(rb' t="n"><v>[^<]*</v>', b"><f>SUM(0,0)</f>", data)

    draft = read_report("a.xlsx", repacked(EXCEL, uncalculated), FORMS, None)
    assert {a: v for a, v in draft.cells.items() if str(v) != str(SAMPLE.cells[a])} == {}
    said = "".join(draft.unread + draft.notes)
    lost = [cell for address, cell in SAMPLE.form.cells.items() if address not in draft.cells]
    assert all(cell.row.words in said for cell in lost if not cell.address.startswith("remedies."))
    assert "公式没有存下结果" in said
    assert "未见表四" in said
    assert len(draft.cells) < 20


def test_a_page_in_an_encoding_that_its_bytes_are_not() -> None:
    page = WEB.decode().replace('charset="utf-8"', 'charset="gb2312"').encode("utf-8")
    read = read_report("a.html", page, FORMS, 2024)
    assert {a: str(v) for a, v in read.cells.items()} in ({}, {a: str(v) for a, v in SAMPLE.cells.items()})


def test_an_archived_page_in_gbk() -> None:
    content = web_archive(SAMPLE)[1]
    assert len(read_report("a.mht", content, FORMS, None).cells) == 200


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 20_000,
        "<table><tr><td>" * 2_000,
        "<table><tr>" + "<td rowspan=100 colspan=100>规章</td>" * 300 + "</tr></table>",
        "<table>" + "<tr><td>规章<td>0<td>0<td>0</tr>" * 5_000 + "</table>",
        "<p>某局2024年政府信息公开工作年度报告</p>" * 5_000,
    ],
    ids=["div", "tables", "spans", "rows", "titles"],
)
def test_absurd_pages_end(body: str) -> None:
    page = f"<h1>某局2024年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>平稳。</p>{body}"
    assert read_report("a.html", page.encode(), FORMS, None).year == 2024


@pytest.mark.parametrize(
    "line", ["\t规章" * 5_000, "0|" * 50_000, "规章000" * 5_000, "规章\n0\n" * 5_000], ids=["tab", "bar", "run", "line"]
)
def test_absurd_texts_end(line: str) -> None:
    text = f"某局2024年政府信息公开工作年度报告\n\n一、总体情况\n平稳。\n{line}\n"
    assert read_report("a.txt", text.encode(), FORMS, None).year == 2024
