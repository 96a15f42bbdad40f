"""Identity numbers: matched by a keyed digest, shown with all but their last digits hidden, kept sealed."""

import base64
import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet

FILE: Final = "identity.key"
KEY_BYTES: Final = 32
SHOWN: Final = 3


class Identities:
    """Digests under this installation's own key; a plain digest of twelve digits is found by trying them all.

    The key is a file of its own in `folder`, not in the database: a copy of the one without the other tells no number.
    """

    def __init__(self, folder: Path) -> None:
        self._key = _read_or_make(folder / FILE)
        self._seal = Fernet(base64.urlsafe_b64encode(hmac.digest(self._key, b"seal", sha256)))

    def digest(self, number: str) -> str:
        """64 hex digits, the same for the same number."""
        return hmac.new(self._key, number.strip().encode(), sha256).hexdigest()

    def sealed(self, number: str) -> str:
        """The number so that nobody reads it without the key; each time another text."""
        return self._seal.encrypt(number.strip().encode()).decode()

    def unsealed(self, sealed: str) -> str:
        """The number again. Raises cryptography's InvalidToken where it was sealed with another key."""
        return self._seal.decrypt(sealed).decode()

    def masked(self, number: str) -> str:
        """The number as it may be shown: *********123."""
        return "*" * (len(number) - SHOWN) + number[-SHOWN:]


def _read_or_make(path: Path) -> bytes:
    """The key; made where there is none. Written aside and linked, so that of two processes one wins whole."""
    if not path.exists():
        aside = path.with_name(f"{FILE}.{os.getpid()}")
        aside.touch(mode=0o600)
        aside.write_bytes(secrets.token_bytes(KEY_BYTES))
        try:
            os.link(aside, path)
        except FileExistsError:
            pass  # another process was first; its key is the key
        finally:
            aside.unlink()
    return path.read_bytes()
