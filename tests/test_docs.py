"""README and documentation are true: their Python runs and prints what they show; their commands exist."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

import care_pathway as cp
from care_pathway.cli import main
from tests.each import each
from tests.solved import solved_once

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
LANGUAGES = {"python", "text", "sh", "console", "powershell", "toml", "json", "csv"}

# Made-up files that the pages name, from the bundled examples.
FILES = (
    "ascwds-training.csv",
    "ascwds-worker.csv",
    "ascwds-workplace.csv",
    "courses.csv",
    "evidence.csv",
    "staff.csv",
    "training.csv",
)


#: Before the package and a command of ours.
UV = ["uv", "tool", "run", "--from"]


class Block(NamedTuple):
    """One fenced block of a page."""

    language: str
    title: str
    line: int
    content: str


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, those inside an admonition or a tab too."""
    fence = re.compile(
        r"^(?P<indent> *)```(?P<language>[a-z]*)(?P<rest>[^\n]*)\n(?P<content>.*?)^(?P=indent)```[ ]*$",
        re.MULTILINE | re.DOTALL,
    )
    whole = page.read_text("utf-8")
    for found in fence.finditer(whole):
        indent = found["indent"]
        content = "\n".join(line.removeprefix(indent) for line in found["content"].splitlines()) + "\n"
        title = re.search(r'title="([^"]*)"', found["rest"])
        line = whole.count("\n", 0, found.start()) + 2
        yield Block(found["language"], title[1] if title else "", line, content)


