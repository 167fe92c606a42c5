/** What a takeover cannot carry over is refused before it is needed. */
import { describe, expect, test } from '@jest/globals';
import { type Candidate, whyNotAdoptable } from '../../../../shared/domain/takeover/adoptable.ts';

const candidate: Candidate = {
  instanceId: 'i-old',
  name: 'sophos',
  state: 'running',
  networkInterfaceIds: ['eni-old'],
  furtherAddresses: [],
  scalingGroup: undefined,
  hasProfile: false,
  namesakes: ['i-old'],
};

const reasonsFor = (overrides: Partial<Candidate>, wanted = { instance: 'sophos', ignoreAddresses: ['10.0.0.9'] }) =>
  whyNotAdoptable({ ...candidate, ...overrides }, wanted);

describe('an instance', () => {
  test('with one interface, one address and one name is adopted', () => {
    expect(reasonsFor({})).toEqual([]);
  });

  test.each([
    {
      what: 'with a profile whose role has no name',
      given: { hasProfile: true },
      reason: 'name its role under instanceRole',
    },
    { what: 'that does not run', given: { state: 'stopped' }, reason: 'i-old is stopped' },
    { what: 'with two interfaces', given: { networkInterfaceIds: ['a', 'b'] }, reason: 'has 2 network interfaces' },
    { what: 'with a further address', given: { furtherAddresses: ['10.0.0.8'] }, reason: '10.0.0.8' },
    { what: 'with an IPv6 address', given: { furtherAddresses: ['2001:db8:10:1::5'] }, reason: '2001:db8:10:1::5' },
    { what: 'with a delegated prefix', given: { furtherAddresses: ['10.0.0.16/28'] }, reason: '10.0.0.16/28' },
    {
      what: 'of an Auto Scaling group',
      given: { scalingGroup: 'nat' },
      reason: 'detach-instances --instance-ids i-old --auto-scaling-group-name nat',
    },
    { what: 'of another name', given: { name: 'nat' }, reason: 'not by "sophos"' },
    { what: 'without a name', given: { name: undefined }, reason: 'named ""' },
    { what: 'that shares its name', given: { namesakes: ['i-2', 'i-old'] }, reason: 'ambiguous: i-old, i-2' },
  ])('$what is not', ({ given, reason }) => {
    expect(reasonsFor(given)).toEqual([expect.stringContaining(reason)]);
  });

  test('may leave behind the addresses that the configuration ignores', () => {
    expect(reasonsFor({ furtherAddresses: ['10.0.0.9'] })).toEqual([]);
  });

  test.each([
    ['2001:db8:10:1::5', '2001:0DB8:0010:0001:0:0:0:5'],
    ['2001:db8:0:0:1::/80', '2001:db8::1:0:0:0/80'],
    ['10.0.0.16/28', '10.0.0.16/28'],
  ])('may leave behind %s, however the configuration writes it', (address, ignored) => {
    const wanted = { instance: 'sophos', ignoreAddresses: [ignored] };
    expect(reasonsFor({ furtherAddresses: [address] }, wanted)).toEqual([]);
  });

  test('may be configured by its id', () => {
    expect(reasonsFor({ name: 'whatever' }, { instance: 'i-old', ignoreAddresses: [] })).toEqual([]);
  });

  test('may have any name once it is adopted: namesakes do not matter then', () => {
    expect(reasonsFor({ name: 'renamed', namesakes: undefined })).toEqual([]);
  });

  test('gets every reason at once', () => {
    expect(reasonsFor({ state: 'pending', networkInterfaceIds: ['a', 'b'], namesakes: ['i-2'] })).toHaveLength(3);
  });
});
