/** Looking for itself: three probes in as many seconds, and a reference beside them. */
import { describe, expect, test } from '@jest/globals';
import type { Deps } from '../../../shared/deps.ts';
import type { ProbeTarget } from '../../../shared/domain/probing.ts';
import { look } from '../../../shared/steps/look.ts';
import { anAppliance } from '../../support/appliances.ts';
import { mockedClients } from '../../support/mocked-clients.ts';
import { aPlan } from '../../support/plans.ts';
import { aClock } from '../../support/virtual-clock.ts';

const REFERENCE = { host: 'ec2.ap-northeast-1.amazonaws.com', port: 443 };
const TARGET = aPlan().probe;

/** `answers` are the appliance's, probe by probe; a silent one uses up its time-out. */
function looking(world: { answers: boolean[]; reference: boolean }) {
  const clock = aClock();
  const asked: ProbeTarget[] = [];
  const deps: Deps = {
    clients: mockedClients().clients,
    clock,
    log: () => undefined,
    configuration: { appliances: [anAppliance()] },
    deployment: { stage: 'dev', region: 'ap-northeast-1', takeoverMachineArn: 'arn', reference: REFERENCE },
    prober: {
      probe: async (target) => {
        if (target.host === REFERENCE.host) return { answered: world.reference, detail: 'reference' };
        const answered = world.answers[asked.push(target) - 1] ?? false;
        if (!answered) clock.pass(target.timeoutMs);
        return { answered, detail: 'appliance' };
      },
    },
  };
  const secondsSpent = () => (clock.now().getTime() - Date.parse('2026-11-21T03:00:00.000Z')) / 1000;
  return { verdict: look(TARGET, deps), asked, secondsSpent };
}

describe('looking', () => {
  test('ends at the first answer', async () => {
    const { verdict, asked } = looking({ answers: [true], reference: true });
    expect(await verdict).toBe('answering');
    expect(asked).toHaveLength(1);
  });

  test('forgives lost packets', async () => {
    expect(await looking({ answers: [false, false, true], reference: true }).verdict).toBe('answering');
  });

  test('calls three silences a failure, after three seconds', async () => {
    const { verdict, asked, secondsSpent } = looking({ answers: [], reference: true });
    expect(await verdict).toBe('failing');
    expect(asked).toHaveLength(3);
    expect(secondsSpent()).toBe(3);
  });

  test('knows nothing when the reference is silent too', async () => {
    expect(await looking({ answers: [], reference: false }).verdict).toBe('unknown');
  });

  test('gives each probe a second at most', async () => {
    const { verdict, asked } = looking({ answers: [], reference: true });
    await verdict;
    expect(asked.every(({ timeoutMs }) => timeoutMs === 1000)).toBe(true);
  });
});
