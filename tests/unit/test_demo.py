"""The demo office: records of every kind, invented and marked, that fit together on any day of the year."""

import json
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPORTS, SAMPLES
from tui_disclose.cli.main import run
from tui_disclose.office import ledgers
from tui_disclose.office.catalogue import CATALOGUE, approval_state, stages_of
from tui_disclose.office.demo import FOLDER, MARK, create_demo
from tui_disclose.office.drafts import find_text
from tui_disclose.office.house import Office, open_office
from tui_disclose.office.remedies import answers_owed, cases
from tui_disclose.office.reports import findings_of, sheet_to_fill, years
from tui_disclose.office.requests import REQUESTS, due_list, views
from tui_disclose.office.trail import acts
from tui_disclose.problems import Refused
from tui_disclose.records.identity import without_identity_numbers
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.request_status import STATUSES
from tui_disclose.records.works import works
from tui_disclose.report.sheet import Sheet
from tui_disclose.store.verify import verify

TODAY = date.today()
YEAR = TODAY.year


def made(folder: Path, today: date) -> Office:
    return create_demo(folder / "data", today)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office as it is opened in the middle of a year, when there is something of everything in the year."""
    return made(tmp_path_factory.mktemp("demo"), date(YEAR, 11, 20))


def rows(office: Office, table: str) -> list[dict[str, Any]]:
    return [dict(row.fields) for row in ledgers.rows(office, ledger(table), with_taken_out=True)]


def test_every_ledger_has_records(demo: Office) -> None:
    tables = [path.stem for path in (FOLDER.parent / "records" / "ledgers").glob("*.toml")]
    assert len(tables) >= 6
    assert all(rows(demo, table) for table in tables)
    assert years(demo) == [YEAR - 1, YEAR - 2, 2019]
    assert len(rows(demo, "rules")) >= 19


def test_requests_are_in_every_status(demo: Office) -> None:
    found = list(views(demo, date(YEAR, 11, 20), with_taken_out=True))
    assert {each.status for each in found} == set(STATUSES)
    assert {each.request.channel for each in found} == {c.key for c in REQUESTS.field("channel").choices}
    kinds = REQUESTS.field("applicant.kind").choices
    assert {each.request.document["applicant.kind"] for each in found} == {c.key for c in kinds}
    # Closed in many ways.
    assert len({each.clock.outcome for each in found if each.clock.outcome}) >= 12


@pytest.mark.parametrize("today", [date(YEAR, 1, 5), date(YEAR, 1, 25), date(YEAR, 3, 2), date(YEAR, 7, 31), TODAY])
def test_something_is_late_due_and_provisional_on_any_day_and_nothing_is_in_error(today: date, tmp_path: Path) -> None:
    office = made(tmp_path, today)
    owed = due_list(office, today)
    left = [each.days_left for each in owed if each.days_left is not None]
    assert min(left) < 0 < max(left)
    assert any(0 <= days <= 5 for days in left)
    assert any(each.clock.provisional for each in owed)
    assert any(answer.due.on >= today for answer in answers_owed(office))
    for year in (2019, today.year - 2, today.year - 1, today.year):
        errors = [f for f in findings_of(office, sheet_to_fill(office, year, today)) if f.open_error]
        # Nobody has written the texts of the year that is running.
        assert {f.id for f in errors} <= ({"SEC"} if year == today.year else set())


def test_the_tables_of_the_years_before_balance_by_hand(demo: Office) -> None:
    for year in (YEAR - 1, YEAR - 2):
        sheet = sheet_to_fill(demo, year, TODAY)

        def figure(row: str, column: str, sheet: Sheet = sheet) -> int:
            return int(sheet.figure(f"requests.{row}.{column}"))

        table = sheet.form.table("requests")
        outcomes = {c.row.key for c in table.cells} - {"received", "carried_in", "concluded", "carried_out"}
        for column in ("natural_person", "business", "research", "public_welfare", "legal_service", "other"):
            answered = sum(figure(row, column) for row in outcomes)
            came = figure("received", column) + figure("carried_in", column)
            assert came == answered + figure("carried_out", column)
            assert figure("received", column) >= 0


def test_the_sample_report_is_that_of_2019(demo: Office) -> None:
    assert (FOLDER / "baiyin-2019.txt").read_bytes() == (SAMPLES / "baiyin-2019.txt").read_bytes()
    sheet = sheet_to_fill(demo, 2019, TODAY)
    assert sheet.report.unit == "白银市科学技术局"
    assert sheet.published().cells == REPORTS["baiyin-2019"]["cells"]


def test_items_are_in_every_state_and_of_every_source(demo: Office) -> None:
    items = ledgers.rows(demo, CATALOGUE, with_taken_out=True)
    assert {approval_state(row).key for row in items} == {"draft", "pending", "returned", "approved", "published"}
    assert {row.fields["source"] for row in items} == {c.key for c in CATALOGUE.field("source").choices}
    assert {row.fields["openness"] for row in items} == {c.key for c in CATALOGUE.field("openness").choices}
    open_stages = {stage for row in items for stage in approval_state(row).open[:1]}
    assert open_stages == {*stages_of(demo).approvals("county")}
    assert any(row.taken_out for row in items)


def test_most_kinds_of_work_are_there_and_cases_of_every_path_and_result(demo: Office) -> None:
    kinds = {each.key for each in works().kinds}
    assert len(kinds - {row["kind"] for row in rows(demo, "works")}) <= 4
    assert {case.group for case in cases(demo)} == {"reconsideration", "litigation_direct", "litigation_after"}
    assert {case.result for case in cases(demo)} == {"upheld", "corrected", "other", ""}


def test_a_draft_waits(demo: Office) -> None:
    draft = find_text(demo, YEAR, "一")
    assert draft is not None
    assert draft.text.startswith(MARK)


def invented(value: object, key: str = "") -> Iterator[str]:
    """Yield every name and content that is somebody's in a record's fields."""
    if isinstance(value, dict):
        for inner, each in value.items():
            yield from invented(each, inner)
    elif key in {"applicant.name", "content", "name", "party"}:
        assert isinstance(value, str)
        yield value


def test_names_are_marked_and_no_identity_number_is_kept(demo: Office) -> None:
    for table in ("requests", "catalogue", "works"):
        found = list(invented(dict(enumerate(rows(demo, table)))))
        assert len(found) > 20
        assert [text for text in found if not text.startswith(MARK)] == []
        text = json.dumps(rows(demo, table), ensure_ascii=False)
        assert without_identity_numbers(text) == text
    assert MARK in demo.settings.unit
    assert all(case.number.startswith(MARK) for case in cases(demo))


def test_it_is_made_by_acts_that_the_trail_holds(demo: Office) -> None:
    verdict = verify(demo.folder, ())
    assert verdict.bad is None
    words = [act.why for act in acts(demo)]
    assert any(each.startswith("登记申请") for each in words)
    assert any(each.startswith("按已公布的报告存档") for each in words)
    assert len(words) > 150


def test_an_office_that_is_there_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    create_demo(folder, TODAY)
    before = sorted(folder.rglob("*"))
    with pytest.raises(Refused, match="已有台账"):
        create_demo(folder, TODAY)
    assert sorted(folder.rglob("*")) == before


def test_without_a_terminal_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo"]) == 2
    assert "--create" in capsys.readouterr().err
    assert run(["--data", str(tmp_path), "demo"]) == 2
    assert "--keep" in capsys.readouterr().err
    folder = tmp_path / "new" / "data"
    assert run(["demo", "--create", str(folder)]) == 0
    said = capsys.readouterr()
    assert said.out == f"{folder}\n"
    assert "虚构" in said.err
    assert stat.S_ISDIR(folder.stat().st_mode)
    assert years(open_office(folder)) == [YEAR - 1, YEAR - 2, 2019]
    assert run(["demo", "--create", str(folder)]) == 3
