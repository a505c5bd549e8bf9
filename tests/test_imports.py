"""What is imported when: lazily, one way, and nothing heavy until it is used."""

from __future__ import annotations

import ast
import inspect
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import get_type_hints

import pytest

import care_pathway as cp
from care_pathway import model
from tests.sources import statements_of, tree_of

PACKAGE = Path(cp.__file__).parent
MODULES = {path.relative_to(PACKAGE).with_suffix("").as_posix(): path for path in PACKAGE.rglob("*.py")}

# The converter, its schema and the readers beside it know each other.
CONVERTER = ("_integrity", "_converter", "serialise", "rows", "schema", "_pydantic", "_bundle")

#: The rooms in the order in which they may know each other; those of one row do not know each other.
ORDER: tuple[tuple[str, ...], ...] = (
    ("_lazy", "language", "render"),
    ("_record",),
    ("problems",),
    ("errors",),
    ("_data", "_arguments"),
    ("model",),
    ("titles", "tabular"),
    ("evidence",),
    ("skills", "progression", "alignment"),
    ("planning", "learning"),
    ("overlay", "comparison", "statements"),
    CONVERTER,
    ("catalogue",),
    ("interop",),
    ("report", "frames"),
    ("testing",),
    ("_commands",),
    ("cli", "__main__"),
    ("_pyinstaller",),
)
#: Imports against the order that are on their way out.
TO_MEND = {"learning/__init__ planning"}
LEVEL = {room: level for level, rooms in enumerate(ORDER) for room in rooms}

#: Imported only inside the function that needs it, wherever that is.
LATE = {
    "rapidfuzz",
    "highspy",
    "numpy",
    "openpyxl",
    "rich",
    "jinja2",
    "narwhals",
    "pandas",
    "polars",
    "pyarrow",
    "pyspark",
}

#: Up to `compare`, only the standard library and attrs at import time.
LIGHT_ROOMS = {room for rooms in ORDER[: LEVEL["overlay"] + 1] for room in rooms}


def imports(path: Path, *, late: bool) -> list[tuple[str, int]]:
    """Modules that a file imports, with the line; those inside functions only if `late`."""
    found: list[tuple[str, int]] = []

    def visit(node: ast.AST, inside: bool) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                continue  # no import is inside one
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                continue
            if isinstance(child, ast.Import | ast.ImportFrom) and (late or not inside):
                if isinstance(child, ast.Import):
                    found.extend((alias.name, child.lineno) for alias in child.names)
                else:
                    assert child.level == 0, f"{path}: imports are written in full"
                    found.extend((f"{child.module}.{alias.name}", child.lineno) for alias in child.names)
            visit(child, inside or isinstance(child, ast.FunctionDef | ast.Lambda))

    visit(tree_of(path), inside=False)
    return found


def room_of(module: str) -> str:
    return module.split("/", maxsplit=1)[0]


def test_imports_run_one_way() -> None:
    """DESIGN: errors ← _data ← model ← titles ← skills ← {progression, learning} ← … ← cli."""
    wrong = []
    for module, path in MODULES.items():
        room = room_of(module)
        if room == "__init__":
            continue
        assert room in LEVEL, f"{room} has no place in the house; say where it belongs"
        for name, line in imports(path, late=False):
            parts = name.split(".")
            if parts[0] == "care_pathway" and len(parts) > 1 and parts[1] in LEVEL and parts[1] != room:
                level, of_room = LEVEL[parts[1]], LEVEL[room]
                below = level < of_room or (room in CONVERTER and level == of_room)
                if not below and f"{module} {parts[1]}" not in TO_MEND:
                    wrong.append(f"{module}:{line} imports {name}")
    assert wrong == []


