"""The wheel carries every file the program needs and works from another folder."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import REPORTS, SAMPLES
from tui_disclose import __version__

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "tui_disclose"


def pip(*arguments: object) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with what is installed: nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", ROOT, "--no-deps", "--no-build-isolation", "--no-index", "-w", folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--no-deps", "--no-index", "--no-compile", "--target", folder, wheel)
    return folder


def sources() -> set[str]:
    """Return every file of the package but what Python and people leave lying about."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if not name.partition("/")[0].endswith(".dist-info")}
    kept = {name for name in sources() if not name.endswith(".po")}
    assert packed >= kept
    assert packed <= sources()
    assert {Path(name).suffix for name in kept} >= {".py", ".toml", ".tcss", ".mo", ".typed"}
    for name in (
        *("statutory/forms/2019.toml", "statutory/forms/2021.toml", "tui/app.tcss", "py.typed"),
        *("cli/locale/zh_CN/LC_MESSAGES/click.mo", "demo/baiyin-2019.txt", "demo/requests.toml"),
    ):
        assert f"tui_disclose/{name}" in packed


def test_the_wheel_has_its_command_and_version(wheel: Path) -> None:
    assert wheel.name == f"tui_disclose-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        commands = archive.read(f"tui_disclose-{__version__}.dist-info/entry_points.txt").decode()
    assert "tui-disclose = tui_disclose.__main__:main" in commands


OPEN_APP = """
import asyncio, pathlib
import tui_disclose
from tui_disclose.office.house import open_office
from tui_disclose.tui.app import DisclosureApp

async def go():
    folder = pathlib.Path("data").absolute()
    app = DisclosureApp(folder, open_office(folder))
    async with app.run_test() as pilot:
        await pilot.pause()
        print(tui_disclose.__file__, type(app.screen).__name__)

asyncio.run(go())
"""


def test_it_works_from_another_folder(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}

    def python(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
        )

    def call(*arguments: object) -> subprocess.CompletedProcess[str]:
        return python("-m", "tui_disclose", *arguments)

    assert call("--version").stdout == f"tui-disclose {__version__}\n"
    assert "用法" in call("nonsense").stderr
    assert call("init", "--unit", "白银市科学技术局").returncode == 0
    assert call("report", "import", SAMPLES / "baiyin-2019.txt", "--year", 2019).returncode == 0
    assert call("report", "check", 2019).returncode == 0
    exported = call("report", "export", 2019, "--format", "json")
    assert exported.returncode == 0
    report = json.loads(Path(exported.stdout.strip()).read_text(encoding="utf-8"))
    assert report["cells"] == REPORTS["baiyin-2019"]["cells"]
    assert call("demo", "--create", "try").returncode == 0
    listed = json.loads(call("--data", "try", "request", "list", "--json").stdout)
    assert {each["derived"]["status"] for each in listed} >= {"registered", "correction", "archived"}
    where, screen = python("-c", OPEN_APP).stdout.split()
    assert Path(where).is_relative_to(installed)
    assert screen == "DeskScreen"
