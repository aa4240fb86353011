"""The files of docs/ci.md, taken apart into what a runner would run, and a runner for GitHub's composite actions."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

_NAME = re.compile(r"\b(inputs|steps|runner|github)(\.[\w-]+)+")


def instructions(dockerfile: str) -> Iterator[tuple[str, str]]:
    """The instructions of a Dockerfile, and what stands behind each; without comments and continued lines."""
    text = re.sub(r"^\s*#.*\n", "", dockerfile, flags=re.M)
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip():
            name, _, rest = line.partition(" ")
            yield name, rest.strip()


@dataclass
class Runner:
    """What GitHub's runner does with a composite action: expressions, conditions, outputs, PATH, and how it calls bash.

    Steps that use another action are not run, but noted in `used` with their inputs; `outputs` has what they give.
    """

    workspace: Path
    temp: Path
    action: Path
    inputs: Mapping[str, str]
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    used: dict[str, dict[str, str]] = field(default_factory=dict)
    printed: str = ""
    path: str = os.environ["PATH"]
    failed: bool = False

    def run(self, action: Mapping[str, Any]) -> int:
        """The exit status of the action; each step that is not skipped has been run."""
        known = {name: about["default"] for name, about in action["inputs"].items()}
        assert set(self.inputs) <= set(known)
        self.inputs = {**known, **self.inputs}
        for step in action["runs"]["steps"]:
            if not (self._value(step["if"]) if "if" in step else not self.failed):
                continue
            if "uses" in step:
                self.used[step["name"]] = {key: str(self._value(text)) for key, text in step["with"].items()}
            else:
                assert step["shell"] == "bash"
                self.failed |= self._run(step) != 0
        return int(self.failed)

    def _run(self, step: Mapping[str, Any]) -> int:
        given, paths, script = (self.temp / name for name in ("output", "path", "script.sh"))
        for file in (given, paths):
            file.write_text("", "utf-8")
        script.write_text(step["run"], "utf-8")
        environment = {
            **os.environ, "PATH": self.path, "GITHUB_OUTPUT": str(given), "GITHUB_PATH": str(paths),
            "GITHUB_ACTION_PATH": str(self.action), "RUNNER_TEMP": str(self.temp),
            **{key: str(self._value(text)) for key, text in step.get("env", {}).items()},
        }  # fmt: skip
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        done = subprocess.run(
            command, cwd=self.workspace, env=environment, text=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.printed += done.stdout
        pairs = (line.partition("=") for line in given.read_text("utf-8").splitlines())
        self.outputs[step["id"]] = {key: value for key, _, value in pairs}
        self.path = os.pathsep.join([*paths.read_text("utf-8").split("\n")[:-1], self.path])
        return done.returncode

    def _value(self, text: str) -> object:
        """The value of a text with expressions, or of one expression."""
        whole = re.fullmatch(r"\$\{\{(.*)\}\}", text)
        if whole and "${{" not in whole[1]:
            return self._evaluate(whole[1])
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(self._evaluate(found[1])), text)

    def _evaluate(self, expression: str) -> object:
        python = _NAME.sub(lambda found: f"look_up({found[0]!r})", expression)
        for theirs, ours in ((r"!(?!=)", " not "), ("&&", " and "), (r"\|\|", " or ")):
            python = re.sub(theirs, ours, python)
        functions = {"look_up": self._look_up, "cancelled": lambda: False, "endsWith": str.endswith}
        value: object = eval(python.strip(), {"__builtins__": {}}, functions)
        return value

    def _look_up(self, name: str) -> str:
        kind, *keys = name.split(".")
        if kind == "steps":
            return self.outputs.get(keys[0], {}).get(keys[2], "")
        return {"runner.os": "Linux", "runner.arch": "X64"}[name] if kind == "runner" else self.inputs[keys[0]]
