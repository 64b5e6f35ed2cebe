"""Who may use the program: a file of names with hashed passwords and keys.

The file is JSON, readable by its owner only and always written whole. Passwords are hashed by
argon2id; keys are 256 random bits, of which the SHA-256 is kept.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from platformdirs import user_config_path

from corpus.errors import USAGE, FiredutyError
from corpus.files import locked, read_file, reason_of

MIN_PASSWORD = 8
MAX_PASSWORD = 256
_MAX_NAME = 32
_FORBIDDEN = ':"\\'
#: Different characters of a password.
_DIFFERENT = 5
#: What passwords that are tried first are without digits and signs.
_GUESSED_FIRST = ("password", "qwerty", "qwertyuiop", "abc", "admin", "woaini", "fireduty")
_DISGUISE = str.maketrans("@0$", "aos")
_SECRET = 32
#: Of a users file: thousands of users.
_MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class User:
    """One who may log in.

    Attributes:
        name: as typed at login.
        password: its argon2 hash.
        created: ISO date.
        key: hex SHA-256 of the key for programs; empty for none.
    """

    name: str
    password: str
    created: str
    key: str = ""

    @property
    def stamp(self) -> str:
        """Changes with the password, so that sessions end with it."""
        return sha256(self.password.encode()).hexdigest()[:16]


class Users:
    """The users of one file; reads it again when it has changed.

    Args:
        path: the file. It need not exist.
        hasher: hashes passwords; None for argon2id at the cost that its makers recommend.
    """

    def __init__(self, path: Path, hasher: PasswordHasher | None = None) -> None:
        self.path = path
        self._given = hasher
        self._read: tuple[object, dict[str, User]] = (None, {})

    @classmethod
    def of(cls, path: Path | None) -> Users:
        """The file that is named, by ``FIREDUTY_USERS``, or the usual one."""
        if path is None:
            named = os.environ.get("FIREDUTY_USERS")
            path = Path(named).expanduser() if named else _default_path()
        return cls(path)

    def all(self) -> Mapping[str, User]:
        """Users by name; none where there is no file.

        Raises:
            FiredutyError: the file cannot be read, or others may read it.
        """
        try:
            state = self.path.stat()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise FiredutyError(f"无法读取用户文件 {self.path}（{reason_of(error)}）") from error
        version = (state.st_mtime_ns, state.st_size, state.st_ino)
        if version != self._read[0]:
            self._read = (version, self._load(state))
        return self._read[1]

    def _load(self, state: os.stat_result) -> dict[str, User]:
        if not stat.S_ISREG(state.st_mode):
            raise FiredutyError(
                f"用户文件 {self.path} 是文件夹或设备，不是文件：请写用户文件的路径",
                exit_code=USAGE,
            )
        if state.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise FiredutyError(
                f"用户文件 {self.path} 别人也能读：请运行 chmod 600 {self.path}", exit_code=USAGE
            )
        try:
            records = json.loads(read_file(self.path, _MOST_BYTES))["users"]
            users = [User(**record) for record in records]
            if not all(map(_is_whole, users)):
                raise ValueError
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise FiredutyError(
                f"用户文件 {self.path} 读不出来：请移开它，用 fireduty user add 重建"
            ) from error
        return {user.name: user for user in users}

    # --- changing -------------------------------------------------------------------------------

    def add(self, name: str, password: str, date: str) -> None:
        """A new user.

        Raises:
            FiredutyError: the name or the password cannot be used, or there is such a user.
        """
        name = clean_name(name)
        hashed = self._hash(name, password)
        with self._changing() as users:
            if name in users:
                raise FiredutyError(
                    f"已经有用户「{name}」；改密码用 fireduty user passwd {name}", exit_code=USAGE
                )
            users[name] = User(name, hashed, date)

    def set_password(self, name: str, password: str) -> None:
        """Another password; every session of the user ends.

        Raises:
            FiredutyError: there is no such user, or the password cannot be used.
        """
        hashed = self._hash(name, password)
        with self._changing() as users:
            user = _known(users, name)
            users[user.name] = replace(user, password=hashed)

    def set_key(self, name: str) -> str:
        """A new key for programs in place of the former one; it is not kept and cannot be shown again.

        Raises:
            FiredutyError: there is no such user.
        """
        key = f"fd_{secrets.token_urlsafe(32)}"
        with self._changing() as users:
            user = _known(users, name)
            users[user.name] = replace(user, key=_digest(key))
        return key

    def find(self, name: str) -> User:
        """A user by name.

        Raises:
            FiredutyError: there is no such user.
        """
        return _known(self.all(), name)

    def remove(self, name: str) -> None:
        """Take a user away.

        Raises:
            FiredutyError: there is no such user.
        """
        with self._changing() as users:
            del users[_known(users, name).name]

    @contextmanager
    def _changing(self) -> Iterator[dict[str, User]]:
        """The users to change; written when nothing was raised. One process at a time."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with locked(self.path.with_suffix(".lock")):
                users = dict(self.all())
                yield users
                write_private(self.path, _rendered(users))
        except OSError as error:
            raise FiredutyError(
                f"无法写入用户文件 {self.path}（{reason_of(error)}），请检查文件夹和权限"
            ) from error

    # --- checking -------------------------------------------------------------------------------

    def check(self, name: str, password: str) -> User | None:
        """The user, if the password is right. Takes as long for a name that nobody has."""
        user = self.all().get(unicodedata.normalize("NFC", name.strip()))
        try:
            self._hasher.verify(user.password if user else self._nobody, password[:MAX_PASSWORD])
        except (VerificationError, InvalidHashError):
            return None
        return user

    def of_key(self, key: str) -> User | None:
        """Whose key it is."""
        digest = _digest(key)
        found = [u for u in self.all().values() if u.key and secrets.compare_digest(u.key, digest)]
        return found[0] if found else None

    def secret(self) -> bytes:
        """What sessions are signed with; made beside the users file where there is none.

        Raises:
            FiredutyError: it cannot be read or made.
        """
        path = self.path.with_suffix(".secret")
        try:
            if not path.exists():
                with locked(path.with_suffix(".secret-lock")):
                    if not path.exists():  # of two programs that start at once, one makes it
                        write_private(path, secrets.token_hex(32))
            private = not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
            secret = read_file(path, _MOST_BYTES)
        except OSError as error:
            raise FiredutyError(f"无法读写 {path}（{reason_of(error)}），请检查权限") from error
        if not private:
            raise FiredutyError(f"{path} 别人也能读：请删除它，会自动重建", exit_code=USAGE)
        if len(secret) < _SECRET:
            raise FiredutyError(f"{path} 内容不全：请删除它，会自动重建", exit_code=USAGE)
        return secret

    def _hash(self, name: str, password: str) -> str:
        if why := find_weakness(name, password):
            raise FiredutyError(why, exit_code=USAGE)
        return self._hasher.hash(password)

    @cached_property
    def _hasher(self) -> PasswordHasher:
        return self._given or PasswordHasher()

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_hex())