def test_optional_and_heavy_packages_are_imported_late() -> None:
    """highspy late, inside the function that needs them; extras only when used."""
    light = set(sys.stdlib_module_names) | {"attrs", "care_pathway"}
    wrong = []
    for module, path in MODULES.items():
        roots = {name.split(".")[0] for name, _ in imports(path, late=False)}
        heavy = roots & LATE
        if room_of(module) in LIGHT_ROOMS:
            heavy |= roots - light
        if room_of(module) != "testing":
            heavy |= {name for name, _ in imports(path, late=True) if name.split(".")[0] == "hypothesis"}
        if heavy:
            wrong.append(f"{module} imports {sorted(heavy)}")
    assert wrong == []


OUTSIDE = {"random", "time", "socket", "urllib", "http", "requests", "logging", "locale", "secrets"}


def test_nothing_reads_the_clock_the_network_or_chance() -> None:
    """No clock, no randomness, no network, nothing logged; only the command line knows what day it is."""
    wrong = []
    for module, path in MODULES.items():
        if room_of(module) == "_commands":
            continue
        found = {name.split(".")[0] for name, _ in imports(path, late=True)} & OUTSIDE
        text = path.read_text("utf-8")
        found |= {call for call in ("date.today(", "datetime.now(", "datetime.utcnow(") if call in text}
        if found:
            wrong.append(f"{module}: {sorted(found)}")
    assert wrong == []


# --- circles -----------------------------------------------------------------------------------------------


def module_name(path: Path) -> str:
    """A module by its name below the package; a package by its own."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def homes() -> dict[str, str]:
    """Every name that a package hands on, and the module or package that it comes from."""
    found: dict[str, str] = {}
    for path in PACKAGE.rglob("__init__.py"):
        package = import_module(f"care_pathway.{module_name(path)}".rstrip("."))
        for home, listed in getattr(package, "_HOMES", {}).items():
            found |= {f"{package.__name__}.{name}": f"{package.__name__}.{home}" for name in listed.split()}
    return found


def knows(path: Path, modules: set[str], homes: dict[str, str]) -> set[str]:
    """The modules that a module knows: imports that are late, or only for types, are counted."""

    def home_of(name: str) -> str:
        """The module that has a name, past the packages that hand it on."""
        if name not in homes:
            return name
        further = f"{homes[name]}.{name.rpartition('.')[2]}"
        return home_of(further) if further in homes else homes[name]

    found = set()
    for node in statements_of(path):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for parts in [home_of(name).split(".") for name in names]:
            if parts[0] == "care_pathway":
                shorter = [".".join(parts[1:length]) for length in range(len(parts), 0, -1)]
                found.add(next(one for one in shorter if one in modules))
    return found - {module_name(path)}


def circles(graph: dict[str, set[str]]) -> set[str]:
    """The groups of modules of which each knows all others, directly or by way of them."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        queue = [start]
        while queue:
            for further in graph[queue.pop()] - seen:
                seen.add(further)
                queue.append(further)
        return seen

    beyond = {module: reached(module) for module in graph}
    return {
        " ".join(sorted(other for other in beyond[module] if module in beyond[other]))
        for module in graph
        if module in beyond[module]
    }


def test_circles_are_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()}) == {"a b c"}
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == set()


def test_no_modules_know_each_other() -> None:
    """Imports run one way, those inside functions and those for types too."""
    by_name = {module_name(path): path for path in PACKAGE.rglob("*.py")}
    known = homes()
    found = circles({name: knows(path, set(by_name), known) for name, path in by_name.items()})
    assert found == set()


