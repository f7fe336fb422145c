"""What S3 says of one object, or that there is none."""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import HeadObjectOutputTypeDef

ABSENT = {"404", "NoSuchKey", "NotFound"}


def described(client: "S3Client", bucket: str, key: str) -> "HeadObjectOutputTypeDef | None":
    """None where there is no such object, or its newest version is a deletion."""
    try:
        return client.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in ABSENT:
            return None
        raise
