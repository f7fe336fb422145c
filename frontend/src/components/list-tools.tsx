import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { ExportFormat, StaffApi } from "../api/staff";
import { COLUMNS, FIXED } from "../model/columns";
import { BASE } from "../model/route";
import type { ContactList } from "../state/contacts";
import { exportAll } from "../state/export";
import { saveFile } from "../state/files";
import { words } from "../state/language";
import { columns, removeView, saveView, showColumn, views } from "../state/layout";
import { followLink } from "../state/route";
import { mayAdminister } from "../state/staff";
import { failureWords } from "../strings/failures";
import { Menu } from "./menu";

interface ListToolsProps {
  list: ContactList;
  api: StaffApi;
  upload: (files: readonly File[]) => void;
  isSelecting: boolean;
  select: (isSelecting: boolean) => void;
}

/** What can be done with the list as a whole. */
export function ListTools({ list, api, upload, isSelecting, select }: ListToolsProps) {
  const t = words.value;
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <div class="tools">
      <Columns />
      <Views query={list.query.value} />
      {mayAdminister.value && <Export list={list} api={api} />}
      <button
        type="button"
        class="plain"
        aria-pressed={isSelecting}
        data-testid="select"
        onClick={() => select(!isSelecting)}
      >
        {isSelecting ? t.selectDone : t.select}
      </button>
      <button type="button" class="button small" onClick={() => chooser.current?.click()}>
        {t.upload}
      </button>
      <input
        ref={chooser}
        class="hushed"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        data-testid="upload"
        onChange={(event) => {
          upload([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}

function Columns() {
  const t = words.value;
  return (
    <Menu label={t.chooseColumns} testId="columns">
      <ul>
        {COLUMNS.filter((column) => !FIXED.includes(column)).map((column) => (
          <li key={column}>
            <label class="option">
              <input
                type="checkbox"
                checked={columns.value.includes(column)}
                data-testid={`column-${column}`}
                onChange={(event) => showColumn(column, event.currentTarget.checked)}
              />
              {t.columns[column]}
            </label>
          </li>
        ))}
      </ul>
    </Menu>
  );
}

function Views({ query }: { query: string }) {
  const t = words.value;
  const name = useSignal("");
  return (
    <Menu label={t.views} testId="views">
      {views.value.length === 0 ? (
        <p class="quiet">{t.noViews}</p>
      ) : (
        <ul>
          {views.value.map((view) => (
            <li key={view.name} class="view">
              <a href={BASE + view.query} onClick={followLink}>
                {view.name}
              </a>
              <button
                type="button"
                class="plain"
                aria-label={t.removeView(view.name)}
                onClick={() => removeView(view.name)}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <form
        class="one-line"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.value.trim() === "") return;
          saveView({ name: name.value.trim(), query });
          name.value = "";
        }}
      >
        <input
          type="text"
          required
          maxLength={60}
          aria-label={t.viewName}
          placeholder={t.viewName}
          value={name.value}
          data-testid="view-name"
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="plain" data-testid="save-view">
          {t.saveView}
        </button>
      </form>
    </Menu>
  );
}

const FILE_TYPES: Record<ExportFormat, string> = { csv: "text/csv", json: "application/json" };

function Export({ list, api }: Pick<ListToolsProps, "list" | "api">) {
  const t = words.value;
  const says = useSignal("");
  const take = async (format: ExportFormat) => {
    says.value = t.exporting;
    try {
      saveFile(
        `contacts.${format}`,
        FILE_TYPES[format],
        await exportAll(api, format, list.request(), (parts) => {
          says.value = t.exportingPart(parts + 1);
        }),
      );
      says.value = "";
    } catch (error) {
      says.value = failureWords(error, t);
    }
  };
  return (
    <Menu label={t.exportAs} testId="export">
      <p class="quiet">{t.exportText}</p>
      <p class="choices">
        <button
          type="button"
          class="plain"
          data-testid="export-csv"
          onClick={() => void take("csv")}
        >
          {t.exportCsv}
        </button>
        <button type="button" class="plain" onClick={() => void take("json")}>
          {t.exportJson}
        </button>
      </p>
      <p role="status" class="quiet">
        {says.value}
      </p>
    </Menu>
  );
}
