"""A signal ends the watch between two steps; a second one at once."""

import os
import signal

import pytest

from hydrascope.watch import Stop, Stopped


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_and_a_second_one_interrupts(number):
    before = signal.getsignal(number)
    with Stop() as stop:
        stop.check()
        stop.sleep(0.001)
        os.kill(os.getpid(), number)
        with pytest.raises(Stopped):
            stop.check()
        with pytest.raises(Stopped):
            stop.sleep(60)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)
    assert signal.getsignal(number) is before
