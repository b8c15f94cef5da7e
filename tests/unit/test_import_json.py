"""JSON reports: taken as written, or refused with the place."""

import pytest

from tui_disclose.importing import Draft, read_report
from tui_disclose.problems import Refused
from tui_disclose.statutory.form_files import load_forms

FORMS = load_forms()
FEES = "proactive.fees.amount"


def read(text: str, year: int | None = None) -> Draft:
    return read_report("报告.json", text.encode(), FORMS, year)


@pytest.mark.parametrize(
    ("written", "figure"),
    [
        ("9116.360", "9116.360"),
        ("12", 12),
        ("-3", -3),
        ('""', ""),
        ('"/"', "/"),
        ('"251000元"', "251000元"),
        ('"22（其中修订16件）"', "22（其中修订16件）"),
        ("0.1000000000000000055", "0.1000000000000000055"),
    ],
)
def test_figures_stay_as_written(written: str, figure: int | str) -> None:
    draft = read(f'{{"year": 2024, "cells": {{"{FEES}": {written}}}}}')
    assert draft.cells == {FEES: figure}
    assert (draft.unit, draft.form_id, draft.sections) == (None, None, {})


def test_null_is_unknown_and_extra_keys_are_said() -> None:
    draft = read(
        f'{{"unit": "某局", "year": 2024, "form": "2021", "cells": {{"{FEES}": null}}, "id": "a", "faces": {{}}}}'
    )
    assert draft.cells == {}
    assert (draft.unit, draft.form_id) == ("某局", "2021")
    assert "id、faces" in draft.notes[0]


def test_texts_and_unplaced_are_kept_clean() -> None:
    draft = read(
        '{"year": 2024, "cells": {}, "sections": {"一": "甲\\u001b[31m\\r\\n乙  \\n"}, "unplaced": [{"line": 3}]}'
    )
    assert draft.sections == {"一": "甲[31m\n乙"}
    assert draft.unplaced == ({"line": 3},)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('{"year": 2024,\n"cells": {"a": }}', "第2行"),
        ('{"year": 2024, "year": 2023, "cells": {}}', "year"),
        ('{"year": 2024, "cells": {"a.b.c": 1}}', r"a\.b\.c"),
        (f'{{"year": 2024, "cells": {{"{FEES}": NaN}}}}', "NaN"),
        (f'{{"year": 2024, "cells": {{"{FEES}": true}}}}', FEES),
        (f'{{"year": 2024, "cells": {{"{FEES}": 1e5}}}}', "1e5"),
        (f'{{"year": 2024, "cells": {{"{FEES}": "=1+1"}}}}', "=1"),
        (f'{{"year": 2024, "cells": {{"{FEES}": [1]}}}}', FEES),
        ('{"year": 2024, "cells": []}', "cells"),
        ('{"year": 2024, "cells": {}, "sections": {"七": "x"}}', "七"),
        ('{"year": 2024, "cells": {}, "sections": {"一": 3}}', "一"),
        ('{"year": 2024, "form": "2019", "cells": {}}', "2019"),
        ('{"year": 2007, "cells": {}}', "2007"),
        ('{"year": "2024", "cells": {}}', "year"),
        ('{"year": true, "cells": {}}', "year"),
        ('{"year": 2024, "unit": 3, "cells": {}}', "unit"),
        ('{"cells": {}}', "年份"),
        ('{"year": 2024}', "cells"),
        ("[{}, {}]", "2份"),
        ('"x"', "对象"),
        ('{"year": 2024, "cells": ' + "[" * 100_000, "嵌套"),
        ('{"year": ' + "9" * 5000 + "}", "数字"),
    ],
)
def test_what_does_not_belong_is_refused(text: str, named: str) -> None:
    with pytest.raises(Refused, match=named):
        read(text)


def test_the_callers_year_must_agree() -> None:
    with pytest.raises(Refused, match="2023"):
        read('{"year": 2024, "cells": {}}', 2023)
    assert read('{"cells": {}}', 2024).year == 2024


@pytest.mark.parametrize("name", ["a.doc", "a", "a.xls", "a.wps"])
def test_other_kinds_of_file_are_refused(name: str) -> None:
    with pytest.raises(Refused, match="不能导入"):
        read_report(name, b"x", FORMS, 2024)
