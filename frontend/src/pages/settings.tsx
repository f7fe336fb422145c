import { useSignal } from "@preact/signals";
import { useCallback, useEffect, useMemo } from "preact/hooks";
import type { StaffApi } from "../api/staff";
import type { CategoryRules, Setting } from "../api/types";
import { AuditTable } from "../components/audit-table";
import { PageHeading } from "../components/page-heading";
import { RulesEditor } from "../components/rules-editor";
import { SettingField } from "../components/setting-field";
import { Unavailable } from "../components/unavailable";
import { words } from "../state/language";
import { Resource } from "../state/resource";
import { failureWords } from "../strings/failures";

/** What an administrator may change while everything runs. */
export function SettingsPage({ api }: { api: StaffApi }) {
  const t = words.value;
  const settings = useMemo(() => new Resource<Setting[]>(), []);
  const find = useSignal("");
  const load = useCallback(
    () => void settings.load(async () => (await api.settings()).settings),
    [settings, api],
  );
  useEffect(load, [load]);
  useEffect(() => {
    document.title = `${t.settings} - ${t.brand} ${t.brandSuffix}`;
  }, [t]);
  const known = settings.value.value;
  if (!known || settings.phase.value !== "ready") {
    return (
      <Unavailable
        resource={settings}
        heading={t.settings}
        failed={t.settingsFailed}
        forbidden={{ title: t.adminsOnly, text: t.adminsOnlyText }}
        again={load}
      />
    );
  }
  const wanted = find.value.trim().toLowerCase();
  const shown = known.filter(({ key, description }) =>
    `${key} ${description}`.toLowerCase().includes(wanted),
  );
  return (
    <section class="settings">
      <div class="heading">
        <PageHeading>{t.settings}</PageHeading>
        <input
          type="search"
          aria-label={t.filterSettings}
          placeholder={t.filterSettings}
          value={find.value}
          data-testid="find-setting"
          onInput={(event) => {
            find.value = event.currentTarget.value;
          }}
        />
      </div>
      <p class="quiet">{t.settingsText}</p>
      <ul class="setting-list">
        {shown.map((setting) => (
          <SettingField
            key={setting.key}
            setting={setting}
            save={async (value) => {
              await api.changeSetting(setting.key, value);
              settings.value.value = known.map((one) =>
                one.key === setting.key ? { ...one, value } : one,
              );
            }}
          />
        ))}
      </ul>
      <Rules api={api} />
      <AuditTable api={api} />
    </section>
  );
}

function Rules({ api }: { api: StaffApi }) {
  const t = words.value;
  const rules = useMemo(() => new Resource<CategoryRules>(), []);
  useEffect(() => void rules.load(api.categories), [rules, api]);
  const known = rules.value.value;
  return (
    <section class="rules" aria-labelledby="rules-title">
      <h2 id="rules-title">{t.rules}</h2>
      <p class="quiet">{t.rulesText}</p>
      {known ? (
        <RulesEditor rules={known} save={(changed) => api.changeCategories(changed)} />
      ) : (
        rules.phase.value !== "loading" && (
          <p class="problem" role="alert">
            {t.rulesFailed}: {failureWords(rules.problem.value, t)}
          </p>
        )
      )}
    </section>
  );
}
