"""Finished files come to their places in one step, and what a user changed stays."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from texcv.diagnostics import TexcvError
from texcv.output import write_files


def codes(fault: pytest.ExceptionInfo[TexcvError]) -> list[str]:
    return [diagnostic.code for diagnostic in fault.value.diagnostics]


def test_files_and_their_folders_are_made(tmp_path: Path) -> None:
    write_files({tmp_path / "a/b.pdf": b"one", tmp_path / "c.pdf": b"two"})
    assert (tmp_path / "a/b.pdf").read_bytes() == b"one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c.pdf"]
    assert stat.S_IMODE((tmp_path / "c.pdf").stat().st_mode) & 0o600 == 0o600


def test_where_one_can_not_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "one.pdf").write_bytes(b"old")
    (tmp_path / "two.pdf").mkdir()
    with pytest.raises(TexcvError) as fault:
        write_files({tmp_path / "one.pdf": b"new", tmp_path / "two.pdf": b"new"})
    assert codes(fault) == ["unwritable-output"]
    assert (tmp_path / "one.pdf").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.pdf", "two.pdf"]


@pytest.mark.parametrize("name", ["cv.tex", "texcv.cls", "texcv-classic.sty"])
def test_latex_that_was_changed_is_not_overwritten(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    write_files({file: b"first"})
    write_files({file: b"second"})
    assert file.read_bytes().startswith(b"second\n% Written by texcv")
    file.write_bytes(file.read_bytes().replace(b"second", b"mine"))
    with pytest.raises(TexcvError) as fault:
        write_files({file: b"third", tmp_path / "cv.pdf": b"third"})
    assert codes(fault) == ["edited-file"]
    assert file.read_bytes().startswith(b"mine")
    assert not (tmp_path / "cv.pdf").exists()


def test_latex_of_someone_else_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "cv.tex").write_bytes(b"my own")
    with pytest.raises(TexcvError) as fault:
        write_files({tmp_path / "cv.tex": b"ours"})
    assert codes(fault) == ["edited-file"]


def test_files_have_the_rights_that_the_user_wants(tmp_path: Path) -> None:
    """Also of many threads: the mask is the process's."""
    before = os.umask(0o027)
    try:
        places = [tmp_path / str(number) / "cv.pdf" for number in range(200)]
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda place: write_files({place: b"x"}), places))
        assert {stat.S_IMODE(place.stat().st_mode) for place in places} == {0o640}
    finally:
        after = os.umask(before)
    assert after == 0o027
