/** Whether the service of a proof answers: whom to ask and for how long, and what counts as silence. */
import { describe, expect, test } from '@jest/globals';
import {
  answeredIn,
  askedInside,
  questionOf,
  type ServiceSoFar,
  serviceOf,
  writeAnswered,
} from '../../../../shared/domain/images/service-proof.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { anAppliance, askedAppliance } from '../../../support/appliances.ts';

const RAN = '2026-11-21T03:00:00.000Z';
const secondsLater = (seconds: number): string => new Date(Date.parse(RAN) + seconds * 1000).toISOString();

const soFar = (seconds: number, more: Partial<ServiceSoFar> = {}): ServiceSoFar => ({
  ...{ privateIp: '10.0.2.57', runningAt: RAN, answer: undefined, broken: false, now: secondsLater(seconds) },
  ...more,
});

const silence = { answered: false, at: secondsLater(30), detail: 'no answer in 2000 ms' };

describe('the service of a proof', () => {
  const appliance = askedAppliance({ bootLimitSeconds: 600 });

  test('is asked at its private address for half a minute, for any host of the probe', () => {
    const named = { ...appliance, probe: { ...appliance.probe, host: 'vpn.example.com' } };
    const target = { protocol: 'tcp', host: '10.0.2.57', port: 443, path: '/', timeoutMs: 2000 };
    expect(serviceOf(named, soFar(1))).toEqual({ service: 'not verified', ask: { target, seconds: 30 } });
  });

  test('is asked again until its boot limit, and no longer', () => {
    const found = (seconds: number) => serviceOf(appliance, soFar(seconds, { answer: silence }));
    expect([found(569).ask?.seconds, found(590.5).ask?.seconds]).toEqual([30, 9]);
    expect([found(599.5), found(4_000)]).toEqual([{ service: 'silent' }, { service: 'silent' }]);
  });

  test('has answered once it did, and is not asked again', () => {
    const answer = { answered: true, at: secondsLater(61), detail: 'connected' };
    const found = serviceOf(appliance, soFar(4_000, { answer }));
    expect(found).toEqual({ service: 'answered', answeredAt: secondsLater(61) });
  });

  test('without an answer counts only once it was asked; the question is waited for a little longer and not for ever', () => {
    expect(serviceOf(appliance, soFar(700)).ask?.seconds).toBe(30);
    expect(serviceOf(appliance, soFar(4_000))).toEqual({ service: 'not verified' });
  });

  test.each([
    ['no subnet is configured', anAppliance(), {}],
    ['the function that asks is broken', appliance, { broken: true, answer: silence }],
    ['the question was changed behind its answer', appliance, { broken: true, answer: { ...silence, answered: true } }],
    ['EC2 does not say where it is', appliance, { privateIp: undefined }],
  ])('is not verified when %s', (_what, of, more) =>
    expect(serviceOf(of, soFar(1, more))).toEqual({ service: 'not verified' }),
  );

  test('is asked of those that have subnets', () =>
    expect(askedInside([anAppliance(), appliance])).toEqual([appliance]));
});

describe('an earlier answer', () => {
  const { probe } = askedAppliance();
  const question = questionOf(probe, 'subnet-c') ?? '';
  const images = [{ tags: {} }, { tags: { [TAG.serviceAnswered]: writeAnswered(question, RAN) } }];

  test('is found on whichever image it stands, once', () => {
    expect(answeredIn([...images, ...images])).toEqual([question]);
    expect(answeredIn(images.slice(0, 1))).toEqual([]);
    expect(answeredIn([{ tags: { [TAG.serviceAnswered]: 'by hand' } }])).toEqual([]);
  });

  test('holds for any order of the subnets, and for any interval of the probe', () => {
    const subnets = probe.subnets?.toReversed() ?? [];
    expect(questionOf({ ...probe, subnets, intervalSeconds: 30, failures: 2 }, 'subnet-c')).toBe(question);
  });

  test.each([{ port: 4444 }, { protocol: 'https' as const }, { subnets: ['subnet-9a1b2c3d'] }])(
    'says nothing about another question: %j',
    (change) => expect(questionOf({ ...probe, ...change }, 'subnet-c')).not.toBe(question),
  );

  test('says nothing about a proof in another subnet, from which no path was tried yet', () =>
    expect(questionOf(probe, 'subnet-d')).not.toBe(question));

  test('is nothing where it is not asked', () => expect(questionOf(anAppliance().probe, 'subnet-c')).toBeUndefined());

  test('fits into a tag as EC2 takes it', () =>
    expect(writeAnswered(question, RAN)).toMatch(/^[0-9a-z]{1,7} at 2026-11-21T03:00:00\.000Z$/));
});
