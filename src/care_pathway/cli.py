"""The command line: ``care-pathway``. Thin: it reads arguments and shows what the library says."""

from __future__ import annotations

import _thread
import argparse
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import IO

from care_pathway._commands import examples
from care_pathway._commands.common import (
    UsageError,
    amount,
    day,
    in_words_of_the_command_line,
    refuse_standard_input_twice,
)
from care_pathway._commands.console import Console
from care_pathway._commands.parser import Parser
from care_pathway.errors import CarePathwayError, UnknownIdError

#: A hundred years: nothing is planned further ahead.
_MOST_DAYS = 36_500
_ALL = 100
#: Where a report goes when nothing else is said.
_REPORT_FOLDER = "care-pathway-report"

Run = Callable[[argparse.Namespace, Console], int]

_DESCRIPTION = """The Care Workforce Pathway of adult social care in England: where people are,
what they could go for, what is missing, and which learning closes it.
Everything stays on this computer. The Pathway is voluntary; nothing here
decides about a job."""

_EPILOG = """start here:
  care-pathway report --example --out example-report
  care-pathway title "Snr Care Asst (nights)"
  care-pathway COMMAND --help

exit codes: 0 done, even where some rows have problems (they are listed);
1 the input could not be used, validate found problems, or ascwds check found
that the upload would be refused; 2 wrong usage; 3 ascwds check found that only
answers would be lost."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: Its arguments; those of the process where none are given. Without any, how to start is shown.

    Returns:
        The exit code: 0 done, 1 the input could not be used, 2 wrong usage.

    Example:
        >>> main(["editions"])  # doctest: +ELLIPSIS
        edition...
        0
    """
    if sys.stdout is None or sys.stderr is None:
        return 1  # closed by whoever started the command: an answer could not be read
    _utf8()
    try:
        given = sys.argv[1:] if argv is None else argv
        args = parser().parse_args(given or ["--help"])
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    console = Console(quiet=args.quiet)
    code = 1
    try:
        with _stopped_like_ctrl_c():
            refuse_standard_input_twice(args)
            code = _command(args.run)(args, console)
            console.out.flush()
    except (UsageError, UnknownIdError) as error:
        inner = getattr(args, "ascwds_command", None)
        command = args.command if inner is None else f"{args.command} {inner}"
        console.error(f"{error}\ntry: care-pathway {command} --help")
        code = 2
    except CarePathwayError as error:
        console.error(in_words_of_the_command_line(str(error)))
    except BrokenPipeError:
        # The reader of a pipe has seen enough; what is left must not be flushed into it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt as stop:
        console.error("stopped; nothing was half-written")
        code = 128 + (stop.args[0] if stop.args else signal.SIGINT)
    except OSError as error:
        name = "" if error.filename is None else f"{error.filename}: "
        console.error(f"{name}{(error.strerror or 'the file cannot be used').lower()}")
    return code


