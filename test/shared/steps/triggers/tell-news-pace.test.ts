/** A deployment that does not collect mails the news of one sweep slowly enough for every subscription. */
import { expect, test } from '@jest/globals';
import { MAILS_PER_SECOND_MAX } from '../../../../shared/domain/messages/mail-rate.ts';
import type { Condition } from '../../../../shared/domain/messages/news.ts';
import { truthOf } from '../../../../simulator/checks/watch/truth.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { aSweepRecord } from '../../../support/status-events.ts';
import { inAccount, playIn } from '../../../support/step-stage.ts';

/** As much as one sweep may find at once. */
const KINDS = [
  ...(['drift', 'zombie', 'leftover', 'leftover-proof', 'auto-recovery', 'probe-unproven'] as const),
  ...(['two-active', 'malformed-tag', 'foreign-template', 'maintenance'] as const),
];

test('no second has more mails than a subscription may get', () =>
  inAccount({}, async (simulation) => {
    const { allocationId, publicIp } = truthOf(simulation.world, anAppliance()).traffic.address;
    const conditions = KINDS.map((kind): Condition => ({ kind, about: 'i-old', detail: 'seen by the sweep' }));
    const news = [{ appliance: anAppliance().name, allocationId, publicIp, conditions }];
    await playIn(simulation, 'notify', aSweepRecord(news));
    const sentMs = simulation.world.publications.map(({ atMs }) => atMs);
    expect(sentMs).toHaveLength(KINDS.length);
    const within = sentMs.map((atMs) => sentMs.filter((other) => other >= atMs && other < atMs + 1_000).length);
    expect(Math.max(...within)).toBeLessThanOrEqual(MAILS_PER_SECOND_MAX);
  }));
