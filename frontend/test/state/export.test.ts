import { describe, expect, it } from "vitest";
import { exportAll } from "../../src/state/export";

function apiOf(parts: Record<string, { text: string; next: string | null }>) {
  const asked: (string | null)[] = [];
  return {
    asked,
    exportedPart: async (_format: string, _query: URLSearchParams, cursor: string | null) => {
      asked.push(cursor);
      return parts[cursor ?? "first"] ?? { text: "", next: null };
    },
  };
}

describe("an export", () => {
  it("asks for part after part, and leaves nothing out", async () => {
    const api = apiOf({
      first: { text: "id\r\na\r\n", next: "two" },
      two: { text: "b\r\n", next: null },
    });
    const counted: number[] = [];

    const text = await exportAll(api, "csv", new URLSearchParams(), (parts) => counted.push(parts));

    expect(text).toBe("id\r\na\r\nb\r\n");
    expect(api.asked).toEqual([null, "two"]);
    expect(counted).toEqual([1, 2]);
  });

  it("is one document as JSON", async () => {
    const api = apiOf({
      first: { text: '{"contacts":[{"contact_id":"a"}]}', next: "two" },
      two: { text: '{"contacts":[{"contact_id":"b"}]}', next: null },
    });

    const text = await exportAll(api, "json", new URLSearchParams());

    expect(JSON.parse(text)).toEqual({ contacts: [{ contact_id: "a" }, { contact_id: "b" }] });
  });
});
