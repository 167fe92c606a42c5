/** R33: what EC2 has announced, in words and with the command. */
import { describe, expect, test } from '@jest/globals';
import { scheduledEventsOf } from '../../../../shared/aws/scheduled-events.ts';
import { keyOf } from '../../../../shared/domain/messages/news.ts';
import { describeEvent, maintenanceConditions } from '../../../../shared/domain/readiness/maintenance.ts';

const AT = '2026-12-05T03:00:00.000Z';
const RETIREMENT = { code: 'instance-retirement', description: 'degraded hardware', notBefore: AT };
const ABOUT = { instanceId: 'i-1', appliance: 'sophos', stage: 'prod' };

const keysOf = (...events: (typeof RETIREMENT)[]): string[] => maintenanceConditions(events, ABOUT).map(keyOf);

describe('the events of EC2', () => {
  test('are those that are not over', () =>
    expect(
      scheduledEventsOf([
        { Code: 'instance-stop', Description: 'degraded', NotBefore: new Date(AT) },
        { Code: 'system-reboot', Description: '[Completed] a reboot' },
        { Code: 'system-maintenance', Description: '[Canceled] power' },
      ]),
    ).toEqual([{ code: 'instance-stop', description: 'degraded', notBefore: AT }]));

  test.each([
    ['instance-retirement', 'EC2 will stop or terminate i-1 (instance-retirement) after'],
    ['instance-stop', 'EC2 will stop i-1 (instance-stop) after'],
    ['system-reboot', 'EC2 will reboot the host of i-1 (system-reboot) after'],
    ['system-maintenance', 'EC2 will interrupt i-1 (system-maintenance) after'],
    ['something-new', 'EC2 will act on i-1 (something-new) after'],
  ])('%s is said in words', (code, words) =>
    expect(describeEvent('i-1', { ...RETIREMENT, code })).toBe(`${words} ${AT}`),
  );

  test('without a date are said to have none', () =>
    expect(describeEvent('i-1', { code: 'instance-stop', description: '' })).toContain(
      'at a time that it does not name',
    ));
});

test('one condition for each event, date and instance, and a changed date is another one', () => {
  const moved = { ...RETIREMENT, notBefore: '2026-12-06T03:00:00.000Z' };
  const [first, again, later] = [keysOf(RETIREMENT), keysOf({ ...RETIREMENT, description: 'x' }), keysOf(moved)];
  expect(again).toEqual(first);
  expect(later).not.toEqual(first);
});
