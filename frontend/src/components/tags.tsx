import { useSignal } from "@preact/signals";
import { words } from "../state/language";

interface TagsProps {
  tags: readonly string[];
  /** Resolves to whether the server took them. */
  change: (tags: readonly string[]) => Promise<boolean>;
}

/** The tags of a contact: each can be taken off, one can be put on. */
export function Tags({ tags, change }: TagsProps) {
  const t = words.value;
  const draft = useSignal("");
  const add = async () => {
    const tag = draft.value.trim();
    if (tag === "") return;
    if (tags.includes(tag) || (await change([...tags, tag]))) draft.value = "";
  };
  return (
    <span class="tags">
      {tags.map((tag) => (
        <span key={tag} class="tag" data-testid="tag">
          {tag}
          <button
            type="button"
            aria-label={t.removeTag(tag)}
            onClick={() => void change(tags.filter((one) => one !== tag))}
          >
            ×
          </button>
        </span>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <input
          type="text"
          maxLength={40}
          aria-label={t.newTag}
          placeholder={t.addTagLabel}
          value={draft.value}
          data-testid="new-tag"
          onInput={(event) => {
            draft.value = event.currentTarget.value;
          }}
        />
      </form>
    </span>
  );
}
