"""What a hostile review broke: nothing is written over, nothing is left behind, no failure is a traceback."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import care_pathway as cp
from care_pathway import _data
from care_pathway._commands.console import Console, harmless
from care_pathway.cli import main
from care_pathway.errors import DataError
from care_pathway.interop import examples
from care_pathway.report.folder import LOCK, MARK, folder_named, writing
from care_pathway.report.page import environment
from care_pathway.tabular.atomic import is_abandoned, lock, replacing

POSIX = os.name == "posix"
RUN = (sys.executable, "-m", "care_pathway")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*args: str) -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own, where that is the question."""
    return subprocess.run([*RUN, *args], capture_output=True, check=False, timeout=120)


def ended(capfd: pytest.CaptureFixture[str], *args: str) -> tuple[int, str]:
    """How a command ends in this process, and what it says; a traceback would come out as its exception."""
    code = main(list(args))
    return code, capfd.readouterr().err


def put(names: dict[str, str], target: Path, **options: Any) -> None:
    with writing(target, **options) as made:
        for name, text in names.items():
            with made.text(name) as stream:
                stream.write(text)


def files(target: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in target.iterdir() if path.is_file()}


# --- nothing of the user's is written over -------------------------------------------------------------


def test_a_file_that_we_did_not_make_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("mine", "utf-8")
    with pytest.raises(DataError, match=r"people\.csv is here already and was not made by care-pathway"):
        put({"people.csv": "ours", "gaps.csv": "ours"}, tmp_path)
    assert files(tmp_path) == {"people.csv": "mine"}
    put({"people.csv": "ours"}, tmp_path, force=True)
    assert files(tmp_path)["people.csv"] == "ours"


def test_our_own_files_may_be_written_over_and_are_named_in_the_mark(tmp_path: Path) -> None:
    out = tmp_path / "out"
    put({"a.csv": "1", "b.csv": "1"}, out)
    put({"a.csv": "2"}, out)
    assert files(out)["a.csv"] == "2"
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in ("2", "1")]
    assert (out / MARK).read_text("utf-8").splitlines()[1:] == [
        f"{digests[0]}  a.csv",
        f"{digests[1]}  b.csv",
    ]
    (out / "c.csv").write_text("mine", "utf-8")
    with pytest.raises(DataError, match=r"c\.csv is here already"):
        put({"a.csv": "3", "c.csv": "3"}, out)
    assert files(out)["a.csv"] == "2"


def test_what_was_filled_in_since_is_no_longer_ours(tmp_path: Path) -> None:
    """A table to check with somebody's decisions in it is their work, although we made the file once."""
    put({"a.csv": "1", "to-check.csv": "1"}, tmp_path)
    (tmp_path / "to-check.csv").write_text("1, and a decision", "utf-8")
    with pytest.raises(DataError, match=r"to-check\.csv was filled in or changed after care-pathway made it"):
        put({"a.csv": "2", "to-check.csv": "2"}, tmp_path)
    assert files(tmp_path)["to-check.csv"] == "1, and a decision"
    put({"a.csv": "2"}, tmp_path)  # in nobody's way
    put({"to-check.csv": "3"}, tmp_path, force=True)
    put({"to-check.csv": "4"}, tmp_path)
    assert files(tmp_path)["to-check.csv"] == "4"


@pytest.mark.parametrize("theirs", [MARK, f"{MARK}/settings.txt"])
def test_somebody_elses_mark_is_theirs(theirs: str, tmp_path: Path) -> None:
    """A file or a folder of theirs that bears the name of our mark is neither read as one nor replaced."""
    (tmp_path / theirs).parent.mkdir(exist_ok=True)
    (tmp_path / theirs).write_text("mine\na.csv\n", "utf-8")
    (tmp_path / "a.csv").write_text("mine", "utf-8")
    for force in (False, True) if "/" in theirs else (False,):
        with pytest.raises(DataError, match=rf"{MARK} is|a\.csv"):
            put({"b.csv": "1"}, tmp_path, force=force)
        assert (tmp_path / theirs).read_text("utf-8") == "mine\na.csv\n"
    assert not (tmp_path / "b.csv").exists()


