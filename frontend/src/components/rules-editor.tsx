import { useSignal } from "@preact/signals";
import type { CategoryDefinition, CategoryRules } from "../api/types";
import { words } from "../state/language";
import { failureWords } from "../strings/failures";
import { CategoryForm } from "./category-form";

interface RulesEditorProps {
  rules: CategoryRules;
  /** Fails with the server's reason for not taking them. */
  save: (rules: CategoryRules) => Promise<unknown>;
}

/** The rule set as a form, and as the JSON that it is. */
export function RulesEditor({ rules, save }: RulesEditorProps) {
  const t = words.value;
  const draft = useSignal(rules);
  /** The JSON while it is written by hand, else null. */
  const json = useSignal<string | null>(null);
  const says = useSignal("");
  const problem = useSignal("");

  /** What is written by hand is taken over first, if it can be read. */
  const takeJson = (): boolean => {
    if (json.value === null) return true;
    try {
      draft.value = JSON.parse(json.value) as CategoryRules;
      return true;
    } catch (error) {
      problem.value = t.notJson(error instanceof Error ? error.message : String(error));
      return false;
    }
  };
  const send = async () => {
    problem.value = "";
    says.value = "";
    if (!takeJson()) return;
    try {
      await save(draft.value);
      says.value = t.rulesSaved;
    } catch (error) {
      problem.value = failureWords(error, t);
    }
  };
  const toggle = () => {
    problem.value = "";
    if (json.value === null) json.value = JSON.stringify(draft.value, null, 2);
    else if (takeJson()) json.value = null;
  };
  const change = (categories: CategoryDefinition[]) => {
    draft.value = { ...draft.value, categories };
    says.value = "";
  };
  return (
    <form
      class="rules-editor"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {json.value === null ? (
        <CategoryList categories={draft.value.categories} change={change} />
      ) : (
        <textarea
          class="json"
          aria-label={t.rulesJson}
          rows={24}
          spellcheck={false}
          value={json.value}
          data-testid="rules-json"
          onInput={(event) => {
            json.value = event.currentTarget.value;
          }}
        />
      )}
      {problem.value && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      <p class="after">
        <button type="submit" class="button small" data-testid="save-rules">
          {t.save}
        </button>
        <button type="button" class="plain" data-testid="rules-as-json" onClick={toggle}>
          {json.value === null ? t.rulesJson : t.rulesForm}
        </button>
        <span role="status" class="quiet">
          {says.value}
        </span>
      </p>
    </form>
  );
}

interface CategoryListProps {
  categories: readonly CategoryDefinition[];
  change: (categories: CategoryDefinition[]) => void;
}

function CategoryList({ categories, change }: CategoryListProps) {
  const t = words.value;
  return (
    <>
      <ul class="category-list">
        {categories.map((category, place) => (
          // Names change while they are written; places do not.
          <li key={place}>
            <CategoryForm
              category={category}
              change={(changed) => change(categories.with(place, changed))}
              remove={() => change(categories.toSpliced(place, 1))}
            />
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="plain"
        data-testid="add-category"
        onClick={() =>
          change([...categories, { name: t.newCategory, match: "any", rules: [{ phrases: [] }] }])
        }
      >
        {t.addCategory}
      </button>
    </>
  );
}
