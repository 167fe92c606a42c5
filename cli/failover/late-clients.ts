/** The SDK takes a second to load, which the help and a mistake need not wait for. */
import type { Door } from './open.ts';

export const lateClients: Door['clients'] = async (asked) => {
  const { createPersonClients } = await import('../../shared/aws/person-clients.ts');
  return createPersonClients(asked);
};
