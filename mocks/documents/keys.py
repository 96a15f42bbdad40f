"""Who signs on the axis: the agencies played here, a test certificate for the province, and certificates told to it."""

from typing import Final

from cryptography import x509

from mocks.core.clock import Clock
from mocks.documents.directory import AXIS, PROVINCE
from mocks.documents.signing import Signer, fingerprint_of, make_signer, restored
from mocks.state.store import Store

NAMES: Final = {
    AXIS: "Truc lien thong van ban - gia lap (mock, khong co that)",
    PROVINCE: "Co quan cap tinh - chung thu so thu nghiem (mock, khong co that)",
    "stranger": "Khoa la - gia lap (mock, khong co that)",
}
"""Common names of the certificates, in letters that every tool shows."""


class Keys:
    """Signers by their role, made when first asked for and kept, so that a restart does not change them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._kept = store.table("signers")
        self._told = store.table("known-certificates")
        self._clock = clock
        self._made: dict[str, Signer] = {}

    def signer(self, role: str) -> Signer:
        """The signer of a role of NAMES."""
        if role not in self._made:
            kept = self._kept.get(role)
            self._made[role] = make_signer(NAMES[role], now=self._clock.now()) if kept is None else restored(kept)
            if kept is None:
                self._kept.put(role, self._made[role].kept())
        return self._made[role]

    def known(self) -> list[str]:
        """Fingerprints of the certificates that count; what nobody has asked for yet has signed nothing."""
        own = [self.signer(role) for role in (AXIS, PROVINCE) if role in self._made or role in self._kept]
        return [signer.fingerprint for signer in own] + [fingerprint for fingerprint, _ in self._told.items()]

    def learn(self, certificate: x509.Certificate) -> str:
        """Let a certificate count from now on; its fingerprint."""
        fingerprint = fingerprint_of(certificate)
        self._told.put(fingerprint, True)
        return fingerprint

    def shown(self) -> list[dict[str, str]]:
        """The certificates with which a signature made here can be verified."""
        return [
            {"of": role, "sha256": self.signer(role).fingerprint, "pem": self.signer(role).pem()}
            for role in (AXIS, PROVINCE)
        ]
