/** What Service Quotas knows in the simulated account. */

/** `routesPerTable`: for each family of addresses. */
export type QuotasState = { standardVcpus: number; routesPerTable: number };

/** An account's usual quota after its first months; a new one starts with 5 or 32. */
export const createQuotasState = (): QuotasState => ({ standardVcpus: 640, routesPerTable: 50 });
