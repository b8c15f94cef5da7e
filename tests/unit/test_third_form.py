"""A form that nobody issued, given as one TOML file in the data folder: everything works and no code knows it."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Cli
from tests.conftest import SAMPLES
from tests.screens.report_host import Session, work
from tui_disclose.office.house import open_office
from tui_disclose.office.reports import find_report
from tui_disclose.statutory.form_files import load_forms, read_form
from tui_disclose.statutory.layout import lay_out
from tui_disclose.tui.screens.report import ReportScreen
from tui_disclose.tui.widgets.figure_grid import FigureGrid
from tui_disclose.tui.widgets.grid_drawing import draw

FORM = (SAMPLES / "form-2031.toml").read_text(encoding="utf-8")

CHANNELS = {"window": (2, 10, 9, 3, "1.5"), "station": (0, 4, 4, 0, 0), "net": (5, 100, 104, 1, "0.25")}
COLUMNS = ("opening", "taken", "done", "closing", "fee")
VISITS = {"calls": (1, 7, 3), "letters": (0, "2（含联名1件）", 0), "mails": (2, 2, "/")}
TYPED: dict[str, Any] = {
    **{f"matters.{row}.{column}": n for row, of in CHANNELS.items() for column, n in zip(COLUMNS, of, strict=True)},
    **{
        f"visits.{row}.{column}": n
        for row, of in VISITS.items()
        for column, n in zip(("urgent", "satisfied", "other"), of, strict=True)
    },
}
TOTALS = {
    "matters.all.opening": 7,
    "matters.all.taken": 114,
    "matters.all.done": 117,
    "matters.all.closing": 4,
    "matters.all.fee": "1.75",
    "visits.calls.total": 10,
    "visits.letters.total": 2,
    "visits.mails.total": 2,
}
ADDRESSES = {f"matters.{row}.{column}" for row in (*CHANNELS, "all") for column in COLUMNS} | {
    f"visits.{row}.{column}" for row in VISITS for column in ("urgent", "satisfied", "other", "total")
}
TEXTS = {
    "前言": "按规定编制。",
    "一": "全年平稳。",
    "二前": "各渠道如下：",
    "三后": "以上。",
    "四": "窗口偏少。",
    "落款": "某局",
}


@pytest.fixture
def cli(cli: Cli, tmp_path: Path) -> Cli:
    """Run a command line beside two offices that have the form's file, `data` and `other`, and one without, `bare`."""
    for folder in ("data", "other", "bare"):
        assert cli("--data", folder, "init", "--unit", "某局").code == 0
    for folder in ("data", "other"):
        forms = tmp_path / folder / "forms"
        forms.mkdir()
        (forms / "2031.toml").write_text(FORM, encoding="utf-8")
    return cli


@pytest.fixture
def filled(cli: Cli) -> Cli:
    """Enter the whole report of 2024 through a file."""
    write(2024, TYPED, TEXTS)
    assert cli("report", "import", "report.json").code == 0
    return cli


def write(year: int, cells: dict[str, Any], sections: dict[str, str] | None = None) -> None:
    report = {"unit": "某局", "year": year, "form": "2031", "cells": cells, "sections": sections or {}}
    Path("report.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")


def exported(cli: Cli, folder: str = "data") -> dict[str, Any]:
    code, out, _ = cli("report", "export", 2024, "--format", "json", "--output", "-", "--data", folder)
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def findings(cli: Cli, year: int = 2024) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cli("report", "check", year, "--json").json
    return found


def test_the_form_serves_its_years_and_the_one_before_ends(tmp_path: Path) -> None:
    (tmp_path / "2031.toml").write_text(FORM, encoding="utf-8")
    forms = load_forms(tmp_path)
    assert [forms.for_year(year).id for year in (2020, 2021, 2023, 2024, 2031)] == [
        "2019",
        "2021",
        "2021",
        "2031",
        "2031",
    ]
    assert set(forms.by_id("2031").cells) == ADDRESSES
    assert forms.by_id("2031").sections == ("前言", "一", "二前", "二后", "三前", "三后", "四", "落款")


def test_figures_are_set_one_by_one_and_added_up(cli: Cli) -> None:
    for address, figure in TYPED.items():
        assert cli("report", "set", 2024, address, figure).code == 0
    assert exported(cli) == {
        "unit": "某局",
        "year": 2024,
        "form": "2031",
        "cells": {**TYPED, **TOTALS},
        "sections": {},
    }
    for address in ("requests.received.business", "matters.all.nothing", "matters.calls.urgent"):
        assert cli("report", "set", 2024, address, 5).code == 3
    assert cli("report", "set", 2023, "matters.window.taken", 5).code == 3
    assert cli("report", "show", 2023).code == 3


