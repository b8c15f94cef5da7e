"""The templates of letters: TOML files shipped with the program, or an office's own of the same key in `templates/`.

Words in braces stand for what is known of the request (`WORDS`); an office changes a letter by copying its file.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import tomli

from tui_disclose.problems import FormError
from tui_disclose.statutory.form_files import explain, toml_place

_FOLDER = Path(__file__).parent / "templates"
_WORD = re.compile(r"\{([^{}]*)\}")

WORDS: dict[str, str] = {
    "机关": "本机关全称",
    "机关地址": "本机关地址（设置）",
    "机关电话": "本机关联系电话（设置）",
    "机关邮编": "本机关邮编（设置）",
    "复议机关": "行政复议机关（设置）",
    "人民法院": "有管辖权的人民法院（设置）",
    "经办人": "当前使用者的姓名（设置中按登录名填写）",
    "申请编号": "申请的编号",
    "渠道": "收到渠道",
    "到达日期": "到达日期",
    "收到日期": "收到申请之日",
    "申请人": "申请人姓名或者名称",
    "称谓": "您或者贵单位",
    "申请人类别": "申请人类别",
    "证件": "证件类型和后四位",
    "联系方式": "申请人的联系方式",
    "申请人地址": "申请人的通信地址",
    "申请内容": "申请内容",
    "形式": "要求的形式",
    "途径": "获取途径",
    "承办科室": "承办科室",
    "内部时限句": "“于某日前”，没有内部时限时为空",
    "答复期限": "现在的答复期限",
    "首次期限": "没有补正、征求意见、延期等时的答复期限",
    "原答复期限": "延期以前的答复期限",
    "延期后期限": "延期以后的答复期限",
    "补正日期": "收到补正的日期",
    "说明日期": "收到申请人说明理由的日期",
    "办理结果": "办理结果",
    "答复日期": "答复日期",
    "撤回日期": "申请人撤回的日期",
    "文号": "文书的文号",
    "文书名称": "所送达文书的名称",
    "文书": "答复书或者告知书",
    "通知日期": "发出的日期",
    "期限": "文书所定的期限",
    "事项": "需要补正的事项，逐项编号",
    "事项数": "需要补正的有几项",
    "前次补正日期": "再次通知补正的，前一次通知的日期",
    "补正起算": "答复期限从哪一天起计算；通知不改变期限的为空",
    "理由": "理由",
    "延长天数": "延长的工作日数",
    "第三方": "第三方的姓名或者名称",
    "征求机关": "被征求意见的机关",
    "金额": "收费金额（元）",
    "计算过程": "收费的计算过程",
    "缴费期限": "缴费的最后一天",
    "缴费时间": "自何时起几日内缴费，知道最后一天的写明；不予收取的为空",
    "收费文书": "收费通知书或者不予收取告知书",
    "不予收取理由": "决定不予收取信息处理费的理由",
    "法律依据": "办理结果的法律依据",
    "认定": "办理结果的认定",
    "答复要点": "公开的内容和方式、不公开的理由等",
    "原答复文号": "重复申请的，以前答复的文号",
    "所涉通知": "逾期未补正、未缴费所依据的通知",
    "所涉期限": "那份通知所定的最后一天",
    "所涉未做": "没有收到的是补正材料还是费用",
    "告知第三方日期": "书面告知第三方的日期",
    "受送达人": "文书送给谁",
    "送达方式": "送达方式",
    "送达日期": "送达日期",
    "救济": "救济途径的告知",
}
"""What may stand in braces, and what it means."""

_OPTIONAL = frozenset({"内部时限句", "证件", "形式", "途径", "承办科室", "办理结果", "答复日期", "联系方式"})
"""Words whose absence leaves a blank that nobody has to fill in before the letter goes out."""


class Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A paragraph that is printed only where a word has a value (`when`), or only where it has none (`unless`)."""

    text: str
    when: str = ""
    unless: str = ""


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One letter or printed form."""

    key: str
    name: str
    """What it is called (补正告知书)."""
    title: str
    event: str = ""
    """The kind of event that it is about; empty where it is about the request as a whole."""
    events: tuple[str, ...] = ()
    """Further kinds of event."""
    outcomes: tuple[str, ...] = ()
    """Of a reply: the outcomes that it is for; empty for any."""
    needs: str = ""
    """A word that must have a value for the letter to be offered."""
    document: str = "答复书"
    """What it calls itself where it tells of remedies."""
    numbered: bool = False
    beside: bool = False
    """Whether it goes out beside another letter about the same event, so that the number recorded is not its own."""
    addressee: str = ""
    body: tuple[str | Piece, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """Rows of a form: label and value once or twice."""
    remedy: bool = False
    """Whether it tells of remedies: replies do, notices on the way do not."""
    signed: bool = False
    blanks: bool = False
    """Whether it is filled in by hand, so that nothing is said to be missing."""

    def texts(self) -> Iterator[str]:
        """Yield every text in which a word in braces may stand."""
        yield from (self.title, self.addressee)
        yield from (piece if isinstance(piece, str) else piece.text for piece in self.body)
        for row in self.rows:
            yield from row

    def suits(self, kind: str, outcome: str) -> bool:
        """Tell whether it is about an event of this kind (“” for the request as a whole) with this outcome."""
        about = kind in (self.event, *self.events)
        return about and (kind != "replied" or not self.outcomes or outcome in self.outcomes)


def is_optional(word: str) -> bool:
    """Tell whether a letter may go out without this word."""
    return word in _OPTIONAL


def words_in(text: str) -> list[str]:
    """Return the words in braces of a text."""
    return _WORD.findall(text)


def filled(text: str, values: dict[str, str], blank: str) -> str:
    """Return a text with the words in braces replaced; those without a value become `blank`."""
    return _WORD.sub(lambda match: values.get(match[1]) or blank, text)


def load_templates(own: Path | None = None) -> dict[str, Template]:
    """Return the templates by key, an office's own in place of those shipped; FormError names file and key."""
    found = dict(_packaged())
    for path in own_files(own):
        template = read_template(path.name, path.read_bytes())
        found[template.key] = template
    return found


