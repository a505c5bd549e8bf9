"""Every public name has words of its own; `test_doctests` runs the examples."""

from __future__ import annotations

import inspect

import pytest

import care_pathway as cp


@pytest.mark.parametrize("name", sorted(set(cp.__all__) - {"__version__", "ANY_ROLE_CATEGORY"}))
def test_every_public_name_is_explained(name: str) -> None:
    thing = getattr(cp, name)
    words = inspect.getdoc(thing)
    assert words, f"{name} has no docstring"
    if inspect.isfunction(thing):
        assert "Example:" in words, f"{name} has no example"
        assert ">>>" in words
        assert inspect.signature(thing).return_annotation is not inspect.Signature.empty
