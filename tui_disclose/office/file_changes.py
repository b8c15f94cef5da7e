"""What a report file that is none of our exports any more says otherwise than the finished version it came from.

The file and an untouched export of the version are read in the same way, so that what another program does to a file
when it saves it (fonts, markup, results of formulas) is passed over, and what a person changed is left.
"""

from pathlib import Path
from typing import Any

import msgspec

from tui_disclose.importing.draft import Draft
from tui_disclose.office.comparing import row_lines
from tui_disclose.office.house import Office
from tui_disclose.office.versions import VERSIONS, Version, as_report, form_of_version, versions
from tui_disclose.report.sheet import build_sheet
from tui_disclose.statutory.figures import is_missing
from tui_disclose.statutory.forms import Form, Forms
from tui_disclose.statutory.text import harmless, one_line

_EXPORTED = {
    ".md": "md", ".markdown": "md", ".txt": "txt", ".json": "json", ".csv": "csv", ".xlsx": "xlsx",
    ".html": "html", ".htm": "html", ".mht": "html", ".mhtml": "html", ".docx": "docx", ".pdf": "docx",
}  # fmt: skip
"""Which of our formats a file was before another program saved it."""

_AROUND = 8
_SHOWN = 60
_LISTED = 40


class FileChanges(msgspec.Struct, frozen=True):
    """How a file differs from the finished version that it is nearest to."""

    version: Version
    cells: tuple[dict[str, Any], ...]
    """A row for each changed cell, as `row_lines` takes it."""
    others: tuple[str, ...]
    """What else differs, one Chinese sentence each: unit, texts, what cannot be read."""

    @property
    def count(self) -> int:
        """How many things differ."""
        return len(self.cells) + len(self.others)

    def sentences(self, name: str) -> tuple[str, ...]:
        """Return what differs, the changed cells first; then what is to be thought of the rest of the file."""
        if not self.count:
            return (
                f"{name} 的各格数字、各部分文字都与{self.version.words}相同。",
                "但文件导出后被改动或另存过，不是原样：字体、格式等差别没有逐项查看。",
            )
        changes = [line for row in self.cells for line in row_lines(row)] + list(self.others)
        left = len(changes) - _LISTED
        return (
            f"{name} 与{self.version.words}有{self.count}处不同：",
            *changes[:_LISTED],
            *((f"另有{left}处。",) if left > 0 else ()),
            "文件导出后被改动或另存过，不是原样；字体、格式等差别不列。",
        )


def file_changes(office: Office, path: Path, data: bytes) -> FileChanges | None:
    """Return how a report file differs from the nearest finished version of its year; None where there is none.

    Raises Refused where the file cannot be read as a report.
    """
    from tui_disclose.importing import read_report

    draft = read_report(path.name, data, office.forms, None)
    found = [
        _changes(version, draft, office.forms, _EXPORTED[path.suffix.lower()])
        for version in reversed(versions(office, VERSIONS, draft.year))
    ]
    return min(found, key=lambda changes: changes.count, default=None)


def _untouched(forms: Forms, version: Version, file_format: str) -> Draft:
    """Return what an untouched export of a version reads as."""
    from tui_disclose.importing import read_report
    from tui_disclose.office.exporting import past_of, render_report

    sheet = build_sheet(form_of_version(version), as_report(version))
    export = render_report(sheet, file_format, past=past_of(version))
    return read_report(export.name, export.content, forms, None)


def _changes(version: Version, file: Draft, forms: Forms, file_format: str) -> FileChanges:
    untouched, form = _untouched(forms, version, file_format), form_of_version(version)
    charts = _charts_in_words(form, version) if file_format == "html" else ()
    others = []
    if file.unit != untouched.unit:
        others.append(f"单位名称：定稿“{untouched.unit or ''}”，文件“{one_line(file.unit or '')}”")
    for key in dict.fromkeys((*form.sections, *file.sections)):
        before, after = ("".join(draft.sections.get(key, "").split()) for draft in (untouched, file))
        for words in charts:
            after = after.replace(words, "")
        if (apart := _text_apart(before, after)) is not None:
            others.append(f"“{key}”部分的文字：{apart}")
    known = {*untouched.unread}
    others += [f"读不出：{sentence}" for sentence in file.unread if sentence not in known]
    return FileChanges(version, tuple(_cells(form, version, file, untouched)), tuple(others))


def _cells(form: Form, version: Version, file: Draft, untouched: Draft) -> list[dict[str, Any]]:
    rows = []
    for address, cell in form.cells.items():
        was, now = untouched.cells.get(address), file.cells.get(address)
        if was != now and not (is_missing(was) and is_missing(now)):
            # The version's own figure, which says unknown where a printed blank does not.
            figures = {"定稿": version.cells.get(address), "文件": now}
            rows.append({"address": address, "words": cell.words, "figures": figures})
    return rows


def _charts_in_words(form: Form, version: Version) -> tuple[str, ...]:
    """Return what word processors make of the charts of a web page that they save again."""
    from tui_disclose.exporting.charts import charts_of
    from tui_disclose.office.exporting import past_of

    charts = charts_of(form, as_report(version), past_of(version))
    return tuple(
        harmless("".join((chart.caption, *(f"{name}{number}" for name, number in chart.bars))))
        for each in charts.values()
        for chart in each
    )


def _text_apart(old: str, new: str) -> str | None:
    """Return the stretch in which two texts without white space part, both sides; None where they are the same."""
    if old == new:
        return None
    begin = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    end = 0
    while end < min(len(old), len(new)) - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    return f"第{begin + 1}字起，定稿“{_stretch(old, begin, end)}”，文件“{_stretch(new, begin, end)}”"


def _stretch(text: str, begin: int, end: int) -> str:
    first, last = max(0, begin - _AROUND), min(len(text), len(text) - end + _AROUND)
    words = one_line(text[first:last])
    cut = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 10]}……{words[-8:]}"
    return ("…" if first else "") + cut + ("…" if last < len(text) else "")