def template_files(own: Path | None = None) -> dict[str, Path]:
    """Return by key the file of each template in use; FormError names file and key of one that is wrong."""
    return {read_template(path.name, path.read_bytes()).key: path for path in (*_shipped(), *own_files(own))}


def own_files(own: Path | None) -> list[Path]:
    """Return the files in an office's folder of templates."""
    return sorted(own.glob("*.toml")) if own and own.is_dir() else []


def _shipped() -> list[Path]:
    return sorted(path for path in _FOLDER.iterdir() if path.suffix == ".toml")


@cache
def _packaged() -> dict[str, Template]:
    return {template.key: template for template in (read_template(path.name, path.read_bytes()) for path in _shipped())}


def read_template(name: str, content: bytes) -> Template:
    """Return the template in a TOML file's bytes; FormError names the file `name` and what is wrong."""
    try:
        template = msgspec.convert(tomli.loads(content.decode("utf-8")), Template)
    except UnicodeDecodeError:
        raise FormError(f"文书模板 {name} 不是 UTF-8 编码。") from None
    except tomli.TOMLDecodeError as error:
        raise FormError(f"文书模板 {name} 不是有效的 TOML：{toml_place(error)}。") from None
    except msgspec.ValidationError as error:
        raise FormError(f"文书模板 {name}：{explain(error)}。") from None
    pieces = [piece for piece in template.body if isinstance(piece, Piece)]
    used = [word for text in template.texts() for word in words_in(text)]
    used += [word for piece in pieces for word in (piece.when, piece.unless) if word]
    unknown = [word for word in used if word not in WORDS]
    if unknown:
        raise FormError(f"文书模板 {name}：不认识“{{{unknown[0]}}}”；可用的见使用手册。")
    if any(len(row) not in (2, 4) for row in template.rows):
        raise FormError(f"文书模板 {name}：rows 的每一行应有2格或4格。")
    return template
