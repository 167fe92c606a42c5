/** Names that are derived from a user's text stay apart, and within what AWS takes. */
import { describe, expect, test } from '@jest/globals';
import { alarmNameOf } from '../../shared/domain/decision/trigger.ts';
import {
  applianceNamed,
  complaintsAbout,
  NAMED_BY_USERS,
  type Resource,
  resourcesFrom,
} from '../support/infra-resources.ts';

/** Alike after letters are stripped, cased or cut. */
const NAMES = [
  ...['ab', 'a-b', 'a--b', '-ab', 'ab-', '-', '--', '1', '-1', 'a1', 'a-1', 'probe', 'x-probe', 'status-check'],
  ...['sweep', 'rotation', 'sweep-prober', 'x'.repeat(24), `${'x'.repeat(23)}y`, `${'x'.repeat(22)}-x`],
];
const ADDRESSES = [
  ...['ops@example.com', 'Ops@example.com', 'o.ps@example.com', 'op.s@example.com', 'ops@exam.ple.com'],
  ...[`${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.example.com`, 'ops+1@example.com', 'ops1@example.com'],
];
const LONGEST_STAGE = 's'.repeat(21);

/** With more than ten appliances the alarms are those of the deployment, so that alarms are looked at in groups. */
const GROUPS: [what: string, names: string[], alarms: number][] = [
  ['stripped letters', NAMES.slice(0, 9), 3 * 9 + 4],
  ['words of ours', NAMES.slice(9, 17), 3 * 8 + 4],
  ['the longest', NAMES.slice(17), 3 * 3 + 4],
  ['all of them', NAMES, 6],
];

describe.each(GROUPS)('of appliances and addresses that look alike (%s)', (_what, group, alarms) => {
  const { ids, Resources } = resourcesFrom(
    {
      region: 'ap-northeast-1',
      appliances: group.map((name, at) => applianceNamed(name, at, at === 0 ? { notify: ADDRESSES } : {})),
    },
    LONGEST_STAGE,
    NAMED_BY_USERS,
  );

  const namesOf = (type: string, property: string): string[] =>
    Object.values<Resource>(Resources).flatMap(({ Type, Properties }) =>
      Type === type && typeof Properties[property] === 'string' ? [Properties[property]] : [],
    );

  test('every resource has a logical id of its own, which CloudFormation takes', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[A-Za-z0-9]{1,255}$/.test(id))).toEqual([]);
    expect(ids.length).toBeGreaterThan(group.length + alarms);
  });

  test.each([
    ['AWS::Scheduler::Schedule', 'Name', /^[0-9a-zA-Z-_.]{1,64}$/, group.length],
    ['AWS::CloudWatch::Alarm', 'AlarmName', /^.{1,255}$/, alarms],
    ['AWS::SNS::Subscription', 'Endpoint', /@/, ADDRESSES.length],
  ])('every %s has a %s of its own, which AWS takes', (type, property, form, count) => {
    const names = namesOf(type, property);
    expect(names.length).toBeGreaterThanOrEqual(count);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !form.test(name))).toEqual([]);
  });

  test('no alarm that the sweep writes has the name of another one', () => {
    const kinds = ['status-check', 'probe'] as const;
    const written = group.flatMap((appliance) =>
      kinds.map((kind) => alarmNameOf({ stage: LONGEST_STAGE, appliance, kind })),
    );
    const all = [...written, ...namesOf('AWS::CloudWatch::Alarm', 'AlarmName')];
    expect(new Set(all).size).toBe(all.length);
  });
});

test('a stage that leaves no room for the name of an appliance is refused', () =>
  expect(complaintsAbout({ region: 'ap-northeast-1', appliances: [applianceNamed('a', 0)] }, 's'.repeat(22))).toContain(
    `stage "${'s'.repeat(22)}" has 22 characters; use at most 21`,
  ));
