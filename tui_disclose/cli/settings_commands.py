"""Commands about the settings (设置)."""

import click

from tui_disclose.cli.common import DataGroup, current_office, out, out_json, today
from tui_disclose.cli.endings import say


@click.group(cls=DataGroup)
def settings() -> None:
    """设置：查看、修改。"""


@settings.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def show(as_json: bool) -> None:
    """列出各项设置和说明。"""
    from tui_disclose.office.changing_settings import options, values
    from tui_disclose.records.fields import shown_value

    office = current_office()
    found = values(office)
    if as_json:
        out_json(found)
        return
    for field in options(office):
        out(f"{field.key} = {shown_value(field, found[field.key])}")
        out(f"    {field.label}：{field.help}")


@settings.command("set", context_settings={"ignore_unknown_options": True})
@click.argument("key", metavar="设置项")
@click.argument("value", metavar="值")
def set_(key: str, value: str) -> None:
    """修改一项设置，设置项见 settings show；值为 '' 时恢复原样。"""
    from tui_disclose.office.changing_settings import set_option, values

    office = current_office()
    before = values(office).get(key)
    set_option(office, key, value, today())
    after = values(current_office()).get(key)
    say("设置已修改，其他人重新打开程序后生效。" if after != before else "与原来相同，没有改动。")
