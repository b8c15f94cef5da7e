"""What somebody who takes a report away should know: errors still open, texts typed and not saved."""

from tui_disclose.office.drafts import find_text
from tui_disclose.office.house import Office
from tui_disclose.office.reports import findings_of
from tui_disclose.report.sheet import Sheet


def caveats(office: Office, sheet: Sheet) -> list[str]:
    """Return a sentence for each thing that an export of the report does not cure or does not hold."""
    errors = sum(finding.open_error for finding in findings_of(office, sheet))
    found = [f"报告仍有{errors}项错误没有处理。"] if errors else []
    year = sheet.report.year
    drafts = [key for key in sheet.form.sections if find_text(office, year, key) is not None]
    if drafts:
        found.append(f"“{'、'.join(drafts)}”部分有草稿还没有保存，不在导出的文件中。")
    return found
