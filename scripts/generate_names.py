"""Makes the ``__init__.pyi`` of each package whose names are imported when first used.

The map from name to home stands once, in the ``__init__.py`` of the package. Type checkers cannot follow it,
so they read what this script makes of it.

    python scripts/generate_names.py           write the files
    python scripts/generate_names.py --check   fail where one is not what it would write
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src"


def packages() -> list[str]:
    """The packages that keep such a map."""
    found = [path for path in SOURCE.rglob("__init__.py") if "lazy_names(__name__" in path.read_text("utf-8")]
    return sorted(".".join(path.parent.relative_to(SOURCE).parts) for path in found)


def stub(package: str) -> str:
    """The text of one ``__init__.pyi``."""
    module = import_module(package)
    lines = ["# Made by scripts/generate_names.py from the map in __init__.py."]
    lines += [f"from {package} import {room} as {room}" for room in getattr(module, "_ROOMS", ())]
    for home, names in module._HOMES.items():
        lines += [f"from {package}.{home} import {name} as {name}" for name in names.split()]
    if hasattr(module, "__version__"):
        lines.append("__version__: str")
    listed = "".join(f'    "{name}",\n' for name in module.__all__)
    return "\n".join(lines) + f"\n\n__all__ = [\n{listed}]\n"


def main(argv: list[str]) -> int:
    """Writes or checks every file."""
    stale = []
    for package in packages():
        path = SOURCE.joinpath(*package.split(".")) / "__init__.pyi"
        text = stub(package)
        if path.exists() and path.read_text("utf-8") == text:
            continue
        stale.append(str(path.relative_to(SOURCE.parent)))
        if "--check" not in argv:
            path.write_text(text, "utf-8")
    if stale:
        print("made anew:" if "--check" not in argv else "out of date, run the script:", *stale, sep="\n  ")
    return 1 if stale and "--check" in argv else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
