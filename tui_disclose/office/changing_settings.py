"""The settings that people see and change: each with its name and what it does, changed as one act in the trail."""

import fcntl
import os
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from tui_disclose.choices import LEVELS, RE_REPLIES
from tui_disclose.office.house import Office
from tui_disclose.office.settings import FILE_NAME, Settings, read_settings, settings_from
from tui_disclose.office.settings_problems import nearest
from tui_disclose.problems import Changed, Problem, Refused, Unavailable
from tui_disclose.records.fields import Choice, Field, Value, Values, shown_value, typed_value

_LEVELS = tuple(Choice(key, words) for key, words in LEVELS.items())
_RE_REPLIES = tuple(Choice(key, words) for key, words in RE_REPLIES.items())

OPTIONS: tuple[Field, ...] = (
    Field("unit", "单位名称", required=True, help="单位全称，用在年度报告和文书中。"),
    Field("level", "单位级别", "choice", _LEVELS, required=True, help="表二的核对和年度报告的期限因级别而不同。"),
    Field("code", "信用代码", help="统一社会信用代码，18位；没有的留空。"),
    Field("ledger_since", "起始日期", "date", help="从哪一天起在本系统登记台账；此后的完整年度才有台账数。"),
    Field("letters.code", "机关代字", help="文号中的机关代字，如“市科”。"),
    Field("letters.reconsideration", "复议机关", help="文书中告知的行政复议机关；不填时文书中留空，不猜测。"),
    Field("letters.court", "人民法院", help="文书中告知的有管辖权的人民法院；不填时文书中留空，不猜测。"),
    Field("letters.address", "办公地址", help="文书中的联系地址。"),
    Field("letters.phone", "联系电话", help="文书中的联系电话。"),
    Field("letters.postcode", "邮政编码", help="文书中的邮政编码。"),
    Field("numbers.request", "申请编号", help="申请编号的写法：写到号码里的 {年度}、{序号}，{序号:6} 为序号补足六位。"),
    Field("numbers.item", "索引号", help="目录条目索引号的写法，还可用 {代码}，即信用代码。"),
    Field("numbers.rule", "制度编号", help="制度编号的写法。"),
    Field("numbers.letter", "文书文号", help="文书文号的写法，还可用 {代码}，即机关代字；填文号时提示接着的一个。"),
    Field(
        "requests.internal_limit", "内部期限", "number", help="本单位要求几个工作日内拟出答复，0至20；0为不另作要求。"
    ),
    Field(
        "requests.count_re_reply",
        "责令重答计法",
        "choice",
        _RE_REPLIES,
        help="责令重新答复怎样计入表三；格式没有规定，上级有要求的照改。",
    ),
    Field("report.due", "年报期限", help="上级要求提前报送的月和日，如 01-20；留空按条例第四十九条的日期。"),
    Field("checks.length", "查字数", "flag", help="总体情况超过格式所定的字数时提示；是部分地方的要求。"),
    Field("backup.keep", "备份份数", "number", help="每天第一次保存前自动备份，保留最近几份；0为不自动备份。"),
    Field(
        "editor.external", "外部编辑", "flag", help="长文字可用外部编辑器；外部编辑器可以执行命令，共用账号不得开启。"
    ),
)
"""What can be changed on screen and by `settings set`; what is not here is changed in the file."""


_LATELY = 2000
"""How many of the newest acts are looked at."""


def options(office: Office) -> tuple[Field, ...]:
    """Return what can be changed in an office: its options, name and section of oneself, of colleagues at work here."""
    logins = dict.fromkeys((*office.settings.people, office.who, *_at_work(office)))
    people = (
        field
        for login in logins
        for field in (
            Field(
                f"people.{login}.name", f"姓名（{login[:12]}）", help=f"登录名 {login} 的姓名，列表和文书中用它称呼。"
            ),
            Field(f"people.{login}.section", f"科室（{login[:12]}）", help=f"登录名 {login} 所在的科室。"),
        )
    )
    return (*OPTIONS, *people)


def _at_work(office: Office) -> list[str]:
    """Return the logins of those who saved something lately, so that they can be given their names."""
    try:
        return sorted({entry.who for entry in office.store.since(max(0, office.store.sequence - _LATELY))})
    except Problem:
        # Settings are there to be seen where the trail cannot be read.
        return []


