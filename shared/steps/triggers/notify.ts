import type { Step } from '../../deps.ts';

export const notify: Step<unknown, unknown> = {
  parse: (event) => event,
  async run() {
    throw new Error('not yet');
  },
};
