"""The files of the package, parsed once for all tests that look at how they are written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path


def that_name(folder: Path, *words: str) -> list[Path]:
    """The modules in whose text one of these words stands: to parse one takes a hundred times as long."""
    texts = {path: path.read_text("utf-8") for path in sorted(folder.rglob("*.py"))}
    return [path for path, text in texts.items() if any(word in text for word in words)]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def statements_of(path: Path) -> Iterator[ast.AST]:
    """What stands in a module but for its expressions: in those are no imports and no classes."""
    queue: list[ast.AST] = [tree_of(path)]
    for node in queue:
        parts = [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr)]
        queue += parts
        yield from parts
