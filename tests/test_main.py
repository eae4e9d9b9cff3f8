"""How the command begins."""

import os
import subprocess
import sys

import pytest

from hydrascope import __main__, cli


@pytest.fixture
def begun(monkeypatch):
    """What was begun: the command line, and with which settings it was begun again."""
    told = []
    for name in __main__.KEPT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(cli, "main", lambda: told.append("hunts"))

    def again(program, arguments, environment):
        told.append((program, arguments, environment))
        raise SystemExit(0)  # another program runs in this one's place

    monkeypatch.setattr(os, "execve", again)
    return told


def test_it_begins_again_with_its_memory_settled(begun, monkeypatch):
    monkeypatch.setattr(os, "confstr_names", {"CS_GNU_LIBC_VERSION": 2})
    with pytest.raises(SystemExit):
        __main__.main()
    ((program, arguments, environment),) = begun
    assert (program, arguments[1:]) == (sys.executable, sys.orig_argv[1:])
    assert "glibc.malloc.mmap_max=0" in environment["GLIBC_TUNABLES"].split(":")
    assert {name: environment[name] for name in os.environ} == dict(os.environ)


def test_another_library_is_told_nothing(begun, monkeypatch):
    monkeypatch.setattr(os, "confstr_names", {})
    __main__.main()
    assert begun == ["hunts"]


def test_it_begins_but_once_more(begun, monkeypatch):
    monkeypatch.setattr(os, "confstr_names", {"CS_GNU_LIBC_VERSION": 2})
    monkeypatch.setenv("GLIBC_TUNABLES", "glibc.malloc.check=1")
    __main__.main()
    assert begun == ["hunts"]


@pytest.mark.skipif("CS_GNU_LIBC_VERSION" not in os.confstr_names, reason="only glibc can be told")
def test_memory_that_was_given_back_is_used_again():
    ask = "import os, resource, numpy\nfor _ in range(40): numpy.ones(2**22)\n"
    ask += "print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)"
    command = [sys.executable, "-c", ask]
    faults = [
        int(subprocess.run(command, env=os.environ | settings, capture_output=True, check=True).stdout)
        for settings in ({"MALLOC_MMAP_THRESHOLD_": "65536"}, __main__.KEPT)
    ]
    assert faults[1] < faults[0]
