/**
 * What a mortgage costs: level monthly payments in arrears. Money is whole cents.
 *
 * Interest is compounded half-yearly, as the law has it for fixed mortgages in Canada.
 */

export interface Mortgage {
  amount_cents: number;
  years: number;
  /** Per year, in percent: 6.125 means 6.125 %. */
  rate_percent: number;
}

const monthlyRate = (rate_percent: number) => (1 + rate_percent / 200) ** (1 / 6) - 1;

/** The payment that pays the amount and its interest off in equal months, rounded up to a cent. */
export function monthlyPayment({ amount_cents, years, rate_percent }: Mortgage): number {
  const months = years * 12;
  const monthly = monthlyRate(rate_percent);
  if (monthly === 0) return Math.ceil(amount_cents / months);
  return Math.ceil((amount_cents * monthly) / (1 - (1 + monthly) ** -months));
}

/** Interest over the whole term, in cents. */
export function totalInterest(mortgage: Mortgage): number {
  return Math.max(0, monthlyPayment(mortgage) * mortgage.years * 12 - mortgage.amount_cents);
}

/** What is still owed at the end of each year, from the amount itself (year 0) to nothing. */
export function yearlyBalances(mortgage: Mortgage): number[] {
  const monthly = monthlyRate(mortgage.rate_percent);
  const payment = monthlyPayment(mortgage);
  const balances = [mortgage.amount_cents];
  let balance = mortgage.amount_cents;
  for (let month = 1; month <= mortgage.years * 12; month += 1) {
    balance = Math.max(0, balance * (1 + monthly) - payment);
    if (month % 12 === 0) balances.push(Math.round(balance));
  }
  return balances;
}
