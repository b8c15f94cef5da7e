"""An office whose report of 2024 has no error, and steps of it: what tests of finishing the year share."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from tests.conftest import REPORTS
from tui_disclose.office.finishing import Said, advance
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.importing import apply_import, plan_import

TODAY = date(2025, 1, 24)
YEAR = 2024
BUSINESS = "requests.received.business"
TEXTS = {"一": "总体情况。", "五": "存在的问题是信息更新不够及时，下一步改进。", "六": "没有其他需要报告的事项。"}
URL = "https://www.example.gov.cn/2024.html"


def office_with_report(folder: Path) -> Office:
    """Make an office whose report of 2024 has no error."""
    office = create_office(folder, "某局", TODAY)
    content = {"year": YEAR, "cells": REPORTS["huaian-2024"]["cells"], "sections": TEXTS}
    plan = plan_import(office, "x.json", json.dumps(content).encode(), None, TODAY)
    apply_import(office, plan, "x.json", replace=False)
    return office


def to(office: Office, stage: str, **said: Any) -> None:
    """Take the report of 2024 to a stage."""
    advance(office, YEAR, office.stages.named(stage), Said(**said), TODAY)
