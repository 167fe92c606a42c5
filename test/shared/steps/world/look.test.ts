/** A direct probe: three tries in three seconds, and the references beside each. */
import { describe, expect, test } from '@jest/globals';
import type { Deps } from '../../../../shared/deps.ts';
import type { ProbeTarget } from '../../../../shared/domain/probing/probing.ts';
import { type Look, look } from '../../../../shared/steps/world/look.ts';
import { clockOf, runInVirtualTime } from '../../../../simulator/account/time/clock.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { mockedClients } from '../../../support/mocked-clients.ts';
import { aPlan } from '../../../support/plans.ts';

const REFERENCE = { host: 'ec2.ap-northeast-1.amazonaws.com', port: 443 };
const SECOND = { host: 'sts.ap-northeast-1.amazonaws.com', port: 443 };

type World = {
  answers: boolean[];
  references: boolean[];
  answerMs?: number;
  timeoutMs?: number;
  unasked?: number;
  second?: boolean[];
};
type Looked = Look & { asked: number; beside: number; open: number; seconds: number };

/** Probe by probe what the appliance and the reference answer; who is silent uses up the time-out. */
function looking(world: World): Promise<Looked> {
  const { answers, references, answerMs = 5, timeoutMs = 2_000, unasked = 0, second } = world;
  const scripts: Record<string, boolean[]> = { [REFERENCE.host]: references, [SECOND.host]: second ?? [] };
  const startAt = new Date('2026-11-21T03:00:00.000Z');
  return runInVirtualTime({ startAt, seed: 1, limitSeconds: 60 }, async (virtual) => {
    const asked: string[] = [];
    let open = 0;
    const probe = async ({ host, timeoutMs: patienceMs }: ProbeTarget, signal?: AbortSignal) => {
      const script = scripts[host] ?? answers;
      const nameless = !(host in scripts) && asked.filter((one) => one === host).length < unasked;
      const answered = (script[asked.filter((one) => one === host).length] ?? false) && answerMs <= patienceMs;
      asked.push(host);
      open += 1;
      const ended = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      await Promise.race([virtual.sleep(answered ? answerMs : patienceMs), ended]);
      open -= 1;
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
        references: second ? [REFERENCE, SECOND] : [REFERENCE],
      },
      prober: { probe },
    };
    const fromMs = virtual.nowMs();
    const looked = await look({ ...aPlan().probe, timeoutMs }, deps);
    const seconds = (virtual.nowMs() - fromMs) / 1000;
    await virtual.sleep(0);
    const beside = asked.filter((host) => host in scripts).length;
    return { ...looked, asked: asked.length - beside, beside, open, seconds };
  });
}

const ALWAYS = [true, true, true];

describe('looking', () => {
  test('ends at the first answer', async () => {
    const looked = await looking({ answers: [true], references: ALWAYS });
    expect(looked).toMatchObject({ verdict: 'answering', asked: 1, seconds: 0.005 });
  });

  test('forgives lost packets', async () => {
    expect((await looking({ answers: [false, false, true], references: ALWAYS })).verdict).toBe('answering');
  });

  test('calls three silences a failure, after three seconds', async () => {
    const looked = await looking({ answers: [], references: ALWAYS });
    expect(looked).toMatchObject({ verdict: 'failing', reference: REFERENCE.host, asked: 3, seconds: 3 });
  });

  test('gives a slow handshake the time-out of the configuration, beyond the next probe', async () => {
    expect((await looking({ answers: ALWAYS, references: ALWAYS, answerMs: 1_400 })).verdict).toBe('answering');
    expect((await looking({ answers: ALWAYS, references: ALWAYS, answerMs: 1_400, timeoutMs: 1_000 })).verdict).toBe(
      'failing',
    );
  });

  test('knows nothing when no reference answers either, after the same three seconds', async () => {
    const looked = await looking({ answers: [], references: [], second: [] });
    expect(looked).toMatchObject({ verdict: 'unknown', seconds: 3 });
    expect(looked.reference).toContain('sts.ap-northeast-1.amazonaws.com: ');
  });

  test('knows nothing when its question never left, unless another one did', async () => {
    expect((await looking({ answers: [], references: ALWAYS, unasked: 3 })).verdict).toBe('unknown');
    expect((await looking({ answers: [], references: ALWAYS, unasked: 2 })).verdict).toBe('failing');
  });

  test('calls silence a failure when one reference of two answers, at whichever try, and names it', async () => {
    const looked = await looking({ answers: [], references: [], second: [false, false, true] });
    expect(looked).toMatchObject({ verdict: 'failing', reference: SECOND.host, seconds: 3 });
  });

  test('asks the references no more once one has answered', async () => {
    expect((await looking({ answers: [], references: ALWAYS, second: [] })).beside).toBe(2);
  });

  test.each([
    { what: 'the appliance answers', answers: [true] },
    { what: 'the appliance is silent', answers: [] },
  ])('leaves no question open when $what', async ({ answers }) => {
    expect((await looking({ answers, references: [], second: ALWAYS })).open).toBe(0);
  });

  test('does not take one lost packet to the reference for being cut off', async () => {
    expect((await looking({ answers: [], references: [false, true] })).verdict).toBe('failing');
  });
});
