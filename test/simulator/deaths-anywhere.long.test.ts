/** Every function of a story may die after any of its SDK calls, or go on late as a zombie before any: it comes out the same. */
import { expect, test } from '@jest/globals';
import type { Death } from '../../simulator/account/lambda-runtime.ts';
import { readScenario } from '../../simulator/stories/library.ts';
import { tellScenario } from '../../simulator/stories/tell.ts';
import { aConfiguration } from '../support/appliances.ts';

const STORIES: Record<string, string[]> = {
  'instance-dead': [
    ...['assess', 'claim', 'launch-replacement', 'await-replacement', 'move-traffic', 'stop-failed'],
    ...['verify-traffic', 'close-takeover'],
  ],
  switchover: ['await-healthy'],
  'permission-lost': ['undo-traffic'],
  'rotation-night': [
    ...['gate-rotation', 'create-image', 'await-image', 'launch-proof', 'await-proof', 'end-proof', 'accept-image'],
    'prune-images',
  ],
  'service-answers': ['prove-service'],
};

/** More than any function makes; a story whose function makes fewer ends the search. */
const CALLS_MAX = 40;

type Found = { struck: boolean; unmet: string[] };

async function tell(name: string, death: Death): Promise<Found> {
  const { when, ...scenario } = readScenario(name);
  let struck = false;
  const { expectations } = await tellScenario({
    scenario: { ...scenario, when: [...when, { atSeconds: 0, death }] },
    ...{ configuration: aConfiguration(), seed: 1 },
    onEnd: (_world, { lambda }) => {
      struck = lambda.deaths.length === 0;
    },
  });
  return { struck, unmet: expectations.filter(({ met }) => !met).map(({ what, found }) => `${what}: ${found}`) };
}

const DEATHS: Record<string, (functionName: string, call: number) => Death> = {
  'dies after any of its SDK calls': (functionName, afterCall) => ({ functionName, afterCall }),
  'goes on eight seconds late, beside its next attempt': (functionName, beforeCall) => ({
    ...{ functionName, beforeCall, lateSeconds: 8 },
  }),
};

const cases = Object.entries(STORIES).flatMap(([name, functions]) =>
  functions.flatMap((functionName) => Object.keys(DEATHS).map((how) => [name, functionName, how] as const)),
);

test.each(cases)('%s comes out as it says when %s %s', async (name, functionName, how) => {
  const deathAt = DEATHS[how];
  if (!deathAt) throw new Error(`there is no "${how}"`);
  let call = 1;
  for (; call < CALLS_MAX; call += 1) {
    const { struck, unmet } = await tell(name, deathAt(functionName, call));
    if (!struck) break;
    expect({ call, unmet }).toEqual({ call, unmet: [] });
  }
  expect(call).toBeGreaterThan(1);
});
