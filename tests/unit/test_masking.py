"""Nobody is named to those who only look, nor in default exports: file names, reasons and other texts included."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Cli
from tui_disclose.records.masking import hidden, masked_attachment, masked_document, personal_words

NUMBER = "〔2024〕1号"
DIGEST = "a" * 64
APPLICANT = {"kind": "natural_person", "name": "欧阳小明", "agent": "欧阳", "phone": "13900001111", "contact": "甲"}
REQUEST: dict[str, Any] = {
    "number": NUMBER,
    "channel": "in_person",
    "arrived_on": "2024-03-01",
    "applicant": APPLICANT,
    "content": "欧阳小明承包地的补偿方案，回复13900001111",
    "note": "由欧阳代办",
    "attachments": [f"{DIGEST} *扫描/欧阳小明/申请表 欧阳小明.pdf"],
    "events": [
        {"kind": "third_party_consulted", "on": "2024-03-05", "party": "丁氏公司"},
        {"kind": "third_party_replied", "on": "2024-03-12", "opinion": "refused", "reason": "丁氏公司称涉及商业秘密"},
        {"kind": "note", "on": "2024-03-13", "note": "欧阳小明来电，丁氏公司在场"},
    ],
}
NAMES = ("欧阳", "13900001111", "丁氏公司")


@pytest.fixture
def ledger(cli: Cli) -> Cli:
    assert cli("init", "--unit", "某局", "--ledger-since", "2024-01-01").code == 0
    Path("f.jsonl").write_text(json.dumps(REQUEST, ensure_ascii=False), encoding="utf-8")
    assert cli("request", "import", "f.jsonl").code == 0
    Path("欧阳小明.pdf").write_bytes(b"%PDF")
    assert cli("request", "attach", NUMBER, "欧阳小明.pdf").code == 0
    assert cli("request", "change", NUMBER, "申请人=欧阳晓明").code == 0
    assert cli("request", "strike", NUMBER, "3", "--reason", "欧阳小明撤回了这个说法").code == 0
    assert cli("request", "add", "到达日期=20240301", "收到渠道=1", "申请人类别=1", "申请人=司徒").code == 0
    assert cli("request", "take-out", "〔2024〕2号", "--reason", "司徒与欧阳小明是同一件").code == 0
    return cli


@pytest.mark.parametrize(
    "words",
    [
        ("request", "show", NUMBER),
        ("request", "show", NUMBER, "--json"),
        ("request", "list", "--with-personal"),
        ("request", "list", "--with-personal", "--json"),
        ("request", "export", "--with-personal", "--output", "-"),
        ("request", "contents", NUMBER),
        ("history", f"request/{NUMBER}"),
        ("history", f"request/{NUMBER}", "--json"),
        ("audit", "log", "--record", NUMBER),
    ],
)
def test_those_who_only_look_are_told_no_name(ledger: Cli, words: tuple[str, ...]) -> None:
    done = ledger("--read-only", *words)
    assert done.code == 0
    assert done.out
    assert [name for name in NAMES if name in done.out] == []


def test_reasons_in_the_trail_are_masked_by_the_names_of_their_own_request(ledger: Cli) -> None:
    lines = ledger("--read-only", "audit", "log").out.splitlines()
    assert any(line.endswith("划去申请〔2024〕1号的备注（2024-03-13），理由：欧＊＊撤回了这个说法") for line in lines)
    # Whom another request is about cannot be known here and stays: so the manual says.
    assert any(line.endswith("理由：司＊＊与欧阳小明是同一件") for line in lines)
    assert any("欧阳小明撤回" in line for line in ledger("audit", "log").out.splitlines())


def test_what_several_people_ask_for_is_shown_without_their_names(ledger: Cli) -> None:
    for name in ("欧阳小明", "司徒小红"):
        values = (f"申请人={name}", "申请内容=欧阳小明公司的补助公示")
        assert ledger("request", "add", "到达日期=20240401", "收到渠道=1", "申请人类别=1", *values).code == 0
    done = ledger("request", "hints")
    assert "欧＊＊公司的补助公示" in done.out


def test_an_export_names_nobody_unless_asked_and_comes_back_as_the_same(ledger: Cli) -> None:
    for words in (("export", "--output", "-"), ("list", "--json"), ("list",)):
        assert [name for name in NAMES if name in ledger("request", *words).out] == []
    plain = ledger("request", "export", "--with-personal", "--output", "-").out
    assert all(name in plain for name in NAMES)
    for personal in ((), ("--with-personal",)):
        Path("back.jsonl").write_text(ledger("request", "export", *personal, "--output", "-").out, encoding="utf-8")
        again = ledger("request", "import", "back.jsonl")
        assert (again.code, "无需改动" in again.err) == (0, True)
    assert ledger("request", "export", "--with-personal", "--output", "-").out == plain


def test_what_a_masked_export_leaves_open_is_not_lost_when_something_else_is_changed(ledger: Cli) -> None:
    (line,) = ledger("request", "export", "--output", "-").out.splitlines()
    changed = {**json.loads(line), "purpose": "自用"}
    Path("back.jsonl").write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
    assert ledger("request", "import", "back.jsonl", "--replace").code == 0
    shown = ledger("request", "show", NUMBER, "--json").json
    assert (shown["purpose"], shown["applicant"]["name"], shown["content"]) == ("自用", "欧阳晓明", REQUEST["content"])
    assert [each.partition(" *")[2][-8:] for each in shown["attachments"]] == ["欧阳小明.pdf", "欧阳小明.pdf"]


def test_the_longest_name_is_masked_first_and_single_characters_are_left() -> None:
    assert personal_words({"applicant.name": "甲", "applicant.agent": "欧阳"}) == {"欧阳"}
    assert hidden("欧阳小明与欧阳锋", {"欧阳", "欧阳小明"}) == "欧＊＊与欧＊＊锋"


def test_an_attachment_keeps_hash_and_ending() -> None:
    assert masked_attachment(f"{DIGEST} */home/张三/张三 * 表.pdf") == f"{DIGEST} *＊＊.pdf"
    assert masked_attachment("张三.pdf") == "张＊＊"
    assert masked_document({"attachments": [], "note": None}) == {"attachments": [], "note": None}
