"""Dumps and pickles of every release so far, as users have kept them: this release reads them all."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import attrs
import pytest

import care_pathway as cp
from care_pathway._record import Record

CORPUS = Path(__file__).parent / "corpus"
RELEASES = sorted(folder.name for folder in CORPUS.iterdir())


def kinds() -> dict[str, type[Record]]:
    """Every kind of record by its name."""
    queue: list[type[Record]] = [Record]
    found: dict[str, type[Record]] = {}
    for name in cp.__all__:
        getattr(cp, name)  # its module is imported now
    while queue:
        kind = queue.pop()
        if "__attrs_attrs__" in vars(kind):  # not what attrs made it from, which lives on for a while
            found[kind.__name__] = kind
        queue += kind.__subclasses__()
    return found


def test_this_release_has_a_corpus() -> None:
    assert cp.__version__ in RELEASES


@pytest.mark.parametrize("release", RELEASES)
def test_every_dump_is_read(release: str) -> None:
    """Stability: `loads` reads the dumps of every earlier release; a field added since has its default."""
    known, files = kinds(), sorted((CORPUS / release).glob("*.json"))
    assert len(files) > 25
    for file in files:
        text = file.read_text("utf-8")
        record = cp.loads(text, known[file.stem])
        again = cp.loads(cp.dumps(record), known[file.stem])
        assert again == record, file.name
        kept = json.loads(cp.dumps(record))
        for name, value in json.loads(text).items():
            if name != "schema_version":
                assert kept.get(name) == value, f"{file.name}: {name}"


@pytest.mark.parametrize("release", RELEASES)
def test_every_pickle_of_a_record_is_read(release: str) -> None:
    for file in sorted((CORPUS / release).glob("[A-Z]*.pickle")):
        record = pickle.loads(file.read_bytes())
        dumped = cp.loads(file.with_suffix(".json").read_text("utf-8"), type(record))
        assert type(record).__name__ == file.stem
        assert record == dumped, file.name
        for field in attrs.fields(type(record)):
            getattr(record, field.name)


@pytest.mark.parametrize("release", RELEASES)
def test_a_pickle_of_an_edition_is_that_edition_or_refused(release: str) -> None:
    """An edition is pickled by name and digest; another revision is never taken for it."""
    files = sorted((CORPUS / release).glob("edition-*.pickle"))
    assert files
    for file in files:
        edition = cp.load(file.stem.removeprefix("edition-"))
        content = file.read_bytes()
        if edition.digest.encode() in content:
            assert pickle.loads(content) is edition
        else:
            assert release != cp.__version__, "the data changed: raise the version, or run make_corpus.py"
            with pytest.raises(cp.DataError, match="load the edition and work the answers out again"):
                pickle.loads(content)