@pytest.mark.skipif(not POSIX, reason="links and pipes of this kind are POSIX")
def test_links_and_pipes_in_a_folder_are_theirs(tmp_path: Path) -> None:
    """What a link leads to stays, and no pipe is waited for; a folder that is a link is written into."""
    out, theirs = tmp_path / "out", tmp_path / "theirs.csv"
    theirs.write_text("mine", "utf-8")
    put({"a.csv": "1"}, out)
    (out / "a.csv").unlink()
    (out / "a.csv").symlink_to(theirs)
    with pytest.raises(DataError, match=r"a\.csv was filled in or changed"):
        put({"a.csv": "2"}, out)
    put({"a.csv": "3"}, out, force=True)
    assert theirs.read_text("utf-8") == "mine"
    (tmp_path / "link").symlink_to(out)
    put({"a.csv": "4"}, tmp_path / "link")
    assert files(out)["a.csv"] == "4"
    (out / "a.csv").unlink()
    os.mkfifo(out / "a.csv")
    with pytest.raises(DataError, match=r"a\.csv was filled in or changed"):
        put({"a.csv": "5"}, out)
    (out / MARK).unlink()
    os.mkfifo(out / MARK)
    with pytest.raises(DataError, match=rf"{MARK} is here already|{MARK} and"):
        put({"b.csv": "5"}, out)
    (tmp_path / "round").symlink_to(tmp_path / "round")
    with pytest.raises(DataError):
        put({"b.csv": "6"}, tmp_path / "round")


def test_folders_and_parts_of_somebody_else_are_not_swept(tmp_path: Path) -> None:
    """Only what holds our lock, or is numbered as our parts are, is ours, whatever else is called so."""
    theirs = [tmp_path / f"{MARK}-settings" / "lock", tmp_path / ".a.csv.0.part"]
    for path in theirs:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine", "utf-8")
    put({"a.csv": "1"}, tmp_path)
    with replacing(tmp_path / "a.csv") as part:
        part.write(b"2")
    assert [path.read_text("utf-8") for path in theirs] == ["mine", "mine"]


def test_a_file_that_is_read_is_never_written_over(tmp_path: Path) -> None:
    out = tmp_path / "out"
    put({"people.csv": "1"}, out)
    with pytest.raises(DataError, match=r"people\.csv is read and would be written over"):
        put({"people.csv": "2"}, out, force=True, reads=[out / "people.csv"])
    assert files(out)["people.csv"] == "1"


def test_an_empty_name_names_no_folder() -> None:
    with pytest.raises(DataError, match="empty"):
        folder_named("")


@pytest.mark.parametrize(
    ("command", "read"),
    [
        (("report", "people.csv", "--out", "."), "people.csv"),
        (("align", "courses.csv", "--out", "."), "courses.csv"),
        (("report", "staff.csv", "--out", ""), "staff.csv"),
        (("template", "evidence", "--out", "evidence.xlsx"), "evidence.xlsx"),
        (("titles", "staff.csv", "--out", "staff.csv", "--force"), "staff.csv"),
        (("report", ".", "--out", ".", "--force"), "people.csv"),
        (("gap", "staff.csv", "--save-mapping", "staff.csv"), "staff.csv"),
        (("export", "--statements", "values.csv", "--out", ".", "--force"), "values.csv"),
    ],
)
def test_no_command_writes_over_a_file_of_the_user(
    command: tuple[str, ...], read: str, capfd: pytest.CaptureFixture[str]
) -> None:
    text = "Staff ref,Job title\nS1,Carer\n" if "courses" not in read else "Course,Provider\nDementia,A\n"
    Path(read).write_text(text, "utf-8")
    code, said = ended(capfd, *command)
    assert code in (1, 2), said
    assert Path(read).read_text("utf-8") == text
    assert [path.name for path in Path().iterdir()] == [read]


