/** What whoever is signed in may do. The server decides; this only spares them what it would refuse. */
import { computed, signal } from "@preact/signals";
import type { Group, StaffMember } from "../api/types";

const member = signal<StaffMember | null>(null);

const belongsTo = (group: Group) => member.value?.groups.includes(group) ?? false;

export const mayAdminister = computed(() => belongsTo("admin"));
export const maySupervise = computed(() => belongsTo("supervisor") || belongsTo("admin"));

/** Without an answer only what everybody may do is offered. */
export async function learnWhoAsks(fetchMember: () => Promise<StaffMember>): Promise<void> {
  member.value = await fetchMember().catch(() => null);
}
