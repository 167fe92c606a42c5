/** Which notifications are sent when an execution says little of itself, and which need no read. */
import { describe, expect, test } from '@jest/globals';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { know, knowGenuine, takeoverArnOf } from '../../../support/genuine.ts';
import { aPlan } from '../../../support/plans.ts';
import { aFailedRecord, aReportedRecord } from '../../../support/reported.ts';
import { aStatusEvent } from '../../../support/status-events.ts';
import { inAccount, playIn } from '../../../support/step-stage.ts';
import { addressIn } from '../../../support/swept.ts';

const TAKEOVER = { machine: 'takeover', name: 'takeover-sophos-g1', input: aPlan() } as const;
const FAILOVER = { machine: 'failover', name: 'e-3', input: { appliance: 'sophos', requestedBy: 'sweep' } } as const;

async function notifiedIn(simulation: Simulation, event: unknown) {
  const [published, called] = [simulation.world.publications.length, simulation.world.calls.length];
  const { output, error, why } = await playIn(simulation, 'notify', event);
  return {
    ...{ sent: error ? undefined : Object(output).sent, refused: error && `${error}: ${why}` },
    mails: simulation.world.publications.slice(published).map(({ message }) => message),
    asked: simulation.world.calls.slice(called).map(({ action }) => action),
  };
}

const died = (subject: string) => `${subject}: takeover died (ABORTED), it is unknown where the traffic leads`;

describe('a takeover without a readable plan', () => {
  const nameless = (name: string) => aStatusEvent({ ...TAKEOVER, name, input: 'no plan', status: 'ABORTED' });

  test.each([
    ['is notified by the appliance in its name', 'takeover-sophos-g12', 'sophos'],
    ['is notified by a name with hyphens', 'takeover-vpn-tokyo-1-g3', 'vpn-tokyo-1'],
    ['is notified in the name of the stage when its name is another', 'a-takeover-sophos-g1', 'failover-dev'],
    ['is notified in the name of the stage when its name is longer', 'takeover-sophos-g1-again', 'failover-dev'],
  ])('%s', (_, name, appliance) =>
    inAccount({}, async (simulation) => {
      expect((await notifiedIn(simulation, nameless(name))).sent).toEqual([died(appliance)]);
    }),
  );

  test('says where the address of the configured appliance is now', () =>
    inAccount({}, async (simulation) => {
      const { mails } = await notifiedIn(simulation, nameless('takeover-sophos-g1'));
      expect(mails[0]).toContain(`\nAddress now  ${addressIn(simulation).instanceId}`);
    }));

  test('of an appliance that is not configured does not know where its address is, and does not ask', () =>
    inAccount({}, async (simulation) => {
      const { mails, asked } = await notifiedIn(simulation, nameless('takeover-gone-g1'));
      expect(mails[0]).toContain('\nAddress now  could not be read just now\n');
      expect(asked).not.toContain('DescribeAddresses');
    }));

  test('that begins is an error, which Lambda keeps', () =>
    inAccount({}, async (simulation) => {
      const event = aStatusEvent({ ...TAKEOVER, input: 'no plan', status: 'RUNNING' });
      expect(await notifiedIn(simulation, event)).toMatchObject({
        ...{ refused: 'RefusedError: takeover-sophos-g1 began, and its plan cannot be read', mails: [] },
      });
    }));
});

test('a takeover with a plan looks at the address of that plan, with any configuration by now', () =>
  inAccount({}, async (simulation) => {
    const { allocationId, instanceId } = addressIn(simulation);
    const input = aPlan({ appliance: 'renamed', address: { allocationId, publicIp: '203.0.113.10' } });
    const { sent, mails } = await notifiedIn(simulation, aStatusEvent({ ...TAKEOVER, input, status: 'ABORTED' }));
    expect(sent).toEqual([died('renamed')]);
    expect(mails[0]).toContain(`\nAddress now  ${instanceId}`);
  }));

test.each([TAKEOVER, FAILOVER])('a $machine that waits to be redriven has not ended, and tells nothing', (execution) =>
  inAccount({}, async (simulation) => {
    const event = aStatusEvent({ ...execution, status: 'PENDING_REDRIVE' });
    expect(await notifiedIn(simulation, event)).toMatchObject({ sent: [], refused: '', mails: [] });
  }),
);

describe('Step Functions is asked whether a takeover is ours, and for nothing else,', () => {
  test.each([
    ['a success with its record', { ...TAKEOVER, status: 'SUCCEEDED', output: aReportedRecord() }],
    ['a failure with its cause', { ...TAKEOVER, status: 'FAILED', cause: JSON.stringify(aFailedRecord()) }],
    ['one that was aborted, which says nothing', { ...TAKEOVER, status: 'ABORTED' }],
    ['one that began with its plan', { ...TAKEOVER, status: 'RUNNING' }],
  ])('about %s', (_, detail) =>
    inAccount({}, async (simulation) => {
      knowGenuine(simulation, { plan: aPlan(), startDate: new Date(simulation.clock.nowMs()) });
      const { refused, asked } = await notifiedIn(simulation, aStatusEvent(detail));
      expect({ refused, asked: asked.filter((action) => /Execution/.test(action)) }).toEqual({
        ...{ refused: '', asked: ['DescribeExecution', 'GetExecutionHistory'] },
      });
    }),
  );
});

