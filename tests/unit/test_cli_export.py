"""`report show` and `report export`: the contract's shape, where files go, what never reaches a terminal."""

import json
import os
import stat
from pathlib import Path

import pytest

from tests.command_line import RECEIVED, Cli, files, program
from tests.conftest import sample_file
from tui_disclose.choices import BINARY, FORMATS


def test_json_is_exactly_the_contracts_shape(office: Cli) -> None:
    path = sample_file("pt-2019", sections={"五": "不足。", "一": "总体。", "落款": "某局"}, unplaced=["3件"])
    office("report", "import", path)
    exported = office("report", "export", 2019, "--format", "json", "--output", "-")
    assert exported.err == ""
    assert exported.json == json.loads(path.read_text(encoding="utf-8"))
    assert list(exported.json) == ["unit", "year", "form", "cells", "sections", "unplaced"]
    shown = office("report", "show", 2019, "--json").json
    assert set(shown.pop("faces")) == set(shown["cells"])
    assert shown == exported.json


def test_without_unplaced_there_is_no_such_key(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    assert office("report", "export", 2019, "--format", "json", "--output", "-").json == {
        "unit": "某局",
        "year": 2019,
        "form": "2019",
        "cells": {RECEIVED: 5, "requests.received.total": 5},
        "sections": {},
    }


@pytest.mark.parametrize(("file_format", "style"), [("md", "html"), *((each, "pipe") for each in FORMATS)])
def test_standard_output_is_the_file_byte_for_byte(office: Cli, tmp_path: Path, file_format: str, style: str) -> None:
    office("report", "import", sample_file("sh-office-2025", sections={"一": "总体。"}))
    options = ["report", "export", 2025, "--format", file_format, "--style", style, "--output"]
    named = office(*options, "report.out")
    # 五 and 六 have no text: what is taken away is not without errors, and that is said beside the results.
    said = "注意：报告仍有2项错误没有处理。\n"
    assert named == (0, f"{tmp_path / 'report.out'}\n", said)
    piped = program(*options, "-", cwd=tmp_path)
    assert (piped.returncode, piped.stderr) == (0, b"")
    assert piped.stdout == (tmp_path / "report.out").read_bytes()
    if file_format not in BINARY:
        assert office(*options, "-").out.encode() == piped.stdout


def test_an_export_goes_beside_the_data_folder(office: Cli, tmp_path: Path) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    before = files(tmp_path / "data")
    paths = []
    for file_format in FORMATS:
        result = office("report", "export", 2019, "--format", file_format)
        # Nothing but one figure is there: five parts are missing, which is said and stops nothing.
        assert (result.code, result.err) == (0, "注意：报告仍有5项错误没有处理。\n")
        paths.append(Path(result.out.rstrip("\n")))
    assert [path.parent for path in paths] == [tmp_path / "exports"] * len(FORMATS)
    assert [path.suffix for path in paths] == [f".{each}" for each in FORMATS]
    assert sorted(paths) == sorted((tmp_path / "exports").iterdir())
    after = files(tmp_path / "data")
    assert {name for name in after if after[name] != before.get(name)} == {"trail/000000001.jsonl"}


def test_a_web_page_has_charts_of_this_year_and_the_years_before(office: Cli) -> None:
    for name in ("pt-2020", "pt-2022"):
        office("report", "import", sample_file(name))
    web = ["report", "export", 2022, "--format", "html", "--output", "-"]
    page = office(*web).out
    # The printed totals of new requests: 21 in 2020; the year between has no report.
    assert page.count("<svg") == 3
    total = office("report", "show", 2022, "--json").json["cells"]["requests.received.total"]
    assert f"历年新收申请（件）：2020年21，2022年{total}" in page
    assert "<svg" not in office(*web, "--no-charts").out
    assert office("report", "export", 2020, "--format", "html", "--output", "-").out.count("<svg") == 2


@pytest.mark.parametrize("file_format", BINARY)
def test_what_is_no_text_is_not_poured_on_a_terminal(
    office: Cli, monkeypatch: pytest.MonkeyPatch, file_format: str
) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    monkeypatch.setattr("tui_disclose.cli.report_commands.sys.stdout.isatty", lambda: True)
    result = office("report", "export", 2019, "--format", file_format, "--output", "-")
    assert (result.code, result.out) == (2, "")
    assert "--output" in result.err


def test_an_export_that_cannot_be_written(office: Cli, tmp_path: Path) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    Path("folder").mkdir()
    before = files(tmp_path)
    for place in ("absent/report.md", "folder", "data/settings.toml/x.md"):
        result = office("report", "export", 2019, "--output", place)
        assert (result.code, result.out) == (4, "")
        assert place in result.err
    assert files(tmp_path) == before


@pytest.mark.parametrize("name", ["/", "..", "link", "pipe"])
def test_an_export_replaces_nothing_but_a_file(office: Cli, tmp_path: Path, name: str) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    Path("target").write_text("kept", encoding="utf-8")
    Path("link").symlink_to("target")
    os.mkfifo("pipe")
    kinds = {path.name: stat.S_IFMT(path.lstat().st_mode) for path in tmp_path.iterdir()}
    result = office("report", "export", 2019, "--output", name)
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith("错误：不能写入 ")
    assert result.err.endswith("。\n")
    assert {path.name: stat.S_IFMT(path.lstat().st_mode) for path in tmp_path.iterdir()} == kinds
    assert Path("target").read_text(encoding="utf-8") == "kept"


def test_a_report_that_cannot_be_exported_is_still_shown(office: Cli) -> None:
    # A heading of the form inside a text does not read back as part of that text.
    Path("text.md").write_text("五、存在的主要问题及改进情况\n\n不足", encoding="utf-8")
    office("report", "set", 2019, RECEIVED, 5)
    office("report", "text", 2019, "一", "--file", "text.md")
    assert office("report", "export", 2019, "--format", "txt", "--output", "-").code == 3
    shown = office("report", "show", 2019)
    assert (shown.code, shown.err) == (0, "")
    assert "不足" in shown.out


def test_an_export_with_findings_is_done(office: Cli) -> None:
    office("report", "import", sample_file("pt-gaj-2021"))
    assert office("report", "check", 2021).code == 1
    assert office("report", "export", 2021, "--output", "-").code == 0


def test_a_report_that_is_full_of_what_a_terminal_obeys(office: Cli, tmp_path: Path) -> None:
    bad = "\x1b]0;名\x07\x9b31m\u202e\u200b\x00\x7f"
    figure = f"5（含{bad}更正）"
    name = "\x1b]0;文件\x07\x9b.json"
    report = {
        "unit": f"某{bad}局",
        "year": 2019,
        "form": "2019",
        "cells": {RECEIVED: figure},
        "sections": {"一": f"总体{bad}情况。"},
        f"多{bad}余": 1,
        "unplaced": [f"3{bad}"],
    }
    Path(name).write_text(json.dumps(report), encoding="utf-8")
    shown = [office("report", "import", name, "--dry-run"), office("report", "import", name)]
    typed = figure.replace("\x00", "")
    shown.append(office("report", "set", 2019, "requests.granted.business", typed, "--reason", f"因{typed}"))
    shown.append(office("report", "set", 2019, RECEIVED, f"{typed}x{typed}"))
    shown.append(office("report", "set", 2019, f"no{typed}", "5"))
    shown.append(office("report", "ack", 2019, "SEC", "section.五", "--reason", f"因{typed}"))
    shown.append(office("report", "text", 2019, f"十{typed}"))
    shown.append(office("report", "export", 2019, "--output", f"{typed}/x"))
    shown.append(office("report", "check", 2019, f"x{typed}"))
    shown.append(office(f"x{typed}"))
    shown.append(office("--data", f"x{typed}", "report", "check", 2019))
    for words in (["show"], ["check"], ["diff"]):
        shown += [office("report", *words, 2019), office("report", *words, 2019, "--json")]
    for kind in (each for each in FORMATS if each not in BINARY):
        shown.append(office("report", "export", 2019, "--format", kind, "--output", "-"))
    shown += [office("report", "text", 2019, "一"), office("doctor"), office("undo")]
    shown.append(office("report", "export", 2019, "--output", f"out{typed}.md"))
    assert Path(f"out{typed}.md").exists()
    raw = set(bad) - set("名]0;31m")
    assert len(raw) == 7
    for result in shown:
        assert not raw & set(result.out + result.err), result
    assert [result.code for result in shown[:9]] == [0, 0, 0, 3, 3, 0, 3, 4, 2]
    assert office("report", "show", 2019, "--json").json["unit"] == "某]0;名31m局"


def test_a_unit_name_in_the_settings_cannot_act_on_a_terminal(office: Cli, tmp_path: Path) -> None:
    path = tmp_path / "data/settings.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("某局", r"某\u009b31m\u001b]0;局\u0007"), encoding="utf-8")
    office("report", "set", 2019, RECEIVED, 5)
    for words in (["report", "show", 2019, "--json"], ["report", "show", 2019], ["doctor"]):
        assert not set("\x9b\x1b\x07") & set(office(*words).out)
