/** What the sweep asks afresh before it stops, ends or adopts anybody, and why it then does not. */
import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import type { ExecutionStatus } from '../../../../shared/domain/decision/generation.ts';
import { RefusedError, TransientError } from '../../../../shared/domain/errors.ts';
import { type Address, TAG } from '../../../../shared/domain/snapshot.ts';
import { refuseInUse } from '../../../../shared/steps/sweep/refuse-in-use.ts';
import { stillThere, whoMayBeAdopted } from '../../../../shared/steps/sweep/still-there.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { listed, onDuty, tagged } from '../../../support/duties.ts';
import { mockGenuine } from '../../../support/genuine-mock.ts';
import { diedSilently } from '../../../support/past-takeovers.ts';
import { anAddress } from '../../../support/snapshots.ts';

/** The error that the call ends in, or undefined when nothing stood against it. */
const refusalOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (cause: unknown) => cause,
  );

describe('before it is stopped or terminated, an instance', () => {
  const doomed = { instanceId: 'i-doomed', role: 'retired', fate: 'stopped' } as const;
  const refused = (address: Address, { status = undefined as string | undefined } = {}) => {
    const { deps, sfn } = onDuty({ address });
    if (status) mockGenuine(sfn, diedSilently({ status: status as ExecutionStatus }), 1);
    return refusalOf(refuseInUse(anAppliance(), doomed, deps));
  };

  test.each([
    ['holds the address by now', anAddress({ instanceId: 'i-doomed' })],
    ['is recorded as the active one', tagged({ [TAG.activeInstance]: 'i-doomed' }, { instanceId: undefined })],
  ])('is spared when it %s', async (_, address) => {
    const why = 'i-doomed is tagged retired, but it is the active instance; it is not stopped';
    expect(await refused(address)).toEqual(new RefusedError(why));
  });

  test.each(['RUNNING', 'PENDING_REDRIVE'])('is spared while a takeover is %s', async (status) => {
    const why = 'i-doomed is not stopped while a takeover is running';
    expect(await refused(anAddress(), { status })).toEqual(new RefusedError(why));
  });

  test('is not spared when another instance is active and the last takeover is over', async () => {
    expect(await refused(anAddress())).toBeUndefined();
    expect(await refused(anAddress(), { status: 'SUCCEEDED' })).toBeUndefined();
  });

  test('is asked about at the address as it is now', async () => {
    const { deps, sent } = onDuty();
    await refuseInUse(anAppliance(), doomed, deps);
    const Filters = [{ Name: 'public-ip', Values: ['203.0.113.10'] }];
    expect(sent()).toContainEqual({ command: 'DescribeAddresses', input: { Filters } });
  });
});

describe('before anybody is adopted', () => {
  test.each<[string, Address, Error]>([
    [
      'an address of another stack is refused',
      tagged({ [TAG.owner]: 'failover-prod' }),
      new RefusedError('the address 203.0.113.10 belongs to failover-prod, and this is failover-dev'),
    ],
    [
      'an address without a holder is refused',
      anAddress({ instanceId: undefined }),
      new RefusedError('the address 203.0.113.10 is attached to no instance'),
    ],
  ])('%s', async (_, address, why) => {
    const refusal = await refusalOf(whoMayBeAdopted(anAppliance(), address, onDuty().deps));
    expect(refusal).toBeInstanceOf(RefusedError);
    expect(refusal).toEqual(why);
  });

  test('a takeover that runs is waited for', async () => {
    const { deps, sfn } = onDuty();
    mockGenuine(sfn, diedSilently({ status: 'RUNNING' }), 1);
    const refusal = await refusalOf(whoMayBeAdopted(anAppliance(), anAddress(), deps));
    expect(refusal).toBeInstanceOf(TransientError);
    expect(refusal).toEqual(new TransientError('a takeover is running'));
  });

  test.each(['7', '999999999', 'seven'])('one that runs is found although the address records %s', async (value) => {
    const { deps, sfn } = onDuty();
    mockGenuine(sfn, diedSilently({ status: 'RUNNING' }), 1);
    const refusal = await refusalOf(whoMayBeAdopted(anAppliance(), tagged({ [TAG.generation]: value }), deps));
    expect(refusal).toEqual(new TransientError('a takeover is running'));
  });

  test.each(['7', '999999999', 'seven'])('an address that records %s is adopted where none runs', async (value) => {
    const { deps } = onDuty();
    expect(await whoMayBeAdopted(anAppliance(), tagged({ [TAG.generation]: value }), deps)).toBe('i-old');
  });
});

describe('right before the first write', () => {
  test.each([
    ['i-new', 'the address moved to i-new meanwhile'],
    [undefined, 'the address moved to nothing meanwhile'],
  ])('an address that is at %s by now is left to a later sweep', async (instanceId, why) => {
    const refusal = await refusalOf(
      stillThere(anAppliance(), anAddress(), onDuty({ address: anAddress({ instanceId }) }).deps),
    );
    expect(refusal).toBeInstanceOf(TransientError);
    expect(refusal).toEqual(new TransientError(why));
  });

  test('an address that was given to another stack meanwhile is refused', async () => {
    const { deps, ec2 } = onDuty();
    ec2.on(DescribeAddressesCommand).resolves(listed(tagged({ [TAG.owner]: 'failover-prod' })));
    expect(await refusalOf(stillThere(anAppliance(), anAddress(), deps))).toBeInstanceOf(RefusedError);
  });

  test('an address that is where it was stands against nothing', async () => {
    expect(await refusalOf(stillThere(anAppliance(), anAddress(), onDuty().deps))).toBeUndefined();
  });
});