describe('Step Functions is asked for nothing', () => {
  test.each([
    ['a failover machine that began', { ...FAILOVER, status: 'RUNNING', input: undefined }],
    ['a rotation that began', { ...FAILOVER, machine: 'rotation' as const, status: 'RUNNING', input: undefined }],
  ])('about %s', (_, detail) =>
    inAccount({}, async (simulation) => {
      const { refused, asked } = await notifiedIn(simulation, aStatusEvent(detail));
      expect({ refused, again: asked.filter((action) => /Execution/.test(action)) }).toEqual({
        ...{ refused: '', again: [] },
      });
    }),
  );

  test('about a failover machine that began, even where the event left its input out', () =>
    inAccount({}, async (simulation) => {
      const event = aStatusEvent(
        { ...FAILOVER, status: 'RUNNING' },
        { input: null, inputDetails: { included: false } },
      );
      expect(await notifiedIn(simulation, event)).toEqual({ sent: [], refused: '', mails: [], asked: [] });
    }));
});

describe('the failover machine', () => {
  const heldFor = (because: string, more: object) =>
    aStatusEvent({
      ...{ ...FAILOVER, status: 'SUCCEEDED' },
      output: { outcome: 'held', because, ...more, appliance: 'sophos', evidence: { health: 'suspect' } },
    });

  test('that holds for anything but a reboot is notified, even one that is said to be announced', () =>
    inAccount({}, async (simulation) => {
      const { sent } = await notifiedIn(simulation, heldFor('paused', { detail: 'why', announced: true }));
      expect(sent).toEqual(['sophos: not taken over, automatic takeovers are paused']);
    }));

  test.each([{ outcome: 'lost' }, 'no outcome'])('whose outcome is %j is an error with its name', (output) =>
    inAccount({}, async (simulation) => {
      const event = aStatusEvent({ ...FAILOVER, status: 'SUCCEEDED', output });
      expect((await notifiedIn(simulation, event)).refused).toBe(
        'RefusedError: e-3 succeeded, and its outcome cannot be read',
      );
    }),
  );

  test.each([
    ['nobody', {}],
    ['an alarm without a name', { detail: {} }],
    ['an alarm of another stage', { detail: { alarmName: 'failover-prod-sophos-probe' } }],
  ])('that was asked by %s about no appliance fails in the name of the stage', (_, input) =>
    inAccount({}, async (simulation) => {
      const event = aStatusEvent({ ...FAILOVER, input, status: 'FAILED', error: 'RefusedError', cause: 'no' });
      expect((await notifiedIn(simulation, event)).sent).toEqual([
        'failover-dev: failover could not be decided (FAILED)',
      ]);
    }),
  );
});

test('a success whose record alone the event left out is read from the execution', () =>
  inAccount({}, async (simulation) => {
    const startDate = new Date(simulation.clock.nowMs());
    knowGenuine(simulation, { plan: aPlan(), startDate, status: 'SUCCEEDED' });
    const arn = takeoverArnOf(simulation, aPlan());
    know(simulation, arn, { status: 'SUCCEEDED', startDate, input: aPlan(), output: aReportedRecord() });
    const event = aStatusEvent({ ...TAKEOVER, status: 'SUCCEEDED' }, { outputDetails: { included: false } });
    const { sent, refused } = await notifiedIn(simulation, event);
    expect({ sent, refused }).toEqual({
      ...{ sent: [expect.stringMatching(/^sophos: taken over, answers again after \d+ s$/)], refused: '' },
    });
  }));

describe('a takeover that failover did not start', () => {
  const G1 = 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:takeover-sophos-g1';
  const start = (simulation: Simulation, name: string, input: object = {}) =>
    simulation.stepFunctions.start({
      machine: simulation.deployment.takeoverMachineArn,
      name,
      input: JSON.stringify(input),
    });
  const endOf = (name: string) => aStatusEvent({ ...TAKEOVER, name, input: '{}', status: 'FAILED', cause: 'refused' });

  test('is not notified when it begins, and once as refused when it ends', () =>
    inAccount({}, async (simulation) => {
      await simulation.ended(start(simulation, 'takeover-sophos-g1').execution);
      const begins = aStatusEvent({ ...TAKEOVER, input: '{}', status: 'RUNNING' });
      expect(await notifiedIn(simulation, begins)).toMatchObject({ sent: [], mails: [] });
      const { sent, mails } = await notifiedIn(simulation, endOf('takeover-sophos-g1'));
      expect(sent).toEqual(['sophos: a takeover that failover did not start was refused; nothing changed']);
      expect(mails[0]).toContain('its input is not a plan');
      expect(mails[0]).toContain(G1);
    }));

  test('is not notified again within the hour, for any tags', () =>
    inAccount({}, async (simulation) => {
      await simulation.ended(start(simulation, 'takeover-sophos-g1').execution);
      await simulation.clock.sleep(45_000);
      const { execution } = start(simulation, 'takeover-sophos-g2');
      await simulation.ended(execution);
      const startDate = execution.startedAtMs;
      const second = aStatusEvent(
        { ...TAKEOVER, name: 'takeover-sophos-g2', input: '{}', status: 'FAILED' },
        { startDate },
      );
      expect(await notifiedIn(simulation, second)).toMatchObject({ sent: [], mails: [] });
    }));

  test('is notified again after an hour', () =>
    inAccount({}, async (simulation) => {
      await simulation.ended(start(simulation, 'takeover-sophos-g1').execution);
      await simulation.clock.sleep(3_700_000);
      const { execution } = start(simulation, 'takeover-sophos-g2');
      await simulation.ended(execution);
      const startDate = execution.startedAtMs;
      const second = aStatusEvent(
        { ...TAKEOVER, name: 'takeover-sophos-g2', input: '{}', status: 'FAILED' },
        { startDate },
      );
      expect((await notifiedIn(simulation, second)).mails).toHaveLength(1);
    }));
});