def values(office: Office) -> Values:
    """Return the values of all options, as the forms of records take them."""
    return {field.key: _value(office.settings, field.key) for field in options(office)}


def _value(settings: Settings, key: str) -> Value | None:
    found: Any = msgspec.to_builtins(settings)
    for part in _path(key):
        found = found.get(part) if isinstance(found, dict) else None
    value: Value | None = found
    return value


def _path(key: str) -> tuple[str, ...]:
    """Return the parts of a key; a login may have dots in it."""
    if key.startswith("people."):
        login, _, name = key.removeprefix("people.").rpartition(".")
        return "people", login, name
    return tuple(key.split("."))


def option(office: Office, key: str) -> Field:
    """Return an option by its key, of any login for people; Refused says which was probably meant."""
    parts = _path(key)
    if parts[0] == "people" and parts[1] and parts[2] in ("name", "section"):
        return Field(key, "姓名" if parts[2] == "name" else "科室")
    found = next((field for field in options(office) if field.key == key), None)
    if found is None:
        raise Refused(f"{key}：{nearest(key, [field.key for field in options(office)])}")
    return found


def set_option(office: Office, key: str, text: str, today: date) -> Settings:
    """Change one option to what was typed; an empty text takes it back to what it is without being set."""
    field = option(office, key)
    return change_settings(office, {key: typed_value(field, text, today)})


def change_settings(office: Office, changed: Mapping[str, Any], seen: Mapping[str, Any] | None = None) -> Settings:
    """Change options in the settings file as one act, comments and all else left as they are; return the settings.

    `seen` holds what the person saw before: Changed is raised where one is another now. Raises Refused where a value
    cannot be (nothing is written then), Unavailable for a session that only reads and where it cannot be written.
    """
    if office.read_only:
        raise Unavailable("本次以只读方式打开，不能修改设置。")
    import tomlkit

    from tui_disclose.store import files

    path = office.folder / FILE_NAME
    lock_file = office.folder / "settings.lock"
    # Every colleague of the group can open it, whoever made it.
    with files.said(path, "设置没有保存"), os.fdopen(files.open_shared(lock_file), "rb+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = read_settings(office.folder)
        others = {key: _value(before, key) for key in seen or {} if _value(before, key) != (seen or {})[key]}
        if others:
            raise Changed("别人刚改了相同的设置，没有保存。", dict(others))
        document = tomlkit.parse(path.read_text(encoding="utf-8"))
        for key, value in changed.items():
            _put(document, _path(key), _as_toml(key, value))
        text = tomlkit.dumps(document)
        after = settings_from(text, path)
        said = _said(office, before, after, changed)
        if not said:
            return after
        temporary = path.with_name(f".{FILE_NAME}.new")
        _write(temporary, text)
        office.store.note(office.who, f"修改设置：{said}", place="settings")
        os.replace(temporary, path)
        files.sync_folder(office.folder)
    return after


def _as_toml(key: str, value: Any) -> Any:  # noqa: ANN401 - any TOML value
    if key == "ledger_since" and isinstance(value, str):
        return date.fromisoformat(value)
    return value


def _put(document: Any, path: tuple[str, ...], value: Any) -> None:  # noqa: ANN401 - tomlkit's own types
    import tomlkit

    *tables, name = path
    for table in tables:
        if table not in document:
            if value is None:
                return
            document[table] = tomlkit.table()
        document = document[table]
    if value is None:
        document.pop(name, None)
    else:
        document[name] = value


def _said(office: Office, before: Settings, after: Settings, changed: Mapping[str, Any]) -> str:
    """Return in words what changed, or “” where nothing did."""
    words = []
    for key in changed:
        field = option(office, key)
        old, new = (_value(settings, key) for settings in (before, after))
        if old != new:
            name = f"{_path(key)[1]}的{field.label}" if key.startswith("people.") else field.label
            words.append(f"{name}：{_shown(field, old)} → {_shown(field, new)}")
    return "；".join(words)


def _shown(field: Field, value: object) -> str:
    return "无" if value is None or value == "" else shown_value(field, value)


def _write(path: os.PathLike[str], text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o660)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fchmod(descriptor, 0o660)
        os.fsync(descriptor)
