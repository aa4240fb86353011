"""Preambles that pdfTeX has read once and dumped, so that later builds need not read them again."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from texcv.frozen import frozen
from texcv.store import cache_folder, digest_of, fetch, keep, state

MAX_FORMATS = 16
"""How many are kept, those used last; each has about 18 MB."""

_BEGIN = re.compile(r"^\\begin\{document\}", re.MULTILINE)
_READS = {".cls", ".lua", ".sty"}
_MAPS = re.compile(rb"pdfmap(?:line|file)\b")
_SOURCES = {".cfg", ".clo", ".cls", ".def", ".fd", ".sty", ".tex"}
_VERSION = b"texcv format 3\n"


@frozen
class Format:
    """The file of a dumped preamble, or none where it can't be dumped. `one_pass`: nothing needs a second pass.

    `files` are those of TeX's trees that it was made of. Whoever uses the file has to see whether it has the `digest`:
    that takes a while, and can be done while TeX runs.
    """

    dump: Path | None
    digest: str
    one_pass: bool
    files: tuple[Path, ...]


def folder() -> Path:
    """Where formats are kept: for each what TeX reads, and what there is to know about it."""
    return cache_folder() / "formats"


def split(tex: str) -> tuple[str, str] | None:
    """The preamble of a document, and the rest; None if `\\begin{document}` does not begin a line."""
    found = _BEGIN.search(tex)
    return (tex[: found.start()], tex[found.start() :]) if found else None


def shortened(preamble: str, body: str) -> str:
    r"""The document for a format with its preamble; every line keeps its number.

    A `\color` in a preamble puts a node on the first page, which no dump has; xcolor does so as it is loaded.
    """
    return "\\csname set@color\\endcsname" + "%\n" * preamble.count("\n") + body


def key_of(preamble: str, files: Mapping[str, bytes]) -> str:
    """The name of a preamble's format: all that it is made of but what lies in TeX's trees."""
    engine = Path(shutil.which("pdflatex") or "pdflatex").resolve()
    parts = [_VERSION, str((engine, state(engine))).encode(), preamble.encode()]
    parts += [part for name in sorted(files) if _is_read(name) for part in (name.encode(), files[name])]
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]


def read_by(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of the files that a preamble may read."""
    return {name: content for name, content in files.items() if _is_read(name)}


def _is_read(name: str) -> bool:
    return Path(name).suffix in _READS


def another_time(epoch: str | None) -> str:
    """A time, in seconds since 1970, that shares neither year, month, day, hour nor minute with that of the build.

    A preamble that keeps the time at which it is read, or a package that it loads, shows it when it is dumped at this.
    """
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch is not None else datetime.now()  # as TeX's
    day = (now.year + 1, now.month % 12 + 1, now.day % 28 + 1)
    return str(int(datetime(*day, (now.hour + 1) % 24, (now.minute + 7) % 60, tzinfo=UTC).timestamp()))


def maps_fonts(preamble: str, files: Mapping[str, bytes], read: Sequence[Path]) -> bool:
    """Whether anything tells pdfTeX which file a font has. No dump knows it, and not every document would show that."""
    sources = (path.read_bytes() for path in read if path.suffix in _SOURCES)
    return any(map(_MAPS.search, (preamble.encode(), *files.values(), *sources)))


def load(key: str) -> Format | None:
    """The format of that name, if TeX's files are those that it was made of."""
    kept = fetch(folder() / f"{key}.json")
    if kept is None:
        return None
    about = json.loads(kept)
    if any(state(name) != known for name, known in about["files"].items()):
        return None
    if not about["digest"] and about["day"] != _today():  # perhaps it can be dumped by now
        return None
    dump = folder() / f"{key}.fmt"
    if about["digest"]:
        try:
            os.utime(dump)
        except OSError:
            return None
    return Format(
        dump if about["digest"] else None, about["digest"], about["one_pass"], tuple(map(Path, about["files"]))
    )


def _today() -> str:
    return f"{datetime.now(UTC):%F}"


def store(key: str, content: bytes, *, one_pass: bool, files: Iterable[Path]) -> None:
    """Keep a format, or, without content, that there can't be one; raises `OSError`."""
    if content:
        keep(folder() / f"{key}.fmt", content, MAX_FORMATS, sealed=False)
    about = {
        "digest": digest_of(content) if content else "",
        "one_pass": one_pass,
        "files": {str(file): state(file) for file in files},
        "day": _today(),
    }
    keep(folder() / f"{key}.json", json.dumps(about).encode(), MAX_FORMATS)


def forget(key: str) -> None:
    """Don't keep it any longer; raises `OSError`."""
    (folder() / f"{key}.json").unlink(missing_ok=True)


def expanded(dump: bytes) -> bytes:
    """What TeX has dumped, without the compression, which takes it half of its time to undo; it reads both."""
    return gzip.decompress(dump) if dump.startswith(b"\x1f\x8b") else dump


def inputs(recorded: str) -> tuple[Path, ...]:
    """What TeX has read from its trees, as its recorder tells; and the lists by which it has found it there."""
    names = dict.fromkeys(line[6:] for line in recorded.splitlines() if line.startswith("INPUT "))
    files = [Path(name) for name in names if Path(name).is_absolute()]
    return (*files, *_indexes(files))


def _indexes(files: Sequence[Path]) -> Iterator[Path]:
    """The lists of files by which TeX finds others than these, once a package is installed that hides one of them."""
    trees = dict.fromkeys(parent for file in files for parent in file.parents if parent.name.startswith("texmf"))
    yield from (tree / "ls-R" for tree in (*trees, Path("/usr/local/share/texmf")))
