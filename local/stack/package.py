"""The functions' code and the layer, zipped and uploaded once.

`sam deploy` zips a folder again for each function that names it, a second each, where ours nearly
all share one; and a layer's hundred megabytes at every start. It also reads its template seven
times, which takes half its time in YAML and none in JSON. Large zips are kept for other homes.
"""

import hashlib
import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import yaml

from local.stack.places import ZIPS

CODE = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}
# libyaml's, ten times as fast, where PyYAML was built with it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LARGE_BYTES = 50_000_000
QUICK = 1  # compression level: the zip goes no further than this machine


def upload_functions(s3: Any, bucket: str, template: Path) -> Path:
    """Upload each built folder; returns a copy of the template that names the uploads."""
    built = yaml.load(template.read_text(), LOADER)  # noqa: S506  either is a safe one
    uploaded: dict[str, str] = {}
    for resource in built["Resources"].values():
        where = CODE.get(resource["Type"])
        if where is None:
            continue
        folder = resource["Properties"][where]
        if folder not in uploaded:
            uploaded[folder] = upload(s3, bucket, template.parent / folder)
        resource["Properties"][where] = uploaded[folder]
    packaged = template.with_name("packaged.json")
    packaged.write_text(json.dumps(built))
    return packaged


def upload(s3: Any, bucket: str, folder: Path, kept: Path = ZIPS) -> str:
    """The S3 address of a zip named by its content; what is there already is not sent again."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    content = digest(folder, files)
    key = f"functions/{content}.zip"
    listed = s3.list_objects_v2(Bucket=bucket, Prefix=key)
    if not listed.get("KeyCount"):
        large = sum(file.stat().st_size for file in files) >= LARGE_BYTES
        made = kept / f"{folder.name}-{content}.zip"
        body = keep(made, folder, files) if large else zipped(folder, files)
        s3.put_object(Bucket=bucket, Key=key, Body=body)
    return f"s3://{bucket}/{key}"


def digest(folder: Path, files: list[Path]) -> str:
    content = hashlib.sha256()
    for path in files:
        content.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
        content.update(path.read_bytes())
    return content.hexdigest()[:32]


def keep(made: Path, folder: Path, files: list[Path]) -> bytes:
    """The zip made of this content before; else one made now, in place of the folder's last."""
    if made.exists():
        return made.read_bytes()
    made.parent.mkdir(parents=True, exist_ok=True)
    for other in made.parent.glob(f"{folder.name}-*.zip"):
        other.unlink(missing_ok=True)
    body = zipped(folder, files)
    with tempfile.NamedTemporaryFile(dir=made.parent, delete=False) as written:
        written.write(body)
    Path(written.name).replace(made)
    return body


def zipped(folder: Path, files: list[Path]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as archive:
        for path in files:
            archive.write(path, path.relative_to(folder))
    return out.getvalue()
