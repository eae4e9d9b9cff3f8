"""How the kernels that read text are compiled."""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

# Numba's own sorting is compiled with `_nrt`; its type stubs leave the option out.
OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}


def compiled(function: Kernel) -> Kernel:
    """Machine code of a function, kept on disk, that lets other threads run and counts no references.

    Numba counts the references to an array, atomically, wherever one is handed to a function: some fourteen times
    a word here, which took four fifths of the time. Without counting, a kernel can make no array (compiling it
    would fail): its callers bring room, and hold everything they pass until it returns.
    """
    kernel: Kernel = njit(**OPTIONS)(function)
    return kernel
