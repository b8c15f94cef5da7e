"""What the catalogue, the rules and the year's work owe today: for place 1 and the command."""

from datetime import date

from tui_disclose.duties.catalogue import catalogue_duties
from tui_disclose.duties.values import Duty, in_order
from tui_disclose.duties.works import work_duties
from tui_disclose.office import ledgers
from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.catalogue import CATALOGUE, TEXTS, columns_of
from tui_disclose.office.house import Office
from tui_disclose.office.rules import RULES
from tui_disclose.office.works import WORKS, carried_out


def owed(office: Office, today: date) -> list[Duty]:
    """Return what is owed, the late first; nothing of a ledger that the office has not begun."""
    found: list[Duty] = []
    if items := ledgers.looked_at(office, CATALOGUE):
        texts = [number for number, fields in office.store.records(TEXTS.key).items() if fields.get("text")]
        found += catalogue_duties(items, columns_of(office), texts, today, calendar_of(office))
    if works := ledgers.looked_at(office, WORKS):
        found += work_duties(works, today)
    return in_order([*found, *_rules(office, today)])


def _rules(office: Office, today: date) -> list[Duty]:
    kept = ledgers.rows(office, RULES)
    if not kept:
        return []
    done = carried_out(office)
    year = f"{today.year}-"
    idle = [row.fields["name"] for row in kept if not any(each.on.startswith(year) for each in done[row.number])]
    found = []
    if idle:
        words = f"{len(idle)}项制度本年无实施记录：{'、'.join(idle[:3])}{'等' if len(idle) > 3 else ''}。"
        found.append(Duty("idle_rules", RULES.key, "", words, "hint"))
    for row in kept:
        day = row.fields.get("review_on")
        if day and day <= today.isoformat():
            words = f"制度“{row.fields['name'][:30]}”应在{day}前评估清理。"
            found.append(Duty("rule_review", RULES.key, row.number, words, "due", date.fromisoformat(day)))
    return found
