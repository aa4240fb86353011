"""The files of docs/ci.md fit their published schemas, and their steps do what they say."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ci_steps import ROOT, Runner, instructions
from texcv.compile.requirements import system_packages
from texcv.compile.walls import room_stands
from texcv.templates import all_templates
from texcv.version import __version__

BIN = Path(sys.executable).parent
CI = ROOT / "docs/ci"
GUIDE = (ROOT / "docs/ci.md").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
CV = "name: Ada Example\nsections:\n  skills: [flour]\n"
FAULTY = "name: Ada Example\nsections:\n  education:\n    - title: M.Sc.\n      start: 2022-13\n"
ODD = """it's "one" & $(touch pwned) #2"""


def read(file: str) -> Any:
    return yaml.safe_load((ROOT / file).read_text("utf-8"))


def scripts() -> Iterator[tuple[str, str, str]]:
    """The place, the shell and the text of each script."""
    for step in read("action.yml")["runs"]["steps"]:
        if "run" in step:
            yield step["name"], "bash", step["run"]
    job = read("docs/ci/gitlab.yml")["texcv"]
    yield "gitlab", "sh", "\n".join(job["before_script"] + job["script"])
    given = "TEMPLATES=$1 SCRIPTS=$2 XDG_CACHE_HOME=$3\nexport TEMPLATES SCRIPTS XDG_CACHE_HOME\n"
    for number, (name, rest) in enumerate(instructions(DOCKERFILE)):
        if name == "RUN":
            yield f"Dockerfile {number}", "bash", given + rest


SCRIPTS = list(scripts())


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command with texcv on its PATH; what it prints comes together."""
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, text=True, check=False,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **environment},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache folder of all machines here, so that each preamble is read once."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A fresh git repository with two CVs, one of which has a name that a shell could mistake, and a faulty one."""
    folder = tmp_path / "repository"
    (folder / "cv").mkdir(parents=True)
    for name, text in (("ada", CV), (ODD, CV), ("faulty", FAULTY)):
        (folder / f"cv/{name}.yaml").write_text(text, "utf-8")
    for command in ("git init -q", "git add ."):
        assert run(*command.split(), cwd=folder).returncode == 0
    return folder


def made(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("**/*.pdf")}


# --- schemas, linters, versions ----------------------------------------------------------------

SCHEMAS = [
    ("vendor.github-actions", "action.yml", "composite"),
    ("vendor.github-workflows", "docs/ci/github.yml", "runs-on"),
    ("vendor.gitlab-ci", "docs/ci/gitlab.yml", "when: always"),
    ("vendor.gitlab-ci", "docs/ci/gitlab-ci.yml", "- remote:"),
]


@pytest.mark.parametrize(("schema", "file", "part"), SCHEMAS)
def test_a_file_fits_its_published_schema(schema: str, file: str, part: str, tmp_path: Path) -> None:
    """The schemas come with check-jsonschema; a spoilt copy shows that they are asked."""
    spoilt = tmp_path / "spoilt.yml"
    spoilt.write_text((ROOT / file).read_text("utf-8").replace(part, "spoilt: spoilt" if ":" in part else "spoilt"))
    command = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema)
    assert run(*command, ROOT / file, cwd=tmp_path).returncode == 0
    assert run(*command, spoilt, cwd=tmp_path).returncode == 1


def test_pre_commit_takes_the_hooks_and_the_configuration(tmp_path: Path) -> None:
    manifest, configuration = ROOT / ".pre-commit-hooks.yaml", CI / "pre-commit-config.yaml"
    home = {"PRE_COMMIT_HOME": str(tmp_path)}
    assert run("pre-commit", "validate-manifest", manifest, cwd=ROOT, **home).returncode == 0
    assert run("pre-commit", "validate-config", configuration, cwd=ROOT, **home).returncode == 0
    asked = {hook["id"] for hook in read("docs/ci/pre-commit-config.yaml")["repos"][0]["hooks"]}
    assert asked == {hook["id"] for hook in read(".pre-commit-hooks.yaml")}


