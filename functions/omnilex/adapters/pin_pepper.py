"""The pepper of the PIN hashes, kept in Secrets Manager and read once a process."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


class PinPepper:
    def __init__(self, client: "SecretsManagerClient", secret_id: str) -> None:
        self._client = client
        self._secret_id = secret_id
        self._pepper: bytes | None = None

    def get(self) -> bytes:
        if self._pepper is None:
            secret = self._client.get_secret_value(SecretId=self._secret_id)
            self._pepper = secret["SecretString"].encode()
        return self._pepper