def run(program: str) -> str:
    command = [sys.executable, "-X", "importtime", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout


def loaded_by(program: str) -> set[str]:
    """The modules that a fresh process has loaded after a program."""
    shown = run(f"{program}\nimport json, sys; print(json.dumps(sorted(sys.modules)))")
    return set(json.loads(shown.splitlines()[-1]))


def test_importing_the_package_loads_nothing_heavy() -> None:
    """Lazy import: nothing is imported until a name is used."""
    bare = loaded_by("pass")
    added = loaded_by("import care_pathway") - bare
    assert "care_pathway" in added
    assert not added & {
        "attr",
        "attrs",
        "cattrs",
        "typing",
        "inspect",
        "dataclasses",
        "enum",
        "re",
        "json",
    }
    assert {name for name in added if name.startswith("care_pathway.")} == {"care_pathway._lazy"}


def test_loading_an_edition_needs_neither_cattrs_nor_extras() -> None:
    """Light: the manifest has proved the bundled data, so the converter is not needed to load it."""
    loaded = loaded_by("import care_pathway as cp; cp.load().role_category('new-to-care')")
    assert "attrs" in loaded
    late = {"cattrs", "hypothesis", "importlib.resources", "importlib.metadata", "pathlib", "_hashlib"}
    assert not loaded & (LATE | late), "OpenSSL alone, _hashlib, takes longer than everything else"


def test_a_kind_of_records_is_imported_with_its_first_record() -> None:
    loaded = loaded_by("import care_pathway as cp; cp.load().role_category('new-to-care')")
    assert "care_pathway.model.role_category" in loaded
    unused = {"adoption", "competency", "learning", "persona", "practice_area", "route", "worker"}
    assert not loaded & {f"care_pathway.model.{name}" for name in unused}


def test_an_error_loads_no_records() -> None:
    loaded = loaded_by("import care_pathway as cp; cp.DataError")
    assert "care_pathway.model" not in loaded
    assert "attrs" not in loaded


# --- the names of the package ------------------------------------------------------------------------------


@pytest.mark.parametrize("package", [cp, model], ids=["care_pathway", "care_pathway.model"])
def test_a_name_has_one_home(package: ModuleType) -> None:
    """The map names each once; what a type checker reads is made from it (see test_generated_docs)."""
    names = [name for listed in package._HOMES.values() for name in listed.split()]
    assert len(set(names)) == len(names)
    assert set(names) <= set(package.__all__) <= set(dir(package))


def test_no_name_is_that_of_its_module() -> None:
    """Importing the module would put it where its name is looked for."""
    for path in PACKAGE.rglob("__init__.py"):
        package = import_module(".".join(("care_pathway", *path.relative_to(PACKAGE).parts[:-1])))
        for home, listed in getattr(package, "_HOMES", {}).items():
            assert home not in listed.split(), f"{package.__name__}.{home}"


def test_every_public_name_is_there() -> None:
    assert [name for name in cp.__all__ if getattr(cp, name) is None] == []
    assert set(cp.__all__) <= set(dir(cp))


def test_annotations_can_be_evaluated() -> None:
    """Other libraries read them at run time, also where a kind is imported late."""
    for name in cp.__all__:
        value = getattr(cp, name)
        if inspect.isclass(value):
            get_type_hints(value)
            for own in vars(value).values():
                if inspect.isfunction(own) and not own.__name__.startswith("_"):
                    get_type_hints(own)
        elif inspect.isfunction(value):
            assert "return" in get_type_hints(value), name


def test_a_name_that_is_none_of_ours_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'care_pathway' has no attribute 'lod'"):
        cp.lod  # type: ignore[attr-defined]  # noqa: B018
    assert not hasattr(cp, "__wrapped__")


def test_everything_that_the_model_exports_is_public() -> None:
    """But for what nobody makes and few look at: parts of records that are reached through them."""
    parts = [
        "AdoptionTerm",
        "Extent",
        "Fact",
        "Finding",
        "Note",
        "PilotStrand",
        "QualificationNumber",
        "Statement",
        "Term",
    ]
    internal = {"COLLECTIONS", "REQUIREMENT_KINDS", *parts}
    assert set(model.__all__) - set(cp.__all__) == internal


def test_all_records_are_declared_alike() -> None:
    """Frozen, made with keywords, and compared and shown as `Record` says once for all."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in statements_of(path):
            if not isinstance(node, ast.ClassDef):
                continue
            bases = {ast.unparse(base) for base in node.bases}
            if bases & {"Record", "Result", "LazyRecord", "Requirement"}:
                declared = [ast.unparse(one).removeprefix("attrs.") for one in node.decorator_list]
                place = f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}"
                if node.name != "LazyRecord" and not node.name.startswith("_"):
                    assert declared == ["frozen(kw_only=True, repr=False, eq=False)"], place
