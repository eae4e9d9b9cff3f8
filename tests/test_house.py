"""The house keeps its own rules: what must hold of the repository as a whole."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import hydrascope

ROOT = Path(__file__).parents[1]
SKIPPED = {"dist", "build", "out", "tmp", "__pycache__"}
# Put together from halves, so that this file does not find itself.
REGISTRIES = re.compile(
    "|".join(
        ["pypi" + r"\.org", "python" + r"hosted\.org", "conda" + r"\.anaconda", "npm" + r"js\.(com|org)"]
    )
)
ONE_MACHINE = re.compile(r"(?<![A-Za-z0-9_.])/(work|root|home/[a-z]+|Users/[a-z]+)/")
LONGEST = 400


def text_files() -> Iterator[Path]:
    """Every text file that is, or is about to be, in the repository."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        own = [part for part in parts if part != ".ci" and not part.startswith(".git")]
        if any(part.startswith(".") or part in SKIPPED for part in own) or ".git" in parts:
            continue
        if path.is_file() and b"\0" not in path.read_bytes()[:8192]:
            yield path


def places(pattern: re.Pattern[str]) -> list[str]:
    """`file:line` of every line that holds the pattern."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in text_files()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_package_registry_is_named() -> None:
    assert places(REGISTRIES) == []


def test_no_path_of_one_machine() -> None:
    assert places(ONE_MACHINE) == []


def test_the_patterns_find_what_they_are_for() -> None:
    assert REGISTRIES.search("https://" + "pypi" + ".org/simple")
    assert ONE_MACHINE.search("open('/" + "home/someone/data')")
    assert not ONE_MACHINE.search("src/work/shared")


def test_no_source_file_is_too_long() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in (ROOT / "src").rglob("*.py")}
    assert lengths
    assert {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > LONGEST} == {}


def test_layers_hold() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == hydrascope.__version__


def test_locks_hold_versions_and_hashes_only() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-spark.lock"):
        lines = (ROOT / name).read_text("utf-8").splitlines()
        assert all(re.match(r"[a-z0-9_.-]+==|    --hash=sha256:[0-9a-f]{64}", line) for line in lines), name


def test_every_link_in_the_documents_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in text_files()
        if page.suffix == ".md"
        for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []
