/** Sends a file to where a presigned POST says. By XMLHttpRequest, which alone tells how far it is. */
import { ApiError } from "./client";
import type { UploadPost } from "./types";

export function sendFile(
  { url, fields }: UploadPost,
  file: File,
  onProgress: (share: number) => void,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file); // S3 reads nothing that follows the file
  return new Promise((done, fail) => {
    const sending = new XMLHttpRequest();
    sending.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    sending.onload = () => {
      const { status } = sending;
      if (status >= 200 && status < 300) done();
      else fail(new ApiError("refused", status, reasonOf(sending.responseText), ""));
    };
    sending.onerror = () => fail(new ApiError("offline", 0, "offline", ""));
    sending.open("POST", url);
    sending.send(form);
  });
}

/** S3 answers in XML: <Error><Code>EntityTooLarge</Code>... */
const reasonOf = (xml: string) => /<Code>(\w+)<\/Code>/.exec(xml)?.[1] ?? "refused";
