/** Looking for itself: three probes in three seconds, and a reference beside each. */
import { describe, expect, test } from '@jest/globals';
import type { Deps } from '../../../shared/deps.ts';
import type { ProbeTarget, ProbeVerdict } from '../../../shared/domain/probing.ts';
import { look } from '../../../shared/steps/look.ts';
import { clockOf, runInVirtualTime } from '../../../simulator/clock.ts';
import { anAppliance } from '../../support/appliances.ts';
import { mockedClients } from '../../support/mocked-clients.ts';
import { aPlan } from '../../support/plans.ts';

const REFERENCE = { host: 'ec2.ap-northeast-1.amazonaws.com', port: 443 };

type World = { answers: boolean[]; references: boolean[]; answerMs?: number; timeoutMs?: number; unasked?: number };
type Looked = { verdict: ProbeVerdict; asked: number; seconds: number };

/** Probe by probe what the appliance and the reference answer; who is silent uses up the time-out. */
function looking({ answers, references, answerMs = 5, timeoutMs = 2_000, unasked = 0 }: World): Promise<Looked> {
  const startAt = new Date('2026-11-21T03:00:00.000Z');
  return runInVirtualTime({ startAt, seed: 1, limitSeconds: 60 }, async (virtual) => {
    const asked: string[] = [];
    const probe = async ({ host, timeoutMs: patienceMs }: ProbeTarget) => {
      const script = host === REFERENCE.host ? references : answers;
      const nameless = host !== REFERENCE.host && asked.filter((one) => one === host).length < unasked;
      const answered = (script[asked.filter((one) => one === host).length] ?? false) && answerMs <= patienceMs;
      asked.push(host);
      await virtual.sleep(answered ? answerMs : patienceMs);
      return { answered, detail: '', ...(nameless && { unasked: true as const }) };
    };
    const deps: Deps = {
      clients: mockedClients().clients,
      clock: clockOf(virtual),
      log: () => undefined,
      configuration: { appliances: [anAppliance()] },
      deployment: {
        stage: 'dev',
        region: 'ap-northeast-1',
        takeoverMachineArn: 'arn',
        sweepRoleName: 'r',
        references: [REFERENCE],
      },
      prober: { probe },
    };
    const fromMs = virtual.nowMs();
    const { verdict } = await look({ ...aPlan().probe, timeoutMs }, deps);
    const seconds = (virtual.nowMs() - fromMs) / 1000;
    return { verdict, asked: asked.filter((host) => host !== REFERENCE.host).length, seconds };
  });
}

const ALWAYS = [true, true, true];

describe('looking', () => {
  test('ends at the first answer', async () => {
    expect(await looking({ answers: [true], references: ALWAYS })).toEqual({
      verdict: 'answering',
      asked: 1,
      seconds: 0.005,
    });
  });

  test('forgives lost packets', async () => {
    expect((await looking({ answers: [false, false, true], references: ALWAYS })).verdict).toBe('answering');
  });

  test('calls three silences a failure, after three seconds', async () => {
    expect(await looking({ answers: [], references: ALWAYS })).toEqual({ verdict: 'failing', asked: 3, seconds: 3 });
  });

  test('gives a slow handshake the time-out of the configuration, beyond the next probe', async () => {
    expect((await looking({ answers: ALWAYS, references: ALWAYS, answerMs: 1_400 })).verdict).toBe('answering');
    expect((await looking({ answers: ALWAYS, references: ALWAYS, answerMs: 1_400, timeoutMs: 1_000 })).verdict).toBe(
      'failing',
    );
  });

  test('knows nothing when the reference is silent too', async () => {
    expect((await looking({ answers: [], references: [] })).verdict).toBe('unknown');
  });

  test('knows nothing when its question never left, unless another one did', async () => {
    expect((await looking({ answers: [], references: ALWAYS, unasked: 3 })).verdict).toBe('unknown');
    expect((await looking({ answers: [], references: ALWAYS, unasked: 2 })).verdict).toBe('failing');
  });

  test('does not take one lost packet to the reference for being cut off', async () => {
    expect((await looking({ answers: [], references: [false, true] })).verdict).toBe('failing');
  });
});
