"""The functions' code and the layer, zipped and uploaded once.

`sam deploy` zips a folder again for each function that names it, a second each, where ours nearly
all share one; and a layer's hundred megabytes at every start.
"""

import hashlib
import io
import re
import zipfile
from pathlib import Path
from typing import Any

FOLDER = re.compile(r"^(\s+(?:Code|Content)Uri: )(\S+)$", re.MULTILINE)
QUICK = 1  # compression level: the zip goes no further than this machine


def upload_functions(s3: Any, bucket: str, template: Path) -> Path:
    """Upload each built folder; returns a copy of the template that names the uploads."""
    uploaded: dict[str, str] = {}

    def by_upload(line: re.Match[str]) -> str:
        folder = template.parent / line[2]
        if not folder.is_dir():
            return line[0]
        if line[2] not in uploaded:
            uploaded[line[2]] = upload(s3, bucket, folder)
        return f"{line[1]}{uploaded[line[2]]}"

    packaged = template.with_name("packaged.yaml")
    packaged.write_text(FOLDER.sub(by_upload, template.read_text()))
    return packaged


def upload(s3: Any, bucket: str, folder: Path) -> str:
    """The S3 address of a zip named by its content; what is there already is not sent again."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    key = f"functions/{digest(folder, files)}.zip"
    listed = s3.list_objects_v2(Bucket=bucket, Prefix=key)
    if not listed.get("KeyCount"):
        s3.put_object(Bucket=bucket, Key=key, Body=zipped(folder, files))
    return f"s3://{bucket}/{key}"


def digest(folder: Path, files: list[Path]) -> str:
    content = hashlib.sha256()
    for path in files:
        content.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
        content.update(path.read_bytes())
    return content.hexdigest()[:32]


def zipped(folder: Path, files: list[Path]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as archive:
        for path in files:
            archive.write(path, path.relative_to(folder))
    return out.getvalue()
