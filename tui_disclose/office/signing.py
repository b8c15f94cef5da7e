"""Who answers for which figures (科室报数签字): the printed blocks of the report, their sections and signatures."""

from datetime import date

import msgspec

from tui_disclose.office.entering import save_fields
from tui_disclose.office.house import Office
from tui_disclose.office.reports import sheet_to_fill
from tui_disclose.office.settings import person_name
from tui_disclose.problems import Refused
from tui_disclose.records.adjustments import Signature
from tui_disclose.records.report import block_field
from tui_disclose.statutory.forms import Form
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Entry


class Provided(msgspec.Struct, frozen=True):
    """A block of the report and who answers for it."""

    key: str
    """The table's key, with that of the block's first row where a table has several (“proactive.fees”)."""
    name: str
    section: str
    """The section (科室) that provides it: as signed, else as settings say, else ""."""
    signed: Signature | None

    @property
    def words(self) -> str:
        """The section, who signed and when, who checked, in words."""
        if self.signed is None:
            return f"{self.section or '科室未定'}，未签字"
        checked = f"，{self.signed.checked_by}核对" if self.signed.checked_by else ""
        return f"{self.section}，{self.signed.by}，{self.signed.on}{checked}"


def blocks_of(form: Form) -> dict[str, str]:
    """Return the printed blocks of a form by key, with their names, in printed order."""
    found = {}
    for part in (each for each in form.parts if each.table):
        table = form.table(part.table)
        for block in table.blocks:
            several = len(table.blocks) > 1
            rows = "、".join(row.short for row in block.rows[:3])
            key = f"{table.key}.{block.rows[0].key}" if several else table.key
            found[key] = f"{part.numeral}、{block.banner or ''}{rows}" if several else part.heading
    return found


def provided(office: Office, year: int, today: date) -> list[Provided]:
    """Return every block of a year's report and who answers for it; Refused where no report can be made."""
    sheet = sheet_to_fill(office, year, today)
    signed = sheet.report.signatures
    return [
        Provided(
            key, name, signed[key].section if key in signed else office.settings.blocks.get(key, ""), signed.get(key)
        )
        for key, name in blocks_of(sheet.form).items()
    ]


def sign(
    office: Office,
    year: int,
    block: str,
    today: date,
    section: str = "",
    by: str = "",
    checked_by: str = "",
    on: date | None = None,
) -> Entry | None:
    """Record who provided and who checked the figures of a block; what is left empty stays or is this person, today.

    Raises Refused where there is no such block, no section is known for it, or the date lies ahead.
    """
    known = {each.key: each for each in provided(office, year, today)}
    if block not in known:
        raise Refused(f"没有“{one_line(block)[:40]}”这一块，可用：{'、'.join(known)}。")
    before = known[block]
    place = one_line(section).strip() or before.section
    if not place:
        raise Refused(f"“{before.name}”还不知道由哪个科室提供，请写明科室，或在设置的 [blocks] 中写明。")
    if on is not None and on > today:
        raise Refused(f"签字日期{on}还没有到，请填写实际日期。")
    old = before.signed
    signature = Signature(
        section=place,
        by=one_line(by).strip() or (old.by if old else person_name(office.settings, office.who)),
        on=on or (old.on if old else today),
        checked_by=one_line(checked_by).strip() or (old.checked_by if old else ""),
    )
    why = f"{year}年报告“{before.name}”由{place}{signature.by}报数" + (
        f"，{signature.checked_by}核对" if signature.checked_by else ""
    )
    return save_fields(office, year, {block_field(block): msgspec.to_builtins(signature)}, why)
