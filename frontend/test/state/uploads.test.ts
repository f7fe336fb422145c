import { expect, test } from "vitest";
import { ApiError } from "../../src/api/client";
import type { UploadPost } from "../../src/api/types";
import { Uploads, uploadFailure } from "../../src/state/uploads";
import { ENGLISH } from "../../src/strings/english";

const POST: UploadPost = { url: "https://bucket", fields: { key: "k" }, key: "k" };

/** Takes every file but those named in `refused`. */
function uploadsOf(refused: Record<string, ApiError> = {}) {
  const arrivals: string[] = [];
  const uploads = new Uploads(
    {
      startUpload: async ({ file_name }) => {
        const refusal = refused[file_name];
        if (refusal) throw refusal;
        return POST;
      },
      sendFile: async (_post, _file, onProgress) => onProgress(0.5),
    },
    () => arrivals.push("arrived"),
  );
  return { uploads, arrivals };
}

const states = (uploads: Uploads) =>
  uploads.files.value.map(({ name, state, share }) => [name, state, share]);

test("files arrive one after the other, and the list hears of each", async () => {
  const { uploads, arrivals } = uploadsOf();

  await uploads.add([new File(["a"], "a.wav"), new File(["b"], "b.wav")]);

  expect(states(uploads)).toEqual([
    ["a.wav", "arrived", 1],
    ["b.wav", "arrived", 1],
  ]);
  expect(arrivals).toHaveLength(2);
});

test("a file that is refused does not hold up the next", async () => {
  const refusal = new ApiError("refused", 400, "type_not_allowed", "Only recordings are taken.");
  const { uploads } = uploadsOf({ "a.exe": refusal });

  await uploads.add([new File(["a"], "a.exe"), new File(["b"], "b.wav")]);

  expect(uploads.files.value.map(({ state }) => state)).toEqual(["failed", "arrived"]);
  expect(uploadFailure(uploads.files.value[0]?.problem, ENGLISH)).toBe(
    "Only recordings are taken.",
  );
});

test("an empty file is not even sent", async () => {
  const { uploads, arrivals } = uploadsOf();

  await uploads.add([new File([], "empty.wav")]);

  expect(arrivals).toEqual([]);
  expect(uploadFailure(uploads.files.value[0]?.problem, ENGLISH)).toBe("The file is empty.");
});

test("S3's codes are told in plain words, and so is a code nobody knows", () => {
  const codeOf = (code: string) => new ApiError("refused", 400, code, "");

  expect(uploadFailure(codeOf("EntityTooLarge"), ENGLISH)).toBe(
    ENGLISH.uploadFailures.EntityTooLarge,
  );
  expect(uploadFailure(codeOf("SlowDown"), ENGLISH)).toBe(ENGLISH.uploadFailures.refused);
});

test("clearing keeps what is still on its way", async () => {
  const { uploads } = uploadsOf();
  await uploads.add([new File(["a"], "a.wav")]);

  uploads.clear();

  expect(uploads.files.value).toEqual([]);
});
