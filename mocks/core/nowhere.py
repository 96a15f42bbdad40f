"""What is answered to a request that is no operation of the profile."""

from mocks.core.system import Answer, Call
from specs.profile import Profile


def nowhere(profile: Profile, call: Call) -> Answer:
    """404 for an address that is none of the profile's, 405 for a method that it does not know there."""
    methods = profile.methods(call.path)
    if not methods:
        told = {"answered": "no-such-address"}
        return Answer(status=404, text="Not Found", accepted=False, reason="no-such-address", facts=told)
    told = {"answered": "no-such-method"}
    allowed = {"Allow": ", ".join(methods)}
    return Answer(
        status=405, text="Method Not Allowed", headers=allowed, accepted=False, reason="no-such-method", facts=told
    )
