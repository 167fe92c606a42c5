/** Every minute, for every appliance: adopts the instance that holds the address, or says why it does not. */
import type { Step } from '../../deps.ts';
import { messageOf } from '../../domain/errors.ts';
import { type Adoption, adopt } from './adopt.ts';

export type Swept = { appliances: Adoption[] };

/** Side by side, and each for itself: what is wrong with one appliance must not keep another from being adopted. */
export const sweep: Step<void, Swept> = {
  parse: () => undefined,
  async run(_, deps) {
    const { appliances } = deps.configuration;
    const adoptions = await Promise.all(
      appliances.map((appliance) =>
        adopt(appliance, deps).catch((cause): Adoption => ({ appliance: appliance.name, refused: messageOf(cause) })),
      ),
    );
    for (const adoption of adoptions) {
      if ('refused' in adoption) deps.log({ level: 'warn', ...adoption });
      else if (adoption.changes.length > 0) deps.log({ level: 'info', ...adoption });
    }
    return { appliances: adoptions };
  },
};
