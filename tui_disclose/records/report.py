"""A yearly report (年度报告) as it is kept: what a person typed or a published page printed, cell by cell.

In the store a report is one flat document, so that two people who change different cells never meet: the fields
are `unit`, `year`, `form`, and `cells.<address>`, `reasons.<address>`, `sections.<key>`, `acks.<finding key>`,
`adjustments.<address>`, `blocks.<block>`, `unplaced`, `stage`, `steps`.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from tui_disclose.problems import Refused
from tui_disclose.records.adjustments import Adjustment, Signature
from tui_disclose.records.stages import Step, steps_from
from tui_disclose.statutory.figures import Figure, NotAFigure, parse_figure
from tui_disclose.statutory.forms import Form
from tui_disclose.statutory.text import clean_text, one_line

TABLE = "reports"
"""The store's table of yearly reports; a report's record number is its year."""

Document = Mapping[str, Any]

_LONGEST_UNIT = 100
"""Characters; with year and title it must stay a line that is recognised as a title again."""


class Report(msgspec.Struct, frozen=True):
    """What stands in one year's report; absent cells are unknown."""

    unit: str
    year: int
    form: str
    cells: dict[str, Figure] = {}
    """Entered figures (填报数) by address."""
    sections: dict[str, str] = {}
    """Markdown texts by section key."""
    reasons: dict[str, str] = {}
    """Why an entered figure stands where the records give another, by address."""
    acknowledged: dict[str, str] = {}
    """Reasons for which findings are accepted, by finding key."""
    unplaced: tuple[Any, ...] = ()
    """Figures that an import could not place."""
    adjustments: dict[str, Adjustment] = {}
    """Why an opening figure (上年结转) is not last year's closing one, by address."""
    signatures: dict[str, Signature] = {}
    """Who provided and who checked the figures of a block, by block."""
    stage: str = ""
    """The key of the stage (办理环节) it is in; "" where no step was taken."""
    steps: tuple[Step, ...] = ()
    """Every step that was taken, oldest first."""


def number_of_year(year: int) -> str:
    """Return the record number of a year's report."""
    return str(year)


def cell_field(address: str) -> str:
    """Return the document field of a cell."""
    return f"cells.{address}"


def section_field(key: str) -> str:
    """Return the document field of a section's text."""
    return f"sections.{key}"


def reason_field(address: str) -> str:
    """Return the document field of the reason for an entered figure."""
    return f"reasons.{address}"


def adjustment_field(address: str) -> str:
    """Return the document field of the adjustment of an opening figure."""
    return f"adjustments.{address}"


def block_field(block: str) -> str:
    """Return the document field of who provided and who checked a block."""
    return f"blocks.{block}"


def acknowledgement_field(finding_key: str) -> str:
    """Return the document field of an acknowledgement."""
    return f"acks.{finding_key}"


def from_document(document: Document) -> Report:
    """Return the report that a store document holds."""
    names = ("cells", "reasons", "sections", "acks", "adjustments", "blocks")
    groups: dict[str, dict[str, Any]] = {name: {} for name in names}
    for field, value in document.items():
        group, dot, key = field.partition(".")
        if dot and group in groups:
            groups[group][key] = value
    return Report(
        unit=document["unit"],
        year=document["year"],
        form=document["form"],
        cells=groups["cells"],
        sections=groups["sections"],
        reasons=groups["reasons"],
        acknowledged=groups["acks"],
        unplaced=tuple(document.get("unplaced", ())),
        adjustments=msgspec.convert(groups["adjustments"], dict[str, Adjustment]),
        signatures=msgspec.convert(groups["blocks"], dict[str, Signature]),
        stage=document.get("stage", ""),
        steps=steps_from(document.get("steps", ())),
    )


IDENTITY = ("unit", "year", "form")
"""The fields that say which report a document is; it has not been started while it has no others."""


def is_started(document: Document) -> bool:
    """Tell whether anything has been filled in: a report whose every entry was taken back is none."""
    return any(field not in IDENTITY for field in document)


def checked_unit(name: str) -> str:
    """Return a unit's name as it is kept, on one line; Refused where it is empty or longer than a title holds."""
    kept = one_line(name).strip()
    if not kept or len(kept) > _LONGEST_UNIT:
        raise Refused(f"单位名称“{kept[:20]}”有{len(kept)}个字，应为1至{_LONGEST_UNIT}个字，请填写单位全称。")
    return kept


def checked_cells(form: Form, cells: Mapping[str, Any]) -> dict[str, Figure]:
    """Return JSON cell values as figures, unknown (null) ones left out; Refused names the address."""
    found: dict[str, Figure] = {}
    for address, value in cells.items():
        if address not in form.cells:
            raise Refused(f"格式{form.id}没有单元格“{address}”。")
        if value is not None:
            found[address] = checked_figure(form, address, value)
    return found


def checked_figure(form: Form, address: str, value: object) -> int | str:
    """Return one typed or imported value as a figure of the cell at `address`; Refused says what is wrong."""
    cell = form.cells.get(address)
    if cell is None:
        raise Refused(f"格式{form.id}没有单元格“{address}”。")
    if isinstance(value, int | str) and not isinstance(value, bool):
        try:
            # The text stays as written but for what would act on a terminal; no figure has a line break. A number
            # of too many digits is refused here like its text: it could be stored but never printed and read again.
            return parse_figure(clean_text(str(value)))
        except NotAFigure:
            pass
    raise Refused(f"{cell.words}（{address}）：“{value}”不是数字；可填整数、小数、带单位或括注的数字、“/”或空白。")


def checked_sections(form: Form, sections: Mapping[str, Any]) -> dict[str, str]:
    """Return section texts as they are kept; Refused names an unknown key or a value that is not text."""
    found: dict[str, str] = {}
    for key, text in sections.items():
        if key not in form.sections:
            raise Refused(f"报告没有“{key}”这一部分；可用：{'、'.join(form.sections)}。")
        if not isinstance(text, str):
            raise Refused(f"“{key}”部分应为文字。")
        if kept := clean_text(text):
            found[key] = kept
    return found
