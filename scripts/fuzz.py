"""Feeds texcv what nobody would write, in one of two ways.

.venv/bin/python scripts/fuzz.py [INPUTS [SEED]]
    Spoilt CVs: bytes of real ones changed, cut, repeated, mixed with what means something to YAML or TeX. Each is
    validated; of those that pass, one in ten is also rendered. Any exception but texcv's own ends the run, with the
    input in `fuzzed.yaml`. 10000 inputs take ten minutes.
.venv/bin/python scripts/fuzz.py TARGET [FLAG...]
    One of the targets of fuzz_targets.py, guided by coverage; FLAG as libFuzzer has them. It needs atheris:
    `pip install -e '.[fuzz]'`. `-max_total_time=600` is ten minutes; an input that breaks a law is written into the
    target's folder of tests/corpus, where the tests find it. `-set_cover_merge=1` then adds the fewest of the inputs
    of build/fuzz that reach what tests/corpus does not (with `-use_counters=0`, fewer).
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
SEEDS = [path.read_bytes() for folder in ("cv", "docs/examples") for path in sorted((ROOT / folder).glob("*.yaml"))]
EXAMPLES = [ROOT / "docs" / "examples", ROOT / "tests" / "errors"]
TOKENS = [
    *(text.encode() for text in (
        "\n", "\t", "  ", ": ", "- ", "? ", "# ", "{", "}", "[", "]", ", ", "|\n", ">-\n", "&a ", "*a", "!!str ",
        "!tex ", "<<: ", "---\n", "...\n", "%YAML 1.1\n", "'", '"', "\\", "\\x00", "\\u202e", "\0", "\ufeff", "é", "漢",
        "\u2028", "😀", "~", "null", "yes", "1e999", "2024-13", "${", "^^5c", "\\input{x}", "((= x =))", "**", "`",
        "](", "https://", "@", "a" * 500, "[" * 50, "- " * 50,
    )),
    b"\xff", b"\xc3",
]  # fmt: skip
"""What means something to YAML, Markdown, Jinja or TeX, or to no one."""

Change = Callable[[bytearray, random.Random], None]


def flip(data: bytearray, chance: random.Random) -> None:
    """Another byte."""
    data[chance.randrange(len(data))] = chance.randrange(256)


def insert(data: bytearray, chance: random.Random) -> None:
    """Something that means something."""
    at = chance.randrange(len(data))
    data[at:at] = chance.choice(TOKENS)


def remove(data: bytearray, chance: random.Random) -> None:
    """A stretch less."""
    at = chance.randrange(len(data))
    del data[at : at + chance.randrange(1, 40)]


def repeat(data: bytearray, chance: random.Random) -> None:
    """A stretch twice, or in another place."""
    at, to = chance.randrange(len(data)), chance.randrange(len(data))
    data[to:to] = data[at : at + chance.randrange(1, 200)]


def cut(data: bytearray, chance: random.Random) -> None:
    """The end less."""
    del data[chance.randrange(len(data)) :]


CHANGES: list[Change] = [flip, insert, insert, remove, repeat, cut]


def spoilt(chance: random.Random) -> bytes:
    """A CV with one to eight changes."""
    data = bytearray(chance.choice(SEEDS))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5, 8))):
        if data:
            chance.choice(CHANGES)(data, chance)
    return bytes(data)


def feed(number: int, content: bytes, folder: Path) -> str:
    """What became of an input: `refused`, `valid`, `rendered`, or `refused by TeX`."""
    from texcv import TexcvError, render, validate
    from texcv.diagnostics import has_errors

    path = folder / "cv.yaml"
    path.write_bytes(content)
    if has_errors(validate(path)):
        return "refused"
    if number % 10:
        return "valid"
    try:
        render(path, output=folder / "out")
    except TexcvError:
        return "refused in the render"
    return "rendered"


def spoil(inputs: int = 10_000, seed: int = 1) -> Counter[str]:
    """Feed spoilt CVs, and say what came of it."""
    chance, outcomes, slowest = random.Random(seed), Counter[str](), 0.0  # noqa: S311  # not for secrets
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(inputs):
            content = spoilt(chance)
            start = time.perf_counter()
            try:
                outcome = feed(number, content, folder)
            except BaseException:
                Path("fuzzed.yaml").write_bytes(content)
                raise
            outcomes[outcome] += 1
            if outcome in {"refused", "valid"}:
                slowest = max(slowest, time.perf_counter() - start)
            extra = {path.name for path in folder.iterdir()} - {"cv.yaml", "out"}
            assert not extra, extra
    counts = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    print(f"{inputs} inputs, seed {seed}: {counts}; the slowest to validate took {slowest:.2f} s")
    return outcomes


def guide(target: str, flags: list[str]) -> None:
    """Let libFuzzer look for inputs that break the laws of a target."""
    import atheris

    with atheris.instrument_imports(include=["texcv", "markdown_it"]):
        import fuzz_targets
    if target not in fuzz_targets.TARGETS:
        sys.exit(f"`{target}` is none of the targets: {', '.join(fuzz_targets.TARGETS)}")
    work, corpus = ROOT / "build" / "fuzz" / target, fuzz_targets.CORPUS / target
    for folder in (work, corpus):
        folder.mkdir(parents=True, exist_ok=True)
    words = work.with_suffix(".dict")
    words.write_text("".join(f'"{_escaped(token)}"\n' for token in (*TOKENS, *_keys())))
    own = ["-max_len=4096", "-timeout=20", f"-dict={words}", f"-artifact_prefix={corpus}/"]
    examples = EXAMPLES if target in {"source", "validate"} else []
    folders = [corpus, work] if any("merge" in flag for flag in flags) else [work, corpus, *examples]
    program = f"{sys.executable} {__file__} {target}"  # libFuzzer calls it again to merge
    atheris.Setup([program, *own, *flags, *map(str, folders)], fuzz_targets.TARGETS[target])
    atheris.Fuzz()


def _keys() -> list[bytes]:
    """The words of the format."""
    from texcv.model import KINDS, STANDARD_SECTIONS, json_schema

    schema = json_schema()
    properties = (model.get("properties", {}) for model in (schema, *schema["$defs"].values()))
    return [key.encode() for key in sorted({*KINDS, *STANDARD_SECTIONS, *chain.from_iterable(properties)})]


def _escaped(token: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token)


if __name__ == "__main__":
    if sys.argv[1:] and not sys.argv[1].isdigit():
        guide(sys.argv[1], sys.argv[2:])
    else:
        spoil(*map(int, sys.argv[1:]))
