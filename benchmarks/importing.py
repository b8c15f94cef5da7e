"""Measures the import of published reports: a saved page of 2 MB beside its bare parsing, and 1,000 report files.

python -m benchmarks.importing [--rounds N] [--files N]
"""

import argparse
import contextlib
import io
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

PAGE = 2_000_000
BOUND_LXML = 7.0
BOUND_PANDAS = 5.0
BOUND_FILES = 0.06
"""Seconds a file of the usual size may take."""


def sample_page(size: int) -> bytes:
    """Return a saved page of so many bytes: a report with its tables, menus and script around it."""
    from tests.layouts import Sample, web_portal
    from tui_disclose.statutory.form_files import load_forms

    source = Path(__file__).parents[1] / "tests" / "samples" / "reports.json"
    report = next(r for r in json.loads(source.read_text(encoding="utf-8")) if r["id"] == "huaian-2024")
    form = load_forms().for_year(report["year"])
    page = web_portal(Sample(form, report["unit"], report["year"], report["cells"]))[1].decode("gb18030")
    filler = "<li class=menu><a href='/col/1234/index.html' target=_blank><span>栏目名称和发布日期</span></a></li>\n"
    menu = "<div><ul>" + filler * ((size - len(page.encode())) // len(filler.encode())) + "</ul></div>"
    return page.replace("<div class=nav>", menu + "<div class=nav>").replace("gb2312", "utf-8").encode()


def seconds(acts: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median CPU seconds of each act; they take turns, and a first round is not counted."""
    times: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(rounds + 1):
        for name, act in acts.items():
            begin = time.process_time()
            act()
            times[name] += [time.process_time() - begin] * (turn > 0)
    return {name: statistics.median(each) for name, each in times.items()}


def page_times(rounds: int) -> dict[str, float]:
    from lxml import etree

    from tui_disclose.importing import read_report
    from tui_disclose.statutory.form_files import load_forms

    forms, page = load_forms(), sample_page(PAGE)
    draft = read_report("a.html", page, forms, None)
    assert len(draft.cells) == 200
    assert not draft.unread
    acts: dict[str, Callable[[], object]] = {
        "导入": lambda: read_report("a.html", page, forms, None),
        "lxml": lambda: etree.fromstring(page, etree.HTMLParser(encoding="utf-8")),
    }
    with contextlib.suppress(ImportError):
        import pandas as pd

        acts["pandas.read_html"] = lambda: pd.read_html(io.BytesIO(page), encoding="utf-8")
    return seconds(acts, rounds)


def file_times(count: int) -> tuple[float, float]:
    """Return the seconds that so many files of all kinds take, and the MB of memory at the end."""
    from tests.conftest import REPORTS
    from tests.layouts import Sample, excel, web, web_portal, word
    from tests.pasted_layouts import copied, spreadsheet
    from tui_disclose.importing import read_report
    from tui_disclose.statutory.form_files import load_forms

    forms = load_forms()
    made = [
        layout(Sample(forms.for_year(r["year"]), r["unit"], r["year"], r["cells"]))
        for r in REPORTS.values()
        for layout in (web, web_portal, word, excel, copied, spreadsheet)
    ]
    begin = time.perf_counter()
    for number in range(count):
        name, content = made[number % len(made)]
        assert read_report(name, content, forms, None).cells
    return time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def page_memory() -> float:
    """Return the MB that a process of its own needs at most to import the page of 2 MB."""
    code = (
        "from benchmarks.importing import PAGE, resource, sample_page\n"
        "from tui_disclose.importing import read_report\n"
        "from tui_disclose.statutory.form_files import load_forms\n"
        "read_report('a.html', sample_page(PAGE), load_forms(), None)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--files", type=int, default=1_000)
    options = parser.parse_args()
    times = page_times(options.rounds)
    kept = True
    print(f"2 MB page: {times['导入'] * 1000:.0f} ms, {page_memory():.0f} MB")
    for peer, bound in (("lxml", BOUND_LXML), ("pandas.read_html", BOUND_PANDAS)):
        if peer in times:
            ratio = times["导入"] / times[peer]
            kept = kept and ratio <= bound
            print(f"  beside {peer} alone: {times[peer] * 1000:.0f} ms, ratio {ratio:.2f} (bound {bound})")
    taken, memory = file_times(options.files)
    kept = kept and taken / options.files <= BOUND_FILES
    each = taken / options.files
    bound_ms = BOUND_FILES * 1000
    print(f"{options.files} files: {taken:.1f} s, {each * 1000:.0f} ms each (bound {bound_ms:.0f}), {memory:.0f} MB")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
