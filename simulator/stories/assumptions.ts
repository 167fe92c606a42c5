/** Where the model's assumptions are written down. */
export const ASSUMPTIONS = 'docs/reference/simulator.md';
