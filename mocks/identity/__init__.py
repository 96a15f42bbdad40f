"""Two providers of identity: VNeID (a product like Keycloak) and the portal's VNConnect (a product like WSO2).

Both speak OpenID Connect; what tells them apart stands in their profiles, so that one module plays both.
"""

from mocks.identity.provider import make

__all__ = ["make"]
