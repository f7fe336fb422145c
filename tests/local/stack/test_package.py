import json
import zipfile
from pathlib import Path
from typing import Any

from local.stack.package import LARGE_BYTES, upload, upload_functions

BUILT = """
Resources:
  First: {Type: "AWS::Serverless::Function", Properties: {CodeUri: shared, Handler: a.handler}}
  Second: {Type: "AWS::Serverless::Function", Properties: {CodeUri: shared, Handler: b.handler}}
  Layer: {Type: "AWS::Serverless::LayerVersion", Properties: {ContentUri: layer}}
  Table: {Type: "AWS::DynamoDB::Table", Properties: {TableName: shared}}
"""


class Bucket:
    """As much of S3 as an upload asks for."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    def list_objects_v2(self, **asked: Any) -> dict[str, Any]:
        return {"KeyCount": self.kept.count(asked["Prefix"])}

    def put_object(self, **given: Any) -> None:
        self.kept.append(given["Key"])


def test_a_folder_is_uploaded_once_whoever_names_it_and_however_often(tmp_path: Path):
    for folder in ("shared", "layer"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "code.py").write_text(f"folder = {folder!r}")
    (tmp_path / "template.yaml").write_text(BUILT)
    bucket = Bucket()

    packaged = upload_functions(bucket, "artifacts", tmp_path / "template.yaml")
    again = upload_functions(bucket, "artifacts", tmp_path / "template.yaml")

    found = json.loads(packaged.read_text())["Resources"]
    shared, layer = (f"s3://artifacts/{key}" for key in bucket.kept)
    assert found["First"]["Properties"] == {"CodeUri": shared, "Handler": "a.handler"}
    assert found["Second"]["Properties"]["CodeUri"] == shared
    assert found["Layer"]["Properties"]["ContentUri"] == layer
    assert found["Table"]["Properties"] == {"TableName": "shared"}
    assert json.loads(again.read_text())["Resources"] == found


def test_what_is_large_is_zipped_once_for_every_bucket_and_its_last_zip_goes(tmp_path: Path):
    folder, zips = tmp_path / "layer", tmp_path / "zips"
    folder.mkdir()
    with (folder / "model.bin").open("wb") as file:
        file.truncate(LARGE_BYTES)

    first = upload(Bucket(), "artifacts", folder, zips)
    (made,) = zips.iterdir()
    made_at = made.stat().st_mtime_ns
    again = upload(Bucket(), "artifacts", folder, zips)
    made_again_at = made.stat().st_mtime_ns
    (folder / "more.py").touch()
    other = upload(Bucket(), "artifacts", folder, zips)
    (last,) = zips.iterdir()

    assert first == again != other
    assert made_at == made_again_at
    assert made != last
    assert zipfile.ZipFile(last).namelist() == ["model.bin", "more.py"]
