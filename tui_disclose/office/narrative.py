"""Named figures of a year and texts to begin from: offered, never put into the report by themselves."""

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.catalogue import columns_of, own_file
from tui_disclose.office.entering import set_text
from tui_disclose.office.fee_totals import fee_facts
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import Row
from tui_disclose.office.reports import find_report, sheet_to_fill
from tui_disclose.office.settings import in_ledger
from tui_disclose.problems import Refused
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.report import section_field
from tui_disclose.records.rules import in_force
from tui_disclose.records.works import as_reported, kind_of, typing_ledger
from tui_disclose.report.narrative.drafting import Draft, draft
from tui_disclose.report.narrative.phrases import phrases
from tui_disclose.report.narrative.queries import Answer, Query, Records, answer, published_in
from tui_disclose.report.narrative.templates import FILE_NAME, Templates, read_templates
from tui_disclose.report.sheet import Sheet
from tui_disclose.report.text_claims import Said
from tui_disclose.report.text_sentences import plain_text
from tui_disclose.report.text_shares import COMPARING
from tui_disclose.statutory.figures import as_json_number, number_of
from tui_disclose.statutory.forms import Form
from tui_disclose.store.interface import Entry

Ask = Callable[[str], Answer]
"""Answers a named figure of a year; Refused for a name that is none."""


def templates_of(office: Office) -> Templates:
    """Return queries and templates with those of the office's own data/narrative.toml put in."""
    found = read_templates(own_file(office, FILE_NAME))
    columns = {column.name for column in columns_of(office).columns}
    preset = read_templates()
    own = [query for name, query in found.queries.items() if preset.queries.get(name) != query]
    lost = [
        f"模板文件 {FILE_NAME} 中数字“{query.name}”所问的栏目“{column}”没有，得出的是0，请检查写法。"
        for query in own
        for column in query.where.get("column", "").split("|")
        if query.table == "catalogue" and column not in {*columns, "", "*"}
    ]
    return msgspec.structs.replace(found, problems=(*found.problems, *lost))


def asker(office: Office, year: int, today: date, templates: Templates | None = None) -> Ask:
    """Return what answers a named figure of a year; each ledger is read once. Refused for a name that is none."""
    templates, columns = templates or templates_of(office), columns_of(office)
    read: dict[tuple[str, int], tuple[Records, bool]] = {}
    sheets: dict[int, Sheet] = {}

    def ask(name: str) -> Answer:
        query = templates.query(name)
        of = year - query.back
        if query.table == "cell":
            if of not in sheets:
                sheets[of] = sheet_to_fill(office, of, today)
            return _cells(sheets[of], query)
        if (query.table, of) not in read:
            records = _records(office, query.table, of)
            records = as_reported(records, year) if query.table == "works" else records
            read[query.table, of] = records, _known(office, query.table, of, records)
        return answer(query, read[query.table, of][0], of, columns, read[query.table, of][1])

    return ask


def _records(office: Office, table: str, year: int) -> Records:
    if table == "columns":
        return {column.name: msgspec.structs.asdict(column) for column in columns_of(office).columns}
    if table == "rules":
        kept = ledgers.rows(office, ledger(table), with_taken_out=True)
        return {row.number: row.fields for row in kept if in_force(row.fields, date(year, 12, 31))}
    if table == "fees":
        facts = fee_facts(office, date(year, 1, 1), date(year, 12, 31))
        return {number: msgspec.structs.asdict(fact) for number, fact in facts.items()}
    of_year = published_in(year) if table == "catalogue" else None
    return ledgers.looked_at(office, ledger(table), of_year)


def _known(office: Office, table: str, year: int, records: Records) -> bool:
    """Tell whether a ledger says anything about a year, so that nothing found in it is 0 and not unknown.

    It does where it has a record of that year; else where the office kept its ledgers that year and has begun this one
    at all. Fees stand with the requests, which an office keeps from the first one on.
    """
    if table in ("columns", "fees"):
        return table == "columns" or bool(records) or in_ledger(office.settings, year)
    if table == "works":
        return any(each["on"][:4] == str(year) for each in records.values()) or (
            bool(records) and in_ledger(office.settings, year)
        )
    if records or not in_ledger(office.settings, year):
        return bool(records)
    return any(office.store.scan(table, lambda _, fields: len(fields) > 1))


def _cells(sheet: Sheet, query: Query) -> Answer:
    there = [address for address in query.addresses if address in sheet.faces]
    found = [number for address in there if (number := number_of(sheet.figure(address))) is not None]
    numbers = dict.fromkeys(each for address in there for each in sheet.derived.records.get(address, ()))
    if not found:
        return Answer(None, asked=bool(there))
    return Answer(as_json_number(sum(found)), tuple(numbers))


def figures(office: Office, year: int, today: date) -> dict[str, Answer]:
    """Return every named figure of a year."""
    templates = templates_of(office)
    ask = asker(office, year, today, templates)
    return {name: ask(name) for name in templates.queries}


_PLACES = {
    "catalogue": "在“3主动公开”登记或用 catalogue import 导入条目",
    "rules": "在“2制度”登记",
    "columns": "在 data/columns.toml 中写明栏目",
    "fees": "在“4依申请”登记",
}


def what_to_enter(query: Query, form: Form) -> str:
    """Return in words what to enter where, so that a named figure is known."""
    if query.table == "cell":
        cells = [form.cells[address] for address in query.addresses if address in form.cells]
        if not cells:
            return "本年的格式没有这一格"
        numeral = form.table(cells[0].address.partition(".")[0]).numeral
        more = "等格" if len(cells) > 1 else ""
        return f"在“6年报”表{numeral}填写“{cells[0].words}”{more}，没有的填0"
    if query.table == "works":
        keys = [key for key in query.where.get("kind", "").split("|") if key]
        kinds = [kind_of(key).words for key in keys]
        # One kind calls its fields as its form does.
        kept = typing_ledger(keys[0]) if len(keys) == 1 else ledger("works")
        item = f"，填写“{kept.field(query.field).label}”" if query.field and query.field != kept.title else ""
        return f"在“7工作台账”登记{'、'.join(f'“{kind}”' for kind in kinds)}{item}"
    return _PLACES[query.table]


def hints(office: Office, year: int, answers: Mapping[str, Answer]) -> dict[str, str]:
    """Return for each named figure that nobody knows what to enter where."""
    templates, form = templates_of(office), office.forms.for_year(year)
    unknown = [name for name, found in answers.items() if found.value is None and name in templates.queries]
    return {name: what_to_enter(templates.queries[name], form) for name in unknown}


def behind(office: Office, year: int, name: str, today: date) -> list[Row]:
    """Return the records behind a named figure; Refused for a name that is none."""
    return [row for _, row in records_behind(office, year, name, today)]


def records_behind(office: Office, year: int, name: str, today: date) -> list[tuple[str, Row]]:
    """Return the records behind a named figure, each with its table; Refused for a name that is none."""
    query = templates_of(office).query(name)
    numbers = asker(office, year, today)(name).numbers
    if query.table == "columns":
        columns = columns_of(office)
        return [("columns", Row(each, msgspec.structs.asdict(columns.column(each)))) for each in numbers]
    tables: tuple[str, ...] = ("requests" if query.table == "fees" else query.table,)
    if query.table == "cell":
        # The rows of 表二 come from items, and from work records where there is no ledger.
        kinds = dict.fromkeys(address.partition(".")[0] for address in query.addresses)
        tables = ("catalogue", "works") if "proactive" in kinds else tuple(kinds)
    found = []
    for number in numbers:
        table = next((each for each in tables if office.store.record(each, number)), tables[0])
        found.append((table, ledgers.find_row(office, ledger(table), number)))
    return found


def draft_text(office: Office, year: int, key: str, today: date) -> Draft:
    """Return a text to begin a part of the year's report from, with the figures in it.

    Refused for a part without a template or a year that no report can be made for.
    """
    templates = templates_of(office)
    return draft(templates, key, year, office.settings.unit, asker(office, year, today, templates))


def keep_draft_text(
    office: Office, year: int, key: str, found: Draft, today: date, replace: bool = False
) -> Entry | None:
    """Put a drafted text into the report; None where it stands there already.

    Refused where another text stands there, unless it is to be replaced, and where there is nothing to put in.
    """
    report = find_report(office, year)
    there = report.sections.get(key, "") if report else ""
    if there and not replace and there != found.text:
        raise Refused(f"“{key}”部分已有文字，没有写入；先用 --diff 比较，以草稿为准的加 --replace。")
    return set_text(office, year, key, found.text, today, {section_field(key): there or None})


# ---- what the texts say of the records ----


def said_by_records(office: Office, sheet: Sheet, today: date) -> list[Said]:
    """Return the named figures that a report's texts put as the templates do, with what the records give.

    Only ledgers that say something are asked.
    """
    year = sheet.report.year
    text = "\n".join(map(plain_text, sheet.report.sections.values()))
    try:
        templates = templates_of(office)
    except Refused:
        # The office's own columns cannot be read: doctor and the catalogue say so, a report is checked all the same.
        return []
    ask, asked_last = asker(office, year, today, templates), asker(office, year - 1, today, templates)
    compared = any(words in text for words in COMPARING)
    found = []
    for name, pattern in phrases(templates):
        if not pattern.search(text):
            continue
        now = ask(name)
        if isinstance(now.value, int):
            # Last year is read only where a text speaks of it.
            last = asked_last(name).value if compared else None
            found.append(Said(pattern, name, now.value, last if isinstance(last, int) else None, now.numbers))
    return found
