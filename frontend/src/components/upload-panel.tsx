import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { percent } from "../model/format";
import { words } from "../state/language";
import { type Uploads, uploadFailure } from "../state/uploads";

/** What has become of each file. */
export function UploadPanel({ uploads }: { uploads: Uploads }) {
  const t = words.value;
  if (uploads.files.value.length === 0) return null;
  return (
    <section class="uploads" aria-labelledby="uploads-title">
      <h2 id="uploads-title">{t.uploads}</h2>
      <ul>
        {uploads.files.value.map(({ id, name, share, state, problem }) => (
          <li key={id} data-testid="upload-row" data-state={state}>
            <span class="name">{name}</span>
            <progress max={1} value={share} aria-label={name} hidden={state === "failed"}>
              {percent(share)}
            </progress>
            <span role="status" class={state === "failed" ? "problem" : "quiet"}>
              {state === "sending" ? percent(share) : t.uploadStates[state]}
              {problem !== null && `: ${uploadFailure(problem, t)}`}
            </span>
          </li>
        ))}
      </ul>
      <button type="button" class="plain" onClick={() => uploads.clear()}>
        {t.clearUploads}
      </button>
    </section>
  );
}

/** While files are dragged over the page it says what letting go of them will do. */
export function DropZone({ take }: { take: (files: readonly File[]) => void }) {
  const isOver = useSignal(false);
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      isOver.value = true;
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) isOver.value = false;
    };
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      isOver.value = false;
      take([...(event.dataTransfer?.files ?? [])]);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, [take, isOver]);
  return isOver.value ? (
    <p class="drop" data-testid="drop-zone">
      {words.value.dropHere}
    </p>
  ) : null;
}
