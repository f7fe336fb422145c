import { expect, test } from "vitest";
import { readPinLink } from "../../src/model/pin-link";

test("a link carries its language and its token", () => {
  const link = readPinLink("#es.AbC-_123");

  expect(link.token).toBe("AbC-_123");
  expect(link.strings.language).toBe("es");
  expect(link.words.right).toBe("Gracias");
});

test.each(["", "#", "#fr.abc", "#en.", "#en.a/b", "#en.a b"])("%j carries nothing", (hash) => {
  expect(readPinLink(hash).token).toBe("");
  expect(readPinLink(hash).strings.language).toBe("en");
});
