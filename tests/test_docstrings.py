"""The examples in docstrings run, and every public name has words of its own."""

from __future__ import annotations

import doctest
import inspect
import linecache
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

import care_pathway as cp

MODULES = sorted(
    [
        "care_pathway",
        *(
            module.name
            for module in pkgutil.walk_packages(cp.__path__, "care_pathway.")
            if "hook-" not in module.name
        ),
    ]
)


#: The modules of each room.
ROOMS = {
    room: [name for name in MODULES if name.split(".")[1:2] == [room]]
    for room in sorted({name.split(".")[1] for name in MODULES[1:]} - {"__main__"})
}


@pytest.mark.parametrize("room", ["care_pathway", *ROOMS])
def test_examples_in_docstrings_run(room: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # an example that writes a file leaves nothing behind
    linecache.clearcache()  # else each docstring looks whether every file of it has changed
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    found = {
        name: doctest.testmod(import_module(name), optionflags=options) for name in ROOMS.get(room, [room])
    }
    wrong = {name: outcome for name, outcome in found.items() if outcome.failed}
    assert wrong == {}, "see the examples above"


def test_every_public_name_is_explained() -> None:
    for name in set(cp.__all__) - {"__version__", "ANY_ROLE_CATEGORY"}:
        _explained(name, getattr(cp, name))


def _explained(name: str, thing: object) -> None:
    words = inspect.getdoc(thing)
    assert words, f"{name} has no docstring"
    if inspect.isfunction(thing):
        assert "Example:" in words, f"{name} has no example"
        assert ">>>" in words
        assert inspect.signature(thing).return_annotation is not inspect.Signature.empty