def test_texts_stand_under_the_forms_own_parts(cli: Cli) -> None:
    Path("text.md").write_text("文字。", encoding="utf-8")
    for key in TEXTS:
        assert cli("report", "text", 2024, key, "--file", "text.md").code == 0
    for key in ("五", "四前", "一前", "二"):
        assert cli("report", "text", 2024, key, "--file", "text.md").code == 3
    assert set(exported(cli)["sections"]) == set(TEXTS)


def test_show_prints_every_label_and_figure(filled: Cli) -> None:
    code, out, _ = filled("report", "show", 2024)
    assert code == 0
    for words in (
        *("某局2024年便民服务工作年度报告", "一、服务概况", "二、事项办理情况", "三、来访接待情况", "四、不足和打算"),
        *("综合窗口", "乡镇站", "网上办理", "第九条第（二）项", "年末在办", "来电", "邮件", "加急", "114", "1.75"),
        *("2（含联名1件）", *TEXTS.values()),
    ):
        assert words in out


def test_a_good_report_has_no_errors(filled: Cli) -> None:
    assert [f for f in findings(filled) if f["severity"] == "error"] == []
    assert filled("report", "check", 2024).code == 0


@pytest.mark.parametrize(
    ("address", "value", "check", "severity", "sides"),
    [
        ("matters.all.taken", 115, "M-SUM", "error", (115, 114)),
        ("matters.all.fee", "1.7", "M-SUM", "error", ("1.7", "1.75")),
        ("matters.net.done", 103, "M-BALANCE", "error", (105, 104)),
        ("visits.calls.total", 9, "V-SUM", "error", (9, 10)),
        ("visits.calls.urgent", 11, "V-MOST", "warning", (11, 10)),
        ("matters.window.taken", "10.5", "VAL", "error", ("10.5", None)),
        ("matters.window.fee", "-1", "VAL", "error", (-1, None)),
    ],
)
def test_each_relation_of_the_file_is_checked(
    filled: Cli, address: str, value: object, check: str, severity: str, sides: tuple[object, object]
) -> None:
    assert not [f for f in findings(filled) if f["id"] == check and f["severity"] == severity]
    filled("report", "set", 2024, address, value)
    found = [f for f in findings(filled) if f["id"] == check and address in f["where"] and f["severity"] == severity]
    assert [(f["left"], f["right"]) for f in found] == [sides]
    assert filled("report", "check", 2024).code == (1 if severity == "error" else 0)


def test_a_blank_that_is_needed_cannot_be_assessed(filled: Cli) -> None:
    filled("report", "set", 2024, "matters.net.done", "")
    found = [f for f in findings(filled) if f["id"] == "M-BALANCE"]
    assert [(f["severity"], f["where"][0].split(".")[1]) for f in found if f["left"] is None] == [
        ("unassessable", "net")
    ]


def test_a_part_that_says_nothing_is_found(filled: Cli) -> None:
    Path("text.md").write_text("无。", encoding="utf-8")
    filled("report", "text", 2024, "四", "--file", "text.md")
    assert [f["where"] for f in findings(filled) if f["id"] == "SEC"] == [["section.四"]]


def test_last_years_figures_are_carried(filled: Cli) -> None:
    for row, figure in (("window", 3), ("station", 1), ("net", 1)):
        filled("report", "set", 2025, f"matters.{row}.opening", figure)
    found = [f for f in findings(filled, 2025) if f["id"] == "M-CARRY"]
    assert {f["where"][0]: (f["left"], f["right"]) for f in found} == {
        "matters.station.opening": (1, 0),
        "matters.all.opening": (5, 4),
    }


def test_nothing_is_compared_with_a_form_that_had_no_such_cells(filled: Cli) -> None:
    filled("report", "set", 2023, "requests.received.business", 500)
    assert not [f for f in findings(filled) if f["id"] in ("M-CARRY", "JUMP")]
    faces = filled("report", "show", 2024, "--json").json["faces"]
    assert {face["last_year"] for face in faces.values()} == {None}


@pytest.mark.parametrize("form", ["md-pipe", "md-html", "txt-pipe", "json-pipe"])
def test_what_goes_out_comes_back(filled: Cli, form: str) -> None:
    kind, style = form.split("-")
    out = f"out.{kind}"
    assert filled("report", "export", 2024, "--format", kind, "--style", style, "--output", out).code == 0
    assert filled("report", "import", out, "--data", "other").code == 0
    assert (
        exported(filled, "other")
        == exported(filled)
        == {
            "unit": "某局",
            "year": 2024,
            "form": "2031",
            "cells": {**TYPED, **TOTALS},
            "sections": TEXTS,
        }
    )


