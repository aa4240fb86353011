"""What LaTeX writes for its own next run (`.aux` and the like), kept from one build of a document to the next."""

from __future__ import annotations

import json
import re
from pathlib import Path

from texcv.store import cache_folder, fetch, keep

MAX_DOCUMENTS = 200
"""How many documents' are kept, those built last."""

_OTHER = re.compile(r"cv\.(?!fdb_latexmk$|fls$|log$|lua$|pdf$|tex$|xdv$)[a-z]{3}")


def restore(name: str, folder: Path) -> bool:
    """Put what was kept of that document, if anything was, into the folder in which TeX will run."""
    kept = fetch(_folder() / f"{name}.json")
    for key, text in json.loads(kept or b"{}").items():
        (folder / key).write_bytes(text.encode("latin-1"))
    return kept is not None


def forget(name: str) -> None:
    """Don't keep it any longer; raises `OSError`."""
    (_folder() / f"{name}.json").unlink(missing_ok=True)


def save(name: str, folder: Path) -> None:
    """Keep what TeX has left in the folder for its next run; raises `OSError`."""
    files = {path.name: path.read_bytes().decode("latin-1") for path in folder.iterdir() if _OTHER.fullmatch(path.name)}
    if files:
        keep(_folder() / f"{name}.json", json.dumps(files).encode(), MAX_DOCUMENTS)


def _folder() -> Path:
    return cache_folder() / "auxiliary"
