import { expect, test } from "vitest";
import { inWords } from "../../src/strings/server";

test("a sentence of the server is said in Spanish", () => {
  expect(inWords("The file is empty.", "es")).toBe("El archivo está vacío.");
});

test("what is named in a sentence stays as it is", () => {
  const said =
    "Longer than 4 hours (4 h 01 min), the most Transcribe takes. Cut the recording and drop its parts.";

  expect(inWords(said, "es")).toMatch(/^Dura más de 4 horas \(4 h 01 min\), lo máximo/);
});

test("several gaps are filled in their order", () => {
  const said =
    "The file looks like a chat-log file and cannot be read as one: 3 faults, the first at a.b.";

  expect(inWords(said, "es")).toBe(
    "El archivo parece de la forma chat-log y no se puede leer como tal: 3 faltas, la primera en a.b.",
  );
});

test("a fault inside a sentence is said in Spanish, too; what is named there stays", () => {
  expect(inWords("The recording is damaged: its header makes no sense.", "es")).toBe(
    "La grabación está dañada: su encabezado no tiene sentido.",
  );
  expect(
    inWords("The recording has 6 channels, so its speakers were told apart by voice.", "es"),
  ).toBe("La grabación tiene 6 canales, así que los hablantes se distinguieron por la voz.");
  expect(inWords("The recording could not be transcribed: Unsupported rate.", "es")).toBe(
    "La grabación no se pudo transcribir: Unsupported rate.",
  );
  expect(inWords("Payment to text", "es")).toBe("Pago a text");
});

test("what is not known stays, and so does everything in English", () => {
  expect(inWords("Ana called twice.", "es")).toBe("Ana called twice.");
  expect(inWords("The file is empty.", "en")).toBe("The file is empty.");
});
