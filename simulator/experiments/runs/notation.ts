/** A whole schedule as one word that fits into a command line, and back. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { scenarioSchema } from '../../stories/schema.ts';
import { AIMS, type Schedule, scenarioOf } from './schedule.ts';

export const wordOf = (schedule: Schedule): string =>
  deflateRawSync(Buffer.from(JSON.stringify(schedule)), { level: 9 }).toString('base64url');

function fieldsOf(word: string): Schedule {
  try {
    return JSON.parse(inflateRawSync(Buffer.from(word, 'base64url'), { maxOutputLength: 1_000_000 }).toString());
  } catch {
    throw new Error('the schedule is damaged: copy the whole word after the colon');
  }
}

/** @throws Error that says what is wrong with it: a word from another version may name what no longer exists. */
export function scheduleIn(word: string): Schedule {
  const schedule = fieldsOf(word);
  const isWhole = Number.isInteger(schedule.seed) && AIMS.includes(schedule.aim) && Array.isArray(schedule.entries);
  const parsed = isWhole ? scenarioSchema.safeParse(scenarioOf(schedule)) : undefined;
  if (parsed?.success) return schedule;
  const [issue] = parsed?.error.issues ?? [];
  throw new Error(
    `the schedule does not fit this version: ${issue ? `${issue.path.join('.')}: ${issue.message}` : 'parts are missing'}`,
  );
}