@contextmanager
def _stopped_like_ctrl_c() -> Iterator[None]:
    """A scheduler that ends the process, and a terminal that is closed, stop a command as Ctrl-C does.

    What was switched off before, as `nohup` does, stays off.
    """

    def stop(number: int, _frame: object) -> None:
        raise KeyboardInterrupt(number)

    kinds = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return
    before = {kind: signal.signal(kind, stop) for kind in kinds if signal.getsignal(kind) != signal.SIG_IGN}
    ignored, sys.unraisablehook = sys.unraisablehook, _again
    try:
        yield
    finally:
        sys.unraisablehook = ignored
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _again(lost: sys.UnraisableHookArgs) -> None:
    """A signal that came while Python cleared up after itself, where it drops all errors, comes once more."""
    if not isinstance(lost.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(lost)
        return
    number = lost.exc_value.args[0] if lost.exc_value.args else signal.SIGINT
    later = threading.Timer(0.01, _thread.interrupt_main, [number])
    later.daemon = True
    later.start()


def _utf8() -> None:
    """Answers hold letters that not every code page has; in a pipe they are UTF-8 everywhere."""
    for stream in (sys.stdout, sys.stderr):
        _reconfigure(stream)
    change = getattr(sys.stdin, "reconfigure", None)
    if change is not None and sys.stdin is not None and not sys.stdin.isatty():
        change(encoding="utf-8", errors="replace")


def _reconfigure(stream: IO[str]) -> None:
    change = getattr(stream, "reconfigure", None)
    if change is not None:
        # A file name may hold bytes that are no text.
        if stream.isatty():
            change(errors="backslashreplace")
        else:
            change(encoding="utf-8", errors="backslashreplace", newline="")


def _command(name: str) -> Run:
    """The function of a command, imported when it runs."""
    module, _, function = name.partition(":")
    run: Run = getattr(import_module(f"care_pathway._commands.{module}"), function)
    return run


# --- arguments ---------------------------------------------------------------------------------------


class _Commands:
    """The parser in the making."""

    def __init__(self) -> None:
        self.parser = Parser(
            prog="care-pathway",
            description=_DESCRIPTION,
            epilog=_EPILOG,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        self.parser.add_argument("--version", action="version", version=f"care-pathway {_version()}")
        self.commands = self.parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(
        self,
        name: str,
        run: str,
        help: str,
        *,
        examples: str = "",
        to: argparse._SubParsersAction[Parser] | None = None,
        edition: bool = True,
        on: bool = False,
    ) -> argparse.ArgumentParser:
        """A command with the arguments that all have."""
        where = self.commands if to is None else to
        made = where.add_parser(
            name,
            help=help,
            description=f"{help[:1].upper()}{help[1:]}.",
            epilog=examples or None,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        made.set_defaults(run=run)
        made.add_argument("--json", action="store_true", help="write JSON")
        made.add_argument("-q", "--quiet", action="store_true", help="write the answer only, no notes")
        if edition:
            made.add_argument(
                "--edition", default="latest", help="edition to answer with (default: the latest)"
            )
            made.add_argument(
                "--overlay", action="append", metavar="FILE", help="own records on top of it; repeatable"
            )
            made.add_argument(
                "--statements", metavar="FILE", help="transcribed lists that count instead of ours"
            )
        if on:
            made.add_argument("--on", type=day, metavar="DATE", help="day to answer for (default: today)")
        return made


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    made = _Commands()
    _files(made)
    _report(made)
    _titles(made)
    _people(made)
    _courses(made)
    _data(made)
    _ascwds(made)
    return made.parser


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("care-pathway")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "(not installed)"


def _staff(made: argparse.ArgumentParser) -> None:
    """Arguments of the commands that read people."""
    made.add_argument(
        "staff",
        nargs="?",
        metavar="STAFF",
        help="ASC-WDS worker file, or any table with job titles; - is standard input",
    )
    made.add_argument(
        "--training",
        action="append",
        metavar="FILE",
        help="training of the same people, a list or a matrix; repeatable",
    )
    made.add_argument("--workplace", metavar="FILE", help="ASC-WDS workplace file of the same upload")
    made.add_argument(
        "--ascwds", metavar="FILE", help="ASC-WDS worker file of the same people, beside another staff list"
    )
    made.add_argument(
        "--evidence", action="append", metavar="FILE", help="a filled-in evidence template; repeatable"
    )
    made.add_argument(
        "--record",
        action="append",
        metavar="REF=FILE",
        help="the record.json that a person brought along from the last employer; repeatable",
    )
    made.add_argument(
        "--renewals", metavar="FILE", help="own renewal periods of training: CSV with topic and months"
    )
    made.add_argument("--example", action="store_true", help="use the bundled made-up files")
    made.add_argument("--person", action="append", metavar="REF", help="only this reference; repeatable")
    _columns(made)
    for kind in ("training", "evidence"):
        _columns(made, of=kind)
    made.add_argument(
        "--matrix-dates",
        choices=("completed", "expires"),
        help="what the days in a training matrix are, where it does not say so",
    )
    made.add_argument(
        "--setting",
        choices=SETTINGS,
        metavar="SETTING",
        help=f"where people work, for those of whom the file does not say: {', '.join(SETTINGS)}",
    )
    made.add_argument(
        "--include-leavers", action="store_true", help="keep leavers, later starters and vacant posts in"
    )
    made.add_argument(
        "--decisions",
        metavar="FILE",
        help="to-check.xlsx or pack.xlsx with your decisions, or a table of them",
    )
    made.add_argument("--mapping", metavar="FILE", help="read the columns as this file says")
    made.add_argument("--save-mapping", metavar="FILE", help="write which column was read as what")
    _force(made)


#: Settings that can be named.
SETTINGS = (
    "care-home",
    "nursing-home",
    "homecare",
    "supported-living",
    "extra-care",
    "day-service",
    "live-in",
)


def _force(made: argparse.ArgumentParser) -> None:
    made.add_argument("--force", action="store_true", help="write over files that care-pathway did not make")


def _columns(made: argparse.ArgumentParser, *, of: str = "") -> None:
    before = f"{of}-" if of else ""
    what = f" of the {of} file" if of else ""
    made.add_argument(
        f"--{before}column",
        action="append",
        metavar="FIELD=HEADING",
        help=f"which column{what} is what; repeatable",
    )
    made.add_argument(
        f"--{before}sheet",
        metavar="NAME",
        help=f"sheet{what} to read (default: the first visible one that fits)",
    )


def _files(made: _Commands) -> None:
    one = made.add(
        "files",
        "files:run",
        "say what files are, which column is what, and what is left out",
        examples=examples.FILES,
        edition=False,
    )
    one.add_argument(
        "paths", nargs="+", metavar="PATH", help="files, or folders of them; - is standard input"
    )


def _report(made: _Commands) -> None:
    one = made.add(
        "report",
        "report:run",
        "make the workforce report: a page and tables",
        examples=examples.REPORT,
        on=True,
    )
    _staff(one)
    one.add_argument(
        "--catalogue", action="append", metavar="FILE", help="courses to choose learning from; repeatable"
    )
    _columns(one, of="catalogue")
    one.add_argument(
        "--adoption", metavar="FILE", help="the checklist of adoption, filled in (template adoption)"
    )
    one.add_argument(
        "--framework",
        choices=("2023", "draft-2026"),
        default="2023",
        help="what the inspection pack is laid out by (default: the quality statements of 2023)",
    )
    one.add_argument(
        "--out",
        default=_REPORT_FOLDER,
        metavar="DIR",
        help=f"folder to write into (default: {_REPORT_FOLDER})",
    )
    one.add_argument("--budget", type=amount, metavar="POUNDS", help="most to spend on learning")
    one.add_argument("--hours", type=amount, metavar="HOURS", help="most hours of learning, for all together")
    one.add_argument(
        "--ahead",
        type=_days,
        default=90,
        metavar="DAYS",
        help="days ahead to look for what runs out (default: 90)",
    )
    one.add_argument(
        "--plans",
        action="store_true",
        help="write a page for each person too (plans.html); --person picks whom",
    )
    one.add_argument(
        "--calendar",
        action="store_true",
        help="write what expires as calendar.ics too, as far ahead as --ahead says",
    )
    one.add_argument(
        "--compare", metavar="FILE", help="report.json of an earlier report, to say what changed since"
    )
    one.add_argument("--title", type=_text, help="heading of the report")
    one.add_argument(
        "--service", type=_text, metavar="NAME", help="name of the service, for headings and printing"
    )
    one.add_argument(
        "--target",
        type=_per_cent,
        default=90.0,
        metavar="PERCENT",
        help="how much training should be in date (default: 90)",
    )
    one.add_argument(
        "--full", action="store_true", help="print everything, and not only the parts for a meeting"
    )
    one.add_argument(
        "--show-names", action="store_true", help="show names beside references; never without this"
    )


def _titles(made: _Commands) -> None:
    one = made.add(
        "title", "titles:run_title", "say what job titles point to, and why", examples=examples.TITLE
    )
    one.add_argument(
        "titles",
        nargs="+",
        type=_text,
        metavar="TITLE",
        help="job titles; - reads one a line from standard input",
    )
    one.add_argument(
        "--duty", action="append", metavar="DUTY[=ANSWER]", help="a duty that overrides the words; repeatable"
    )
    one.add_argument("--job-role", type=int, metavar="CODE", help="ASC-WDS main job role, as an upload code")
    one.add_argument(
        "--setting",
        metavar="SETTING",
        help="where the work is done: care-home, nursing-home, homecare, supported-living, extra-care, "
        "day-service, live-in, or in words; it settles what a title leaves open",
    )
    many = made.add(
        "titles", "titles:run_titles", "add role categories to a file of job titles", examples=examples.TITLES
    )
    many.add_argument("file", metavar="FILE", help="CSV or XLSX; - is standard input")
    many.add_argument(
        "--column", metavar="HEADING", help="the column of titles (default: guessed from its heading)"
    )
    many.add_argument("--sheet", metavar="NAME", help="sheet of a workbook")
    many.add_argument(
        "--setting", metavar="SETTING", help="where people work, for rows that do not say; as for title"
    )
    many.add_argument("--out", metavar="FILE", help="file to write (default: standard output)")
    _force(many)
    many.add_argument(
        "--raw", action="store_true", help="leave cells that a spreadsheet may take for formulas as they are"
    )


def _people(made: _Commands) -> None:
    gap = made.add(
        "gap",
        "people:run_gap",
        "show what people have of what a role category expects",
        examples=examples.GAP,
        on=True,
    )
    gap.add_argument(
        "--target", metavar="ROLE", help="role category to compare with (default: the person's own)"
    )
    gap.add_argument(
        "--threshold",
        choices=("claimed", "attended", "assessed", "signed-off"),
        default="assessed",
        help="the weakest evidence that counts as held (default: assessed)",
    )
    eligibility = made.add(
        "eligibility",
        "people:run_eligibility",
        "compare people with what a route asks",
        examples=examples.ELIGIBILITY,
        on=True,
    )
    eligibility.add_argument(
        "--target", required=True, metavar="ROLE", help="role category or regulated profession"
    )
    routes = made.add(
        "routes",
        "people:run_routes",
        "show routes onward, of people or on the map",
        examples=examples.ROUTES,
        on=True,
    )
    routes.add_argument("--from", dest="start", metavar="ROLE", help="show the ways from here")
    routes.add_argument("--to", metavar="ROLE", help="show the ways to here")
    routes.add_argument("--map", choices=("text", "mermaid", "svg"), help="show the whole map")
    plan = made.add(
        "plan", "people:run_plan", "make a career plan to talk about", examples=examples.PLAN, on=True
    )
    plan.add_argument("--target", metavar="ROLE", help="role category or profession to plan for")
    record = made.add(
        "record",
        "record:run",
        "write one person's own record, to take along to the next employer",
        examples=examples.RECORD,
        on=True,
    )
    record.add_argument("--out", required=True, metavar="DIR", help="folder to write into")
    record.add_argument("--service", type=_text, metavar="NAME", help="name of the service")
    record.add_argument("--show-names", action="store_true", help="put the name beside the reference")
    for one in (gap, eligibility, routes, plan, record):
        _staff(one)
        one.add_argument(
            "--persona", action="append", metavar="ID", help="a published example person; repeatable"
        )


def _review(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--review",
        metavar="FILE",
        help="review.xlsx with your decisions about the suggestions, or a table of them",
    )


def _courses(made: _Commands) -> None:
    one = made.add("align", "courses:run", "lay a course catalogue over the Pathway", examples=examples.ALIGN)
    one.add_argument(
        "courses",
        nargs="?",
        metavar="COURSES",
        help="CSV or XLSX with a column of titles; - is standard input",
    )
    one.add_argument("--example", action="store_true", help="use the bundled made-up catalogue")
    one.add_argument("--out", metavar="DIR", help="folder to write the tables into, and review.xlsx")
    _review(one)
    _force(one)
    _columns(one)
    publish = made.add(
        "publish",
        "publish:run",
        "write the framework and courses as schema.org, CASE, Open Badges, SSSOM, SKOS",
        examples=examples.PUBLISH,
    )
    publish.add_argument(
        "courses", nargs="?", metavar="COURSES", help="a course catalogue; without it, the framework alone"
    )
    publish.add_argument("--example", action="store_true", help="use the bundled made-up catalogue")
    publish.add_argument("--base", metavar="URL", help="what all addresses begin with, such as your own site")
    publish.add_argument("--out", required=True, metavar="DIR", help="folder to write into")
    _review(publish)
    _force(publish)
    _columns(publish)


def _data(made: _Commands) -> None:
    made.add("editions", "reference:run_editions", "list the bundled editions", edition=False)
    show = made.add(
        "show", "reference:run_show", "show a role category, or any record by its id", examples=examples.SHOW
    )
    show.add_argument("id", metavar="ROLE", help="id or name of a role category, or the id of any record")
    compare = made.add(
        "compare",
        "reference:run_compare",
        "show what changed between two editions",
        examples=examples.COMPARE,
        edition=False,
    )
    compare.add_argument("old", metavar="OLD")
    compare.add_argument("new", metavar="NEW")
    export = made.add(
        "export",
        "reference:run_export",
        "write every bundled table with basis and source",
        examples=examples.EXPORT,
    )
    export.add_argument("--format", choices=("csv", "json"), default="csv", help="default: csv")
    export.add_argument("--out", required=True, metavar="DIR", help="folder to write into")
    _force(export)
    template = made.add(
        "template",
        "reference:run_template",
        "write a blank table to fill in",
        examples=examples.TEMPLATE,
        edition=False,
    )
    template.add_argument("kind", choices=("evidence", "staff", "training", "courses", "adoption"))
    template.add_argument(
        "--out", metavar="FILE", help="file that ends in .csv or .xlsx (default: standard output, CSV)"
    )
    _force(template)
    validate = made.add(
        "validate",
        "reference:run_validate",
        "check an overlay or a data document",
        examples=examples.VALIDATE,
    )
    validate.add_argument("file", metavar="FILE", help="TOML or JSON; - is JSON from standard input")
    validate.add_argument(
        "--as",
        dest="kind",
        metavar="CLASS",
        help="what it is, such as Overlay, Pathway, Worker (default: guessed)",
    )


def _ascwds(made: _Commands) -> None:
    group = made.commands.add_parser(
        "ascwds", help="check and fill files of ASC-WDS", description="Files of ASC-WDS."
    )
    inner = group.add_subparsers(dest="ascwds_command", metavar="COMMAND", required=True)
    check = made.add(
        "check",
        "ascwds:run_check",
        "check a worker, workplace or training file",
        examples=examples.CHECK,
        to=inner,
        on=True,
    )
    check.add_argument("file", metavar="FILE", help="the file; - is standard input")
    fill = made.add(
        "fill",
        "ascwds:run_fill",
        "put our answers where a worker file has none",
        examples=examples.FILL,
        to=inner,
        on=True,
    )
    fill.add_argument("file", metavar="FILE", help="an ASC-WDS worker file; - is standard input")
    fill.add_argument("--out", required=True, metavar="FILE", help="file to write; - is standard output")
    _force(fill)
    fill.add_argument(
        "--likely",
        action="store_true",
        help="where several answers are possible, put the most likely one too",
    )
    fill.add_argument(
        "--replace-do-not-know",
        action="store_true",
        help="replace I do not know (999) too, and not only blank cells",
    )
    fill.add_argument(
        "--decisions",
        metavar="FILE",
        help="to-check.xlsx or pack.xlsx of a report, a table of decisions, or your staff list with role "
        "categories; joined by UNIQUEWORKERID or DISPLAYID, they go before ours",
    )
    fill.add_argument("--status", help="STATUS of every row, such as UPDATE (default: as read)")
    fill.add_argument(
        "--personal-assistants",
        choices=("refuse", "none-of-the-above"),
        default="refuse",
        metavar="HOW",
        help="ASC-WDS has no code for them: refuse (default) leaves the cell, none-of-the-above writes 998",
    )
    upgrade = made.add(
        "upgrade",
        "ascwds:run_upgrade",
        "write a file of an earlier layout in today's",
        examples=examples.UPGRADE,
        to=inner,
        on=True,
    )
    upgrade.add_argument("file", metavar="FILE", help="an ASC-WDS worker, workplace or training file")
    upgrade.add_argument("--out", required=True, metavar="FILE", help="file to write; - is standard output")
    _force(upgrade)
    for one in (check, fill):
        one.add_argument("--training", metavar="FILE", help="training file of the same upload")
        one.add_argument("--workplace", metavar="FILE", help="workplace file of the same upload")


def _per_cent(text: str) -> float:
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        number = -1.0
    if not 0 <= number <= _ALL:
        raise argparse.ArgumentTypeError(f"{text!r} is no per cent; write a number from 0 to {_ALL}")
    return number


def _text(text: str) -> str:
    """Words of the command line, which may hold bytes that are no text."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _days(text: str) -> int:
    if not (
        text.isascii() and text.isdecimal() and len(text) <= len(str(_MOST_DAYS)) and int(text) <= _MOST_DAYS
    ):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days from 0 to {_MOST_DAYS:,}")
    return int(text)


if __name__ == "__main__":  # pragma: no cover - python -m care_pathway.cli
    sys.exit(main())
