/** What the tags of the address say that none of us can have written, word for word. */
import { describe, expect, test } from '@jest/globals';
import { type Condition, sentTag } from '../../../../shared/domain/messages/news.ts';
import {
  badGeneration,
  generationConditions,
  ownerCondition,
  pauseConditions,
  probationConditions,
  sentConditions,
} from '../../../../shared/domain/messages/tag-conditions.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { ago, NOW, tagged } from '../../../support/duties.ts';

const WHOSE = { appliance: 'sophos', stage: 'dev' };
const RESUME = 'automatic takeovers are held; end it with: npm run failover -- resume sophos --stage dev';
const details = (conditions: Condition[]) => conditions.map(({ detail }) => detail);

describe('a pause', () => {
  test.each([
    ['forever', 'is not a valid time'],
    ['2099-01-01T00:00:00Z', 'is more than 7 days away, the longest pause'],
  ])('until %s holds and is reported with the command that ends it', (value, why) =>
    expect(pauseConditions(tagged({ [TAG.pausedUntil]: value }), WHOSE, NOW)).toEqual([
      {
        kind: 'malformed-tag',
        about: 'failover:paused-until',
        detail: `failover:paused-until is "${value}", which ${why}: ${RESUME}`,
      },
    ]),
  );

  test.each([{}, { [TAG.pausedUntil]: ago(-3_600) }, { [TAG.pausedUntil]: ago(3_600) }])(
    'that our command may have written is not reported: %j',
    (tags) => expect(pauseConditions(tagged(tags), WHOSE, NOW)).toEqual([]),
  );
});

describe('the probation of the probe', () => {
  const reported = (word: string | undefined) =>
    details(probationConditions(tagged({ [TAG.probe]: 'x since never' }), word));
  const written = 'failover:probe is "x since never", which the sweep did not write';

  test('that another principal wrote is reported with what counts instead', () => {
    const word = `x proven ${NOW}`;
    expect(reported(word)).toEqual([
      `${written}: the description of the probe's alarm counts ("${word}"), and the tag is written anew`,
    ]);
  });

  test('begins anew where the alarm says nothing', () => {
    expect(reported(undefined)).toEqual([
      `${written}: the probe is on probation anew, without a vote until it has answered for five minutes`,
    ]);
  });
});

describe('the generation', () => {
  test.each(['x', '0', '1000001', '999999999'])('%s was not written by a takeover', (value) => {
    const address = tagged({ [TAG.generation]: value });
    expect(badGeneration(address)).toBe(value);
    expect(details(generationConditions(address, { value, removed: true }))).toEqual([
      `failover:generation is "${value}", which no takeover has written: the tag is removed, and the next takeover takes its number from the executions`,
    ]);
    expect(details(generationConditions(address, { value, removed: false }))).toEqual([
      `failover:generation is "${value}", which no takeover has written: it holds no takeover, and could not be removed; remove it with: aws ec2 delete-tags --resources eipalloc-1 --tags Key=failover:generation`,
    ]);
  });

  test.each<Record<string, string>>([{}, { [TAG.generation]: '1' }, { [TAG.generation]: '1000000' }])(
    'may have been written by one: %j',
    (tags) => expect(badGeneration({ tags })).toBeUndefined(),
  );
});

test('a generation with nothing against it is not reported', () =>
  expect(generationConditions(tagged({}), { value: undefined, removed: false })).toEqual([]));

describe('the list of sent notifications', () => {
  const sent = sentTag([{ kind: 'drift', about: 'rtb-a', detail: '' }]);

  test('is reported when it names what was never sent', () =>
    expect(details(sentConditions(tagged({ [TAG.sent]: sent }), [sent]))).toEqual([
      'failover:told lists 1 notifications that were never sent: those entries are removed, and what they named is sent',
    ]));

  test.each(['everything', `${sent} ${sent}`, `${sent} x`])('is reported when we cannot have written it: %s', (value) =>
    expect(sentConditions(tagged({ [TAG.sent]: value }), [])).toMatchObject([
      { kind: 'malformed-tag', about: 'failover:told', detail: expect.stringMatching(/is not a list of ours/) },
    ]),
  );

  test.each<Record<string, string>>([{}, { [TAG.sent]: '' }, { [TAG.sent]: sent }])('is ours: %j', (tags) =>
    expect(sentConditions({ tags }, [])).toEqual([]),
  );
});

test('an address of another owner is reported with the command that takes it back', () =>
  expect(ownerCondition(tagged({}), 'failover-prod', WHOSE)).toEqual({
    kind: 'foreign-owner',
    about: 'failover-prod',
    detail:
      'the address 203.0.113.10 belongs to failover-prod, and this is failover-dev; if that is wrong: npm run failover -- ownership sophos --take --stage dev',
  }));
