/** What the bank offers today; anybody may read it. */
import { request } from "./client";

export interface Plan {
  plan_id: string;
  kind: string;
  name: string;
  name_es: string;
  /** Hundredths of a percent a year. */
  rate_basis_points: number;
  term_months: number | null;
}

export const fetchPlans = () => request<{ plans: Plan[] }>("/api/plans");
