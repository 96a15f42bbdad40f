"""Why an errand could not be run this time. The outbox tries again; only a few care which trouble it was."""


class Trouble(Exception):
    """A try that did not succeed."""


class Silence(Trouble):
    """The call was sent and not answered, so nobody knows whether the other side has acted on it."""


class Away(Trouble):
    """The other side could not be reached, or what answered was not it."""


class Refused(Trouble):
    """The other side answered that it does not do this."""

    def __init__(self, operation: str, code: str) -> None:
        super().__init__(f"{operation} refused with {code!r}")
        self.operation = operation
        self.code = code
