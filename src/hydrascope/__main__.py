"""The command begins here, once more than it seems: first it settles how its memory is kept.

A hunt takes and gives back gigabytes again and again. As it comes, the C library returns every large block to the
system at once and asks for it anew, and fresh memory is dear: each page is cleared, and on a virtual machine often
fetched from its host. Kept and in large pages it is paid for once. glibc reads these settings when a process begins, so
the process begins again with them, as do the workers it starts.
"""

import os
import sys
from importlib import import_module

KEPT = {
    "GLIBC_TUNABLES": ":".join(
        f"glibc.malloc.{name}={value}"
        for name, value in (("arena_max", 1), ("mmap_max", 0), ("trim_threshold", 1 << 40), ("hugetlb", 1))
    ),
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
"""What the allocators are told. Where one of these names is set already, whoever set it knows better."""


def main() -> None:
    """Run the command line."""
    if "CS_GNU_LIBC_VERSION" in os.confstr_names and sys.executable and not KEPT.keys() & os.environ.keys():
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | KEPT)
    import_module("hydrascope.cli").main()


if __name__ == "__main__":
    main()
