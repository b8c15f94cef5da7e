"""`report set` and `report show --json`: figures as they were written, refused ones, --expect (DESIGN §3.2, §3.4)."""

from datetime import date
from pathlib import Path

import pytest

from tests.command_line import RECEIVED, Cli, cells, files


@pytest.mark.parametrize(
    ("address", "value", "stored"),
    [
        (RECEIVED, "5", 5),
        (RECEIVED, "０", 0),
        (RECEIVED, "-5", -5),
        (RECEIVED, "-5（含更正）", "-5（含更正）"),
        ("proactive.licences.change", "-3", -3),
        ("proactive.procurement.amount", "9116.36", "9116.36"),
        ("proactive.procurement.amount", "9116.30", "9116.30"),
        ("proactive.procurement.amount", "251000元", "251000元"),
        ("proactive.procurement.amount", "75,394,432.52元", "75,394,432.52元"),
        ("proactive.normative_documents.made", "22（其中修订16件）", "22（其中修订16件）"),
        (RECEIVED, "/", "/"),
        (RECEIVED, "", ""),
        (RECEIVED, "99999999999999999999999", 99999999999999999999999),
        ("requests.received.total", "7", 7),
    ],
)
def test_a_figure_is_kept_exactly_as_written(office: Cli, address: str, value: str, stored: object) -> None:
    assert office("report", "set", 2019, address, value)[:2] == (0, "")
    assert cells(office, 2019)[address] == stored
    assert office("report", "export", 2019, "--format", "json", "--output", "-").json["cells"][address] == stored


@pytest.mark.parametrize(
    ("year", "address", "value"),
    [
        (1999, RECEIVED, "5"),
        (date.today().year + 1, RECEIVED, "5"),
        (99999, RECEIVED, "5"),
        (2019, "requests.received.nobody", "5"),
        (2019, "requests.not_corrected.business", "5"),
        (2024, "proactive.procurement.count", "5"),
        (2019, "", "5"),
        (2019, RECEIVED, "五"),
        (2019, RECEIVED, "5 6"),
        (2019, RECEIVED, "abc"),
        (2019, RECEIVED, "--5"),
        (2019, RECEIVED, "5\n6"),
        (2019, RECEIVED, "9" * 201),
    ],
)
def test_what_cannot_stand_in_a_cell_is_refused(
    office: Cli, tmp_path: Path, year: int, address: str, value: str
) -> None:
    before = files(tmp_path)
    result = office("report", "set", year, address, value)
    assert (result.code, result.out) == (3, "")
    assert result.err
    assert files(tmp_path) == before


def test_unknown_years_are_refused_and_those_kept_are_named(office: Cli, tmp_path: Path) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    before = files(tmp_path)
    for command in ("show", "check", "diff", "export"):
        result = office("report", command, 2018)
        assert (result.code, result.out) == (3, "")
        assert "2019" in result.err
    assert office("report", "set", 2018, RECEIVED, "--clear").code == 0
    assert office("report", "text", 2018, "一").code == 3
    assert office("report", "ack", 2018, "T3-ID", "--reason", "无").code == 3
    assert files(tmp_path) == before


@pytest.mark.parametrize("year", [9999, 10000, 12345, 10**12])
@pytest.mark.parametrize(
    "command", [["show"], ["check"], ["diff"], ["export"], ["set", RECEIVED, 5, "--expect", 0], ["set", RECEIVED, 5]]
)
def test_a_year_that_no_calendar_has_is_refused(office: Cli, tmp_path: Path, year: int, command: list[object]) -> None:
    before = files(tmp_path)
    result = office("report", command[0], year, *command[1:])
    assert (result.code, result.out) == (3, "")
    assert str(year) in result.err
    assert files(tmp_path) == before


def test_a_blank_a_zero_and_nothing_are_three_things(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 0)
    assert cells(office, 2019)[RECEIVED] == 0
    office("report", "set", 2019, RECEIVED, "")
    assert cells(office, 2019)[RECEIVED] == ""
    office("report", "set", 2019, "requests.received.research", 2)
    assert office("report", "set", 2019, RECEIVED, "--clear").code == 0
    assert RECEIVED not in cells(office, 2019)


def test_a_cleared_total_is_added_up_again(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 4)
    office("report", "set", 2019, "requests.received.total", 9)
    shown = office("report", "show", 2019, "--json").json
    assert shown["cells"]["requests.received.total"] == 9
    assert shown["faces"]["requests.received.total"] == {
        "derived": None,
        "entered": 9,
        "computed": 4,
        "last_year": None,
    }
    office("report", "set", 2019, "requests.received.total", "--clear")
    assert cells(office, 2019)["requests.received.total"] == 4


def test_clearing_what_is_not_there_changes_nothing(office: Cli, tmp_path: Path) -> None:
    before = files(tmp_path)
    assert office("report", "set", 2019, RECEIVED, "--clear").code == 0
    assert office("report", "set", 2019, "no.such.cell", "--clear").code == 3
    assert files(tmp_path) == before


class TestExpect:
    def test_the_figure_that_stands_there(self, office: Cli) -> None:
        office("report", "set", 2019, RECEIVED, 5)
        assert office("report", "set", 2019, RECEIVED, 6, "--expect", 5).code == 0
        assert cells(office, 2019)[RECEIVED] == 6

    def test_another_one(self, office: Cli, tmp_path: Path) -> None:
        office("report", "set", 2019, RECEIVED, 5)
        before = files(tmp_path)
        result = office("report", "set", 2019, RECEIVED, 6, "--expect", 4)
        assert (result.code, result.out) == (6, "")
        assert "5" in result.err
        assert office("report", "set", 2019, RECEIVED, "--clear", "--expect", 4).code == 6
        assert files(tmp_path) == before

    def test_a_negative_one_and_none(self, office: Cli) -> None:
        assert office("report", "set", 2019, "proactive.fees.change", -2, "--expect", "").code == 0
        assert office("report", "set", 2019, "proactive.fees.change", -3, "--expect", -2).code == 0
        assert office("report", "set", 2019, "proactive.fees.change", -4, "--expect", "").code == 6
        assert office("report", "set", 2019, "proactive.fees.change", "--clear", "--expect", -3).code == 0

    def test_the_computed_total(self, office: Cli) -> None:
        office("report", "set", 2019, RECEIVED, 5)
        assert office("report", "set", 2019, "requests.received.total", 6, "--expect", 4).code == 6
        assert office("report", "set", 2019, "requests.received.total", 6, "--expect", 5).code == 0

    def test_what_is_no_figure(self, office: Cli, tmp_path: Path) -> None:
        office("report", "set", 2019, RECEIVED, 5)
        before = files(tmp_path)
        assert office("report", "set", 2019, RECEIVED, 6, "--expect", "five").code == 3
        assert files(tmp_path) == before


def test_last_years_figure_is_a_face(office: Cli) -> None:
    office("report", "set", 2018, "requests.carried_out.business", 3)
    office("report", "set", 2019, "requests.carried_in.business", 3)
    faces = office("report", "show", 2019, "--json").json["faces"]
    assert faces["requests.carried_out.business"]["last_year"] == 3
    assert all(set(face) == {"derived", "entered", "computed", "last_year"} for face in faces.values())
    assert len(faces) == 198
    # Each sheet reaches one year back, not to the first one.
    assert office("report", "show", 2018, "--json").json["faces"][RECEIVED]["last_year"] is None
