"""Everything that the office owes today, from all it keeps, and the year's figures at a glance: place 1 待办."""

from collections import Counter
from datetime import date
from itertools import chain

import msgspec

from tui_disclose.duties.requests import Case, Running, case_duties, report_duty, request_duties, uncountable_request
from tui_disclose.duties.values import Duty, in_order
from tui_disclose.office import catalogue_duties
from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.catalogue import CATALOGUE
from tui_disclose.office.facts import request_facts, worked_out
from tui_disclose.office.house import Office
from tui_disclose.office.remedies import answers_owed, cases
from tui_disclose.office.reports import due_of, find_report
from tui_disclose.office.requests import View, open_views, uncountable
from tui_disclose.problems import Refused
from tui_disclose.records.items import is_published
from tui_disclose.records.request_status import STATUSES, internal_limit, section_of
from tui_disclose.records.stages import last_step


class Glance(msgspec.Struct, frozen=True):
    """The figures of a year so far."""

    year: int
    received: int
    """Requests received in the year."""
    concluded: int
    running: int
    """Requests not concluded, of whatever year."""
    late: int
    """Of those, how many are past their day."""
    months: tuple[int, ...]
    """Requests received in each month, twelve."""
    published: int
    """Catalogue items published in the year."""
    cases: int
    """Reviews and lawsuits that are not decided."""


def owed(office: Office, today: date) -> list[Duty]:
    """Return everything owed on a day, the late first, then by day."""
    calendar = calendar_of(office)
    views = {view.number: view for view in open_views(office, today)}

    def work(number: str) -> list[Duty]:
        return request_duties([_running(views[number])], today, calendar)

    # Thousands of requests are open in a large office: each is looked at anew only where it changed since.
    found = list(chain.from_iterable(worked_out(office, "duties", views, (calendar, today), work)))
    found += [uncountable_request(number) for number in uncountable(office, today)]
    answers = [Case(each.number, each.what, each.due.on, bool(each.due.unknown_from)) for each in answers_owed(office)]
    found += case_duties(answers, today, calendar)
    found += _report(office, today)
    return in_order([*found, *catalogue_duties.owed(office, today)])


def _running(view: View) -> Running:
    return Running(
        number=view.number,
        clock=view.clock,
        status=STATUSES[view.status],
        section=section_of(view.request),
        internal_limit=internal_limit(view.request),
        in_section=view.status == "assigned",
    )


def _report(office: Office, today: date) -> list[Duty]:
    """Return the duty to publish last year's report, until that has been recorded."""
    year = today.year - 1
    try:
        due = due_of(office, year)
        report = find_report(office, year)
    except Refused:
        # No form serves that year, or the report cannot be read; place 6 says why.
        return []
    if report is not None and last_step(report.steps, "published"):
        return []
    since = office.settings.ledger_since
    if report is None and since and year < since.year - 1:
        return []
    return [report_duty(year, due.on, due.words, today, calendar_of(office))]


def glance(office: Office, today: date, duties: list[Duty]) -> Glance:
    """Return the year's figures; `duties` are those of the day."""
    facts = request_facts(office).values()
    year = str(today.year)
    months = Counter(int(fact.received_on[5:7]) for fact in facts if fact.received_on[:4] == year)
    items = office.store.scan(CATALOGUE.key, lambda _, fields: is_published(fields) and fields["published_on"][:4])
    return Glance(
        year=today.year,
        received=months.total(),
        concluded=sum(fact.closed_on[:4] == year for fact in facts),
        running=sum(not fact.closed_on for fact in facts),
        late=len({duty.number for duty in duties if duty.kind == "reply" and duty.severity == "late"}),
        months=tuple(months[month] for month in range(1, 13)),
        published=sum(each == year for each in items),
        cases=sum(case.decided_on is None for case in cases(office)),
    )
