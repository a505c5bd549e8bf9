"""What all tests share: the two bundled editions, and how hypothesis runs."""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import HealthCheck, Phase, settings

import care_pathway as cp

# The same examples at each run: a test that fails here fails everywhere. A test names how many it is worth
# (`drawn.examples`): `every-example` tries those, as `.ci/run` does, and a contributor a quarter.
settings.register_profile(
    "every-example",
    derandomize=True,
    deadline=None,
    max_examples=30,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)
settings.register_profile("same-each-time", settings.get_profile("every-example"), max_examples=7)
# On further Pythons and versions of libraries: the same tests, a fifth of the examples.
settings.register_profile("fewer-examples", settings.get_profile("every-example"), max_examples=6)
# While something is broken: the first example that fails, without minutes of making it smaller.
settings.register_profile(
    "quick-failures", settings.get_profile("same-each-time"), phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same-each-time"))

# A shell starts what runs in the background deaf to Ctrl-C, and so would everything be that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def pathway() -> cp.Pathway:
    """The edition of April 2025."""
    return cp.load("2025-04")


@pytest.fixture(scope="session")
def first_edition() -> cp.Pathway:
    """The edition of January 2024."""
    return cp.load("2024-01")


@pytest.fixture(scope="session", params=["2024-01", "2025-04"])
def edition(request: pytest.FixtureRequest) -> cp.Pathway:
    """Each bundled edition in turn."""
    return cp.load(request.param)
