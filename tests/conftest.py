"""What holds for all tests."""

from hypothesis import settings

# Kernels are compiled on their first call, which is no reason to fail an example.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
