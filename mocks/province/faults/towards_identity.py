"""The faults of accounts and of sign-in: what each does instead of the honest thing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults import wrong_rights as rights
from mocks.province.faults import wrong_sign_ins as entrance
from mocks.province.faults.catalogue import Fault

CHANGES: Final[Mapping[Fault, Mapping[str, Any]]] = MappingProxyType(
    {
        Fault.CLERICAL_AS_RECEPTION: {"register": rights.ClericalAsReception},
        Fault.RETURN_NEEDS_APPROVAL: {"rights": rights.ReturnNeedsApproval},
        Fault.ROLE_BYPASS: {"rights": rights.AnyRole},
        Fault.ACTS_ACROSS_AGENCIES: {"rights": rights.ActsAnywhere},
        Fault.ANY_PROCEDURE: {"rights": rights.AnyProcedure},
        Fault.APPROVES_OWN_PROCESSING: {"rights": rights.ApprovesOwnProcessing},
        Fault.LEAVER_STAYS: {"register": rights.LeaverStays},
        Fault.OLD_RIGHTS_STAY: {"register": rights.OldRightsStay},
        Fault.MOVES_WITHOUT_RIGHTS: {"register": rights.MovesWithoutRights},
        Fault.SHARED_ACCOUNT: {"admission": rights.SharedAccount},
        Fault.PASSWORD_ENDS_UNANNOUNCED: {"password_rules": rights.NobodyIsTold},
        Fault.PASSWORD_NEVER_EXPIRES: {"password_rules": rights.NeverExpires},
        Fault.OFFICER_SEES_EVERYTHING: {"rights": rights.SeesEverything},
        Fault.SESSION_OUTLIVES_ACCOUNT: {"rooms": entrance.SessionOutlivesAccount},
        Fault.SESSION_NEVER_IDLE: {"web_sessions": entrance.NeverIdle},
        Fault.SESSION_NEVER_OLD: {"web_sessions": entrance.NeverOld},
        Fault.COOKIE_READABLE: {"give_cookie": entrance.readable_cookie},
        Fault.TOKEN_NOT_REVOKED: {"leaving": entrance.TokenNotRevoked},
        Fault.KEYS_FOR_EACH_TOKEN: {"provider_keys": entrance.KeysForEachToken},
        Fault.OFFICER_BY_NAME: {"arrivals": entrance.OfficerByName},
        Fault.OWNERS_BY_ACCOUNT_ONLY: {"owners": entrance.OwnersByAccountOnly},
        Fault.SHOWN_BY_CODE: {"owners": entrance.ShownToWhoKnowsTheCode},
        Fault.LEVEL_IGNORED: {"verification": entrance.AnyLevel},
        Fault.UNTOLD_LEVEL_IS_ENOUGH: {"verification": entrance.UntoldIsEnough},
        Fault.SUBJECT_UNCHECKED: {"verification": entrance.SubjectUnchecked},
        Fault.IDENTITY_SHOWN: {"identities": rights.ShowsNumbers},
        Fault.ANYBODY_IS_AN_OFFICER: {"arrivals": entrance.AnybodyIsAnOfficer},
        Fault.ID_TOKEN_IS_ENOUGH: {"arrivals": entrance.IdTokenIsEnough},
        Fault.STATE_OF_ANY_BROWSER: {"sign_ins": entrance.StateOfAnyBrowser},
        Fault.PKCE_LEFT_OUT: {"sign_in_secrets": entrance.without_verifier},
        Fault.STATE_UNCHECKED: {"sign_ins": entrance.StateUnchecked},
        Fault.NONCE_UNCHECKED: {"verification": entrance.NonceUnchecked},
        Fault.ISSUER_UNCHECKED: {"verification": entrance.IssuerUnchecked},
        Fault.AUDIENCE_UNCHECKED: {"verification": entrance.AudienceUnchecked},
        Fault.SIGNATURE_UNCHECKED: {"verification": entrance.SignatureUnchecked},
        Fault.UNSIGNED_TOKEN_TAKEN: {"verification": entrance.UnsignedTaken},
        Fault.STALE_KEYS: {"provider_keys": entrance.StaleKeys},
        Fault.EXPIRED_TOKEN_TAKEN: {"verification": entrance.ExpiryUnchecked},
        Fault.SESSION_FIXED: {"web_sessions": entrance.SessionFixed},
        Fault.SESSION_KEPT_AFTER_LEAVING: {"leaving": entrance.CookieTakenOnly},
    }
)
