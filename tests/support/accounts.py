"""One who may log in, with a password that costs little to hash."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from ui.web.guard.users import Users

NAME, PASSWORD = "王芳", "correct horse battery"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def users_with_one(path: Path) -> Users:
    """A users file with ``NAME`` in it. What checks the password takes the cost from its hash."""
    users = Users(path, CHEAP)
    users.add(NAME, PASSWORD, "2026-11-25")
    return users


def log_in(client: TestClient, name: str = NAME, password: str = PASSWORD, root: str = "") -> Any:
    """The reply to the form of the login page."""
    page = client.get(f"{root}/login")
    token = re.search('name="token" value="([^"]+)"', page.text)
    assert token is not None
    form = {"name": name, "password": password, "token": token[1]}
    return client.post(f"{root}/login", data=form)
