"""A short run of scripts/fuzz.py; docs/safety.md has the figures of a long one."""

import pytest

import fuzz


@pytest.mark.latex
@pytest.mark.parametrize("seed", [11, 12])
def test_spoilt_cvs_are_refused_or_built(seed: int) -> None:
    outcomes = fuzz.main(200, seed)
    assert outcomes.total() == 200
    assert outcomes["refused"] > 20
    assert outcomes["valid"] > 20