def clean_name(written: str) -> str:
    """A name as it is kept.

    Raises:
        FiredutyError: it cannot be one.
    """
    name = unicodedata.normalize("NFC", written.strip())
    if not 0 < len(name) <= _MAX_NAME or not name.isprintable() or set(name) & set(_FORBIDDEN):
        raise FiredutyError(
            f"用户名应有 1 到 {_MAX_NAME} 个字，不含冒号、引号和反斜杠", exit_code=USAGE
        )
    return name


def find_weakness(name: str, password: str) -> str:
    """Why a password cannot be used, in Chinese; empty where it can."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        return f"密码应有 {MIN_PASSWORD} 到 {MAX_PASSWORD} 个字符"
    if any("\ud800" <= c <= "\udfff" for c in password):
        return "密码里有读不出的字符（不是 UTF-8 的字节），请重新输入"
    low = password.lower()
    if len(set(low)) < _DIFFERENT or low.isdigit():
        return "密码太简单：不要只用数字，也不要总是重复那几个字符"
    bare = {"".join(filter(str.isalpha, s)) for s in (low, low.translate(_DISGUISE))}
    if bare & {*_GUESSED_FIRST, name.lower()}:
        return "密码太容易猜：不要只在用户名或 password、qwerty 一类的词后面加数字"
    return ""


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    descriptor, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        os.replace(made, path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise


def _is_whole(user: User) -> bool:
    """Whether every field is what it should be, as it is where nobody has written in the file."""
    values = (user.name, user.password, user.created, user.key)
    return all(isinstance(v, str) for v in values) and "".join(values).isprintable()


def _known(users: Mapping[str, User], name: str) -> User:
    found = users.get(unicodedata.normalize("NFC", name.strip()))
    if found is None:
        raise FiredutyError(f"没有用户「{name}」；用 fireduty user list 查看", exit_code=USAGE)
    return found


def _rendered(users: Mapping[str, User]) -> str:
    return json.dumps({"users": [asdict(u) for u in users.values()]}, ensure_ascii=False, indent=1)


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def _default_path() -> Path:
    return user_config_path("fireduty", appauthor=False) / "users.json"
