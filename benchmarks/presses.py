"""Counts the key presses of typing two real reports from the first screen, in a real terminal of 80×24."""

import contextlib
import io
import json
import sys
import tempfile
from pathlib import Path

from tests.conftest import FORMS, REPORTS
from tests.terminal.planner import enter_report
from tests.terminal.pty_app import disclosure_app
from tui_disclose.cli.main import run

BOUNDS = {"baiyin-2019": 40, "huaian-2024": 280}


def measure(sample: str) -> tuple[int, int]:
    """Type a sample into an empty office; return the presses and the cells that are not as in the sample."""
    report = REPORTS[sample]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with contextlib.redirect_stderr(io.StringIO()):
            run(["--data", str(data), "init", "--unit", report["unit"]])
        with disclosure_app(data) as app:
            app.wait_for("1待办")
            app.settle()
            app.press("6")
            app.wait_for("按 n 新建")
            presses = 1 + enter_report(app, FORMS.by_id(report["form"]), report["year"], report["cells"])
            app.press("q")
            app.wait_for_end()
        with contextlib.redirect_stdout(io.StringIO()) as shown:
            run(["--data", str(data), "report", "show", str(report["year"]), "--json"])
        cells = json.loads(shown.getvalue())["cells"]
    return presses, sum(cells.get(address) != figure for address, figure in report["cells"].items())


def main() -> int:
    print(f"{'report':<14}{'cells':>7}{'wrong':>7}{'presses':>9}{'bound':>7}")
    kept = True
    for sample, bound in BOUNDS.items():
        presses, wrong = measure(sample)
        kept = kept and presses <= bound and not wrong
        print(f"{sample:<14}{len(REPORTS[sample]['cells']):>7}{wrong:>7}{presses:>9}{bound:>7}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
