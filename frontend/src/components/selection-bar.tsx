import { type Signal, useSignal } from "@preact/signals";
import type { StaffApi } from "../api/staff";
import type { ContactList } from "../state/contacts";
import { words } from "../state/language";
import { mayAdminister } from "../state/staff";
import { failureWords } from "../strings/failures";
import { AskedButton } from "./asked-button";

interface SelectionBarProps {
  list: ContactList;
  api: StaffApi;
  selected: Signal<ReadonlySet<string> | null>;
}

/** What can be done with the contacts that are selected. */
export function SelectionBar({ list, api, selected }: SelectionBarProps) {
  const t = words.value;
  const tag = useSignal("");
  const says = useSignal("");
  if (selected.value === null) return null;
  const ids = [...selected.value];

  /** One after the other; how many were left out, and why, is said. Answers with those left. */
  const forEach = async (act: (contactId: string) => Promise<void>) => {
    const left = new Set<string>();
    let reason = "";
    for (const id of ids) {
      try {
        await act(id);
      } catch (error) {
        left.add(id);
        reason = failureWords(error, t);
      }
    }
    says.value = left.size > 0 ? t.someFailed(left.size, reason) : t.saved;
    return left;
  };
  const addTag = () =>
    forEach(async (id) => {
      const row = list.contacts.value.find((one) => one.contact_id === id);
      const tags = [...new Set([...(row?.tags ?? []), tag.value.trim()])];
      list.change([id], await api.setTags(id, tags));
    });
  const removeAll = async () => {
    selected.value = await forEach(async (id) => {
      await api.remove(id);
      list.forget([id]);
    });
  };
  return (
    <div class="selection">
      <span class="number">{t.selected(ids.length)}</span>
      <form
        class="one-line"
        onSubmit={(event) => {
          event.preventDefault();
          if (tag.value.trim() !== "" && ids.length > 0) void addTag();
        }}
      >
        <input
          type="text"
          maxLength={40}
          aria-label={t.tagSelected}
          placeholder={t.tagSelected}
          value={tag.value}
          data-testid="tag-selected"
          onInput={(event) => {
            tag.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="plain" disabled={ids.length === 0}>
          {t.addTag}
        </button>
      </form>
      {mayAdminister.value && (
        <AskedButton
          label={t.deleteSelected}
          testId="delete-selected"
          isDisabled={ids.length === 0}
          title={t.deleteManyQuestion(ids.length)}
          text={t.deleteText}
          yes={t.deleteConfirm}
          no={t.keepIt}
          act={removeAll}
        />
      )}
      <span role="status" class="quiet">
        {says.value}
      </span>
    </div>
  );
}
