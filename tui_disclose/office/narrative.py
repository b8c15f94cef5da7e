"""Named figures of a year and texts to begin from: offered, never put into the report by themselves."""

from collections.abc import Callable
from datetime import date

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.catalogue import columns_of, own_file
from tui_disclose.office.fee_totals import fee_facts
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import Row
from tui_disclose.office.reports import sheet_to_fill
from tui_disclose.office.rules import in_force
from tui_disclose.problems import Refused
from tui_disclose.records.ledger_files import ledger
from tui_disclose.report.narrative.drafting import Draft, draft
from tui_disclose.report.narrative.queries import (
    Answer,
    Query,
    Records,
    Templates,
    answer,
    published_in,
    read_templates,
)
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import as_json_number, number_of


def templates_of(office: Office) -> Templates:
    """Return queries and templates with those of the office's own data/narrative.toml put in."""
    return read_templates(own_file(office, "narrative.toml"))


def asker(office: Office, year: int, today: date) -> Callable[[str], Answer]:
    """Return what answers a named figure of a year; each ledger is read once. Refused for a name that is none."""
    templates, columns = templates_of(office), columns_of(office)
    read: dict[str, Records] = {}
    sheets: list[Sheet] = []

    def ask(name: str) -> Answer:
        query = templates.query(name)
        if query.table == "cell":
            if not sheets:
                sheets.append(sheet_to_fill(office, year, today))
            return _cell(sheets[0], query)
        if query.table not in read:
            read[query.table] = _records(office, query.table, year)
        return answer(query, read[query.table], year, columns)

    return ask


def _records(office: Office, table: str, year: int) -> Records:
    if table == "columns":
        return {column.name: msgspec.structs.asdict(column) for column in columns_of(office).columns}
    if table == "rules":
        kept = ledgers.rows(office, ledger(table), with_taken_out=True)
        return {row.number: row.fields for row in kept if in_force(row, date(year, 12, 31))}
    if table == "fees":
        facts = fee_facts(office, date(year, 1, 1), date(year, 12, 31))
        return {number: msgspec.structs.asdict(fact) for number, fact in facts.items()}
    of_year = published_in(year) if table == "catalogue" else None
    return ledgers.looked_at(office, ledger(table), of_year)


def _cell(sheet: Sheet, query: Query) -> Answer:
    if query.field not in sheet.faces:
        return Answer(None)
    number = number_of(sheet.figure(query.field))
    return Answer(None if number is None else as_json_number(number), sheet.derived.records.get(query.field, ()))


def figures(office: Office, year: int, today: date) -> dict[str, Answer]:
    """Return every named figure of a year."""
    ask = asker(office, year, today)
    return {query.name: ask(query.name) for query in templates_of(office).queries}


def behind(office: Office, year: int, name: str, today: date) -> list[Row]:
    """Return the records behind a named figure; Refused for a name that is none."""
    return [row for _, row in records_behind(office, year, name, today)]


def records_behind(office: Office, year: int, name: str, today: date) -> list[tuple[str, Row]]:
    """Return the records behind a named figure, each with its table; Refused for a name that is none."""
    query = templates_of(office).query(name)
    if query.table == "columns":
        raise Refused("这个数字来自栏目设置，在主动公开中按 f 或用 catalogue columns 查看。")
    tables: tuple[str, ...] = ("requests" if query.table == "fees" else query.table,)
    if query.table == "cell":
        table = query.field.partition(".")[0]
        # The rows of 表二 come from items, and from work records where there is no ledger.
        tables = ("catalogue", "works") if table == "proactive" else (table,)
    found = []
    for number in asker(office, year, today)(name).numbers:
        table = next((each for each in tables if office.store.record(each, number)), tables[0])
        found.append((table, ledgers.find_row(office, ledger(table), number)))
    return found


def draft_text(office: Office, year: int, key: str, today: date) -> Draft:
    """Return a text to begin a part of the year's report from, with the figures in it; Refused without a template."""
    return draft(templates_of(office), key, year, office.settings.unit, asker(office, year, today))
