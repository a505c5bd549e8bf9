"""A table of cases as one test, which names every row that fails."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest


def each(names: str | Sequence[str], rows: Iterable[Any]) -> Callable[[Any], Any]:
    """As `pytest.mark.parametrize`, where a case takes less time than a test of its own would.

    Every row is tried; those that fail come out together, each with its row. What the test takes besides is
    made once for all of them, so it has to be something that no row changes.
    """
    fields = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    assert len(fields) > 1 or isinstance(names, str), "one name is a text"
    table = [tuple(row) if len(fields) > 1 else (row,) for row in rows]
    assert table, "a table without rows can never fail"

    def decorated(test: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(test)
        assert set(fields) <= set(signature.parameters), f"{test.__name__} takes no such argument"

        @functools.wraps(test)
        def tried(*own: Any, **fixtures: Any) -> None:
            failed: list[BaseException] = []
            for row in table:
                given = dict(zip(fields, row, strict=True))
                try:
                    test(*own, **fixtures, **given)
                except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  all are told below
                    shown = ", ".join(f"{name}={value!r:.200}" for name, value in given.items())
                    error.add_note(f"in the row {shown}")
                    failed.append(error)
            if failed:
                raise BaseExceptionGroup(f"{len(failed)} of {len(table)} rows", failed)

        left = [each for name, each in signature.parameters.items() if name not in fields]
        tried.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
        return tried

    return decorated
