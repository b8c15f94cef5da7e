"""Which way imports go, and what a command that needs no screen does not pay for."""

import ast
import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import tomli

import tui_disclose
from tests.conftest import SAMPLES

PACKAGE = Path(tui_disclose.__file__).parent
FILES = {"docx", "lxml", "openpyxl", "pdfplumber", "xlsxwriter"}
"""What writes and reads office files: loaded where such a file is written or read, and never before."""
LIBRARIES = {"textual", "rich", "tinydb", "click", "tomli", "msgspec"} | FILES

# cli, tui → office → store, report, letters, duties, exporting, importing → records → statutory
LEVELS = (
    {"cli", "tui"},
    {"office"},
    {"store", "report", "letters", "duties", "exporting", "importing"},
    {"records"},
    {"statutory"},
)
LEVEL = {name: number for number, names in enumerate(LEVELS) for name in names}

BESIDE = {("cli", "tui"), ("exporting", "importing"), ("exporting", "report"), ("importing", "report")} | {
    ("letters", "exporting")
}
"""Which part of a level may import which: the command without a name opens the app, an export is read back, and
both need the report's tables as they are printed. Never the other way round."""

READS_BACK = "exporting/readback.py"
"""The only place where exporting meets importing."""


EVERYWHERE = {"choices", "problems", "__init__"}
"""What any part may import: what can go wrong, what there is to choose from, and the version."""


def loaded(code: str) -> set[str]:
    """Return the libraries that a fresh interpreter has imported after some code."""
    said = f"import sys\n{code}\nprint('\\n' + ' '.join({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, encoding="utf-8")
    return LIBRARIES.intersection(done.stdout.splitlines()[-1].split())


def modules_of(*parts: str) -> str:
    """Return code that imports every module of some parts of the package."""
    paths = [
        path.relative_to(PACKAGE.parent).with_suffix("") for part in parts for path in (PACKAGE / part).rglob("*.py")
    ]
    names = [".".join(path.parts).removesuffix(".__init__") for path in paths]
    assert len(names) >= len(parts)
    return "\n".join(f"import {name}" for name in names)


@pytest.mark.parametrize(
    ("code", "unwanted"),
    [
        (modules_of("statutory", "records"), {"tinydb", "rich", "textual", "click"}),
        (modules_of("report"), {"tinydb", "rich", "textual", "click"}),
        ("import tui_disclose.importing, tui_disclose.exporting", {"tinydb", "rich", "textual", "click"}),
        (modules_of("importing", "exporting"), {"tinydb", "textual", "click"}),
        (modules_of("store"), {"rich", "textual", "click"}),
        (modules_of("office"), {"rich", "textual", "click"}),
        ("import tui_disclose.cli.main", {"rich", "textual", "tinydb"}),
        (modules_of("cli"), {"rich", "textual", "tinydb"}),
        ("import tui_disclose.tui", {"rich", "textual", "tinydb"}),
    ],
    ids=lambda value: "" if isinstance(value, set) else value.partition("\n")[0].removeprefix("import tui_disclose."),
)
def test_a_part_imports_only_what_it_needs(code: str, unwanted: set[str]) -> None:
    assert not loaded(code) & unwanted


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["no-such-command"], ["completion", "bash"]])
def test_commands_without_an_office_open_nothing(arguments: list[str]) -> None:
    used = loaded(f"from tui_disclose.cli.main import run\nrun({arguments})")
    assert not used & {"textual", "rich", "tinydb", *FILES}


def test_no_module_loads_what_reads_and_writes_office_files() -> None:
    assert not loaded(modules_of(*sorted({Path(source).parts[0] for source in SOURCES if "/" in source}))) & FILES


def test_a_check_imports_no_screen(tmp_path: Path) -> None:
    sample = next(r for r in json.loads((SAMPLES / "reports.json").read_bytes()) if r["id"] == "baiyin-2019")
    source = tmp_path / "report.json"
    source.write_text(
        json.dumps({key: sample[key] for key in ("unit", "year", "form", "cells", "sections") if key in sample})
    )
    data = ["--data", str(tmp_path / "data")]
    prepare = f"run({[*data, 'init', '--unit', '某局']})\nrun({[*data, 'report', 'import', str(source)]})"
    used = loaded(
        f"from tui_disclose.cli.main import run\n{prepare}\nrun({[*data, 'report', 'check', '2019', '--json']})"
    )
    assert not used & {"textual", "rich", *FILES}
    assert "tinydb" in used


# ---- the direction, from the sources ----


def imports_of(path: Path) -> set[str]:
    """Return the modules that a source file imports anywhere in it, under `if TYPE_CHECKING` too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            base = node.module or ""
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)} if base == "tui_disclose" else {base}
    return found


SOURCES = {str(path.relative_to(PACKAGE)): imports_of(path) for path in sorted(PACKAGE.rglob("*.py"))}


def part_of(module: str) -> str:
    """Return which part of the package a module of it belongs to."""
    return module.removeprefix("tui_disclose").removeprefix(".").partition(".")[0]


def test_imports_go_one_way() -> None:
    wrong = []
    for source, modules in SOURCES.items():
        here = LEVEL.get(Path(source).parts[0])
        for module in modules:
            there = LEVEL.get(part_of(module)) if module.startswith("tui_disclose.") else None
            if here is None or there is None or Path(source).parts[0] == part_of(module):
                continue
            if there < here or (there == here and (Path(source).parts[0], part_of(module)) not in BESIDE):
                wrong.append(f"{source} imports {module}")
    assert not wrong


def test_exporting_meets_importing_where_it_reads_back_and_nowhere_else() -> None:
    meets = {
        (source, part_of(module))
        for source, modules in SOURCES.items()
        for module in modules
        if {Path(source).parts[0], part_of(module)} == {"exporting", "importing"}
    }
    assert meets == {(READS_BACK, "importing")}


def test_the_choices_cost_nothing_to_import() -> None:
    assert not loaded("import tui_disclose.choices")


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomli.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=~!\[; ]", one, maxsplit=1)[0].lower() for one in project["dependencies"]}
    distributions = packages_distributions()
    imported = {module.partition(".")[0] for modules in SOURCES.values() for module in modules}
    foreign = imported - set(sys.stdlib_module_names) - {PACKAGE.name}
    assert {distributions[name][0].lower() for name in foreign} <= declared


def test_only_the_office_knows_the_store() -> None:
    wrong = [
        f"{source} imports {module}"
        for source, modules in SOURCES.items()
        for module in modules
        if module.startswith("tui_disclose.store") and Path(source).parts[0] not in ("office", "store")
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("library", "parts"),
    [("textual", {"tui"}), ("rich", {"tui", "exporting", "importing"}), ("tinydb", {"store"}), ("click", {"cli"})],
)
def test_a_library_is_imported_where_it_belongs(library: str, parts: set[str]) -> None:
    users = {
        Path(source).parts[0]
        for source, modules in SOURCES.items()
        if any(module.partition(".")[0] == library for module in modules)
    }
    assert users <= parts


def test_every_part_has_its_level() -> None:
    parts = {Path(source).parts[0].removesuffix(".py") for source in SOURCES}
    assert parts - EVERYWHERE - {"__main__"} <= LEVEL.keys()
