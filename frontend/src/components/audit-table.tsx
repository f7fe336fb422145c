import { useEffect, useMemo } from "preact/hooks";
import type { StaffApi } from "../api/staff";
import type { AuditEntry } from "../api/types";
import { fullTime, shortTime, stepName } from "../model/format";
import { words } from "../state/language";
import { Resource } from "../state/resource";
import { failureWords } from "../strings/failures";

/** What was listened to, exported, deleted, unlocked and changed, and by whom. */
export function AuditTable({ api }: { api: StaffApi }) {
  const t = words.value;
  const trail = useMemo(() => new Resource<AuditEntry[]>(), []);
  useEffect(() => void trail.load(async () => (await api.audit()).entries), [trail, api]);
  return (
    <section class="rules" aria-labelledby="audit-title">
      <h2 id="audit-title">{t.auditTitle}</h2>
      <p class="quiet">{t.auditText}</p>
      <Entries trail={trail} />
    </section>
  );
}

function Entries({ trail }: { trail: Resource<AuditEntry[]> }) {
  const t = words.value;
  const entries = trail.value.value;
  if (!entries) {
    return trail.phase.value === "loading" ? null : (
      <p class="problem" role="alert">
        {t.auditFailed}: {failureWords(trail.problem.value, t)}
      </p>
    );
  }
  if (entries.length === 0) return <p class="quiet">{t.auditNone}</p>;
  return (
    <div class="wide-table audit">
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{t.time}</th>
            <th scope="col">{t.auditWho}</th>
            <th scope="col">{t.auditDeed}</th>
            <th scope="col">{t.auditSubject}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ at, staff_id, email, deed, subject, detail }) => (
            <tr key={`${at} ${staff_id} ${deed} ${subject}`} data-testid="audit-entry">
              <td>
                <time dateTime={at} title={fullTime(at, t)}>
                  {shortTime(at, new Date(), t)}
                </time>
              </td>
              <td title={staff_id}>{email || staff_id}</td>
              <td>{t.deeds[deed] ?? stepName(deed)}</td>
              <td>
                {subject} {detail && <span class="quiet">{detail}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
