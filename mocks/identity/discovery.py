"""What a provider says of itself (OpenID Connect Discovery 1.0, 3)."""

from typing import Any, Final, TypeAlias

from mocks.identity.keys import ALGORITHM
from mocks.identity.product import Product
from specs.profile import Profile

Json: TypeAlias = Any
ENDPOINTS: Final = {
    "authorization_endpoint": "Authorize",
    "token_endpoint": "Token",
    "userinfo_endpoint": "UserInfo",
    "jwks_uri": "Jwks",
    "revocation_endpoint": "Revoke",
    "introspection_endpoint": "ValidateToken",
    "end_session_endpoint": "Logout",
}


def discovery(profile: Profile, product: Product) -> dict[str, Json]:
    """The document at `/.well-known/openid-configuration` under the issuer."""
    acr_values = list(dict.fromkeys(product.acr.format(level=level) for level in product.levels))
    claims = {"sub", "iss", "aud", "azp", "exp", "iat", "auth_time", "nonce", "acr", "sid"}
    claims.update(*product.told_in.values())
    names = {operation.name for operation in profile.operations}
    return {
        "issuer": product.issuer,
        **{key: product.urls[name] for key, name in ENDPOINTS.items() if name in names},
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid"],
        "acr_values_supported": acr_values,
        "claims_supported": sorted(claims),
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }
