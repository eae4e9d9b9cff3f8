"""Every error that Hydrascope raises on purpose.

HydrascopeError
├── UserError            exit 2: the user can mend it; the message says what was found, where, what to do
│   ├── NotALog          a file holds nothing that any known log format explains
│   └── SettingsError    an option or settings value is impossible
└── OutsideError         exit 3: something outside failed (disk full, file vanished); trying again may help
"""


class HydrascopeError(Exception):
    """Base of all errors raised on purpose. `exit_status` is what the command line returns."""

    exit_status = 1


class UserError(HydrascopeError):
    """The user's mistake: a wrong path, option or file. Trying again unchanged cannot help."""

    exit_status = 2


class NotALog(UserError):
    """A file is not a log of any known format."""


class SettingsError(UserError):
    """An option or a settings value is impossible."""


class OutsideError(HydrascopeError):
    """Something outside failed. Trying again may help."""

    exit_status = 3
