"""A git repository, asked by git's own command: which revisions there are, and what is in their files.

Nothing is written: no file of the user's, no index, no branch.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path, PurePosixPath

from texcv.diagnostics import Diagnostic, Span, TexcvError, did_you_mean, error
from texcv.frozen import frozen

TIME_LIMIT = 60.0

MAX_FILE = 100_000_000
"""Bytes of a file that is taken from a revision."""

_LINK = "120000"
_MOST_LINKS = 8


@frozen
class Repository:
    """A repository, by a folder in it: `prefix` is that folder's path in the repository, or ""."""

    folder: Path
    prefix: str

    @classmethod
    def of(cls, file: Path) -> Repository:
        """The one that a file is in, which need not exist any more; raises `TexcvError`."""
        whole = Path(os.path.abspath(file))  # noqa: PTH100  # `resolve` would follow the file if it is a link
        folder = next(above for above in whole.parents if above.is_dir())
        found, said = _tried(folder, "rev-parse", "--show-prefix")
        if found is None:
            hint = "compare two files: `texcv diff old.yaml new.yaml`"
            message = f"{file} is not in a git repository"
            if "not a git repository" not in said:
                message = f"git can't look into the repository of {file}: {said}"
            raise TexcvError([error("no-repository", message, Span(str(file)), hint)])
        return cls(folder, os.fsdecode(found).removesuffix("\n") + whole.parent.relative_to(folder).as_posix())

    def path_of(self, file: Path) -> str:
        """The path of a file of that folder, in the repository."""
        return os.path.normpath(f"{self.prefix}/{file.name}").lstrip("/")

    def revision(self, name: str, span: Span) -> Revision:
        """A revision by whatever git takes for its name; raises `TexcvError` if it is none."""
        oid = self._commit(name)
        if not oid:
            raise TexcvError([self._unknown(name, span)])
        listed = _asked(self.folder, "ls-tree", "-r", "-l", "-z", "--full-tree", oid)
        files: dict[str, Blob] = {}
        for line in filter(None, os.fsdecode(listed).split("\0")):
            head, _, path = line.partition("\t")
            mode, kind, _, size = head.split()
            if kind == "blob" and not {"..", ".", ""} & set(path.split("/")):
                files[path] = Blob(mode, int(size))
        return Revision(self, name, oid, files)

    def _commit(self, name: str) -> str:
        """The hash of a commit; "" if there is none. What begins with a dash is an option to git, and no name."""
        if name.startswith("-") or "\0" in name:
            return ""
        oid = name
        for peel in ("", "^{commit}"):  # in two steps, as `:/words^{commit}` would look for other words
            command = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{oid}{peel}")
            oid = (_tried(self.folder, *command)[0] or b"").decode().split("\n")[0]
            if not oid:
                break
        return oid

    def _unknown(self, name: str, span: Span) -> Diagnostic:
        if not self._commit("HEAD"):
            return error("unknown-revision", f"there is no revision {name}: nothing is committed yet", span)
        if ".." in name:
            return error("unknown-revision", f"{name} is no revision", span, "name two of them, as `HEAD~3 HEAD`")
        known = os.fsdecode(_asked(self.folder, "for-each-ref", "--format=%(refname:short)")).splitlines()
        near = "" if set(name) & set("~^@:") else did_you_mean(name, [*known, "HEAD"])
        return error("unknown-revision", f"there is no revision {name}", span, near)


@frozen
class Blob:
    """A file of a revision: git's mode, and its size in bytes."""

    mode: str
    size: int


@frozen
class Revision:
    """A commit: what it was called, its hash, and its files by their paths in the repository."""

    repository: Repository
    name: str
    oid: str
    files: Mapping[str, Blob] = field(repr=False)

    def read(self, path: str) -> bytes | None:
        """What is in a file, as a checkout would write it; behind links, too. None if there is no such file."""
        for _ in range(_MOST_LINKS):
            blob = self.files.get(path)
            if blob is None or blob.size > MAX_FILE:
                return None
            link = blob.mode == _LINK
            how = "blob" if link else "--filters"
            content = _asked(self.repository.folder, "cat-file", how, f"{self.oid}:{path}")
            if not link:
                return content
            path = os.path.normpath(f"{PurePosixPath(path).parent}/{os.fsdecode(content)}")
        return None

    def former_name(self, path: str) -> str:
        """What a file of today was called in this revision, if git knows of it; or ""."""
        names = ("log", "--follow", "--diff-filter=R", "--format=", "--name-status", "-z", f"{self.oid}..HEAD", "--")
        found, _ = _tried(self.repository.folder, *names, f":(top){path}")
        return next((name for name in os.fsdecode(found or b"").split("\0") if name in self.files), "")


def _asked(folder: Path, *arguments: str) -> bytes:
    """What a command of git prints; raises `TexcvError`."""
    found, said = _tried(folder, *arguments)
    if found is None:
        raise TexcvError([error("no-repository", f"git can't look into its repository: {said}", Span(str(folder)))])
    return found


def _tried(folder: Path, *arguments: str) -> tuple[bytes | None, str]:
    """The same; if it fails, None and the last line of its complaint. Raises `TexcvError` where git can't be run."""
    quiet = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=TIME_LIMIT, check=False,
            env={**os.environ, **quiet},
        )  # fmt: skip
    except FileNotFoundError:
        message, hint = "git is not installed: it knows the revisions", "`texcv diff old.yaml new.yaml` needs no git"
        raise TexcvError([error("missing-git", message, None, hint)]) from None
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise TexcvError([error("missing-git", f"git can't be run: {fault}")]) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"it ended with {done.returncode}"]
        return None, said[-1].removeprefix("fatal: ")
    return done.stdout, ""