@pytest.mark.parametrize(
    ("command", "theirs"),
    [
        (("report", "staff.csv", "--out", "nosuch/.."), "people.csv"),
        (("align", "--example", "--out", "nosuch/../here/.."), "courses.csv"),
        (("titles", "staff.csv", "--out", "./nosuch/../mine.csv"), "mine.csv"),
        (("template", "staff", "--out", "nosuch/../mine.csv"), "mine.csv"),
        (("gap", "staff.csv", "--save-mapping", "nosuch/../mine.json"), "mine.json"),
    ],
)
def test_a_name_by_way_of_a_folder_that_is_not_there_leads_to_no_file_of_the_user(
    command: tuple[str, ...], theirs: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("staff.csv").write_text("Staff ref,Job title\nS1,Carer\n", "utf-8")
    Path(theirs).write_text("mine", "utf-8")
    code, said = ended(capfd, *command)
    assert (code in (1, 2), "is here already" in said) == (True, True), said
    assert files(Path()) == {"staff.csv": "Staff ref,Job title\nS1,Carer\n", theirs: "mine"}
    assert not Path("nosuch").exists()


@pytest.mark.parametrize(
    "command",
    [
        ("titles", "staff.csv"),
        ("ascwds", "fill", "worker.csv"),
        ("ascwds", "upgrade", "worker.csv"),
        ("template", "staff"),
    ],
)
def test_one_file_is_not_written_over_without_force(
    command: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    Path("staff.csv").write_text("Staff ref,Job title\nS1,Carer\n", "utf-8")
    Path("worker.csv").write_bytes(examples.file("ascwds-worker.csv").read())
    Path("mine.csv").write_text("mine", "utf-8")
    code, said = ended(capfd, *command, "--out", "mine.csv")
    assert (code, "mine.csv is here already; choose another name, or --force" in said) == (2, True)
    assert Path("mine.csv").read_text("utf-8") == "mine"
    assert ended(capfd, *command, "--out", "mine.csv", "--force")[0] == 0
    assert Path("mine.csv").read_text("utf-8") != "mine"


@pytest.mark.parametrize("command", ["gap", "eligibility", "routes", "plan", "record", "report"])
def test_what_a_refusal_advises_can_be_done(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("staff.csv").write_text("Staff ref,Job title\nS1,Carer\n", "utf-8")
    Path("map.json").write_text("mine", "utf-8")
    more = {
        "eligibility": ("--target", "deputy-manager"),
        "plan": ("--person", "S1"),
        "record": ("--person", "S1", "--out", "out"),
        "report": ("--out", "out"),
    }.get(command, ())
    asked = (command, "staff.csv", *more, "--save-mapping", "map.json")
    code, said = ended(capfd, *asked)
    assert (code, "map.json is here already; choose another name, or --force" in said) == (2, True)
    assert Path("map.json").read_text("utf-8") == "mine"
    assert ended(capfd, *asked, "--force")[0] == 0
    assert "Job title" in Path("map.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("option", "name"),
    [
        ("--training", "ascwds-training.csv"),
        ("--workplace", "ascwds-workplace.csv"),
        ("--decisions", "d.csv"),
    ],
)
def test_no_file_that_goes_with_another_is_written_over(
    option: str, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """By any option, and with --force too: what is read stays."""
    for one in ("ascwds-worker.csv", "ascwds-training.csv", "ascwds-workplace.csv"):
        Path(one).write_bytes(examples.file(one).read())
    Path("d.csv").write_text("Reference,Decision\nW003,Deputy manager\n", "utf-8")
    before = Path(name).read_bytes()
    command = ("ascwds", "fill", "ascwds-worker.csv", option, name, "--out", name, "--force")
    code, said = ended(capfd, *command)
    assert (code, "is read and would be written over" in said) == (2, True)
    assert Path(name).read_bytes() == before


@pytest.mark.skipif(not POSIX, reason="standard input has a name on POSIX")
@pytest.mark.parametrize("command", ["titles - --out people.csv --force", "report - --out . --force"])
def test_a_file_that_the_shell_reads_stays(command: str) -> None:
    text = "Staff ref,Job title\nS1,Carer\n"
    Path("people.csv").write_text(text, "utf-8")
    whole = f"{sys.executable} -m care_pathway {command} < people.csv"
    done = subprocess.run(whole, shell=True, capture_output=True, check=False, timeout=60)  # noqa: S602
    assert b"people.csv is read and would be written over" in done.stderr
    assert Path("people.csv").read_text("utf-8") == text


def test_a_mapping_that_is_saved_is_not_written_over_by_the_report(capfd: pytest.CaptureFixture[str]) -> None:
    Path("staff.csv").write_text("Staff ref,Job title\nS1,Carer\n", "utf-8")
    Path("out").mkdir()
    report = ("report", "staff.csv", "--out", "out", "--force", "--save-mapping")
    assert "people.csv is read and would be" in ended(capfd, *report, "out/people.csv")[1]
    assert [path.name for path in Path("out").iterdir()] == ["people.csv"]
    Path("out/people.csv").unlink()
    assert ended(capfd, *report, "out") == (
        2,
        "care-pathway: out is the folder to write into; name a file for --save-mapping\n"
        "try: care-pathway report --help\n",
    )
    assert ended(capfd, *report, "out/columns.json")[0] == 0
    assert Path("out/columns.json").exists()


def test_decisions_in_the_folder_of_a_report_stay(capfd: pytest.CaptureFixture[str]) -> None:
    """Neither a report without them nor one that reads them takes them away."""
    Path("staff.csv").write_text("Staff ref,Job title\nS1,Senior carer\n", "utf-8")
    report = ("report", "staff.csv", "--out", "out")
    assert ended(capfd, *report)[0] == 0
    check = Path("out/to-check.csv")
    check.write_text(check.read_text("utf-8").replace(",,D10", ",Deputy manager,D10"), "utf-8")
    decided = check.read_bytes()
    assert "filled in or changed" in ended(capfd, *report)[1]
    for force in ((), ("--force",)):
        assert "is read and would be" in ended(capfd, *report, "--decisions", str(check), *force)[1]
    assert check.read_bytes() == decided


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    put({"a.csv": "1", "b.csv": "1"}, out)
    before = files(out)
    (out / "c.csv").mkdir()
    with pytest.raises(DataError, match=r"c\.csv is a folder here"):
        put({"a.csv": "2", "b.csv": "2", "c.csv": "2"}, out)
    assert files(out) == before
    (out / "c.csv").rmdir()
    real, calls = Path.replace, iter(range(100))

    def failing(self: Path, target: Path) -> Path:
        if next(calls) == fails_at:
            raise OSError(5, "Input/output error")
        return real(self, target)

    for fails_at in range(6):
        calls = iter(range(100))
        monkeypatch.setattr(Path, "replace", failing)
        with pytest.raises(DataError, match="input/output error"):
            put({"a.csv": "2", "b.csv": "2", "new.csv": "2"}, out)
        monkeypatch.setattr(Path, "replace", real)
        assert files(out) == before, fails_at
    assert [path.name for path in out.iterdir() if path.is_dir()] == []


def test_a_folder_that_another_run_made_meanwhile_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def late() -> None:
        with writing(out) as made, made.text("a.csv") as stream:
            put({"a.csv": "theirs"}, out)
            stream.write("ours")

    with pytest.raises(DataError, match="another run made this folder meanwhile"):
        late()
    assert files(out)["a.csv"] == "theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_that_is_open_elsewhere_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a spreadsheet on Windows holds it; the folder stays as it was."""
    put({"a.csv": "1", "b.csv": "1"}, tmp_path)
    real = Path.replace

    def held(self: Path, target: Path) -> Path:
        if self == tmp_path / "b.csv":
            raise PermissionError(13, "Permission denied", str(self), None, str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(DataError, match=r"b\.csv cannot be replaced: permission denied; close it where"):
        put({"a.csv": "2", "b.csv": "2"}, tmp_path)
    assert (files(tmp_path)["a.csv"], files(tmp_path)["b.csv"]) == ("1", "1")


# --- nothing is left behind ----------------------------------------------------------------------------


@pytest.mark.skipif(not POSIX, reason="locks of this kind are POSIX")
def test_what_a_killed_process_left_is_swept_and_what_is_held_is_not(tmp_path: Path) -> None:
    left = tmp_path / ".care-pathway-abc"
    left.mkdir()
    (left / LOCK).write_bytes(b"")
    (left / "people.csv").write_text("Jane Example", "utf-8")
    held = tmp_path / ".care-pathway-held"
    held.mkdir()
    with (held / LOCK).open("wb") as stream:
        lock(stream.fileno())
        put({"a.csv": "1"}, tmp_path)
        assert not left.exists()
        assert held.exists()
        assert not is_abandoned(held / LOCK)
    put({"a.csv": "1"}, tmp_path)
    assert not held.exists()
    for number in range(150):
        (tmp_path / f".x[1].csv.{number}.care-pathway-part").write_text("Jane Example", "utf-8")
    with replacing(tmp_path / "x[1].csv") as part:
        part.write(b"1")
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", MARK, "x[1].csv"}


@pytest.mark.skipif(not POSIX, reason="locks of this kind are POSIX")
def test_a_drive_without_locks_is_written_to_and_swept_by_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", none)
    held = tmp_path / ".care-pathway-held"
    held.mkdir()
    (held / LOCK).touch()
    put({"a.csv": "1"}, tmp_path)
    put({"a.csv": "2"}, tmp_path)
    with replacing(tmp_path / "b.csv") as part:
        part.write(b"1")
    assert (files(tmp_path)["a.csv"], files(tmp_path)["b.csv"], held.exists()) == ("2", "1", True)


KILLED = """
import os, signal, sys
from pathlib import Path
from care_pathway.report.folder import writing
at, names, real = int(sys.argv[1]), sys.argv[2:], Path.replace
def killed(self, target):
    global at
    at -= 1
    if at < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, target)
Path.replace = killed
with writing(Path("out"), force=True) as folder:
    for name in names:
        with folder.text(name) as stream:
            stream.write("ours")
"""


@pytest.mark.skipif(not POSIX, reason="signals of this kind are POSIX")
@pytest.mark.parametrize("at", [0, 1, 2, 3, 4, 6])
def test_a_kill_while_the_folder_is_put_into_place_loses_nothing(tmp_path: Path, at: int) -> None:
    """Whichever step it comes in, the next run of any command puts the folder back first."""
    out = tmp_path / "out"
    put({"a.csv": "1", "sub/b.csv": "1"}, out)
    before = {name: (out / name).read_bytes() for name in ("a.csv", "sub/b.csv", MARK)}
    (out / "theirs.csv").write_text("mine", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(at), "a.csv", "theirs.csv", "sub/b.csv", "sub/new.csv"],
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    put({"another.csv": "2"}, out)
    assert files(out).pop("theirs.csv") == "mine"
    assert {name: (out / name).read_bytes() for name in before} | {MARK: b""} == before | {MARK: b""}
    assert _under(out) == {"a.csv", "theirs.csv", "sub", "sub/b.csv", "another.csv", MARK}
    put({"a.csv": "3"}, out)


@pytest.mark.skipif(not POSIX, reason="signals of this kind are POSIX")
def test_what_somebody_put_there_after_a_kill_stays_beside_the_earlier_file(tmp_path: Path) -> None:
    out = tmp_path / "out"
    put({"a.csv": "1"}, out)
    (out / "b.csv").write_text("mine", "utf-8")
    subprocess.run([sys.executable, "-c", KILLED, "3", "a.csv", "b.csv"], check=False)
    assert not (out / "b.csv").exists()
    (out / "b.csv").write_text("and this", "utf-8")
    put({"c.csv": "1"}, out)
    assert {name: text for name, text in files(out).items() if name != MARK} == {
        "a.csv": "1",
        "b.csv": "and this",
        "b.csv.before": "mine",
        "c.csv": "1",
    }


@pytest.mark.skipif(not POSIX, reason="signals of this kind are POSIX")
def test_a_kill_before_a_new_folder_is_there_leaves_none_and_is_swept(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, "0", "a.csv"], check=False)
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".care-pathway-")
    put({"a.csv": "1"}, tmp_path / "out")
    assert _under(tmp_path) == {"out", "out/a.csv", f"out/{MARK}"}


def test_what_could_not_be_removed_is_known_for_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(path: Path, **_: Any) -> None:
        (path / LOCK).unlink(missing_ok=True)  # all that can be removed

    put({"a.csv": "1"}, tmp_path / "out")
    monkeypatch.setattr(shutil, "rmtree", half)
    put({"a.csv": "2"}, tmp_path / "out")
    (left,) = (tmp_path / "out").glob(".care-pathway-*")
    assert (left / LOCK).exists()
    monkeypatch.undo()
    put({"a.csv": "3"}, tmp_path / "out")
    assert not left.exists()


@pytest.mark.skipif(not POSIX, reason="signals of this kind are POSIX")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_leaves_no_file_behind_and_is_told_to_the_shell(tmp_path: Path, name: str) -> None:
    number = getattr(signal, name)
    rows = "".join(f"S{row},Carer {row % 7}\n" for row in range(1000))
    Path("staff.csv").write_text(f"Staff ref,Job title\n{rows}", "utf-8")
    started = subprocess.Popen(
        [*RUN, "report", "staff.csv", "--out", "out"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        # Where the tests run with ``nohup``, the signal is switched off for all that they start.
        preexec_fn=partial(signal.signal, number, signal.SIG_DFL),  # noqa: PLW1509  no thread here
    )
    while started.poll() is None and not any(tmp_path.glob(".care-pathway-*")):
        time.sleep(0.01)  # until it writes, however busy the machine is
    started.send_signal(number)
    _, said = started.communicate(timeout=60)
    assert started.returncode == 128 + number, said
    assert b"Traceback" not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["staff.csv"]


@pytest.mark.skipif(not POSIX, reason="signals of this kind are POSIX")
def test_a_command_that_was_told_to_outlive_its_terminal_does(tmp_path: Path) -> None:
    """What `nohup` has switched off stays off."""
    rows = "".join(f"S{row},Carer {row % 7}\n" for row in range(1000))
    Path("staff.csv").write_text(f"Staff ref,Job title\n{rows}", "utf-8")
    command = f"trap '' HUP; exec {sys.executable} -m care_pathway report staff.csv --out out"
    started = subprocess.Popen(["sh", "-c", command], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)  # noqa: S607
    while started.poll() is None and not any(tmp_path.glob(".care-pathway-*")):
        time.sleep(0.01)
    started.send_signal(signal.SIGHUP)
    _, said = started.communicate(timeout=60)
    assert started.returncode == 0, said
    assert (tmp_path / "out" / "report.html").exists()


@pytest.mark.parametrize("raised", [KeyboardInterrupt(), KeyboardInterrupt(signal.SIGTERM)])
def test_a_signal_while_python_clears_up_is_not_lost(
    raised: KeyboardInterrupt, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is raised there Python ignores: the command went on, as if nobody had stopped it."""
    from care_pathway.cli import _stopped_like_ctrl_c

    class Gone:
        def __del__(self) -> None:
            raise raised

    def work() -> None:
        with _stopped_like_ctrl_c():
            Gone()
            for _ in range(2_000):
                time.sleep(0.01)

    with pytest.raises(KeyboardInterrupt) as stopped:
        work()
    assert stopped.value.args == raised.args
    assert not capsys.readouterr().err


def test_a_signal_between_two_files_waits_until_the_folder_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever step it comes in, the folder holds the old files or the new ones, and nothing else."""
    out = tmp_path / "out"
    put({"a.csv": "1", "b.csv": "1"}, out)
    real = Path.replace
    for stopped_at in range(5):
        steps = iter(range(100))

        def stopped(self: Path, target: Path, steps: Iterator[int] = steps, at: int = stopped_at) -> Path:
            if next(steps) == at:
                signal.raise_signal(signal.SIGINT)
            return real(self, target)

        monkeypatch.setattr(Path, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            put({"a.csv": str(stopped_at), "b.csv": str(stopped_at)}, out)
        monkeypatch.setattr(Path, "replace", real)
        assert {path.name for path in out.iterdir()} == {"a.csv", "b.csv", MARK}
        assert files(out)["a.csv"] == files(out)["b.csv"] == str(stopped_at)


def test_a_signal_while_the_folder_is_cleared_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.rmtree

    def stopped(path: Path, **options: Any) -> None:
        signal.raise_signal(signal.SIGINT)
        real(path, **options)

    monkeypatch.setattr(shutil, "rmtree", stopped)
    with pytest.raises(KeyboardInterrupt):
        put({"a.csv": "1"}, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", MARK}


@pytest.mark.exhaustive
@pytest.mark.skipif(not POSIX, reason="signals of this kind are POSIX")
def test_a_hundred_signals_at_any_moment_leave_no_file_behind(tmp_path: Path) -> None:
    """Seeded moments, from the start of Python to after the end."""
    rows = "".join(f"S{row},Carer {row % 7}\n" for row in range(60))
    Path("staff.csv").write_text(f"Staff ref,Job title\n{rows}", "utf-8")
    commands = (
        ("report", "staff.csv", "--out", "out"),
        ("titles", "staff.csv", "--out", "titles.csv", "--force"),
        ("export", "--out", "tables"),
    )
    whole = {}
    for command in commands:
        started = time.monotonic()
        assert run(*command).returncode == 0
        whole[command] = time.monotonic() - started
    before = _under(tmp_path)
    chance = random.Random(5)  # noqa: S311  the same each time, and nobody's secret
    ended = 0
    for number in range(100):
        command = commands[number % len(commands)]
        process = subprocess.Popen([*RUN, *command], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.05, 1.2 * whole[command]))
        process.send_signal(chance.choice((signal.SIGTERM, signal.SIGINT)))
        _, said = process.communicate(timeout=60)
        # Before the first of our lines runs, Python itself may say where it was.
        assert not (b"Traceback" in said and b"care_pathway" in said), (number, command, said)
        ended += process.returncode != 0
        assert _under(tmp_path) == before, (number, command)
    assert ended > 20, "some are stopped before they are done"


def _under(folder: Path) -> set[str]:
    """Every file and folder below, hidden ones too."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


# --- where it is written -------------------------------------------------------------------------------


@pytest.mark.skipif(not POSIX, reason="links and pipes of this kind are POSIX")
def test_links_are_followed_and_pipes_written_into(tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_text("old", "utf-8")
    link = tmp_path / "link.csv"
    link.symlink_to(real)
    with replacing(link) as stream:
        stream.write(b"new")
    assert link.is_symlink()
    assert real.read_text("utf-8") == "new"
    Path("titles.csv").write_text("Job title\nCarer\n", "utf-8")
    done = run("titles", "titles.csv", "--out", "/dev/stdout")  # a stream of its own, not that of the tests
    assert b"care-or-support-worker" in done.stdout
    assert Path("/dev/stdout").is_symlink()


@pytest.mark.skipif(not POSIX, reason="streams are closed so on POSIX")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-"])
def test_a_closed_stream_is_no_traceback(closed: str) -> None:
    for arguments in ("title Carer", "title -", "titles -", "editions"):
        command = f"{sys.executable} -m care_pathway {arguments} {closed}"
        done = subprocess.run(  # noqa: S602
            command, shell=True, capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL
        )
        assert b"Traceback" not in done.stderr, command


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a file name is text")
def test_a_file_name_that_is_no_text() -> None:
    name = os.fsdecode(b"caf\xe9.csv")
    Path(name).write_text("Staff ref,Job title\nS1,Carer\n", "utf-8")
    out = os.fsdecode(b"d\xe9p\xf4t")
    done = run("report", name, "--out", out, "--title", name)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
    missing = run("titles", os.fsdecode(b"n\xe9.csv"))
    assert missing.returncode == 1
    assert b"no such file" in missing.stderr
    assert run("title", name, "--json").returncode == 0


@pytest.mark.skipif(not POSIX, reason="pipes of this kind are POSIX")
def test_a_pipe_with_a_name_is_written_into_and_read_once(tmp_path: Path) -> None:
    Path("titles.csv").write_text("Job title\nCarer\n", "utf-8")
    os.mkfifo("pipe")
    with subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE) as reader:  # noqa: S607
        assert run("titles", "titles.csv", "--out", "pipe").returncode == 0
        assert reader.stdout is not None
        assert b"care-or-support-worker" in reader.stdout.read()
    assert Path("pipe").is_fifo()
    with subprocess.Popen(["cp", "titles.csv", "pipe"]):  # noqa: S607
        assert b"care-or-support-worker" in run("titles", "pipe").stdout


@pytest.mark.skipif(not POSIX, reason="devices of this kind are POSIX")
def test_a_device_stays_a_device() -> None:
    Path("titles.csv").write_text("Job title\nCarer\n", "utf-8")
    try:  # one of our own, so that a failure here breaks nothing on the machine
        os.mknod("null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("only the administrator makes devices")
    assert run("titles", "titles.csv", "--out", "null").returncode == 0
    assert Path("null").is_char_device()


# --- what is said --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "--persona", "sam", "--on", "9999-12-31"),
        ("report", "--example", "--ahead", "1000000000", "--out", "o"),
        ("title", "Manager", "--duty", "number_of_services=\u00b2"),
    ],
)
def test_edges_are_refused_in_words(arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    code, said = ended(capfd, *arguments)
    assert code == 2, said
    assert said


def test_what_is_asked_for_and_cannot_be_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    """A sheet of a file without sheets; a template that the installation lacks; a manifest that is none."""
    Path("titles.csv").write_text("Job title\nCarer\n", "utf-8")
    _, said = ended(capfd, "titles", "titles.csv", "--sheet", "Staff")
    assert "no sheet is called 'Staff'; this file has no sheets" in said
    with pytest.raises(DataError, match=r"none\.html\.j2: is missing; the installation is damaged"):
        environment().get_template("none.html.j2")


def test_a_long_id_is_cut_where_it_is_shown(pathway: cp.Pathway) -> None:
    """And is answered at once: a million letters took a minute of spelling once."""
    before = time.process_time()
    for ask in (cp.load, pathway.competency, pathway.role_category):
        with pytest.raises(cp.UnknownIdError) as caught:
            ask("x" * 1_000_000)
        assert len(str(caught.value)) < 500
        assert caught.value.id == "x" * 1_000_000
    assert time.process_time() - before < 5


@pytest.mark.parametrize("text", [b"", b"[" * 100_000, b"null", b"[]", b"\xff"])
def test_a_manifest_that_is_none_is_a_damaged_installation(
    text: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_data, "_manifest_text", lambda: text)
    with pytest.raises(DataError, match="the installation is damaged"):
        _data.manifest()


def test_nothing_of_a_file_steers_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    escape = "S1\x1b]0;X\x07"
    console = Console()
    console.note(escape)
    console.error(escape)
    console.terminal = True
    console.line(escape)
    shown = capsys.readouterr()
    assert "\x1b" not in shown.out + shown.err
    assert "\x07" not in shown.out + shown.err
    assert harmless("a\tb\n") == "a\tb\n"


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with pytest.raises(DataError, match="no space left on device"):
        put({"a.csv": "1"}, tmp_path / "out")
