"""kill -9 at a few random moments; `make crash` does a hundred."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_killed_hunts_and_watches_end_as_undisturbed_ones(tmp_path):
    command = [sys.executable, "-m", "benchmarks.crash", "--trials", "3", "--seed", "11", "--out", str(tmp_path / "c")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 trials" in done.stdout
    assert done.stdout.count("as undisturbed") == 3
