"""What the catalogue, the rules and the year's work owe today: for place 1 and the command."""

from datetime import date

from tui_disclose.duties.catalogue import catalogue_duties
from tui_disclose.duties.rules import rule_duties
from tui_disclose.duties.values import Duty, in_order
from tui_disclose.duties.works import work_duties
from tui_disclose.office import ledgers
from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.catalogue import CATALOGUE, TEXTS, columns_of
from tui_disclose.office.house import Office
from tui_disclose.office.rules import RULES
from tui_disclose.office.works import WORKS, carried_out, kept_since


def owed(office: Office, today: date) -> list[Duty]:
    """Return what is owed, the late first; nothing of a ledger that the office has not begun."""
    found: list[Duty] = []
    if items := ledgers.looked_at(office, CATALOGUE):
        texts = [number for number, fields in office.store.records(TEXTS.key).items() if fields.get("text")]
        found += catalogue_duties(items, columns_of(office), texts, today, calendar_of(office))
    if works := ledgers.looked_at(office, WORKS):
        found += work_duties(works, today, kept_since(office, today))
    if rules := ledgers.looked_at(office, RULES):
        done = {number: [each.on for each in days] for number, days in carried_out(office).items()}
        found += rule_duties(rules, done, today)
    return in_order(found)
