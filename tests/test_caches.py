"""What is remembered, and why: every cache of the package stands in a written list here.

DESIGN: "What follows from a pathway lives on that pathway. Free text of callers is remembered within one
call or within a small stated bound. No other caches outside data loading but where a benchmark shows the
worth; none keyed by `Pathway`."
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import care_pathway as cp
from tests.sources import that_name, tree_of

PACKAGE = Path(cp.__file__).parent
MOST = 12

#: Readers of bundled data that depend on the name of a table or on a class of records: data loading.
OF_TABLES = {
    "_bundle.py:_reader": "kind",
    "_integrity.py:_shape": "kind",
    "alignment/duplicates.py:_words": "name",
    "alignment/tables.py:table": "name",
    "alignment/tables.py:word_list": "name",
    "evidence/own_word.py:_words": "means",
    "interop/ascwds/checks.py:_rules": "file",
    "interop/ascwds/codes.py:columns": "file",
    "interop/ascwds/codes.py:labels": "name",
    "interop/ascwds/codes.py:retired_columns": "file",
    "report/quality.py:statements": "framework",
    "tabular/headings.py:fields": "table",
    "tabular/headings.py:known": "table",
    "tabular/headings.py:words": "kind",
}

#: All others: at most how many answers are kept, where they live, and by how much what is asked took longer
#: without (processor time, least of three fresh processes).
OTHERS = {
    "titles/cleaning.py:_of_chunk": (8192, "a pathway", "20,000 different titles: 3 times"),
    "titles/judge.py:_settle": (8192, "a pathway", "20,000 different titles: 2 times"),
    "titles/judge.py:_decide": (8192, "a pathway", "24,000 titles of different words: 1.3 times"),
    "alignment/competencies.py:_of_theme": (1024, "a pathway", "4,000 different courses: 1.2 times"),
    "alignment/tables.py:read": (1024, "the process", "10,000 courses by place and day: 1.2 times"),
    "alignment/vocabulary.py:_find": (4096, "the lexicon", "4,000 different courses: 1.2 times"),
    "alignment/vocabulary.py:_tokens": (8192, "the lexicon", "4,000 courses by place and day: 1.1 times"),
    "evidence/held.py:_named": (4096, "a pathway", "routes of 1,000 people: 1.3 times"),
    "evidence/masks.py:_decode": (2048, "a pathway", "gaps of 2,000 people: 1.2 times"),
    "evidence/training.py:_marked": (4096, "a pathway", "routes of 1,000 people: 1.9 times"),
    "interop/ascwds/rows.py:check": (None, "one call", "2,760 rows: 2.9 times"),
    "tabular/amounts.py:read_once": (8192, "the process", "8,000 rows of courses: 1.7 times"),
}


def _functions(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """What each cache of a module remembers, and by which arguments, where they are known."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            if any(_is_cache(one) for one in node.decorator_list):
                yield node.name, [one.arg for one in (*node.args.args, *node.args.kwonlyargs)]
        elif isinstance(node, ast.Call) and node.args and _makes_a_cache(node.func):
            remembered = node.args[0]
            if isinstance(remembered, ast.Lambda):
                remembered = remembered.body
            if isinstance(remembered, ast.Call):  # partial(settle, lexicon), or what a lambda calls
                partial = ast.unparse(remembered.func) == "partial"
                remembered = remembered.args[0] if partial else remembered.func
            yield ast.unparse(remembered).rsplit(".", 1)[-1], ["?"]


def _makes_a_cache(node: ast.expr) -> bool:
    """Whether what is called with a function remembers what that gives."""
    bounded = isinstance(node, ast.Call) and _is_cache(node)
    return bounded or ast.unparse(node).removeprefix("functools.") in {"cache", "Memory"}


def _is_cache(node: ast.expr) -> bool:
    """Whether this is `cache`, `lru_cache` or a call of the latter with its bound."""
    name = node.func if isinstance(node, ast.Call) else node
    return ast.unparse(name).removeprefix("functools.") in {"cache", "lru_cache"}


def _found() -> dict[str, list[str]]:
    return {
        f"{path.relative_to(PACKAGE).as_posix()}:{name}": arguments
        for path in that_name(PACKAGE, "cache", "Memory")
        for name, arguments in _functions(tree_of(path))
    }


def test_every_cache_that_depends_on_an_argument_is_in_the_list() -> None:
    """Issue: at most 12 caches outside data loading, none keyed by `Pathway`."""
    found = {where: arguments for where, arguments in _found().items() if arguments}
    assert len(OTHERS) <= MOST
    assert set(found) == set(OF_TABLES) | set(OTHERS)
    for where, argument in OF_TABLES.items():
        assert found[where] == [argument], where
    assert not any("pathway" in arguments for arguments in found.values())


def test_the_search_finds_a_cache_however_it_is_written() -> None:
    written = """
@cache
def one(pathway): ...
@functools.lru_cache(maxsize=8)
def two(*, name): ...
three = lru_cache(8)(self._three)
four = cache(four_of)
five = Memory(partial(five_of, lexicon))
six = Memory(lambda key: self.six_of(key))
@cached_property
def not_one(self): ...
"""
    assert dict(_functions(ast.parse(written))) == {
        "one": ["pathway"],
        "two": ["name"],
        "_three": ["?"],
        "four_of": ["?"],
        "five_of": ["?"],
        "six_of": ["?"],
    }


def test_a_memory_keeps_no_more_than_its_bound() -> None:
    from care_pathway.titles.memory import _KEPT, Memory

    memory: Memory[int, int] = Memory(lambda key: key + 1)
    assert [memory[key] for key in range(_KEPT * 2)] == [key + 1 for key in range(_KEPT * 2)]
    assert len(memory) <= _KEPT == 8192
