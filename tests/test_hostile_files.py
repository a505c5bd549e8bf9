"""Property, seeded: whatever is done to a file, each reader reads it or refuses it in words of ours."""

from __future__ import annotations

import gzip
import io
import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import care_pathway as cp
from care_pathway import interop
from care_pathway.cli import main
from care_pathway.errors import CarePathwayError
from care_pathway.evidence.renewals import read_renewals
from care_pathway.interop import ascwds, examples
from care_pathway.interop.adoption import read_adoption
from care_pathway.interop.decisions import read_decisions
from care_pathway.interop.own_records import read_own_record
from care_pathway.interop.saved_mapping import read_mapping
from care_pathway.overlay import read_overlay, with_overlay
from care_pathway.report import read_inputs
from care_pathway.report.since import read_report

ON = date(2026, 11, 1)
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "cp037", "mac_roman", "utf-7", "big5")
#: What is put somewhere into a text.
PIECES = (
    *("[" * 50_000, '{"a":' * 50_000, "9" * 5000, "x" * 200_000, '"' + "y" * 140_000),
    *("-1e999", "NaN", "1e400", "null", "true", "[]", "{}", "0", "\0", "\ud800", "\\ud800"),
    *("\u2028", '"', "'''", "\r", "\x85", "\x1a", "\ufeff\ufeff", "\u202e", "\u00e9"),
    *("=cmd()", "2026-99-99", "9999-12-31", "0000-00-00"),
)
LEAVES: tuple[Any, ...] = (
    *(None, 1, -1, True, "x", [], {}, [[]], {"a": 1}),
    *(1e308, 10**400, "9999-99-99", "x" * 100_000),
)
#: How long a refusal may be.
WORDS = 20_000


def _sources(folder: Path) -> dict[str, bytes]:
    """A file of every kind that is read."""
    for command in (
        ("report", "--example", "--out", "report"),
        ("record", "--persona", "sam", "--out", "record"),
        ("publish", "--example", "--out", "published"),
    ):
        assert main([*command, "--quiet"]) == 0
    made = ("report/report.json", "report/to-check.csv", "record/record.json", "published/courses.jsonld")
    names = (
        "staff",
        "training",
        "evidence",
        "courses",
        "ascwds-worker",
        "ascwds-workplace",
        "ascwds-training",
    )
    statement = (
        "enhanced-care-worker,Working together,minimum,knowledge,Knows how,https://www.gov.uk/x,2026-11-30"
    )
    return {
        **{name: (folder / name).read_bytes() for name in made},
        **{f"{name}.csv": examples.file(f"{name}.csv").read()[:3000] for name in names},
        "renewals.csv": b"topic,months\nfire-safety,24\n",
        "statements.csv": f"role category,heading,stage,kind,statement,page,read_on\n{statement}\n".encode(),
        "overlay.toml": b'namespace = "x"\n[[titles]]\ntitle = "Hub carer"\nrole_category = "new-to-care"\n',
        "mapping.json": b'{"schema": 1, "files": [{"file": "a", "given_as": "staff", "columns": {}}]}',
        "worker.json": cp.dumps(cp.load().personas[0].worker).encode(),
    }


def _readers(pathway: cp.Pathway) -> dict[str, Callable[[Path], Any]]:
    """Whatever reads a file, by what it reads."""
    staff = examples.file("staff.csv").read
    return {
        "staff": interop.read_staff,
        "training": interop.read_training,
        "courses": interop.read_courses,
        "evidence": interop.read_evidence,
        "recognise": interop.recognise,
        "inputs": lambda path: read_inputs(path, on=ON),
        "staff and training": lambda path: read_inputs(io.BytesIO(staff()), training=path, on=ON),
        "to-check": lambda path: read_decisions(pathway, path),
        "ascwds-worker": ascwds.read_workers,
        "ascwds-workplace": ascwds.read_workplaces,
        "ascwds-training": ascwds.read_training,
        "record": read_own_record,
        "mapping": read_mapping,
        "renewals": read_renewals,
        "report": read_report,
        "adoption": read_adoption,
        "statements": lambda path: cp.with_statements(pathway, path),
        "overlay": lambda path: with_overlay(pathway, read_overlay(path)),
        "worker": lambda path: cp.loads(path.read_bytes().decode("utf-8", "replace"), cp.Worker),
    }


