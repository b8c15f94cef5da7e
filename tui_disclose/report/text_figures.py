"""Checks of the figures that a report's texts state: TXT-SUM, TXT-PCT, TXT-CELL, TXT-YEAR."""

from collections.abc import Iterator, Sequence

from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Sheet
from tui_disclose.report.text_cells import check_cells
from tui_disclose.report.text_claims import Said
from tui_disclose.report.text_sentences import sentences, with_figures
from tui_disclose.report.text_shares import check_shares
from tui_disclose.report.text_sums import check_sums
from tui_disclose.report.text_years import check_years


def check_text_figures(sheet: Sheet, said: Sequence[Said] = ()) -> Iterator[Finding]:
    """Yield what the figures in a report's texts get wrong, each with where it stands.

    `said` are the named figures that the texts put as the templates do, with what the records give for them.
    """
    for sentence in sentences(sheet.report.sections):
        if sentence.key != "落款":
            counted = with_figures(sentence)
            yield from check_sums(counted)
            yield from check_shares(sheet, said, counted)
            yield from check_cells(sheet, said, counted)
    yield from check_years(sheet.report.year, sheet.report.sections)
