"""The one engine of checks: a sheet in, all findings out."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tui_disclose.records.report import Report
from tui_disclose.report.adjusting import explained
from tui_disclose.report.case_checks import check_cases
from tui_disclose.report.findings import Finding
from tui_disclose.report.plausibility import check_plausibility
from tui_disclose.report.relations import check_relations
from tui_disclose.report.sheet import Sheet
from tui_disclose.report.text_claims import Said
from tui_disclose.report.text_figures import check_text_figures
from tui_disclose.report.text_repeats import check_repeats
from tui_disclose.report.text_rules import check_fee_sentence, check_rules
from tui_disclose.report.texts import check_texts
from tui_disclose.report.values import check_faces, check_values

_ORDER = ("error", "warning", "unassessable")


def check(
    sheet: Sheet,
    level: str = "department",
    limit_length: bool = False,
    in_records: Iterable[Finding] = (),
    rules: Mapping[str, str] | None = None,
    said: Sequence[Said] = (),
) -> list[Finding]:
    """Return every finding of a report, errors first, with the reasons for which some are acknowledged.

    `in_records` are those of the office's registers; `rules` the rules (制度) in force at the year's end by name, each
    with its kind in words; `said` the named figures that the texts put as the templates do.
    """
    found = [
        *explained(sheet, check_relations(sheet)),
        *check_values(sheet),
        *check_faces(sheet),
        *check_plausibility(sheet, level),
        *check_texts(sheet, limit_length),
        *check_cases(sheet),
        *in_records,
        *check_text_figures(sheet, said),
        *check_repeats(sheet),
        *check_rules(sheet, rules or {}),
        *check_fee_sentence(sheet),
    ]
    return sorted(accepted(found, sheet.report), key=lambda finding: _ORDER.index(finding.severity))


def accepted(findings: list[Finding], report: Report) -> list[Finding]:
    """Return findings with the reasons for which some were acknowledged."""
    reasons = report.acknowledged
    return [
        msgspec.structs.replace(finding, acknowledged=reasons[finding.key]) if finding.key in reasons else finding
        for finding in findings
    ]
