"""Whom the API and the buckets let in: no forged token, no other site's page."""

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.e2e.running import Stack
from tests.e2e.test_contact_everywhere import Desk

pytestmark = pytest.mark.stack
PASSWORD = "Zz9!" + uuid.uuid4().hex


def coded(value: bytes | Mapping[str, Any]) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(part: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return read


class Forger:
    """Has a good token, the pool's public key, and a key pair of its own."""

    def __init__(self, token: str, public: Mapping[str, str]) -> None:
        self.head, self.claims, self.signature = token.split(".")
        self.header = decoded(self.head)
        self.says = decoded(self.claims)
        self._public = public
        self._own = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def public_pem(self) -> bytes:
        n, e = (
            int.from_bytes(base64.urlsafe_b64decode(self._public[name] + "=="), "big")
            for name in ("n", "e")
        )
        return (
            rsa.RSAPublicNumbers(e, n)
            .public_key()
            .public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )

    def by_hmac(self, key: bytes, header: Mapping[str, Any] | None = None) -> str:
        signed = f"{coded({**self.header, 'alg': 'HS256', **(header or {})})}.{self.claims}"
        return f"{signed}.{coded(hmac.new(key, signed.encode(), hashlib.sha256).digest())}"

    def by_own_key(self, header: Mapping[str, Any], **claims: Any) -> str:
        signed = f"{coded({**self.header, **header})}.{coded({**self.says, **claims})}"
        signature = self._own.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{coded(signature)}"

    def own_jwk(self) -> dict[str, Any]:
        numbers = self._own.public_key().public_numbers()
        size = (numbers.n.bit_length() + 7) // 8
        return {
            **{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "forged"},
            "n": coded(numbers.n.to_bytes(size, "big")),
            "e": coded(numbers.e.to_bytes(3, "big")),
        }

    def with_header(self, **header: Any) -> str:
        return f"{coded({**self.header, **header})}.{self.claims}.{self.signature}"

    def with_claims(self, **claims: Any) -> str:
        return f"{self.head}.{coded({**self.says, **claims})}.{self.signature}"


def token_of(stack: Stack, pool: str, client: str, email: str) -> str:
    """Somebody of this pool signs in by this client."""
    cognito = stack.client("cognito-idp")
    cognito.admin_create_user(UserPoolId=pool, Username=email, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(
        UserPoolId=pool, Username=email, Password=PASSWORD, Permanent=True
    )
    signed_in = cognito.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": PASSWORD},
    )
    token: str = signed_in["AuthenticationResult"]["IdToken"]
    return token


def from_elsewhere(stack: Stack) -> dict[str, str]:
    """Good tokens, but of another pool, and of another client of ours."""
    cognito, own = stack.client("cognito-idp"), stack.outputs["UserPoolId"]
    flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    email = f"{uuid.uuid4().hex}@example.com"
    pool = cognito.create_user_pool(PoolName="another", UsernameAttributes=["email"])
    found = {}
    for name, of_pool in (("another pool", pool["UserPool"]["Id"]), ("another client", own)):
        client = cognito.create_user_pool_client(
            UserPoolId=of_pool, ClientName=name, ExplicitAuthFlows=flows
        )["UserPoolClient"]["ClientId"]
        found[name] = token_of(stack, of_pool, client, email)
        cognito.delete_user_pool_client(UserPoolId=of_pool, ClientId=client)
        cognito.admin_delete_user(UserPoolId=of_pool, Username=email)
    cognito.delete_user_pool(UserPoolId=pool["UserPool"]["Id"])
    return found


def bad_tokens(stack: Stack, token: str, public: Mapping[str, str]) -> dict[str, str]:
    forger, now = Forger(token, public), int(time.time())
    tomorrow = now + 86_400
    evil = "https://evil.example/jwks.json"
    one_off = ("B" if forger.signature[0] == "A" else "A") + forger.signature[1:]
    return {
        "no token at all": "abc",
        "three empty parts": "..",
        "no signature": f"{forger.head}.{forger.claims}.",
        "signature cut short": f"{forger.head}.{forger.claims}.{forger.signature[:-20]}",
        "signature changed": f"{forger.head}.{forger.claims}.{one_off}",
        "alg none": f"{coded({**forger.header, 'alg': 'none'})}.{forger.claims}.",
        "alg nOnE": f"{coded({**forger.header, 'alg': 'nOnE'})}.{forger.claims}.",
        "alg none, old signature": forger.with_header(alg="none"),
        "alg RS512": forger.with_header(alg="RS512"),
        "alg ES256": forger.with_header(alg="ES256"),
        "HS256 by the public key": forger.by_hmac(forger.public_pem()),
        "HS256 by the modulus": forger.by_hmac(public["n"].encode()),
        "HS256 by nothing": forger.by_hmac(b""),
        "another's subject": forger.with_claims(sub=str(uuid.uuid4())),
        "groups added": forger.with_claims(**{"cognito:groups": ["admin", "root"]}),
        "lives longer": forger.with_claims(exp=tomorrow),
        "own key, its kid": forger.by_own_key({}),
        "own key, unknown kid": forger.by_own_key({"kid": "forged"}),
        "own key, kid a path": forger.by_own_key({"kid": "../../dev/null"}),
        "own key in the header": forger.by_own_key({"jwk": forger.own_jwk(), "kid": "forged"}),
        "own key by jku": forger.by_own_key({"jku": evil, "kid": "forged"}),
        "own key by x5u": forger.by_own_key({"x5u": evil, "kid": "forged"}),
        "own key, expired": forger.by_own_key({}, exp=now - 60),
        "own key, not yet": forger.by_own_key({}, nbf=tomorrow),
        "own issuer": forger.by_own_key({"kid": "forged"}, iss="https://evil.example"),
        **from_elsewhere(stack),
    }


def test_none_of_27_bad_tokens_opens_anything(stack: Stack):
    desk, pool = Desk(stack), stack.outputs["UserPoolId"]
    url = f"{stack.description['aws_endpoint_url']}/{pool}/.well-known/jwks.json"
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
        keys = {key["kid"]: key for key in json.loads(answer.read())["keys"]}
    public = keys[decoded(desk.id_token.split(".")[0])["kid"]]
    tokens = bad_tokens(stack, desk.id_token, public)

    answers = {what: desk.ask("GET", "/contacts", token=token)[0] for what, token in tokens.items()}

    assert len(tokens) == 27
    assert {what: status for what, status in answers.items() if status != 401} == {}
    assert desk.ask("GET", "/me", token=desk.access_token)[0] == 403
    assert desk.ask("GET", "/me")[1]["groups"] == ["admin"]


def origins_near(site: str) -> list[str]:
    """Twenty that a careless comparison would take for the site's own."""
    address = urlsplit(site)
    host, port = address.hostname, address.port
    return [
        *("null", "*", "file://", "https://evil.example", "http://localhost"),
        *(f"https://{host}:{port}", f"http://{host}", f"http://{host}:{(port or 0) + 1}"),
        *(f"http://{host}:{port}.evil.example", f"http://{host}.evil.example:{port}"),
        *(f"http://evil.{host}:{port}", f"http://evil{host}:{port}", f"http://evil-{host}:{port}"),
        *(f"http://{host}:{port}/evil", f"http://{host}:{port}@evil.example", f"{site}%00"),
        *(f"{site}, https://evil.example", f"https://evil.example, {site}", f"{site} ", "http://"),
    ]


def preflight(url: str, origin: str, method: str) -> str | None:
    """The origin that may, as the answer has it."""
    headers = {"Origin": origin, "Access-Control-Request-Method": method}
    request = urllib.request.Request(url, method="OPTIONS", headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            allowed = answer.headers
    except urllib.error.HTTPError as refused:
        allowed = refused.headers
        refused.close()
    told: str | None = allowed["Access-Control-Allow-Origin"]
    return told


@pytest.mark.parametrize(
    ("bucket", "method"), [("InputBucketName", "POST"), ("OutputBucketName", "GET")]
)
def test_a_bucket_answers_the_sites_pages_and_no_others(stack: Stack, bucket: str, method: str):
    site = stack.description["site_url"]
    url = f"{stack.description['aws_endpoint_url']}/{stack.outputs[bucket]}/any"
    others = [one for one in origins_near(site) if one.strip() != site]

    allowed = {origin: preflight(url, origin, method) for origin in others}

    assert len(others) == 19
    assert {origin for origin, answer in allowed.items() if answer} == set()
    assert preflight(url, site, method) == site


def test_the_api_answers_no_other_sites_page(stack: Stack):
    site = stack.description["site_url"]
    url = f"{stack.description['api_url']}/plans"

    allowed = {origin: preflight(url, origin, "GET") for origin in origins_near(site)}

    assert len(allowed) == 20
    assert {origin for origin, answer in allowed.items() if answer} == set()
