"""Importing Gradio in half the time.

At every import Gradio parses the source of each of its components to write type stubs for its own
developers, and loads the ``mcp`` package where there is one. The page needs neither.
"""

from __future__ import annotations

import inspect
import sys
from types import ModuleType
from typing import Any, cast

from corpus.proxies import without_proxies


def import_gradio() -> None:
    """Import Gradio, if that has not been done."""
    if "gradio" in sys.modules:
        return
    getfile = inspect.getfile

    def no_file_of_gradio(thing: Any) -> str:
        if str(getattr(thing, "__module__", "")).startswith("gradio."):
            raise OSError("no stubs wanted")  # what Gradio takes for a class without a file
        return getfile(thing)

    hidden = "mcp" not in sys.modules
    inspect.getfile = cast(Any, no_file_of_gradio)
    if hidden:
        sys.modules["mcp"] = cast(ModuleType, None)  # an import of it is an ImportError
    try:
        with without_proxies():
            import gradio  # noqa: F401
    finally:
        inspect.getfile = getfile
        if hidden:
            del sys.modules["mcp"]