@pytest.mark.parametrize(("place", "shell", "text"), SCRIPTS, ids=[place for place, _, _ in SCRIPTS])
def test_shellcheck_has_nothing_to_say(place: str, shell: str, text: str, tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text(text, "utf-8")
    done = run("shellcheck", "-s", shell, script, cwd=tmp_path)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("script", ["scripts/setup.sh", ".ci/run"])
def test_shellcheck_has_nothing_to_say_of_our_own(script: str) -> None:
    done = run("shellcheck", ROOT / script, cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_no_input_is_a_part_of_a_script() -> None:
    """Neither in a step, nor behind a shell's back."""
    for place, _, text in SCRIPTS:
        assert "${{" not in text, place
        assert not re.search(r"\b(eval|source)\b|\b(ba)?sh +-c", text), place


def test_other_actions_are_pinned_by_commit() -> None:
    for file in ("action.yml", "docs/ci/github.yml"):
        for action in re.findall(r"uses: (.*)", (ROOT / file).read_text("utf-8")):
            assert re.fullmatch(
                rf"actions/[a-z/-]+@[0-9a-f]{{40}} # v\d+\.\d+\.\d+|OWNER/texcv@v{re.escape(__version__)}", action
            )


def test_our_own_version_is_that_of_this_tree() -> None:
    wanted = f"v{__version__}"
    assert read("docs/ci/gitlab.yml")["texcv"]["variables"]["TEXCV_VERSION"] == wanted
    assert read("docs/ci/pre-commit-config.yaml")["repos"][0]["rev"] == wanted
    for text in (GUIDE, *(path.read_text("utf-8") for path in CI.iterdir())):
        assert set(re.findall(r"\bv\d+\.\d+\.\d+(?! |\n)", re.sub(r"# v.*", "", text))) <= {wanted}


def test_there_is_one_base_of_images_pinned_by_digest() -> None:
    (base,) = (rest for name, rest in instructions(DOCKERFILE) if name == "FROM")
    assert re.fullmatch(r"debian:bookworm-\d{8}-slim@sha256:[0-9a-f]{64}", base)
    assert read("docs/ci/gitlab.yml")["texcv"]["image"] == base


def test_the_known_versions_are_of_what_texcv_needs() -> None:
    lines = (ROOT / "scripts/constraints.txt").read_text("utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    needs = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    for need in map(Requirement, needs):
        assert need.specifier.contains(pins[canonicalize_name(need.name).replace("pdfminer-six", "pdfminer.six")])


# --- the documents -------------------------------------------------------------------------------


def shown(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.S)


def test_the_guide_shows_the_files_as_they_are() -> None:
    files = ("github.yml", "gitlab-ci.yml", "pre-commit-config.yaml")
    assert {(CI / name).read_text("utf-8") for name in files} <= set(shown("yaml"))
    assert all(len(text.splitlines()) <= 12 for text in shown("yaml"))


def test_the_guide_shows_how_the_image_is_used() -> None:
    (commands,) = shown("sh")
    assert re.findall(r"^#     (.*)\n", DOCKERFILE, re.M) == commands.splitlines()


def test_the_guide_explains_each_input() -> None:
    inputs = read("action.yml")["inputs"]
    assert re.findall(r"^\| `([a-z]+)` \| ", GUIDE, re.M) == list(inputs)
    variables = {name.removeprefix("TEXCV_").lower() for name in read("docs/ci/gitlab.yml")["texcv"]["variables"]}
    assert variables - set(inputs) == {"repository", "version", "xdg_cache_home"}


# --- GitHub --------------------------------------------------------------------------------------


@pytest.fixture
def act(tmp_path: Path, repository: Path, cache: Path) -> Callable[..., tuple[int, Runner]]:
    """Run the action as from a checkout where texcv is installed already, so that nothing is downloaded."""
    action = tmp_path / "action of texcv"
    (action / ".venv").mkdir(parents=True)
    for name in ("pyproject.toml", "scripts", "src", "latex_templates"):
        (action / name).symlink_to(ROOT / name)
    (action / ".venv/bin").symlink_to(BIN)
    (action / ".venv/installed-ci").touch()
    (tmp_path / "runner's temp/texcv").mkdir(parents=True)
    (tmp_path / "runner's temp/texcv/cache").symlink_to(cache)

    def run_action(known: Mapping[str, dict[str, str]] = {}, **inputs: str) -> tuple[int, Runner]:
        runner = Runner(repository, tmp_path / "runner's temp", action, inputs, dict(known))
        return runner.run(read("action.yml")), runner

    return run_action


@pytest.mark.latex
def test_the_action_annotates_faults_and_uploads_what_is_made(
    act: Callable[..., tuple[int, Runner]], repository: Path
) -> None:
    status, runner = act(
        files="cv/ada.yaml\ncv/f*.yaml\n" + f"cv/{ODD}.yaml", arguments="--set=headline=Cook\n\n-tplain"
    )
    assert status == 1
    assert made(repository / "output") == {"ada.pdf", f"{ODD}.pdf"}
    commands = [line for line in runner.printed.splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == 1
    assert commands[0].startswith("::error file=cv/faulty.yaml,line=5,col=14,title=bad-date::")
    assert not list(repository.glob("**/pwned"))
    assert f"output/{ODD}.pdf, 1 page, all 5 strings found" in runner.printed
    kept = runner.used["Keep what TeX keeps"]
    formats, luatex = kept["path"].splitlines()
    assert list(Path(formats).glob("*.fmt"))
    assert Path(luatex) == Path(formats).with_name("luatex")
    assert re.fullmatch(r"texcv-Linux-X64-\d+-\d+", kept["key"])
    assert runner.used["Fetch what TeX keeps"]["path"] == kept["path"]
    assert runner.used["Upload the PDFs"] == {"name": "cv", "path": "output/**/*.pdf", "if-no-files-found": "warn"}


@pytest.mark.latex
def test_the_action_builds_a_project_and_keeps_no_preamble_twice(
    act: Callable[..., tuple[int, Runner]], repository: Path
) -> None:
    for name in (ODD, "faulty"):
        (repository / f"cv/{name}.yaml").unlink()
    (repository / "a group").mkdir()
    (repository / "cv").rename(repository / "a group/cv")
    status, first = act(project="a group", template="plain", artifact="PDFs of the group")
    assert status == 0
    assert made(repository) == {"ada.pdf"}
    assert "strings found" in first.printed
    assert first.used["Upload the PDFs"]["path"] == "a group/output/**/*.pdf"
    key = first.used["Keep what TeX keeps"]["key"]
    status, second = act({"fetched": {"cache-matched-key": key}}, project="a group", template="plain", artifact="")
    assert status == 0
    assert "unchanged" in second.printed
    assert set(second.used) == {"Fetch what TeX keeps"}


HOSTILE = "$(touch pwned)`touch pwned`\"; touch pwned; ' || touch pwned #${{ touch }}"


def test_no_input_is_executed(act: Callable[..., tuple[int, Runner]], repository: Path, tmp_path: Path) -> None:
    (tmp_path / "runner's temp/texcv/cache").unlink()
    hostile = dict.fromkeys(("output", "artifact", "scripts"), HOSTILE)
    status, runner = act(files=f"-h\nnone/*.yaml\n{HOSTILE}", arguments=f"--set=headline={HOSTILE}", **hostile)
    assert status == 1
    assert "::error file=none/*.yaml,title=missing-file::" in runner.printed
    assert runner.printed.count("title=missing-file::") == 3
    assert runner.used["Upload the PDFs"]["name"] == HOSTILE
    assert "Keep what TeX keeps" not in runner.used  # as there are none
    status, runner = act(project=f"-h\n{HOSTILE}", template=HOSTILE)
    assert status == 1
    assert "there is no file or folder -h" in runner.printed
    assert not list(repository.parent.glob("**/pwned"))


def test_the_workflow_runs_the_action_with_inputs_that_it_has() -> None:
    steps = read("docs/ci/github.yml")["jobs"]["cv"]["steps"]
    assert [step for step in steps if "run" in step] == []
    (ours,) = (step for step in steps if step["uses"].startswith("OWNER/texcv@"))
    (more,) = (steps for steps in map(yaml.safe_load, shown("yaml")) if isinstance(steps, list))
    for given in (ours, *more):
        assert set(given.get("with", {})) <= set(read("action.yml")["inputs"])


# --- GitLab --------------------------------------------------------------------------------------


def gitlab(repository: Path, cache: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """The job's script, as GitLab's runner runs it in an image that has no bash."""
    job = read("docs/ci/gitlab.yml")["texcv"]
    known = {key: str(value).replace("$CI_PROJECT_DIR", str(repository)) for key, value in job["variables"].items()}
    if not (repository / ".cache").exists():
        (repository / ".cache").symlink_to(cache)
    script = "\n".join(["set -e", *job["before_script"], *job["script"]])
    return run("sh", "-c", script, cwd=repository, **{**known, **variables})


@pytest.mark.latex
def test_the_job_of_gitlab_reports_and_tells(repository: Path, cache: Path) -> None:
    job = gitlab(repository, cache, TEXCV_FILES=f"cv/f*.yaml\ncv/{ODD}.yaml", TEXCV_ARGUMENTS="--template=plain\n-j1")
    assert job.returncode == 1
    assert "cv/faulty.yaml:5:14: error[bad-date]" in job.stdout
    assert "strings found, unchanged" in job.stdout
    assert made(repository / "output") == {f"{ODD}.pdf"}
    assert list(repository.glob(".cache/texcv/formats/*.fmt"))
    (issue,) = json.loads((repository / "gl-code-quality-report.json").read_text("utf-8"))
    assert issue["location"] == {"path": "cv/faulty.yaml", "lines": {"begin": 5}}
    assert not list(repository.glob("**/pwned"))


def test_the_job_of_gitlab_executes_no_variable(repository: Path, cache: Path) -> None:
    job = gitlab(repository, cache, TEXCV_FILES=HOSTILE, TEXCV_ARGUMENTS=f"--set=headline={HOSTILE}")
    assert job.returncode == 1
    assert "missing-file" in job.stdout
    assert not list(repository.glob("**/pwned"))


SET_UP = """
echo "set up: $*"
cd "$(dirname "$0")/.."
mkdir -p .venv/bin
printf '#!/bin/sh\\necho "it was $*"\\n' > .venv/bin/texcv
chmod +x .venv/bin/texcv
"""


def test_the_job_of_gitlab_installs_texcv_where_there_is_none(repository: Path, cache: Path, tmp_path: Path) -> None:
    """From a repository with a tag, whose set-up leaves word of what it was asked for."""
    source, tools = tmp_path / "source", tmp_path / "tools"
    for folder in (source / "scripts", tools):
        folder.mkdir(parents=True)
    (source / "scripts/setup.sh").write_text(SET_UP, "utf-8")
    for command in ("init -q", "add .", "-c user.name=a -c user.email=a@b commit -qm a", "tag v0.0.7"):
        assert run("git", *command.split(), cwd=source).returncode == 0
    for tool in ("sh", "git", "mktemp", "mkdir", "dirname", "chmod", "touch"):
        (tools / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    variables = {"PATH": str(tools), "TEXCV_SCRIPTS": "yes", "TEXCV_VERSION": "v0.0.7"}
    job = gitlab(repository, cache, TEXCV_REPOSITORY=source.as_uri(), **variables)
    assert (job.returncode, job.stdout) == (0, "set up: ci scripts\nit was build -- .\n")
    assert (repository / "gl-code-quality-report.json").read_text() == "it was build --diagnostics=gitlab -- .\n"
    job = gitlab(repository, cache, TEXCV_REPOSITORY=HOSTILE, **variables)
    assert job.returncode != 0
    assert not list(tmp_path.glob("**/pwned"))


# --- the set-up of both --------------------------------------------------------------------------


def test_the_set_up_makes_machines_alike(tmp_path: Path) -> None:
    """Where there is no TeX: what it asks apt, find and pip for. That the machines are alike was seen on real ones."""
    tools, asked = tmp_path / "tools", tmp_path / "asked"
    for folder in (tools, tmp_path / "scripts", tmp_path / "src/texcv/compile"):
        folder.mkdir(parents=True)
    for name in ("scripts/setup.sh", "src/texcv/compile/packages.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    for tool in [
        "sh",
        "sed",
        "dirname",
        "mktemp",
        "rm",
        "cut",
        "cksum",
        "grep",
        "env",
        "touch",
        "mkdir",
        "ln",
        "basename",
    ]:
        (tools / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    told = '"${0##*/} $*${SOURCE_DATE_EPOCH:+ at $SOURCE_DATE_EPOCH}"'
    noted = f"printf '%s\\n' {told} >> {asked}"
    venv = 'case "$*" in "-m venv"*) mkdir -p .venv/bin; ln -s "$0" .venv/bin/python ;; esac'
    answers = {"apt-get": "", "find": "", "python3": venv, "id": "echo 0", "dpkg-query": "echo tex-common 1"}
    for tool, answer in answers.items():
        (tools / tool).write_text(f"#!/bin/sh\n{noted}\n{answer}\n", "utf-8")
        (tools / tool).chmod(0o755)
    done = run(tools / "sh", "scripts/setup.sh", "ci", "scripts", cwd=tmp_path, PATH=str(tools))
    assert done.returncode == 0, done.stdout
    lines = [line for line in asked.read_text("utf-8").splitlines() if not line.startswith(("dpkg-query", "id"))]
    packages = " ".join(" ".join(system_packages()[key]) for key in ("apt", "apt-scripts"))
    assert lines[1:3] == [
        "apt-get update -qq",
        f"apt-get install -y -qq --no-install-recommends {packages} at 1767225600",
    ]
    assert re.fullmatch(r"find /etc/texmf /var/lib/texmf -type f -newer \S+ -exec touch -d @\d+ \{\} \+", lines[3])
    assert lines[-2].endswith("pip install -q --disable-pip-version-check -c scripts/constraints.txt -e .")
    assert lines[-1].endswith("python -m compileall -q src")


# --- pre-commit ----------------------------------------------------------------------------------


@pytest.fixture
def hook(repository: Path, tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Run a hook by pre-commit itself, with the texcv that is installed instead of one that is downloaded."""
    hooks = [{**hook, "language": "system"} for hook in read(".pre-commit-hooks.yaml")]
    configuration = repository / ".pre-commit-config.yaml"
    configuration.write_text(json.dumps({"repos": [{"repo": "local", "hooks": hooks}]}), "utf-8")
    for name in ("cv/.hidden.yaml", "cv/notes/a.yaml", "other.yaml"):
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text("no: CV\n", "utf-8")
    assert run("git", "add", ".", cwd=repository).returncode == 0
    return lambda name: run(
        "pre-commit",
        "run",
        "--all-files",
        "--color=never",
        name,
        cwd=repository,
        PRE_COMMIT_HOME=str(tmp_path / "home"),
    )


def test_the_hook_that_validates(hook: Callable[[str], subprocess.CompletedProcess[str]], repository: Path) -> None:
    found = hook("texcv-validate")
    assert found.returncode == 1, found.stdout
    assert "cv/faulty.yaml:5:14: error[bad-date]" in found.stdout
    assert f"cv/{ODD}.yaml: no problems" in found.stdout
    assert found.stdout.count("error[") == 1
    (repository / "cv/faulty.yaml").write_text(CV, "utf-8")
    assert run("git", "add", ".", cwd=repository).returncode == 0
    assert "Passed" in hook("texcv-validate").stdout


@pytest.mark.latex
def test_the_hook_that_typesets(hook: Callable[[str], subprocess.CompletedProcess[str]], repository: Path) -> None:
    (repository / "cv/ada.yaml").unlink()
    assert run("git", "add", ".", cwd=repository).returncode == 0
    found = hook("texcv-render")
    assert found.returncode == 1, found.stdout
    assert "cv/faulty.yaml:5:14: error[bad-date]" in found.stdout
    assert made(repository / "output") == {f"{ODD}.pdf"}
    assert not list(repository.glob("**/pwned"))


# --- Docker --------------------------------------------------------------------------------------


@pytest.mark.latex
def test_the_image_is_built_as_far_as_that_goes_without_docker(tmp_path: Path) -> None:
    """Each step in a folder instead of `/`. What installs is noted only: test_wheel.py shows that pip can."""
    root, tools, asked = tmp_path / "root", tmp_path / "tools", tmp_path / "asked"
    places = {place: str(root) + place for place in ("/tmp/", "/opt/texcv", "/usr/local/bin/", "/var/", "/etc/texmf")}
    for folder in (tools, root / "opt/texcv/bin", root / "var/lib/texmf", *map(Path, places.values())):
        folder.mkdir(parents=True, exist_ok=True)
    for tool in (*(tools / name for name in ("apt-get", "useradd", "python3")), root / "opt/texcv/bin/pip"):
        tool.write_text(f'#!/bin/sh\necho {tool.name} "$@" >> {asked}\n', "utf-8")
        tool.chmod(0o755)
    (root / "opt/texcv/bin/texcv").symlink_to(BIN / "texcv")
    (root / "etc/texmf/ls-R").touch()
    path = os.pathsep.join(map(str, (tools, root / "usr/local/bin", os.environ["PATH"])))
    environment, shell = {"PATH": path}, ["/bin/sh", "-c"]

    def placed(text: str) -> str:
        return re.sub("|".join(places), lambda found: places[found[0]], text)

    for name, rest in instructions(DOCKERFILE):
        if name in {"ARG", "ENV"}:
            key, _, value = rest.partition("=")
            environment[key] = "plain" if key == "TEMPLATES" else placed(value)
        elif name == "SHELL":
            shell = json.loads(rest)
        elif name == "COPY":
            copy(*rest.split(), root=root)
        elif name == "RUN":
            done = run(*shell, placed(rest), cwd=tmp_path, **environment)
            assert done.returncode == 0, done.stdout
            environment["SCRIPTS"] = ""  # it was asked for; its fonts take long
        else:
            assert name in {"FROM", "USER", "WORKDIR", "ENTRYPOINT", "CMD"}
    update, install, *others = asked.read_text("utf-8").splitlines()
    packages = [package for key in ("apt", "apt-optional", "apt-scripts") for package in system_packages()[key]]
    assert update.startswith("apt-get update")
    assert {"apt-get", "install", "-y", "python3-venv", *packages} <= set(install.split())
    assert [line.split()[0] for line in others] == ["python3", "pip", "useradd"]
    source = root / "tmp/texcv"
    assert others[1].endswith(f"-c {source}/scripts/constraints.txt {source}")
    assert {path.name for path in source.iterdir()} > {"pyproject.toml", "README.md", "src", "latex_templates"}
    assert (root / "etc/texmf/ls-R").stat().st_mtime_ns % 10**9 == 0
    preambles = list(root.glob("var/cache/texcv/texcv/formats/*.fmt"))
    assert len(preambles) == 1
    assert all(path.stat().st_mode & 0o666 == 0o666 for path in preambles)
    assert not list(root.glob("tmp/ada*"))


def test_an_image_without_a_template_is_not_built(tmp_path: Path) -> None:
    (shell,) = (json.loads(rest) for name, rest in instructions(DOCKERFILE) if name == "SHELL")
    (step,) = (rest for name, rest in instructions(DOCKERFILE) if name == "RUN" and "$TEMPLATES" in rest)
    step = step.replace("/tmp/", f"{tmp_path}/")
    done = run(*shell, step, cwd=tmp_path, TEMPLATES="none plain", SCRIPTS="", XDG_CACHE_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "unknown-template" in done.stdout


def test_each_template_is_dumped_in_the_image() -> None:
    told = [rest for name, rest in instructions(DOCKERFILE) if rest.startswith("TEMPLATES=")]
    assert told == [f'TEMPLATES="{" ".join(template.name for template in all_templates())}"']


def copy(*names: str, root: Path) -> None:
    *sources, target = names
    for name in sources:
        place = root / target.lstrip("/") / (Path(name).name if target.endswith("/") else "")
        place.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, place)


def test_the_image_is_for_an_ordinary_user() -> None:
    told = dict(instructions(DOCKERFILE))
    assert int(told["USER"]) >= 1000
    assert json.loads(told["ENTRYPOINT"]) == ["texcv"]
    assert run(*json.loads(told["ENTRYPOINT"]), *json.loads(told["CMD"]), cwd=ROOT).returncode == 0


def test_the_image_is_made_of_no_more_than_it_copies() -> None:
    """What .dockerignore lets through, and what COPY wants."""
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    let = {line[1:] for line in lines if line.startswith("!")}
    wanted = {name for kind, rest in instructions(DOCKERFILE) if kind == "COPY" for name in rest.split()[:-1]}
    assert {name for name in wanted if not any(name == own or name.startswith(f"{own}/") for own in let)} == set()
    assert let <= wanted


@pytest.mark.latex
@pytest.mark.skipif(not room_stands(), reason="needs bubblewrap")
def test_where_namespaces_are_forbidden_tex_runs_within_its_own_walls(repository: Path) -> None:
    """As in Docker: in a room in which bubblewrap can build none."""
    walls = shlex.split("bwrap --unshare-user --disable-userns --dev-bind / /")
    said = run(*walls, "texcv", "doctor", cwd=repository).stdout
    assert "bubblewrap: for a second wall around TeX; it is missing, or the system forbids it" in said
    done = run(*walls, "texcv", "render", "cv/ada.yaml", cwd=repository)
    assert done.returncode == 0, done.stdout
    assert made(repository) == {"ada.pdf"}
