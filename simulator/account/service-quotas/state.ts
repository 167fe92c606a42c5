/** What Service Quotas knows in the simulated account. */

export type QuotasState = { standardVcpus: number };

/** An account's usual quota after its first months; a new one starts with 5 or 32. */
export const createQuotasState = (): QuotasState => ({ standardVcpus: 640 });
