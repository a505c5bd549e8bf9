"""Makes the page that runs the package in a browser, as a folder that any web server can show.

    python scripts/build_try.py OUT
    python -m http.server --directory OUT

It takes Python in WebAssembly from npm, and beside it the wheel of this checkout and those that it needs.
What they hold that is compiled for this machine is left out: each of them works without.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs" / "try" / "app"
RUNTIME = "pyodide@314"
#: What a browser needs of the runtime.
RUNTIME_FILES = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
#: The core and what a page and a workbook need; all of it is Python, or works without its compiled part.
PACKAGES = ("attrs", "cattrs", "typing_extensions", "jinja2", "markupsafe", "openpyxl", "et_xmlfile")
#: What a build writes last.
SEALS = ("files.json", "sw.js")
COMPILED = (".so", ".pyd", ".dylib", ".c")


def run(*command: str) -> None:
    """One command; its output only where it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def wheels(out: Path) -> list[str]:
    """The wheels, made or fetched, without what is compiled."""
    with tempfile.TemporaryDirectory() as folder:
        pip = (sys.executable, "-m", "pip")
        run(*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, str(ROOT))
        run(*pip, "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", folder, *PACKAGES)
        names = []
        for wheel in sorted(Path(folder).glob("*.whl")):
            name, version = wheel.name.split("-")[:2]
            target = out / f"{name}-{version}-py3-none-any.whl"
            with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
                for item in old.infolist():
                    if not item.filename.endswith(COMPILED):
                        new.writestr(item, old.read(item))
            names.append(f"wheels/{target.name}")
        return names


def report_script() -> str:
    """The hash of the one script that a report holds: the page lets it run in the report's frame."""
    sys.path.insert(0, str(ROOT / "src"))
    from care_pathway.report.page import assets

    return str(assets()["script_hash"])


def build(out: Path) -> int:
    """The folder; gives its size in bytes."""
    ours = {path.name for path in SOURCE.iterdir()}  # the documentation copies the page without its packages
    inside = {path.name for path in out.iterdir()} if out.exists() else set()
    if not inside <= ours and "files.json" not in inside:
        sys.exit(f"{out} holds something else; name a new folder")
    shutil.rmtree(out, ignore_errors=True)
    (out / "pyodide").mkdir(parents=True)
    (out / "wheels").mkdir()
    with tempfile.TemporaryDirectory() as folder:
        run("npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", folder, RUNTIME)
        for name in RUNTIME_FILES:
            shutil.copy(Path(folder) / "node_modules" / "pyodide" / name, out / "pyodide" / name)
    made = wheels(out / "wheels")
    for path in SOURCE.iterdir():
        if path.is_file():
            shutil.copy(path, out / path.name)
    page = (out / "index.html").read_text("utf-8").replace("REPORT_SCRIPT", report_script())
    (out / "index.html").write_text(page, "utf-8")
    return seal(out, made)


def seal(out: Path, made: list[str]) -> int:
    """List the files of a folder, and give its service worker their version; gives its size in bytes."""
    files = sorted(path for path in out.rglob("*") if path.is_file() and path.name not in SEALS)
    names = [path.relative_to(out).as_posix() for path in files]
    digest = sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    (out / "files.json").write_text(json.dumps({"wheels": made, "files": names}, indent=1) + "\n", "utf-8")
    worker = (SOURCE / "sw.js").read_text("utf-8").replace("BUILT", f"care-pathway-{digest}")
    (out / "sw.js").write_text(worker, "utf-8")
    return sum(path.stat().st_size for path in files)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(f"{build(Path(sys.argv[1])) / 1_000_000:.1f} MB in {sys.argv[1]}")
