"""All files that a CV is made of, for a machine that has none of them."""

from __future__ import annotations

from pathlib import Path

from texcv.assemble import assemble
from texcv.choice import AS_WRITTEN, Choice
from texcv.diagnostics import Diagnostic, Span, error
from texcv.photo import find_photo
from texcv.plan import find_face, version_of
from texcv.templates import names_folder

MAX_TEMPLATE = 20_000_000
"""Bytes of a template of one's own that is sent to another machine."""


def gather_files(path: Path, choice: Choice = AS_WRITTEN) -> dict[Path, bytes] | list[Diagnostic]:
    """Every file that a plan reads and that does not come with texcv, for a machine that has none of them.

    It says what is wrong only where a file can't be had.
    """
    whole = assemble(path)
    root, found = version_of(whole.root, choice) if whole.root else (None, whole.remarks)
    if root is None:
        return found
    try:
        files = {file: text.encode() for file, text in whole.files.items()}  # as they were read
        photo = find_photo(root.find("photo"), whole.file_of(root.find("photo")) or whole.cv, whole.home)
        if isinstance(photo, Diagnostic):
            return [photo]
        name = root.find("design", "template")
        own = [node for node in (root.find("photo"), name, whole.cv_node) if node and node.text and whole.file_of(node)]
        fixed = [node for node in own if Path(node.text or "").is_absolute()]
        if fixed:
            hint = "write it from the folder of the CV"
            return [error("absolute-path", "another machine has no such path", node.at, hint) for node in fixed]
        face = find_face(name, whole) if name and name.text and names_folder(name.text) else None
        if isinstance(face, list):
            return face
        of_template = [file for folder in face.own_folders for file in _visible_files(folder)] if face else []
        if sum(file.stat().st_size for file in of_template) > MAX_TEMPLATE:
            hint = "keep in its folder what it needs"
            message = f"the template has more than {MAX_TEMPLATE // 10**6} MB"
            return [error("too-large", message, name.at if name else None, hint)]
        files |= {file: file.read_bytes() for file in of_template}
    except OSError as fault:
        return [error("unreadable-file", f"can't read {fault.filename}: {fault.strerror}", Span(str(path)))]
    return files | (dict([photo]) if photo else {})


def _visible_files(folder: Path) -> list[Path]:
    """The files of a folder and of those in it, but for hidden ones, such as those of git."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
