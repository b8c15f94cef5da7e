"""An office's own settings (data/settings.toml): who it is and since when it keeps its ledger here."""

import json
from datetime import MAXYEAR, date
from pathlib import Path
from typing import Annotated, Any

import msgspec

from tui_disclose.choices import LEVELS, Level, ReReply
from tui_disclose.office.numbering import checked_pattern
from tui_disclose.problems import Refused
from tui_disclose.records.report import checked_unit
from tui_disclose.statutory.text import one_line

FILE_NAME = "settings.toml"


class Checks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Checks that an office may switch on."""

    length: bool = False
    """LEN: 总体情况 over the form's limit of characters."""


class Backups(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Backups that make themselves."""

    keep: Annotated[int, msgspec.Meta(ge=0)] = 14
    """How many of the daily ones are kept; with 0 none are made."""


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody with a login, as letters and lists name them."""

    name: str = ""
    """姓名."""
    section: str = ""
    """科室."""


class Letters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in letters and nobody may guess: where one can turn against a reply, and how to reach the office."""

    code: str = ""
    """机关代字, as in document numbers."""
    reconsideration: str = ""
    """复议机关: who reviews this office's decisions."""
    court: str = ""
    """人民法院: where this office is sued."""
    address: str = ""
    phone: str = ""
    postcode: str = ""


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns of numbers: {年度}, {序号} or {序号:6}, {代码} (in requests and letters 机关代字, else 信用代码)."""

    request: str = "〔{年度}〕{序号}号"
    """申请编号."""
    item: str = "{代码}/{年度}-{序号:6}"
    """索引号 of a catalogue item."""
    rule: str = "〔{年度}〕{序号}号"
    """制度编号."""
    letter: str = "{代码}依申请公开〔{年度}〕{序号}号"
    """文号 of a letter."""


class Requests(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the office deals with requests (依申请公开)."""

    internal_limit: Annotated[int, msgspec.Meta(ge=0, le=20)] = 0
    """Working days within which the office itself wants a reply drafted; 0: only the statutory period counts."""
    count_re_reply: ReReply = "none"
    """How a reply ordered anew counts in 三; none: not at all, as long as no superior says otherwise."""


class Editor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other programs that may be started."""

    external: bool = False
    """Whether long texts may be typed in $EDITOR: it offers a way to a shell, which a shared account must not."""


class ReportDates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the yearly report is due (条例第四十九条)."""

    due: Annotated[str, msgspec.Meta(pattern=r"^(0[1-9]|1[0-2])-[0-3]\d$|^$")] = ""
    """Month and day, as 01-31, where the authority asks for it earlier; empty: the day of the law."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who the office is (单位) and how it works."""

    unit: str
    level: Level = "department"
    code: str = ""
    """统一社会信用代码, 18 characters, or empty."""
    ledger_since: date | None = None
    """The first day from which the records are complete: years wholly after it have derived figures."""
    checks: Checks = Checks()
    backup: Backups = Backups()
    letters: Letters = Letters()
    numbers: Numbers = Numbers()
    requests: Requests = Requests()
    editor: Editor = Editor()
    report: ReportDates = ReportDates()
    people: dict[str, Person] = {}
    """By login name."""
    blocks: dict[str, str] = {}
    """科室 that provides each block of the yearly report, by block (“proactive.fees”)."""
    catalogue: dict[str, Any] = {}
    """The office's own catalogue of columns; its shape is the catalogue's matter."""


def in_ledger(settings: Settings, year: int) -> bool:
    """Tell whether the records of a year are complete: it began on or after the day from which they are kept here."""
    since = settings.ledger_since
    return since is not None and since.year <= year <= MAXYEAR and date(year, 1, 1) >= since


def person_name(settings: Settings, login: str) -> str:
    """Return how a person is named on screen and in letters: by 姓名 where settings know it, else by login."""
    person = settings.people.get(login)
    return person.name if person and person.name else login


def checked_settings(unit: str, level: str, code: str, ledger_since: date) -> Settings:
    """Return settings for a new office; Refused says which answer cannot be taken."""
    name = checked_unit(unit)
    if level not in LEVELS:
        raise Refused(f"单位级别“{level}”不在 {'、'.join(LEVELS)} 之中。")
    return Settings(name, level, checked_code(code), ledger_since)


def checked_code(code: str) -> str:
    """Return a credit code (统一社会信用代码) in capitals, or “”; Refused where it cannot be one."""
    if code and not (len(code) == 18 and code.isalnum() and code.isascii()):
        raise Refused(f"统一社会信用代码“{one_line(code)}”应为18位数字或字母。")
    return code.upper()


def read_settings(folder: Path) -> Settings:
    """Return the settings in an office's data folder; Refused names the file and everything that is wrong in it."""
    path = folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Refused(f"设置文件 {path} 不是 UTF-8 编码，请另存为 UTF-8 后重试。") from None
    return settings_from(text, path)


def settings_from(text: str, path: Path) -> Settings:
    """Return the settings in a file's text; Refused names the file and everything that is wrong in it."""
    import tomli

    from tui_disclose.office.settings_problems import problems
    from tui_disclose.statutory.form_files import toml_place

    try:
        found = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise Refused(f"设置文件 {path} 不是有效的 TOML：{toml_place(error)}。请修改后重试。") from None
    wrong = problems(text, found)
    if wrong:
        many = f"有{len(wrong)}处问题：" if len(wrong) > 1 else "："
        raise Refused(f"设置文件 {path}{many}{'；'.join(wrong)}。请修改后重试。")
    settings = msgspec.convert(found, Settings)
    # The name goes into reports and onto terminals; TOML can write characters that act on one.
    patterns = {key: checked_pattern(pattern) for key, pattern in msgspec.structs.asdict(settings.numbers).items()}
    return msgspec.structs.replace(settings, unit=checked_unit(settings.unit), numbers=Numbers(**patterns))


def settings_text(settings: Settings) -> str:
    """Return the text of a new settings file, each key explained."""
    # A JSON string is a TOML basic string but for DEL, which names cannot hold.
    quoted = {key: json.dumps(getattr(settings, key), ensure_ascii=False) for key in ("unit", "level", "code")}
    return f"""# 政务公开台账的设置。修改后重新打开程序生效；用 tui-disclose doctor 检查。

# 单位全称
unit = {quoted["unit"]}

# 单位级别：department 部门，government 人民政府，other 其他
level = {quoted["level"]}

# 统一社会信用代码，没有则留空
code = {quoted["code"]}

# 从哪一天起在本系统登记台账；此后的完整年度才有台账数
ledger_since = {settings.ledger_since}

[checks]
# 总体情况超过格式所定的字数时提示
length = {"true" if settings.checks.length else "false"}

[backup]
# 每天第一次保存前自动备份到 backups 目录，保留最近几份；0 为不自动备份
keep = {settings.backup.keep}
"""
