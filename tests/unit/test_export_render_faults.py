"""What a faulty renderer writes never stays: every fault in every format stops the export, and no file is left."""

import importlib
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import Cli
from tests.conftest import sample_file

Edit = Callable[[str], str]
NAMES = ("结果维持", "结果纠正", "其他结果", "尚未审结")


def rounded(text: str) -> str:
    """huaian-2024 has one decimal: 96,171.6 万元."""
    return text.replace("96171.6", "96172")


def heads_shifted(text: str) -> str:
    shifted = NAMES[1:] + NAMES[:1]
    return re.sub("|".join(NAMES), lambda match: shifted[NAMES.index(match[0])], text)


def text_cut(text: str) -> str:
    return text.replace("公开信息三千条。", "公开信息")


def labels_swapped(text: str) -> str:
    return (
        text.replace("2.重复申请", "@")
        .replace("3.要求提供公开出版物", "2.重复申请")
        .replace("@", "3.要求提供公开出版物")
    )


def figures_swapped(text: str) -> str:
    return text.replace("3985758", "@").replace("447228", "3985758").replace("@", "447228")


LAST_COLUMN = {
    "docx": lambda text: re.sub(r"<w:tc>(?:(?!<w:tc>).)*</w:tc></w:tr>", "</w:tr>", text),
    "html": lambda text: re.sub(r"<t[dh] [^>]*>[^<]*</t[dh]>\n</tr>", "</tr>", text),
    "xlsx": lambda text: re.sub(r"<c [^<>]*?(?:/>|>(?:(?!<c ).)*</c>)</row>", "</row>", text),
    "csv": lambda text: re.sub(r",[^,\r\n]*\r\n", "\r\n", text),
    "md": lambda text: re.sub(r"\|[^|\n]*\|\n", "|\n", text),
    "txt": lambda text: re.sub(r" +\S+\n", "\n", text),
}
MERGED = {
    "docx": lambda text: text.replace('<w:gridSpan w:val="5"/>', '<w:gridSpan w:val="4"/>', 1),
    "html": lambda text: text.replace('colspan="5"', 'colspan="4"', 1),
    "xlsx": lambda text: text.replace('<mergeCell ref="E4:I4"/>', '<mergeCell ref="E4:H4"/>'),
}
RENDERERS = {
    "docx": ("docx", "render_docx"),
    "html": ("html", "render_html"),
    "xlsx": ("xlsx", "render_xlsx"),
    "csv": ("csvfile", "render_csv"),
    "md": ("markdown", "render_markdown"),
    "txt": ("plain", "render_plain"),
    "json": ("jsonfile", "render_json"),
}
CASES = [
    *((name, edit) for name in RENDERERS for edit in (rounded, text_cut, figures_swapped)),
    *((name, edit) for name in RENDERERS if name != "json" for edit in (heads_shifted,)),
    *((name, edit) for name in ("docx", "html", "xlsx", "csv", "md") for edit in (labels_swapped,)),
    *LAST_COLUMN.items(),
    *MERGED.items(),
]


def edited(content: str | bytes, edit: Edit) -> str | bytes:
    """Return what a renderer gave with a fault in it; an archive part by part."""
    if isinstance(content, str):
        return edit(content)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, edit(old.read(name).decode()))
    return out.getvalue()


@pytest.fixture
def filled(office: Cli) -> Cli:
    sections = {"一": "公开信息三千条。", "五": "不足。", "六": "无。"}
    assert office("report", "import", sample_file("huaian-2024", sections=sections)).code == 0
    return office


@pytest.mark.parametrize(("file_format", "edit"), CASES)
def test_a_fault_stops_the_export(
    filled: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file_format: str, edit: Edit
) -> None:
    name, function = RENDERERS[file_format]
    module = importlib.import_module(f"tui_disclose.exporting.{name}")
    render = getattr(module, function)
    faults = []

    def faulty(*arguments: object) -> str | bytes:
        content = render(*arguments)
        faults.append(content != (changed := edited(content, edit)))
        return changed

    before = sorted(path.name for path in tmp_path.rglob("*"))
    monkeypatch.setattr(module, function, faulty)
    for output in ([], ["--output", "out.file"]):
        result = filled("report", "export", 2024, "--format", file_format, *output)
        assert (result.code, result.out) == (3, "")
        assert "未生成文件" in result.err or "文件" in result.err
    assert faults == [True, True]
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


@pytest.mark.parametrize("file_format", RENDERERS)
def test_without_a_fault_there_is_a_file(filled: Cli, file_format: str) -> None:
    result = filled("report", "export", 2024, "--format", file_format)
    assert result.code == 0
    assert Path(result.out.rstrip("\n")).stat().st_size > 1000
