/** What a warm environment remembers between two sweeps, and what it sends again because of that. */
import { describe, expect, test } from '@jest/globals';
import { type Condition, keyOf } from '../../../../shared/domain/messages/news.ts';
import { insisting, memoryOf, rememberSent } from '../../../../shared/steps/sweep/sweep-memory.ts';
import { mockedClients } from '../../../support/mocked-clients.ts';

const NOW = '2026-11-21T03:00:00.000Z';
const LATER = '2026-11-21T03:10:00.000Z';
const OWNER: Condition = { kind: 'foreign-owner', about: 'failover-prod', detail: '' };
const TAG_VALUE: Condition = { kind: 'malformed-tag', about: 'failover:paused-until', detail: '' };
const ZOMBIE: Condition = { kind: 'zombie', about: 'i-old', detail: '' };

const memory = () => memoryOf('sophos', mockedClients());
const news = (...conditions: Condition[]) => ({
  ...{ appliance: 'sophos', allocationId: 'eipalloc-1', publicIp: '203.0.113.10' },
  conditions,
});
const insist = (condition: Condition): Condition => ({ ...condition, insist: true });

describe('the memory', () => {
  test('is the same from one sweep of an environment to the next', () => {
    const { clients } = mockedClients();
    memoryOf('sophos', { clients }).inLine.add('i-old');
    expect([...memoryOf('sophos', { clients }).inLine]).toEqual(['i-old']);
  });

  test('of one appliance says nothing of another', () => {
    const { clients } = mockedClients();
    memoryOf('sophos', { clients }).inLine.add('i-old');
    expect(memoryOf('vpn', { clients }).inLine.size).toBe(0);
  });

  test('of an appliance is kept although another one is swept meanwhile', () => {
    const { clients } = mockedClients();
    const first = memoryOf('sophos', { clients });
    memoryOf('vpn', { clients });
    expect(memoryOf('sophos', { clients })).toBe(first);
  });

  test('of one environment says nothing of another', () => {
    memory().inLine.add('i-old');
    expect(memory().inLine.size).toBe(0);
  });
});

describe('a condition that the list of sent notifications must not silence', () => {
  test('is sent by an environment that has not sent it', () => {
    expect(insisting([OWNER], memory(), NOW)).toEqual([insist(OWNER)]);
  });

  test('is not sent again by the one that has just sent it', () => {
    const remembered = memory();
    rememberSent(news(insist(OWNER)), remembered, NOW);
    expect(insisting([OWNER], remembered, LATER)).toEqual([OWNER]);
  });

  test('is sent again when a sweep has found it gone meanwhile', () => {
    const remembered = memory();
    rememberSent(news(insist(OWNER)), remembered, NOW);
    insisting([], remembered, NOW);
    expect(insisting([OWNER], remembered, LATER)).toEqual([insist(OWNER)]);
  });

  test('is not sent again when only another one was gone', () => {
    const remembered = memory();
    rememberSent(news(insist(OWNER), insist(TAG_VALUE)), remembered, NOW);
    insisting([OWNER], remembered, NOW);
    expect(insisting([OWNER], remembered, LATER)).toEqual([OWNER]);
  });

  test('that is gone stays known by when it was sent', () => {
    const remembered = memory();
    rememberSent(news(insist(OWNER)), remembered, NOW);
    insisting([], remembered, LATER);
    expect(remembered.sent.get(keyOf(OWNER))).toEqual({ at: NOW, over: true });
  });

  test('is not sent again because of it where it only was on the list', () => {
    const remembered = memory();
    rememberSent(news(OWNER), remembered, NOW);
    expect(insisting([OWNER], remembered, LATER)).toEqual([insist(OWNER)]);
  });
});

test('any other condition is left to the list', () => {
  expect(insisting([ZOMBIE], memory(), NOW)).toEqual([ZOMBIE]);
});

test('what was sent is remembered as ours, each since when', () => {
  const remembered = memory();
  rememberSent(news(ZOMBIE, insist(OWNER)), remembered, NOW);
  expect([...remembered.ours]).toEqual([
    [keyOf(ZOMBIE), NOW],
    [keyOf(OWNER), NOW],
  ]);
});
