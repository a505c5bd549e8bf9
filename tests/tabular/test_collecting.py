"""Without the search for circles of references: everything is as it was afterwards."""

from __future__ import annotations

import gc

from care_pathway.tabular.collecting import without_collecting


def test_it_is_on_again_and_what_somebody_set_aside_stays_so() -> None:
    before = gc.get_freeze_count()
    with without_collecting():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() == before
    gc.freeze()
    try:
        aside = gc.get_freeze_count()
        with without_collecting():
            pass
        # What nobody holds any more goes, set aside or not; everything would be many thousands.
        assert aside - 100 <= gc.get_freeze_count() <= aside
    finally:
        gc.unfreeze()
