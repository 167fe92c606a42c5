/** Asking several references at the same time. */
import { describe, expect, test } from '@jest/globals';
import type { ProbeTarget } from '../../../../shared/domain/probing/probing.ts';
import { askReferences, type ReferenceAnswer } from '../../../../shared/steps/world/ask-references.ts';
import { runInVirtualTime } from '../../../../simulator/account/time/clock.ts';

const EC2 = { host: 'ec2.ap-northeast-1.amazonaws.com', port: 443 };
const STS = { host: 'sts.ap-northeast-1.amazonaws.com', port: 443 };
const OWN = { host: '198.51.100.7', port: 53 };

type Asked = { answer: ReferenceAnswer; seconds: number; hosts: string[]; open: number };

/** `answersMs`: when a host answers; one that is absent hangs until its time-out, or until its answer is not needed. */
function asking(answersMs: Record<string, number>): Promise<Asked> {
  const startAt = new Date('2026-11-21T03:00:00.000Z');
  return runInVirtualTime({ startAt, seed: 1, limitSeconds: 60 }, async (virtual) => {
    const hosts: string[] = [];
    let open = 0;
    const probe = async ({ host, timeoutMs }: ProbeTarget, signal?: AbortSignal) => {
      hosts.push(host);
      open += 1;
      const aborted = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      const ms = answersMs[host];
      await Promise.race([virtual.sleep(ms ?? timeoutMs), aborted]);
      open -= 1;
      const answered = ms !== undefined && !signal?.aborted;
      return { answered, detail: answered ? 'connected' : `no answer in ${timeoutMs} ms` };
    };
    const fromMs = virtual.nowMs();
    const answer = await askReferences([EC2, STS, OWN], { prober: { probe }, timeoutMs: 2_000 });
    const seconds = (virtual.nowMs() - fromMs) / 1000;
    await virtual.sleep(0);
    return { answer, seconds, hosts, open };
  });
}

describe('several references', () => {
  test('are asked at the same time, and one answer suffices, at once', async () => {
    const { answer, seconds, hosts } = await asking({ [STS.host]: 20 });
    expect(answer).toEqual({ answered: true, detail: STS.host });
    expect({ seconds, hosts }).toEqual({ seconds: 0.02, hosts: [EC2.host, STS.host, OWN.host] });
  });

  test('are not asked any longer once one has answered', async () => {
    expect((await asking({ [STS.host]: 20 })).open).toBe(0);
  });

  test('name the first that answered, with its port where it is not 443', async () => {
    const { answer } = await asking({ [STS.host]: 1_500, [OWN.host]: 700 });
    expect(answer).toEqual({ answered: true, detail: '198.51.100.7:53' });
  });

  test('do not answer when none does, which takes one time-out and is explained for each', async () => {
    const { answer, seconds } = await asking({});
    expect(seconds).toBe(2);
    expect(answer).toEqual({
      answered: false,
      detail:
        'ec2.ap-northeast-1.amazonaws.com: no answer in 2000 ms; sts.ap-northeast-1.amazonaws.com: no answer in 2000 ms; ' +
        '198.51.100.7:53: no answer in 2000 ms',
    });
  });
});
