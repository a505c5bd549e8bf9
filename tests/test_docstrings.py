"""The examples in docstrings run, and every public name has words of its own."""

from __future__ import annotations

import doctest
import inspect
import pkgutil
from importlib import import_module

import pytest

import care_pathway as cp

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(cp.__path__, "care_pathway.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name: str) -> None:
    outcome = doctest.testmod(import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert outcome.failed == 0


@pytest.mark.parametrize("name", sorted(set(cp.__all__) - {"__version__", "ANY_ROLE_CATEGORY"}))
def test_every_public_name_is_explained(name: str) -> None:
    thing = getattr(cp, name)
    words = inspect.getdoc(thing)
    assert words, f"{name} has no docstring"
    assert words[0].isupper() or words[0] in "`\"'", f"{name}: a sentence begins with a capital"
    if inspect.isfunction(thing):
        assert "Example:" in words, f"{name} has no example"
        assert ">>>" in words
        assert inspect.signature(thing).return_annotation is not inspect.Signature.empty
