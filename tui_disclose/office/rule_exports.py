"""Rules on their way out: one with its text, the list, or all of them with their texts."""

from pathlib import Path

from tui_disclose.office import ledgers
from tui_disclose.office.exporting import file_name, write_export
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import OUT_ON, Row
from tui_disclose.office.papers import render_text
from tui_disclose.office.rules import RULES
from tui_disclose.records.fields import shown_value

_DEEPEST = 6
"""Levels of heads that Markdown has."""


def rule_markdown(row: Row) -> str:
    """Return one rule as Markdown: what is registered of it, then its text."""
    from tui_disclose.exporting.ledger_markdown import record_markdown

    facts = [("编号", row.number)]
    facts += [(f.label, shown_value(f, row.fields.get(f.key))) for f in RULES.fields if f.key not in ("name", "text")]
    facts.append((RULES.take_out, row.fields.get(OUT_ON, "")))
    return record_markdown(row.fields["name"], facts, row.fields.get("text") or "")


def rules_markdown(office: Office, with_texts: bool, with_repealed: bool = False) -> str:
    """Return the list of the rules not repealed as Markdown, or of all, with or without their texts behind it."""
    from tui_disclose.exporting.ledger_markdown import list_markdown

    kept = ledgers.rows(office, RULES, with_repealed)
    shown = [RULES.field(key) for key in ("name", "kind", "section", "made_on", "basis")]
    head = ["序号", *(field.label for field in shown), *(["废止日期"] * with_repealed)]
    lines = [
        [
            str(place),
            *(shown_value(field, row.fields.get(field.key)) for field in shown),
            *([row.fields.get(OUT_ON, "")] * with_repealed),
        ]
        for place, row in enumerate(kept, 1)
    ]
    title = f"{office.settings.unit}政府信息公开制度{'汇编' if with_texts else '目录'}"
    pieces = [list_markdown(title, head, lines), *(_below(rule_markdown(row)) for row in kept if with_texts)]
    return "\n".join(pieces)


def _below(text: str) -> str:
    """Return a document's Markdown one level down: its title, and the heads within it below that."""
    title, *lines = text.split("\n")
    kept, fenced = [f"#{title}"], False
    for line in lines:
        fenced ^= line.startswith("```")
        marks = len(line) - len(line.lstrip("#"))
        head = not fenced and 0 < marks < _DEEPEST and line[marks : marks + 1] == " "
        kept.append("#" * min(2, _DEEPEST - marks) + line if head else line)
    return "\n".join(kept)


def export_rules(
    office: Office,
    number: str | None,
    with_texts: bool,
    output: Path | None,
    file_format: str = "md",
    with_repealed: bool = False,
) -> Path:
    """Write one rule, or the list with or without texts and repealed rules, as a file of a format; return the path.

    Raises Refused for no such rule or format, Unavailable where it cannot be written; the trail says so.
    """
    if number is None:
        what = "制度汇编" if with_texts else "制度目录"
        text, where = rules_markdown(office, with_texts, with_repealed), ledgers.place_of(RULES)
    else:
        row = ledgers.find_row(office, RULES, number)
        what, text, where = row.fields["name"], rule_markdown(row), ledgers.place_of(RULES, number)
    data = render_text(text, file_format, office.settings.unit)
    return write_export(office, data, f"{file_name(what)}.{file_format}", output, f"导出{what}", where)