def ids(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def has(page: Path, *languages: str) -> bool:
    """Whether there is a block in one of these languages."""
    return any(block.language in languages for block in blocks(page))


@pytest.fixture(scope="module", autouse=True)
def _solved_once() -> Iterator[None]:
    with solved_once():
        yield


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example files, made the current one."""
    from care_pathway.interop import examples

    for name in FILES:
        (tmp_path / name).write_bytes(examples.file(name).read())
    (tmp_path / "titles.csv").write_text(
        "ref,title\n1,Care Assistant\n2,Senior Carer (nights)\n3,Chef\n4,Reg Mgr\n", "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))  # as for a reader who runs the modules of a page here
    return tmp_path


def test_every_block_has_a_language_that_is_checked() -> None:
    other = [(page, block) for page in PAGES for block in blocks(page) if block.language not in LANGUAGES]
    assert [f"{ids(page)}:{block.line}: language {block.language!r}" for page, block in other] == []


@pytest.mark.parametrize("page", [page for page in PAGES if has(page, "python")], ids=ids)
def test_the_python_of_a_page_runs_and_shows_what_it_says(page: Path, files: Path) -> None:
    """Blocks of a page run in order in one namespace; a ``text`` block after one is its output."""
    namespace: dict[str, Any] = {"__name__": "__docs__"}
    checker = doctest.OutputChecker()
    found = list(blocks(page))
    for place, block in enumerate(found):
        where = f"{ids(page)}:{block.line}"
        after = found[place + 1] if place + 1 < len(found) else None
        if block.title:
            (files / block.title).write_text(block.content, "utf-8")
        if block.language != "python" or block.title:
            continue
        if ">>>" in block.content:
            test = doctest.DocTestParser().get_doctest(block.content, namespace, where, where, block.line)
            runner = doctest.DocTestRunner(optionflags=OPTIONS)
            told: list[str] = []
            result = runner.run(test, out=told.append, clear_globs=False)
            namespace.update(test.globs)
            assert result.failed == 0, "".join(told)
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block.content, where, "exec"), namespace)  # noqa: S102
        if after is not None and after.language == "text":
            shown = printed.getvalue()
            assert checker.check_output(after.content, shown, OPTIONS), (
                f"{where}: the page shows\n{after.content}\nbut the code prints\n{shown}"
            )
    for name in pictures(page):
        kept = ROOT / "docs" / "assets" / name
        assert drawn(kept) == drawn(files / name), (
            f"{name} shows other numbers than the code of {ids(page)} draws; "
            f"run: python scripts/refresh_docs.py {page.stem}"
        )


def pictures(page: Path) -> list[str]:
    """The pictures that the code of a page draws, each of which the page shows."""
    whole = page.read_text("utf-8")
    found = re.findall(r'savefig\("([^"]+)"', whole)
    assert [name for name in found if f"](../assets/{name})" not in whole] == []
    return found


def drawn(picture: Path) -> list[str]:
    """The words and numbers of a picture; lines and colours differ between versions of what draws them."""
    found = re.findall(r"<text[^>]*>([^<]*)</text>", picture.read_text("utf-8"))
    assert any(any(map(str.isdigit, text)) for text in found), f"{picture}: no number is drawn"
    return found


# What pages tell a reader to type, besides our own command. These are named, not run.
OTHERS = {"python3", ".venv/bin/pip", "pip", ".venv/bin/mkdocs", ".venv/bin/python", "git", "curl", "uvicorn"}
# Those of one page, which `tests/test_frozen.py` runs.
OTHERS |= {"product/bin/pip", "product/bin/pyinstaller", "product/bin/cyclonedx-py", "shipped/bin/python"}
OTHERS |= {"dist/app/app"}


def commands(page: Path) -> Iterator[tuple[int, str, str]]:
    """The shell commands of a page, continued lines joined, and what each is shown to print."""
    for block in blocks(page):
        if block.language == "sh":
            joined = block.content.replace("\\\n", " ")
            for line in joined.splitlines():
                if line.strip() and not line.lstrip().startswith("#"):
                    yield block.line, line.strip(), ""
        if block.language == "console":
            for part in re.split(r"^\$ ", block.content, flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                yield block.line, command, shown.strip() and shown


def run(words: list[str], said: io.StringIO, answer: io.StringIO) -> int:
    """One of our own commands, as its console script runs it."""
    with contextlib.redirect_stdout(answer), contextlib.redirect_stderr(said):
        return main(words)


@pytest.mark.parametrize("page", [page for page in PAGES if has(page, "sh", "console")], ids=ids)
def test_the_commands_of_a_page_run_and_print_what_it_shows(page: Path, files: Path) -> None:
    """Our commands run in order, in a folder with the example files; others are well-known tools.

    In ``console`` blocks the lines under a ``$`` are what the command prints, on both streams.
    """
    checker = doctest.OutputChecker()
    for block in blocks(page):
        if block.title:
            (files / block.title).write_text(block.content, "utf-8")
    for line, command, shown in commands(page):
        where = f"{ids(page)}:{line}: {command}"
        for part in command.split("&&"):
            words = shlex.split(part.split("|")[0])
            if words[:4] == UV:
                words = words[5:]
            program = Path(words[0]).name
            if program != "care-pathway" or words[0] != "care-pathway":
                assert words[0] in OTHERS or program in {"care-pathway", "pytest"}, where
                continue
            target = None
            if ">" in words:
                target = words[words.index(">") + 1]
                words = words[: words.index(">")]
            said = io.StringIO()
            answer = said if shown else io.StringIO()
            code = run(words[1:], said, answer)
            allowed = {"validate": {0, 1}, "ascwds": {0, 1, 3}}.get(" ".join(words[1:2]), {0})
            assert code in allowed, f"{where}\n{said.getvalue()}"
            if target:
                (files / target).write_text(answer.getvalue(), "utf-8")
            if shown:
                printed = said.getvalue()
                assert checker.check_output(shown, printed, OPTIONS), (
                    f"{where}\nthe page shows\n{shown}\nbut it prints\n{printed}"
                )


HOW_TOS = [page for page in PAGES if page.parent.name == "how-to" and page.stem != "index"]


@each("page", HOW_TOS)
def test_a_how_to_has_the_command_line_and_python(page: Path) -> None:
    """Or it says that there is no command for it."""
    languages = {block.language for block in blocks(page)}
    if "There is no command for this" not in page.read_text("utf-8"):
        assert languages & {"sh", "console"}
        assert "python" in languages


def test_commands_wrap() -> None:
    """A command fits 80 columns, but for those of one line that set an environment up."""
    long = [
        f"{ids(page)}:{block.line}: {line}"
        for page in PAGES
        for block in blocks(page)
        if block.language in {"sh", "console"}
        for line in block.content.splitlines()
        if len(line) > 80 and (block.language == "sh" or line[:2] == "$ ") and "python3 -m venv" not in line
    ]
    assert long == []


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_a_page_that_sets_an_environment_up_says_how_its_command_is_called(page: Path) -> None:
    """Whoever types `care-pathway` after the line above it has to find it."""
    lines = [command for _, command, _ in commands(page)]
    made = any(".venv/bin/pip" in line for line in lines)
    if made and any(line.startswith("care-pathway ") for line in lines):
        text = page.read_text("utf-8")
        assert "source .venv/bin/activate" in text
        assert ".venv\\Scripts\\activate" in text


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_the_template_that_a_page_has_filled_in_is_the_one_that_it_hands_in(page: Path) -> None:
    made: dict[str, str] = {}
    for line, command, _ in commands(page):
        words = shlex.split(command)
        if words[:2] == ["care-pathway", "template"]:
            made[f"--{words[2]}"] = words[words.index("--out") + 1]
            continue
        for option, name in pairwise(words):
            assert made.get(option, name) == name, f"{ids(page)}:{line}: {option} {name}"


def _rows_of(heading: str, page: Path) -> list[list[str]]:
    """The rows of the table under a heading."""
    after = page.read_text("utf-8").split(heading, 1)[1]
    lines = [line for line in after.split("\n## ", 1)[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_numbers_in_the_readme_are_those_of_the_data() -> None:
    rows = _rows_of("## What is in it", ROOT / "README.md")
    editions = [cp.load(edition.id) for edition in cp.editions()]
    assert rows
    for row in rows:
        collection = row[1].strip("`").removeprefix("pathway.")
        assert [int(cell) for cell in row[2:]] == [len(getattr(one, collection)) for one in editions], row


def test_the_extras_in_the_readme_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {row[0].strip("`") for row in _rows_of("## Extras", ROOT / "README.md")}
    assert named == set(project["optional-dependencies"])


def test_the_two_commands_of_the_readme() -> None:
    """Continuous integration takes them from the README; there are exactly two."""
    page = list(blocks(ROOT / "README.md"))
    shell = "".join(block.content for block in page if block.language == "sh")
    (windows,) = (block.content for block in page if block.language == "powershell")
    first = shell.splitlines()[0]
    assert windows.strip() == first.replace("python3", "py").replace("/bin/", "\\Scripts\\").replace(
        " &&", ";"
    ).replace("/", "\\")
    assert len(re.findall(r"^python3 -m venv", shell, re.MULTILINE)) == 2


def _referenced() -> Iterator[tuple[Path, str]]:
    """What the reference pages document: full names of modules and of what is in them."""
    for page in sorted((ROOT / "docs" / "reference").glob("*.md")):
        for name in re.findall(r"^::: ([\w.]+)\s*$", page.read_text("utf-8"), re.MULTILINE):
            yield page, name


def _module(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ImportError:
        return None


def test_every_public_name_is_in_the_reference() -> None:
    """A name that is not documented is not public."""
    told = set()
    for _, name in _referenced():
        told.add(name.rpartition(".")[2])
        module = _module(name)
        if module is not None:
            told |= set(getattr(module, "__all__", ())) or {one for one in vars(module) if one[0] != "_"}
    public = set(cp.__all__) - {"__version__"}
    missing = {name for name in public - told if not isinstance(getattr(cp, name), ModuleType)}
    assert not missing, f"not in docs/reference: {sorted(missing)}"


def test_the_reference_names_only_what_exists() -> None:
    for page, name in _referenced():
        module, _, last = name.rpartition(".")
        assert _module(name) or hasattr(import_module(module), last), f"{ids(page)}: {name}"
