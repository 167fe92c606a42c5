/** What operators are notified of about an appliance, word for word, and when they are not. */
import { describe, expect, test } from '@jest/globals';
import type { Probation } from '../../../../shared/domain/probing/probation.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import {
  driftConditions,
  forwardingConditions,
  movedConditions,
  probeConditions,
  recoveryConditions,
} from '../../../../shared/steps/sweep/conditions.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { ago, NOW } from '../../../support/duties.ts';
import { aimedAt, aRoute, NEW, OLD } from '../../../support/snapshots.ts';

describe('a probe on probation', () => {
  test('is notified after a quarter of an hour, with what it asks and since when', () => {
    const since = ago(900);
    expect(probeConditions(anAppliance(), { stands: 'since', since }, NOW)).toEqual([
      {
        kind: 'probe-unproven',
        about: 'tcp to port 443',
        detail: `the probe of sophos (tcp to port 443) has not succeeded for five minutes since ${since}, so it has no vote`,
      },
    ]);
  });

  test.each<[string, Probation]>([
    ['for a second less than a quarter of an hour', { stands: 'since', since: ago(899) }],
    ['no longer: it has proven itself', { stands: 'proven', since: ago(90_000) }],
    ['not yet', { stands: 'none' }],
  ])('is not notified when it is so %s', (_, probation) => {
    expect(probeConditions(anAppliance(), probation, NOW)).toEqual([]);
  });
});

describe('routes that have drifted', () => {
  const away = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      aRoute({ routeTableId: `rtb-${count - at}`, destination: `10.${at}.0.0/16`, target: aimedAt(NEW) }),
    );
  const straight = aRoute({ routeTableId: 'rtb-straight' });

  test('are notified one by one up to six, and those that lead to us are not', () => {
    const sent = driftConditions([straight, ...away(6)], OLD.networkInterfaceId);
    expect(sent).toHaveLength(6);
    expect(sent[0]).toEqual({
      kind: 'drift',
      about: 'rtb-6 10.0.0.0/16',
      detail: 'the route 10.0.0.0/16 in rtb-6 -> eni-new does not lead to the active instance',
    });
  });

  test('are one message from seven on, about all of them in one order, and naming the first six', () => {
    expect(driftConditions([straight, ...away(7)], OLD.networkInterfaceId)).toEqual([
      {
        kind: 'drift',
        about:
          'rtb-1 10.6.0.0/16 rtb-2 10.5.0.0/16 rtb-3 10.4.0.0/16 rtb-4 10.3.0.0/16 rtb-5 10.2.0.0/16 rtb-6 10.1.0.0/16 rtb-7 10.0.0.0/16',
        detail:
          '7 routes do not lead to the active instance, the first: 10.0.0.0/16 in rtb-7 -> eni-new; 10.1.0.0/16 in rtb-6 -> eni-new; 10.2.0.0/16 in rtb-5 -> eni-new; 10.3.0.0/16 in rtb-4 -> eni-new; 10.4.0.0/16 in rtb-3 -> eni-new; 10.5.0.0/16 in rtb-2 -> eni-new',
      },
    ]);
  });
});

describe('an interface to which the routes lead', () => {
  test('and which does not forward is drift', () => {
    expect(forwardingConditions('eni-1', false)).toEqual([
      {
        kind: 'drift',
        about: 'forwarding eni-1',
        detail: 'the routes lead to eni-1, which does not forward: its source/destination check is on',
      },
    ]);
  });

  test.each([true, undefined])('is none while its check is off, or not known (%s)', (forwards) =>
    expect(forwardingConditions('eni-1', forwards)).toEqual([]),
  );
});

describe("EC2's own recovery", () => {
  test('is notified where a takeover would act beside it', () => {
    expect(recoveryConditions(anAppliance(), { active: 'i-old', autoRecovery: 'default' })).toEqual([
      {
        kind: 'auto-recovery',
        about: 'i-old',
        detail: 'EC2 recovers i-old as well (simplified automatic recovery), beside our takeover',
      },
    ]);
  });

  test.each([
    ['auto', 'disabled'],
    ['observe', 'default'],
  ] as const)('is not notified in mode %s while it is %s', (mode, autoRecovery) => {
    expect(recoveryConditions(anAppliance({ mode }), { active: 'i-old', autoRecovery })).toEqual([]);
  });
});

describe('who is active', () => {
  const tagged = (instanceId?: string) => ({
    tags: instanceId === undefined ? {} : { [TAG.activeInstance]: instanceId },
  });

  test('is drift when the address was given to another instance by hand, for any value of the tag', () => {
    for (const address of [tagged('i-before'), tagged('i-now'), tagged()]) {
      const [found, ...more] = movedConditions(address, { active: 'i-now', before: 'i-before' });
      expect({ found, more }).toMatchObject({ found: { kind: 'drift', about: 'address i-before i-now' }, more: [] });
    }
  });

  test('is one malformed tag, whichever instances a stranger names one after the other', () => {
    const abouts = ['i-1', 'i-2'].flatMap((id) => movedConditions(tagged(id), { active: 'i-now', before: undefined }));
    expect(abouts.map(({ kind, about }) => [kind, about])).toEqual([
      ['malformed-tag', TAG.activeInstance],
      ['malformed-tag', TAG.activeInstance],
    ]);
  });

  test('is not said while tag and facts agree', () =>
    expect(
      [tagged('i-now'), tagged()].flatMap((each) => movedConditions(each, { active: 'i-now', before: undefined })),
    ).toEqual([]));
});
