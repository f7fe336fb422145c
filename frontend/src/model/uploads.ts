/** What kind of file is uploaded: by its name, for browsers disagree about what they call it. */
const TYPES: Record<string, string> = {
  wav: "audio/wav",
  mp3: "audio/mpeg",
  flac: "audio/flac",
  ogg: "audio/ogg",
  m4a: "audio/mp4",
  mp4: "audio/mp4",
  webm: "audio/webm",
  amr: "audio/amr",
  json: "application/json",
};

/** The browser's word where the name says nothing; the server then says what it takes instead. */
export function contentType(file: { name: string; type: string }): string {
  const ending = /\.(\w+)$/.exec(file.name)?.[1]?.toLowerCase() ?? "";
  return TYPES[ending] ?? (file.type || "application/octet-stream");
}
