"""What goes wrong with a store, in our words: its own may quote keys and requests."""

import errno
import re

import pyarrow as pa

from hydrascope.errors import HydrascopeError, OutsideError, UserError

RAISED = (OSError, pa.ArrowException, NotImplementedError)
"""What Arrow raises for trouble with a store."""
NO_BUCKET = "there is no such bucket; check its name"
CODE = re.compile(r"AWS Error ([A-Z_]+)|Status\(([A-Z_]+)|HTTP status (\d+)")
"""What a store calls its trouble: fixed words, safe to repeat."""
TELLING = (
    (re.compile(r"NO_SUCH_BUCKET|ContainerNotFound"), errno.ENOENT, NO_BUCKET),
    (
        re.compile(
            r"ACCESS_DENIED|ACCESS_KEY|SIGNATURE|TOKEN|CREDENTIAL|PERMISSION_DENIED|UNAUTHENTICATED|[Cc]redentials"
            r"|Authenticat|Authoriz|Forbidden|HTTP status 40[13]"
        ),
        errno.EACCES,
        "the store refuses; give credentials that may do this in the environment (S3: AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY, or AWS_PROFILE)",
    ),
    (
        re.compile(r"NETWORK_CONNECTION|UNAVAILABLE|curl|Could not (?:resolve|connect)|[Tt]imed? ?out|Fail(?:ed)? to"),
        errno.EHOSTUNREACH,
        "the store cannot be reached; check the network and, for a store of your own, its address (AWS_ENDPOINT_URL "
        "or ?endpoint_override=)",
    ),
    (re.compile(r"Empty path component|[Ii]nvalid|Unexpected"), errno.EINVAL, "the store takes no such name or option"),
)


class Unanswered(OSError):
    """A store did not give what was asked of it. Says why, and names the Url."""


class NotThere(Unanswered, FileNotFoundError):
    """There is no such object, or no such bucket."""


class Refused(Unanswered, PermissionError):
    """The store does not know who asks, does not let them, or takes no such name."""


KINDS = {errno.ENOENT: NotThere, errno.EACCES: Refused, errno.EINVAL: Refused}


def told(url: str, error: Exception) -> Unanswered:
    """What Arrow raised for this Url, as one of our own."""
    if isinstance(error, Unanswered):
        return error
    if isinstance(error, FileNotFoundError):
        return NotThere(errno.ENOENT, "no such object", url)
    said = str(error)
    code = CODE.search(said)
    failed = f"the store failed{f' ({next(filter(None, code.groups()))})' if code else ''}; try again"
    number, why = next(((n, why) for sign, n, why in TELLING if sign.search(said)), (errno.EIO, failed))
    return KINDS.get(number, Unanswered)(number, why, url)


def raised(error: Unanswered) -> HydrascopeError:
    """What to raise when nothing can be done without: UserError where the user can mend it, OutsideError else."""
    mendable = isinstance(error, NotThere | Refused)
    return (UserError if mendable else OutsideError)(f"{error.filename}: {error.strerror}")
