"""What ``deploy/compose.yaml`` names is there: commands, options, settings, volumes, the proxy."""

from __future__ import annotations

import ipaddress
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest

from ui.cli.main import main
from ui.web.guard.hosts import host_names

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
# brought by chromadb; its types are not installed
SITE: dict[str, Any] = import_module("yaml").safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = SITE["services"]
#: Those that run ``fireduty``, the image's entry point.
OURS = {
    name: service
    for name, service in SERVICES.items()
    if service["image"] == "fireduty" and "entrypoint" not in service
}
WORKERS = ("worker-a", "worker-b")


def test_there_are_two_workers_one_writer_a_vector_server_and_a_proxy() -> None:
    assert set(SERVICES) == {"chroma", "index", *WORKERS, "writer", "proxy"}
    assert SERVICES["writer"]["profiles"] == ["tools"]
    assert all("profiles" not in SERVICES[name] for name in SERVICES if name != "writer")


def test_images_are_built_here_or_named_with_a_version() -> None:
    for service in SERVICES.values():
        if "build" in service:
            assert (DEPLOY / service["build"]["context"]).resolve() == ROOT
            assert (ROOT / service["build"]["dockerfile"]).is_file()
        else:
            assert re.fullmatch(r"[\w/.-]+:[\w.-]+", service["image"])


@pytest.mark.parametrize("name", OURS)
def test_commands_and_their_options_are_those_of_the_program(name: str) -> None:
    context, arguments, command = click.Context(main), [*OURS[name]["command"]], main
    while isinstance(command, click.Group):
        word, found, arguments = command.resolve_command(context, arguments)
        assert word is not None
        assert found is not None
        context, command = click.Context(found, parent=context), found
    parsed = command.make_context(command.name, list(arguments))  # does not run it
    if name in WORKERS:
        assert parsed.params["read_only"]


def test_settings_are_read_somewhere_and_are_those_of_the_image() -> None:
    code = "".join(
        p.read_text("utf-8") for f in ("assistant", "ui") for p in (ROOT / f).rglob("*.py")
    )
    image = (DEPLOY / "Dockerfile").read_text("utf-8")
    for service in OURS.values():
        for name, value in service["environment"].items():
            assert f'"{name}"' in code or f"``{name}``" in code, name
            assert value.startswith("http") or value.split("/")[1] in ("data", "library")
    for name in ("FIREDUTY_USERS", "FIREDUTY_FEEDBACK", "FIREDUTY_GROUPS"):
        assert f"{name}={SERVICES['writer']['environment'][name]}" in image


def test_only_the_writer_and_the_first_build_can_write_the_library() -> None:
    mounts = {name: service.get("volumes", []) for name, service in SERVICES.items()}
    assert all("library:/library:ro" in mounts[name] for name in WORKERS)
    writing = {name for name, held in mounts.items() if "library:/library" in held}
    assert writing == {"index", "writer"}
    image = (DEPLOY / "Dockerfile").read_text("utf-8")
    for held in mounts.values():
        for volume in held:
            source, target, *_ = volume.split(":")
            if source.startswith("./"):
                assert (DEPLOY / source).is_file()
            else:
                assert source in SITE["volumes"]
                assert target in image  # made there, so that it is the user's who writes


def test_everything_waited_for_is_there() -> None:
    for service in SERVICES.values():
        for name in service.get("depends_on", ()):
            assert name in SERVICES


def test_the_vector_server_is_where_the_settings_say() -> None:
    command = SERVICES["chroma"]["command"]
    where = f"http://chroma:{command[command.index('--port') + 1]}"
    assert all(s["environment"]["FIREDUTY_CHROMA"] == where for s in OURS.values())


def test_the_proxy_keeps_a_browser_with_one_worker_and_is_trusted() -> None:
    proxy = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert "reverse_proxy worker-a:7860 worker-b:7860 {" in proxy
    assert "lb_policy cookie" in proxy
    assert "health_uri /readyz" in proxy
    assert proxy.count("{") == proxy.count("}")
    address = SERVICES["proxy"]["networks"]["inside"]["ipv4_address"]
    subnet = SITE["networks"]["inside"]["ipam"]["config"][0]["subnet"]
    assert ipaddress.ip_address(address) in ipaddress.ip_network(subnet)
    for name in WORKERS:
        command = SERVICES[name]["command"]
        assert command[command.index("--trusted-proxy") + 1] == address


@pytest.mark.parametrize("name", WORKERS)
def test_a_worker_answers_to_the_name_that_the_proxy_looks_at_it_by(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: SERVICES[name]["hostname"])
    command = SERVICES[name]["command"]
    assert host_names(command[command.index("--host") + 1]).holds(f"{name}:7860")