def test_html_prints_the_merged_cells(filled: Cli) -> None:
    out = filled("report", "export", 2024, "--style", "html", "--output", "-").out
    assert '<th rowspan="2" scope="rowgroup">线下办理</th>' in out
    assert '<th colspan="2" scope="colgroup">本年办理</th>' in out
    assert '<th colspan="8" scope="colgroup">书面来访</th>' in out
    assert '<th colspan="2" scope="row">网上办理</th>' in out


def test_an_office_without_the_file_refuses_the_report(filled: Cli) -> None:
    filled("report", "export", 2024, "--output", "out.md")
    for file in ("report.json", "out.md"):
        assert filled("report", "import", file, "--data", "bare").code == 3
    assert filled("report", "show", 2024, "--data", "bare").code == 3


def test_a_report_begun_on_the_form_before_stays_on_it(cli: Cli, tmp_path: Path) -> None:
    assert cli("report", "set", 2024, "requests.received.business", 5, "--data", "bare").code == 0
    (tmp_path / "bare/forms").mkdir()
    (tmp_path / "bare/forms/2031.toml").write_text(FORM, encoding="utf-8")
    write(2024, TYPED)
    assert cli("report", "import", "report.json", "--data", "bare").code == 3
    assert cli("report", "set", 2024, "matters.net.done", 5, "--data", "bare").code == 3
    report = exported(cli, "bare")
    assert (report["form"], set(report["cells"])) == (
        "2021",
        {"requests.received.business", "requests.received.total"},
    )


# ---- on the screen ----


@pytest.mark.parametrize("key", ["matters", "visits"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_grid_draws_every_cell_once_under_its_labels(key: str, width: int) -> None:
    table = read_form("2031.toml", FORM.encode()).table(key)
    drawing = draw(lay_out(table), width)
    places = [address for sheet in drawing.sheets for address in sheet.places]
    assert sorted(places) == sorted(a for a in ADDRESSES if a.startswith(key))
    for sheet in drawing.sheets:
        spots = [(place.line, x) for place in sheet.places.values() for x in range(place.x, place.x + place.width)]
        assert len(spots) == len(set(spots))
        assert sheet.width <= width
        text = "".join(piece.text for line in sheet.lines for piece in line)
        for row in table.blocks[0].rows:
            assert row.short in text or row.words in text or table.blocks[0].across
    shown = "".join(piece.text for sheet in drawing.sheets for line in sheet.lines for piece in line)
    for column in table.blocks[0].columns:
        assert column.words.replace("（单位：万元）", "") in shown.replace("\n", "")


def in_report(folder: Path, does: Callable[[Session, ReportScreen], Awaitable[None]]) -> None:
    async def go(session: Session) -> None:
        screen = ReportScreen(2024)
        session.app.push_screen(screen)
        await session.press()
        await does(session, screen)

    work(folder, go, (100, 30))


def stored(folder: Path) -> dict[str, Any]:
    report = find_report(open_office(folder), 2024)
    return dict(report.cells) if report else {}


def test_a_report_is_keyed_in(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "data"

    async def key_in(session: Session, screen: ReportScreen) -> None:
        assert screen.query_one(FigureGrid).address == "matters.window.opening"
        for row in CHANNELS.values():
            for figure in row:
                await session.press(*str(figure), "tab")
        assert stored(folder) == {a: n for a, n in TYPED.items() if a.startswith("matters")}
        sheet = screen.open.sheet
        assert sheet.figure("matters.all.fee") == "1.75"
        # The last cell of the first table led on to the second one.
        assert screen.query_one(FigureGrid).address == "visits.calls.urgent"
        await session.press("z")
        assert {a: n for a, n in stored(folder).items() if a.startswith("visits")} == dict.fromkeys(
            (a for a in TYPED if a.startswith("visits")), 0
        )
        await session.press("u")
        assert not [a for a in stored(folder) if a.startswith("visits")]

    in_report(folder, key_in)


def test_a_wrong_balance_is_said_beside_the_cell(filled: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "data"

    async def mistype(session: Session, screen: ReportScreen) -> None:
        grid = screen.query_one(FigureGrid)
        grid.move_to("matters.net.done")
        await session.press(*"103", "enter")
        assert stored(folder)["matters.net.done"] == 103
        assert [f.where[0].split(".")[1] for f in screen.open.findings if f.id == "M-BALANCE"] == ["net", "all"]
        screen.query_one(FigureGrid).move_to("matters.net.done")
        await session.press()
        assert "收支关系不符" in screen.query_one("#message").text
        assert "网上办理" in screen.query_one("#status").text

    in_report(folder, mistype)
