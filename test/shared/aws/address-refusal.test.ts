/** R9: a refused AssociateAddress says in its message, and not in its code, what the instance is. */
import { AssociateAddressCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { addressRefusalOf, EndedError } from '../../../shared/aws/address-refusal.ts';
import { associateAddress } from '../../../shared/aws/apply-change.ts';
import { RefusedError, TransientError } from '../../../shared/domain/errors.ts';
import { awsError, mockedClients } from '../../support/mocked-clients.ts';

const refused = (code: string, message: string): Error => Object.assign(awsError(code), { message });

const PENDING = "The pending instance 'i-0123456789abcdef0' is not in a valid state for this operation.";
const BY_INTERFACE =
  "The pending-instance-creation instance to which 'eni-1' is attached is not in a valid state for this operation";

describe('a refused AssociateAddress', () => {
  test.each([
    ['InvalidInstanceID', PENDING, 'pending'],
    ['IncorrectInstanceState', BY_INTERFACE, 'pending'],
    ['InvalidInstanceID', PENDING.replace('pending', 'terminated'), 'ended'],
    ['InvalidInstanceID', PENDING.replace('pending', 'shutting-down'), 'ended'],
    ['InvalidInstanceID', PENDING.replace('pending', 'stopped'), 'ended'],
    ['IncorrectInstanceState', BY_INTERFACE.replace('pending-instance-creation', 'terminated'), 'ended'],
    ['InvalidInstanceID', "There are multiple interfaces attached to instance 'i-1'.", 'several-interfaces'],
    ['InvalidInstanceID', 'It is a Tuesday.', 'unknown-wording'],
    ['InvalidInstanceID.NotFound', "The instance ID 'i-1' does not exist", undefined],
  ])('%s: %s', (code, message, refusal) => expect(addressRefusalOf(refused(code, message))).toBe(refusal));

  test.each([
    ['is asked again while the instance is pending', PENDING, TransientError, 'pending instance'],
    [
      'has to be confirmed by a read when the instance has ended',
      PENDING.replace('pending', 'terminated'),
      EndedError,
      'terminated',
    ],
    ['is final for several interfaces', 'There are multiple interfaces attached.', RefusedError, 'multiple interfaces'],
    [
      'in an unknown wording is asked again, within the bound of the step, and quoted',
      'It is a Tuesday.',
      TransientError,
      'wording that is not known: InvalidInstanceID: It is a Tuesday.',
    ],
  ])('%s', async (_, message, Kind, says) => {
    const { clients, ec2 } = mockedClients();
    ec2.on(AssociateAddressCommand).rejects(refused('InvalidInstanceID', message));
    const asked = associateAddress(clients, { allocationId: 'eipalloc-1', instanceId: 'i-1' });
    await expect(asked).rejects.toThrow(Kind);
    await expect(asked).rejects.toThrow(says);
  });

  test('crosses into the state machine under a name that it retries', () =>
    expect(new EndedError('it is over').name).toBe('TransientError'));
});
