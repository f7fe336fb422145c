import { expect, test } from "vitest";
import { contentType } from "../../src/model/uploads";

test.each([
  ["call.WAV", "audio/x-wav", "audio/wav"],
  ["log.json", "", "application/json"],
  ["letter.pdf", "application/pdf", "application/pdf"],
  ["nothing", "", "application/octet-stream"],
])("%s that the browser calls %j is %s", (name, type, expected) => {
  expect(contentType({ name, type })).toBe(expected);
});
