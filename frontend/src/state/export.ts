/** All contacts of a view as one file, however many parts the API gives it in. */
import type { ExportFormat, StaffApi } from "../api/staff";

export async function exportAll(
  api: Pick<StaffApi, "exportedPart">,
  format: ExportFormat,
  query: URLSearchParams,
  onPart: (parts: number) => void = () => undefined,
): Promise<string> {
  const texts: string[] = [];
  let cursor: string | null = null;
  do {
    const part = await api.exportedPart(format, query, cursor);
    texts.push(part.text);
    cursor = part.next;
    onPart(texts.length);
  } while (cursor !== null);
  return format === "csv" ? texts.join("") : joinedJson(texts);
}

function joinedJson(texts: readonly string[]): string {
  const contacts = texts.flatMap(
    (text) => (JSON.parse(text) as { contacts: readonly unknown[] }).contacts,
  );
  return JSON.stringify({ contacts });
}
