import { useRef } from "preact/hooks";
import { useKeys } from "../state/keys";

const KEYS: readonly [string, string][] = [
  ["/", "search the list, or the transcript"],
  ["j, k", "next and previous row or turn"],
  ["Enter", "open the contact, or go to the turn"],
  ["Space", "play and pause"],
  ["←, →", "five seconds back and on"],
  ["?", "this help"],
];

export function KeyboardHelp() {
  const dialog = useRef<HTMLDialogElement>(null);
  useKeys({ "?": () => dialog.current?.showModal() });
  return (
    <>
      <button
        type="button"
        class="plain keys-button"
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        Keys
      </button>
      <dialog ref={dialog} class="keys" aria-labelledby="keys-title">
        <h2 id="keys-title">Keys</h2>
        <dl>
          {KEYS.map(([key, does]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <form method="dialog">
          <button type="submit" class="button">
            Close
          </button>
        </form>
      </dialog>
    </>
  );
}
