/** What has to be true when a scenario ends. The descriptions are published: docs/reference/scenario.schema.json. */
import { z } from 'zod';
import { image } from '../account/faults/roles.ts';
import { seconds } from '../limits.ts';

const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
};

const pattern = z.string().refine(isPattern, { error: 'is no regular expression; put a \\ before ( ) [ ] * + ?' });
const patterns = z.array(pattern).default([]);
const target = z.enum(['old', 'replacement', 'standby', 'third', 'nobody']).optional();

export const expected = z
  .strictObject({
    outcome: z
      .enum(['taken-over', 'held', 'rehearsed', 'refused', 'failed', 'nothing'])
      .describe('What the last takeover came to, or without one the last failover. `nothing`: there was neither.'),
    because: z.string().optional().describe('The reason of a hold, or words of a refusal or a failure.'),
    rotation: z.enum(['rotated', 'held', 'failed']).optional().describe('What the last rotation came to.'),
    rotationBecause: z.string().optional().describe('Why the last rotation was held or failed.'),
    service: z
      .enum(['answered', 'silent', 'not verified'])
      .optional()
      .describe('What the last rotation says about the service of its proof.'),
    goodImages: z.int().optional().describe('How many images are good at the end.'),
    takeovers: z.int().optional().describe('How many takeovers were started.'),
    launches: z
      .int()
      .optional()
      .describe('How many instances all takeovers launched together, or adopted after an early launch.'),
    earlyLaunches: z.int().optional().describe('How many instances were launched before a decision.'),
    holder: z
      .enum(['old', 'replacement', 'standby', 'third'])
      .optional()
      .describe(
        'Which instance has the address at the end. `standby`: one that a takeover found ready. `third`: none of these.',
      ),
    standbys: z
      .int()
      .optional()
      .describe('How many standbys of the appliance run at the end, or with tier `stopped` are stopped.'),
    routes: target.describe('Where every route of the appliance leads at the end.'),
    routesBeside: target.describe('Where the other routes to network interfaces in those tables lead at the end.'),
    templateVersions: z.int().optional().describe('How many versions the launch template has at the end.'),
    zone: z
      .union([z.enum(['same', 'other']), z.string().regex(/^[a-z]$/)])
      .optional()
      .describe('The zone of the holder, compared with the first one, or its letter.'),
    image: image.optional().describe('The image of the holder.'),
    contentAgeHoursMax: z
      .number()
      .min(0)
      .optional()
      .describe(
        'Most hours since the content of the image of the holder was taken. The date of a copy does not count.',
      ),
    type: z.string().optional().describe('The instance type of the holder.'),
    neighbour: z
      .enum(['untouched', 'taken-over'])
      .optional()
      .describe('What happened to the second appliance. `taken-over`: once, by a replacement of its own.'),
    holderTags: z
      .record(z.string(), z.string())
      .optional()
      .describe('Tags of the holder, its volumes and its interface.'),
    old: z
      .enum(['running', 'stopping', 'stopped', 'terminated', 'unreadable'])
      .optional()
      .describe('State of the instance that had the address first.'),
    answers: z.boolean().optional().describe('Whether the appliance answers at its address.'),
    outageSecondsMax: seconds.optional().describe('Most seconds of outage.'),
    startedWithinSeconds: seconds.optional().describe('Most seconds from the failure to the start of the takeover.'),
    told: patterns.describe('Kinds, or patterns of subjects, of which a notification was sent.'),
    toldOnce: patterns.describe('The same, and exactly one was sent.'),
    mailTexts: patterns.describe('Patterns, each of which is in the text of a notification.'),
    notTold: patterns.describe('Kinds, or patterns of subjects, of which no notification was sent.'),
    mailsMax: z.int().optional().describe('Most notifications that operators received.'),
    invariants: z
      .literal('held throughout')
      .default('held throughout')
      .describe('Every invariant holds after every change, in every scenario.'),
  })
  .describe('What has to be true at the end. Only `outcome` is required.');
