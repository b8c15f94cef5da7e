"""The Chinese of click's own words."""

from pathlib import Path

import polib

LOCALE = Path(__file__).parents[2] / "tui_disclose" / "cli" / "locale" / "zh_CN" / "LC_MESSAGES"


def test_the_compiled_words_are_those_of_the_source() -> None:
    compiled = polib.mofile(str(LOCALE / "click.mo"))
    source = polib.pofile(str(LOCALE / "click.po"))
    assert {e.msgid: (e.msgstr, e.msgstr_plural) for e in compiled} == {
        e.msgid: (e.msgstr, e.msgstr_plural) for e in source
    }
