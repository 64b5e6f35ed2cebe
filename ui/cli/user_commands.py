"""``fireduty user``: who may log in."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from corpus.errors import USAGE, FiredutyError
from ui.cli.chinese_help import ChineseGroup
from ui.cli.options import PATH, ask_first
from ui.web.guard.users import Users, clean_name

_NAME = click.argument("name", metavar="用户名")
_STDIN = click.option("--stdin", is_flag=True, help="从标准输入读密码（一行），不询问。")


@click.group(cls=ChineseGroup)
@click.option(
    "--users",
    "path",
    metavar="文件",
    type=PATH,
    help="用户文件；不给就用 FIREDUTY_USERS，再没有就用默认位置。",
)
@click.pass_context
def user(context: click.Context, path: Path | None) -> None:
    """管理能登录的用户；密码和密钥只存摘要。"""
    context.obj = Users.of(path)


@user.command("add")
@_NAME
@_STDIN
@click.pass_obj
def add(users: Users, name: str, stdin: bool) -> None:
    """加一个用户，密码至少 8 个字符。"""
    name = clean_name(name)
    users.add(name, _password(stdin), date.today().isoformat())
    click.echo(f"已添加用户「{name}」，存在 {users.path}", err=True)


@user.command("list")
@click.pass_obj
def list_users(users: Users) -> None:
    """列出用户。"""
    for known in users.all().values():
        click.echo(f"{known.name}\t{known.created}\t{'有密钥' if known.key else '无密钥'}")
    if not users.all():
        click.echo(f"还没有用户（{users.path}）", err=True)


@user.command("passwd")
@_NAME
@_STDIN
@click.pass_obj
def passwd(users: Users, name: str, stdin: bool) -> None:
    """改密码；这个用户在各处的登录随即失效。"""
    users.set_password(name, _password(stdin))
    click.echo(f"已改用户「{name}」的密码", err=True)


@user.command("key")
@_NAME
@click.pass_obj
def key(users: Users, name: str) -> None:
    """生成给程序用的密钥，只显示这一次；原来的密钥随即失效。"""
    click.echo(users.set_key(name))


@user.command("remove")
@_NAME
@ask_first
@click.pass_obj
def remove(users: Users, name: str, yes: bool) -> None:
    """删除用户；登录和密钥随即失效。"""
    users.find(name)
    if not yes:
        click.confirm(f"删除用户「{name}」？", abort=True, err=True)
    users.remove(name)
    click.echo(f"已删除用户「{name}」", err=True)


def _password(stdin: bool) -> str:
    """The password as typed, twice the same; or one line of standard input.

    Raises:
        FiredutyError: it was typed differently the second time.
    """
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first: str = click.prompt("密码", hide_input=True, err=True)
    second: str = click.prompt("再输一次", hide_input=True, err=True)
    if first != second:
        raise FiredutyError("两次输入的密码不一样，没有改动", exit_code=USAGE)
    return first