def _another(value: Any, chance: random.Random) -> Any:
    """JSON with other things in the place of a few of its parts."""
    if chance.random() < 0.03:
        return chance.choice(LEAVES)
    if isinstance(value, dict):
        return {key: _another(part, chance) for key, part in value.items() if chance.random() > 0.02}
    return [_another(part, chance) for part in value] if isinstance(value, list) else value


def _changed(content: bytes, chance: random.Random) -> bytes:
    """A file after something was done to it."""
    how = chance.randrange(8)
    if how < 5:
        return _changed_text(content.decode("utf-8", "replace"), how, chance)
    if how == 5:
        return gzip.compress(content)[: chance.randrange(1, len(content) + 30)]
    if how == 6:
        return content[: chance.randrange(len(content) + 1)]
    changing = bytearray(content)
    for _ in range(chance.choice((1, 5, 50))):
        changing[chance.randrange(len(changing))] = chance.randrange(256)
    return bytes(changing)


def _changed_text(text: str, how: int, chance: random.Random) -> bytes:
    if how == 0:
        return text.encode(chance.choice(ENCODINGS), "replace")
    if how == 1:
        others = ("", ";", "\t", "}", "\r", "\0")
        return text.replace(chance.choice(',"\n:{['), chance.choice(others)).encode()
    if how == 2 and text.startswith(("{", "[")):
        return json.dumps(_another(json.loads(text), chance)).encode()
    for _ in range(chance.choice((1, 3, 10))):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(PIECES) + text[at + chance.choice((0, 0, 1, 5, 40)) :]
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("count", [20, pytest.param(2000, marks=pytest.mark.exhaustive)])
def test_every_reader_reads_or_refuses_in_words(
    count: int, pathway: cp.Pathway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sources, readers = _sources(tmp_path), _readers(pathway)
    chance = random.Random(17)  # noqa: S311  the same each time, and nobody's secret
    path = tmp_path / "given"
    read = refused = longest = 0
    for _ in range(count):
        name = chance.choice(list(sources))
        path.write_bytes(_changed(sources[name], chance))
        of_its_own = [one for one in readers if one == Path(name).stem]
        for reader in {*of_its_own, *chance.sample(list(readers), 2)}:
            try:
                readers[reader](path)
                read += 1
            except CarePathwayError as error:
                refused += 1
                longest = max(longest, len(str(error)))
    assert longest < WORDS
    assert read > count / 10
    assert refused > count / 2


def test_what_is_too_long_for_a_table_is_refused_or_cut(pathway: cp.Pathway, tmp_path: Path) -> None:
    """What the seeded files showed, one by one."""
    path = tmp_path / "given.csv"
    path.write_text("topic,months\nfire-safety,24" + "x" * 140_000 + "\n", "utf-8")
    with pytest.raises(cp.DataError, match="no table of renewal periods"):
        read_renewals(path)
    path.write_text(json.dumps({"schema": 1, "x" * 1_000_000: 1}), "utf-8")
    with pytest.raises(cp.DataError) as caught:
        cp.loads(path.read_text("utf-8"), cp.Worker)
    assert len(str(caught.value)) < WORDS
    many = "; ".join(f"S{number}" for number in range(30_000))
    rows = [
        {
            "Reference": None,
            "What": "title",
            "Found": "Carer",
            "Decision": "Deputy manager",
            "References": many,
        }
    ]
    assert len(read_decisions(pathway, rows).of_titles) == 30_000
    rows[0]["References"] = "S1; S2\rS3"
    assert set(read_decisions(pathway, rows).of_titles) == {"S1", "S2", "S3"}
