"""“--output -” is standard output for every export: the file itself, and no file of that name."""

from pathlib import Path

import pytest

from tests.command_line import Cli


@pytest.mark.parametrize(
    ("command", "begins"),
    [
        (("catalogue", "index"), "# 某局政府信息公开目录"),
        (("catalogue", "export"), '{"number"'),
        (("rule", "export"), "# 某局政府信息公开制度目录"),
        (("work", "export", "--format", "html"), "<!DOCTYPE html>"),
    ],
)
def test_a_dash_is_standard_output(cli: Cli, command: tuple[str, ...], begins: str) -> None:
    cli("init", "--unit", "某局")
    cli("catalogue", "add", "名称=办法", "栏目=部门文件")
    done = cli(*command, "--output", "-")
    assert (done.code, done.out.lower().startswith(begins.lower())) == (0, True)
    assert not Path("-").exists()
    assert "到标准输出" in cli("audit", "log").out
