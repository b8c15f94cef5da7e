"""The real reports through the command line: in, checked, out as Markdown, and in again."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Cli
from tests.conftest import REPORTS, SAMPLES, sample_file

PAGE = SAMPLES / "baiyin-2019.txt"


@pytest.fixture
def cli(cli: Cli) -> Cli:
    """Run a command line beside two empty offices, `data` and `other`."""
    for folder in ("data", "other"):
        assert cli("init", "--unit", "某局", "--data", folder).code == 0
    return cli


def exported(cli: Cli, year: int, folder: str = "data") -> dict[str, Any]:
    code, out, _ = cli("report", "export", year, "--format", "json", "--output", "-", "--data", folder)
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def known(cells: dict[str, Any]) -> dict[str, Any]:
    """Return the cells that hold something: in print a blank and an unknown figure are alike."""
    return {address: figure for address, figure in cells.items() if figure not in (None, "")}


@pytest.mark.parametrize("form", ["md-pipe", "md-html", "txt-pipe", "json-pipe"])
@pytest.mark.parametrize("name", REPORTS)
def test_a_real_report_goes_out_and_comes_back(cli: Cli, name: str, form: str) -> None:
    sample = REPORTS[name]
    kind, style = form.split("-")
    year = sample["year"]
    assert cli("report", "import", sample_file(name)).code == 0
    assert known(exported(cli, year)["cells"]) == known(sample["cells"])
    out = f"out.{kind}"
    assert cli("report", "export", year, "--format", kind, "--style", style, "--output", out).code == 0
    assert cli("report", "import", out, "--data", "other").code == 0
    back = exported(cli, year, "other")
    assert known(back["cells"]) == known(sample["cells"])
    assert (back["unit"], back["year"], back["form"]) == (sample["unit"], year, sample["form"])


KINDS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
APART = ("received", "carried_in", "concluded", "carried_out")


def broken_lines(name: str) -> set[tuple[str, str]]:
    """Return (check, row or column) for each sum of tables 三 and 四 that is not there, from the JSON alone."""
    cells = REPORTS[name]["cells"]
    three: dict[str, dict[str, int]] = {}
    four: dict[str, dict[str, int]] = {}
    for address, figure in cells.items():
        table, row, column = address.split(".")
        if table in ("requests", "remedies"):
            (three if table == "requests" else four).setdefault(row, {})[column] = figure
    found = {("T3-ROW", row) for row, of in three.items() if of["total"] != sum(of[kind] for kind in KINDS)}
    found |= {("T4-SUM", row) for row, of in four.items() if of["total"] * 2 != sum(of.values())}
    outcomes = [row for row in three if row not in APART]
    for column in (*KINDS, "total"):
        if three["concluded"][column] != sum(three[row][column] for row in outcomes):
            found.add(("T3-TOT", column))
        ins, outs = (sum(three[row][column] for row in rows) for rows in (APART[:2], APART[2:]))
        if ins != outs:
            found.add(("T3-ID", column))
    return found


@pytest.mark.parametrize("name", REPORTS)
def test_check_finds_what_is_wrong_in_a_real_report_and_no_more(cli: Cli, name: str) -> None:
    year = REPORTS[name]["year"]
    cli("report", "import", sample_file(name))
    code, out, _ = cli("report", "check", year, "--json")
    found = set()
    for finding in json.loads(out):
        if finding["severity"] == "error" and finding["id"][:2] in ("T3", "T4"):
            rows, columns = ({where.split(".")[at] for where in finding["where"]} for at in (1, 2))
            found.add((finding["id"], *(rows if len(rows) == 1 else columns)))
            assert finding["difference"] == finding["left"] - finding["right"] != 0
    assert found == broken_lines(name)
    # The samples have figures only: the three texts are missing in each.
    assert code == 1


def test_the_years_of_one_unit_are_checked_against_each_other(cli: Cli) -> None:
    for name in ("pt-scj-2019", "pt-scj-2020"):
        cli("report", "import", sample_file(name))
    closing, opening = (
        {kind: REPORTS[f"pt-scj-{year}"]["cells"][f"requests.{row}.{kind}"] for kind in (*KINDS, "total")}
        for year, row in ((2019, "carried_out"), (2020, "carried_in"))
    )
    findings = cli("report", "check", 2020, "--json").json
    found = {f["where"][0].split(".")[2] for f in findings if f["id"] == "T3-OPEN" and f["severity"] == "error"}
    assert found == {kind for kind in closing if closing[kind] != opening[kind]}


class TestThePublishedPage:
    @pytest.fixture
    def page(self, cli: Cli) -> Cli:
        assert cli("report", "import", PAGE, "--year", 2019).code == 0
        return cli

    def test_its_198_figures_are_those_of_the_sample(self, page: Cli) -> None:
        report = exported(page, 2019)
        assert len(report["cells"]) == 198
        assert report["cells"] == REPORTS["baiyin-2019"]["cells"]
        assert report["unit"] == "白银市科学技术局"
        assert "unplaced" not in report

    def test_every_line_of_text_is_in_its_part(self, page: Cli) -> None:
        expected: dict[str, list[str]] = {}
        key = ""
        for line in PAGE.read_text(encoding="utf-8").splitlines():
            words = "".join(line.split())
            # The numbered rows of the tables stand behind a tab.
            if heading := re.match(r"([一二三四五六])、", line):
                key = heading.group(1)
            elif key in ("一", "五", "六") and words:
                expected.setdefault(key, []).append(words)
        sections = exported(page, 2019)["sections"]
        assert set(sections) == set(expected) == {"一", "五", "六"}
        assert sum(map(len, expected.values())) >= 18
        for part, lines in expected.items():
            kept = [
                "".join(re.sub(r"^#+ ", "", line).replace("\\", "").split()) for line in sections[part].splitlines()
            ]
            assert [line for line in kept if line] == lines

    def test_check_finds_no_error(self, page: Cli) -> None:
        code, out, _ = page("report", "check", 2019, "--json")
        assert code == 0
        assert [finding for finding in json.loads(out) if finding["severity"] == "error"] == []

    @pytest.mark.parametrize("style", ["pipe", "html"])
    def test_its_markdown_gives_the_same_report(self, page: Cli, style: str) -> None:
        page("report", "export", 2019, "--style", style, "--output", "out.md")
        assert page("report", "import", "out.md", "--data", "other").code == 0
        assert exported(page, 2019, "other") == exported(page, 2019)

    def test_importing_the_page_again_or_its_own_markdown_changes_nothing(self, page: Cli, tmp_path: Path) -> None:
        page("report", "export", 2019, "--output", "out.md")
        page("report", "export", 2019, "--format", "txt", "--output", "out.txt")
        before = [path.read_bytes() for path in sorted((tmp_path / "data").rglob("*")) if path.is_file()]
        for again in (PAGE, "out.md", "out.txt"):
            assert page("report", "import", again, "--year", 2019).code == 0
        assert [path.read_bytes() for path in sorted((tmp_path / "data").rglob("*")) if path.is_file()] == before
