"""The faults of accounts and of sign-in: what each does instead of the honest thing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults import wrong_rights as rights
from mocks.province.faults import wrong_sign_ins as entrance

CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "clerical-as-reception": {"register": rights.ClericalAsReception},
        "return-needs-approval": {"rights": rights.ReturnNeedsApproval},
        "role-bypass": {"rights": rights.AnyRole},
        "acts-across-agencies": {"rights": rights.ActsAnywhere},
        "any-procedure": {"rights": rights.AnyProcedure},
        "approves-own-processing": {"rights": rights.ApprovesOwnProcessing},
        "leaver-stays": {"register": rights.LeaverStays},
        "old-rights-stay": {"register": rights.OldRightsStay},
        "moves-without-rights": {"register": rights.MovesWithoutRights},
        "shared-account": {"admission": rights.SharedAccount},
        "password-ends-unannounced": {"password_rules": rights.NobodyIsTold},
        "password-never-expires": {"password_rules": rights.NeverExpires},
        "officer-sees-everything": {"rights": rights.SeesEverything},
        "session-outlives-account": {"rooms": entrance.SessionOutlivesAccount},
        "session-never-idle": {"web_sessions": entrance.NeverIdle},
        "session-never-old": {"web_sessions": entrance.NeverOld},
        "cookie-readable": {"give_cookie": entrance.readable_cookie},
        "token-not-revoked": {"leaving": entrance.TokenNotRevoked},
        "keys-for-each-token": {"provider_keys": entrance.KeysForEachToken},
        "officer-by-name": {"arrivals": entrance.OfficerByName},
        "owners-by-account-only": {"owners": entrance.OwnersByAccountOnly},
        "shown-by-code": {"owners": entrance.ShownToWhoKnowsTheCode},
        "level-ignored": {"verification": entrance.AnyLevel},
        "untold-level-is-enough": {"verification": entrance.UntoldIsEnough},
        "subject-unchecked": {"verification": entrance.SubjectUnchecked},
        "identity-shown": {"identities": rights.ShowsNumbers},
        "anybody-is-an-officer": {"arrivals": entrance.AnybodyIsAnOfficer},
        "id-token-is-enough": {"arrivals": entrance.IdTokenIsEnough},
        "state-of-any-browser": {"sign_ins": entrance.StateOfAnyBrowser},
        "pkce-left-out": {"sign_in_secrets": entrance.without_verifier},
        "state-unchecked": {"sign_ins": entrance.StateUnchecked},
        "nonce-unchecked": {"verification": entrance.NonceUnchecked},
        "issuer-unchecked": {"verification": entrance.IssuerUnchecked},
        "audience-unchecked": {"verification": entrance.AudienceUnchecked},
        "signature-unchecked": {"verification": entrance.SignatureUnchecked},
        "unsigned-token-taken": {"verification": entrance.UnsignedTaken},
        "stale-keys": {"provider_keys": entrance.StaleKeys},
        "expired-token-taken": {"verification": entrance.ExpiryUnchecked},
        "session-fixed": {"web_sessions": entrance.SessionFixed},
        "session-kept-after-leaving": {"leaving": entrance.CookieTakenOnly},
    }
)
