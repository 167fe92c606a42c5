/** Would a failover succeed if it began now? What a healthy appliance reports, what stays unknown, and what is notified. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { statementsFor } from '../../../../infra/permissions.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { CHANGING_FUNCTIONS } from '../../../../shared/domain/takeover/dry-run.ts';
import type { FunctionName } from '../../../../shared/machines/time-outs.ts';
import { checkReadiness } from '../../../../shared/steps/triggers/check-readiness.ts';
import { requestsOf } from '../../../../simulator/account/iam/requests.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { ACCOUNT } from '../../../support/account.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { checkOnce, onReady, probed, published } from '../../../support/checked.ts';
import { alter, tag } from '../../../support/console-hands.ts';
import { allows, reference } from '../../../support/policy.ts';
import { playIn } from '../../../support/step-stage.ts';
import { addressIn, addressTagsIn, sweepOnce } from '../../../support/swept.ts';

const tagAddress = (simulation: Simulation, tags: Record<string, string>): void =>
  tag(simulation.world, addressIn(simulation).allocationId, tags);

describe('a calm appliance', () => {
  test('is ready, and says so in less than twenty seconds, each function asked in its turn', () =>
    onReady({}, async (simulation) => {
      const beganMs = simulation.clock.nowMs();
      const { answer, open, news, changes } = await checkOnce(simulation);
      expect({ answer, open, news }).toEqual({ answer: 'ready', open: {}, news: [] });
      expect(simulation.clock.nowMs() - beganMs).toBeLessThan(20_000);
      expect(changes).toEqual([...CHANGING_FUNCTIONS.map(() => 'Invoke'), 'PutMetricData']);
    }));

  test('is not changed by the question: every changing call was a dry run', () =>
    onReady({}, async ({ world, ...simulation }) => {
      const before = world.changes.length;
      await checkOnce({ world, ...simulation });
      expect(world.changes.slice(before)).toEqual([]);
      const asked = world.calls.filter(({ dryRun }) => dryRun);
      expect(new Set(asked.map(({ error }) => error))).toEqual(new Set(['DryRunOperation', 'RouteAlreadyExists']));
      expect(new Set(asked.map(({ caller }) => caller))).toEqual(new Set(CHANGING_FUNCTIONS));
    }));

  test('is asked for nothing that a role does not allow', () =>
    onReady({}, async ({ world, ...simulation }) => {
      await checkOnce({ world, ...simulation });
      const tried = world.calls.filter(({ dryRun, caller }) => dryRun || caller === 'check-readiness');
      const denied = tried
        .filter(({ action }) => !/^(Describe|Get)/.test(action))
        .flatMap((call) => {
          const statements = statementsFor(call.caller as FunctionName, simulation.configuration, ACCOUNT);
          return requestsOf(world, call, reference).flatMap((request) =>
            allows(statements, request) ? [] : [`${call.caller}: ${request.action} on ${request.resources.join()}`],
          );
        });
      expect(denied).toEqual([]);
    }));
});

describe('what only a launch would show', () => {
  test('is not testable for a Marketplace image', () =>
    onReady({}, async (simulation, active) => {
      alter(simulation.world, active, { productCodes: ['8xyz'] });
      expect((await checkOnce(simulation)).open).toEqual({ marketplace: 'not-testable' });
    }));

  test('is not testable before an image is proven, nor when none ever will be', async () => {
    const rotation = { ...anAppliance().rotation, prove: 'never' as const };
    for (const appliance of [{}, { rotation }]) {
      await onReady({ appliance, build: { imageTags: {} } }, async (simulation) => {
        const { answer, open } = await checkOnce(simulation);
        expect({ answer, open }).toEqual({ answer: 'ready', open: { 'proof-age': 'not-testable' } });
      });
    }
  });

  test('is said with the outage that the last proof lets expect', () => {
    const measured = { 'failover:launch-seconds': '15', 'failover:booted-seconds': '116' };
    const imageTags = { 'failover:proven-at': '2026-11-20T03:00:00.000Z', ...measured };
    return onReady({ build: { imageTags } }, async (simulation) => {
      const { answer, sentence } = await checkOnce(simulation);
      expect(answer).toBe('ready');
      expect(sentence('proof-age')).toMatch(
        /proven to boot \d days ago; expected outage: cold, at most about 196 s: .*131 s of launch and boot .* as measured on 2026-11-20 of ami-\w+; /,
      );
    });
  });

  test('is not testable for the quota of another family', () =>
    onReady({ build: { instanceType: 'g4dn.xlarge' } }, async (simulation) => {
      const { answer, open, sentence } = await checkOnce(simulation);
      expect({ answer, open }).toEqual({ answer: 'ready', open: { 'vcpu-quota': 'not-testable' } });
      expect(sentence('vcpu-quota')).toMatch(/g4dn.xlarge is of no standard family/);
    }));
});

describe('what cannot be asked', () => {
  test('is neither yes nor no, and is not notified', () =>
    onReady({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'DescribeImages', caller: 'check-readiness' });
      const { answer, open, news } = await checkOnce(simulation);
      expect({ answer, news }).toEqual({ answer: 'unknown', news: [] });
      expect(open).toEqual({
        'image-exists': 'unknown',
        'image-age': 'unknown',
        'proof-age': 'unknown',
        permissions: 'unknown',
      });
      expect(published(simulation, 'ready')).toEqual([]);
    }));

  test('leaves out what it cannot know: how old the newest image is', () =>
    onReady({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'GetServiceQuota', caller: 'check-readiness' });
      expect((await checkOnce(simulation)).open).toEqual({ 'vcpu-quota': 'unknown' });
      expect(published(simulation, 'ready')).toEqual([]);
      expect(published(simulation, 'imageAge')).toHaveLength(1);
    }));

  test('hides nothing that is red', () =>
    onReady({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'DescribeImages', caller: 'check-readiness' });
      simulation.world.quotas.standardVcpus = 3;
      const { answer, red } = await checkOnce(simulation);
      expect({ answer, red }).toEqual({ answer: 'not-ready', red: ['vcpu-quota'] });
      expect(published(simulation, 'ready')).toEqual([0]);
    }));

  test('is everything when AWS hangs, and the others still have their turn', () =>
    onReady({}, async (simulation) => {
      simulation.inject({ kind: 'slow', action: 'Invoke', seconds: 100 });
      const beganMs = simulation.clock.nowMs();
      const { appliances } = await checkOnce(simulation);
      expect(new Set(appliances[0]?.checks.map(({ sentence }) => sentence))).toEqual(
        new Set(['no function knew after 60 s']),
      );
      expect(simulation.clock.nowMs() - beganMs).toBeLessThan(62_000);
    }));

  test('is everything while a takeover is running, and then no call is tried', () =>
    onReady({}, async (simulation) => {
      asIfRunning(simulation, 'takeover-sophos-g1');
      const { appliances, changes } = await checkOnce(simulation);
      expect(new Set(appliances[0]?.checks.map(({ sentence }) => sentence))).toEqual(
        new Set(['a takeover is running']),
      );
      expect(changes).toEqual([]);
    }));
});

describe('what is notified', () => {
  const record = (report: unknown) => ({
    requestContext: {
      functionArn: 'arn:aws:lambda:ap-northeast-1:123456789012:function:failover-dev-check-readiness:$LATEST',
    },
    responsePayload: report,
  });

  test('is what is red, once, and again when it returns; the sweep leaves it alone', () =>
    onReady({}, async (simulation) => {
      const sent = async (): Promise<string[]> => {
        probed(simulation, { failed: false, secondsAgo: 1 });
        const { news, appliances } = await checkOnce(simulation);
        await simulation.invoke('notify', record({ appliances, news }));
        return news.flatMap(({ conditions }) => conditions.map(({ kind, about }) => `${kind} ${about}`));
      };
      simulation.world.quotas.standardVcpus = 3;
      expect(await sent()).toEqual(['not-ready vcpu-quota']);
      expect(simulation.world.publications.at(-1)?.subject).toBe('sophos: a failover would not succeed as it is');
      await sweepOnce(simulation);
      expect(await sent()).toEqual([]);
      simulation.world.quotas.standardVcpus = 640;
      expect(await sent()).toEqual([]);
      expect(addressTagsIn(simulation)[TAG.sent]).toBeUndefined();
      simulation.world.quotas.standardVcpus = 3;
      expect(await sent()).toEqual(['not-ready vcpu-quota']);
    }));

  test("is the owner alone of another stack's address, each time, and its tags are left alone", () =>
    onReady({}, async (simulation) => {
      tagAddress(simulation, { [TAG.owner]: 'failover-prod', [TAG.sent]: 'r123' });
      for (const _ of ['now', 'an hour later']) {
        const [news] = (await checkOnce(simulation)).news;
        expect(news?.conditions).toMatchObject([{ kind: 'not-ready', about: 'address', insist: true }]);
        await simulation.clock.sleep(3_600_000);
      }
      expect(addressTagsIn(simulation)[TAG.sent]).toBe('r123');
    }));
});

describe('the question', () => {
  test("may be a schedule's event or name one appliance, and its example is one", () => {
    const example: unknown = JSON.parse(readFileSync('events/triggers/check-readiness.json', 'utf8'));
    expect(checkReadiness.parse(example)).toEqual({ appliance: 'sophos' });
    expect(checkReadiness.parse({ source: 'aws.events', 'detail-type': 'Scheduled Event' })).toEqual({
      scheduled: true,
    });
    expect(() => checkReadiness.parse({ appliance: 7 })).toThrow(/appliance: must be string/);
  });

  test('about an appliance that is not configured is refused with those that are', () =>
    onReady({}, async (simulation) =>
      expect(await playIn(simulation, 'check-readiness', { appliance: 'sofos' })).toMatchObject({
        error: 'RefusedError',
        why: 'there is no appliance "sofos"; there are sophos',
      }),
    ));
});
