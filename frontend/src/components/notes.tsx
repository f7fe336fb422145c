import { type Signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Note } from "../api/types";
import { clock, fullTime, shortTime } from "../model/format";
import { useKeys } from "../state/keys";
import { words } from "../state/language";

interface NotesProps {
  notes: readonly Note[];
  /** The moment a new note is about. */
  position_ms: Signal<number>;
  add: (text: string, at_ms: number | null) => Promise<boolean>;
  remove: (noteId: string) => void;
  seek: (ms: number) => void;
}

export function Notes({ notes, position_ms, add, remove, seek }: NotesProps) {
  const t = words.value;
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useSignal("");
  const at_ms = position_ms.value > 0 ? position_ms.value : null;
  useKeys({ n: () => field.current?.focus() });
  const send = async () => {
    if (draft.value.trim() !== "" && (await add(draft.value.trim(), at_ms))) draft.value = "";
  };
  return (
    <section class="finding notes" aria-labelledby="notes-title">
      <h2 id="notes-title">{t.notes}</h2>
      {notes.length === 0 ? (
        <p class="quiet">{t.noNotes}</p>
      ) : (
        <ul>
          {notes.map((note) => (
            <li key={note.note_id} data-testid="note">
              <p>{note.text}</p>
              <p class="quiet">
                {note.author},{" "}
                <time dateTime={note.at} title={fullTime(note.at, t)}>
                  {shortTime(note.at, new Date(), t)}
                </time>
                <Moment at_ms={note.at_ms} seek={seek} />
                <button
                  type="button"
                  class="plain"
                  aria-label={t.removeNote}
                  onClick={() => remove(note.note_id)}
                >
                  ×
                </button>
              </p>
            </li>
          ))}
        </ul>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <textarea
          ref={field}
          rows={2}
          maxLength={2000}
          aria-label={t.noteLabel}
          placeholder={t.notePlaceholder}
          value={draft.value}
          data-testid="new-note"
          onInput={(event) => {
            draft.value = event.currentTarget.value;
          }}
        />
        <p class="after">
          <span class="quiet number">{at_ms !== null && t.noteAt(clock(at_ms))}</span>
          <button type="submit" class="plain" data-testid="add-note">
            {t.addNote}
          </button>
        </p>
      </form>
    </section>
  );
}

function Moment({ at_ms, seek }: { at_ms: number | null; seek: (ms: number) => void }) {
  if (at_ms === null) return null;
  return (
    <button
      type="button"
      class="plain number"
      aria-label={words.value.goTo(clock(at_ms))}
      onClick={() => seek(at_ms)}
    >
      {clock(at_ms)}
    </button>
  );
}
