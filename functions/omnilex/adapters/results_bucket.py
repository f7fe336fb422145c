"""The bucket of Transcribe's output and of what we make of it."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Contact, Status, Word
from omnilex.domain.loudness import Waveform

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

JSON = "application/json"


class Words(BaseModel):
    """Apart from the document, so that the page loads without it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contact_id: str
    words: tuple[Word, ...]


class ResultsBucket:
    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def transcript(self, key: str) -> bytes:
        return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()

    def put_words(self, contact_id: str, words: list[Word]) -> str:
        key = f"words/{contact_id}.json"
        self._put(key, Words(contact_id=contact_id, words=tuple(words)))
        return key

    def words(self, contact_id: str) -> tuple[Word, ...]:
        return Words.model_validate_json(self.transcript(f"words/{contact_id}.json")).words

    def put_waveform(self, contact_id: str, waveform: Waveform) -> str:
        key = f"waveforms/{contact_id}.json"
        self._put(key, waveform)
        return key

    def waveform(self, contact_id: str) -> Waveform:
        return Waveform.model_validate_json(self.transcript(f"waveforms/{contact_id}.json"))

    def put_interim(self, contact: Contact) -> str:
        key = f"interim/{contact.contact_id}.json"
        self._put(key, contact)
        return key

    def put_parsed(self, folder: str, contact: Contact) -> str:
        key = parsed_key(folder, contact.contact_id)
        self._put(key, contact)
        return key

    def contact(self, key: str) -> Contact:
        """A parsed or interim contact, turns and all."""
        return Contact.model_validate_json(self.transcript(key))

    def parsed(self, folder: str, contact_id: str) -> Contact | None:
        """The published document, where there is one."""
        try:
            return self.contact(parsed_key(folder, contact_id))
        except self._client.exceptions.NoSuchKey:
            return None

    def drop_parsed(self, folder: str, contact_id: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=parsed_key(folder, contact_id))

    def _put(self, key: str, document: BaseModel) -> None:
        body = document.model_dump_json().encode()
        self._client.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType=JSON)


def parsed_key(folder: str, contact_id: str) -> str:
    return f"{folder}/{contact_id}.json"


def whole(results: ResultsBucket, configured: Configuration, contact: Contact) -> Contact:
    """With its turns, once there are any."""
    if contact.status is not Status.ANALYZED:
        return contact
    return results.contact(parsed_key(configured.output_bucket_parsed_results, contact.contact_id))
