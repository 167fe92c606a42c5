/** R24: a prober that speaks TLS gets more of a processor. */
import { expect, test } from '@jest/globals';
import { proberMemoryMb } from '../../../shared/domain/memory.ts';
import { anAppliance } from '../../support/appliances.ts';

const many = (count: number, protocol: 'tcp' | 'tls' | 'https') => {
  const { probe } = anAppliance();
  return [...Array(count - 1).fill({ probe }), { probe: { ...probe, protocol } }];
};

test.each([
  [1, 'tcp', 128],
  [10, 'tcp', 128],
  [11, 'tcp', 256],
  [51, 'tcp', 512],
  [1, 'https', 256],
  [1, 'tls', 256],
  [10, 'https', 256],
  [51, 'https', 512],
] as const)('%i appliances, one of which is probed by %s: %i MB', (count, protocol, memoryMb) =>
  expect(proberMemoryMb(many(count, protocol))).toBe(memoryMb),
);
