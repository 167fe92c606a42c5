/** Reads what to notify: the change of an execution's status, or what a sweep found. Nothing else is notified. */
import * as z from 'zod/mini';
import { RefusedError } from '../../domain/errors.ts';
import { isSweptKind, type SweptCondition, type SweptNews } from '../../domain/messages/conditions.ts';
import type { Mail } from '../../domain/messages/message.ts';
import { faultsIn } from '../input-faults.ts';
import { parseCollected } from './collected-input.ts';

const text = z.string();
const maybeText = z.nullish(text);
/** The last millisecond of the year 9999: later ones have no instant, or one that nothing else reads. */
const EPOCH_MS_MAX = 253_402_300_799_999;

const epochMs = z
  .number()
  .check(
    z.refine((value) => value >= 0 && value <= EPOCH_MS_MAX, 'must be milliseconds since 1970, before the year 10000'),
  );

const details = z.nullish(z.object({ included: z.nullish(z.boolean()) }));

/**
 * Instants are milliseconds since 1970. What makes the event longer than 248 KB is left out, and `included` says so;
 * `error` and `cause` are in no example of the page, so they may be missing.
 * https://docs.aws.amazon.com/step-functions/latest/dg/cw-events.html
 */
const statusEvent = z.object({
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.object({
    executionArn: text,
    stateMachineArn: text,
    name: text,
    status: text,
    startDate: epochMs,
    stopDate: z.nullish(epochMs),
    input: maybeText,
    inputDetails: details,
    output: maybeText,
    outputDetails: details,
    error: maybeText,
    cause: maybeText,
    redriveCount: z.nullish(z.number()),
  }),
});

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const sweepRecord = z.object({
  requestContext: z.object({ functionArn: text }),
  responsePayload: z.object({
    news: z.array(
      z.object({
        appliance: text,
        allocationId: text,
        publicIp: text,
        conditions: z.array(
          z.object({
            kind: z.custom<SweptCondition['kind']>(isSweptKind, 'is no kind of condition'),
            about: text,
            detail: text,
            insist: z.optional(z.literal(true)),
          }),
        ),
      }),
    ),
  }),
});

export type StatusChange = {
  arn: string;
  machineArn: string;
  name: string;
  status: string;
  startedAt: string;
  stoppedAt?: string | undefined;
  redriven: boolean;
  /** Absent when the event left it out. */
  input?: string | undefined;
  output?: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
};

export type NotifyInput =
  | { from: 'execution'; change: StatusChange }
  | { from: 'sweep'; functionArn: string; news: SweptNews[] }
  | { from: 'queue'; collected: Mail[] };

/** @throws RefusedError for everything that is none of the three, with what is wrong in it. */
export function parseNotifyInput(event: unknown): NotifyInput {
  const collected = parseCollected(event);
  if (collected) return { from: 'queue', collected };
  if (typeof event === 'object' && event !== null && 'responsePayload' in event) return parseSweep(event);
  const parsed = statusEvent.safeParse(event, { reportInput: true });
  if (!parsed.success) throw notUnderstood(parsed.error);
  return { from: 'execution', change: changeOf(parsed.data.detail) };
}

function parseSweep(event: object): NotifyInput {
  const parsed = sweepRecord.safeParse(event, { reportInput: true });
  if (!parsed.success) throw notUnderstood(parsed.error);
  const { requestContext, responsePayload } = parsed.data;
  return { from: 'sweep', functionArn: requestContext.functionArn, news: responsePayload.news };
}

const notUnderstood = (error: z.core.$ZodError): RefusedError =>
  new RefusedError(
    `neither a status of an execution nor the record of a sweep, so no operator is notified: ${faultsIn(error)}`,
  );

const instantOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

function changeOf(detail: z.infer<typeof statusEvent>['detail']): StatusChange {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate, redriveCount } = detail;
  const included = (words: string | null | undefined, about: z.infer<typeof details>): string | undefined =>
    about?.included === false ? undefined : (words ?? undefined);
  return {
    ...{ arn: executionArn, machineArn: stateMachineArn, name, status, startedAt: instantOf(startDate) },
    stoppedAt: typeof stopDate === 'number' ? instantOf(stopDate) : undefined,
    redriven: (redriveCount ?? 0) > 0,
    input: included(detail.input, detail.inputDetails),
    output: included(detail.output, detail.outputDetails),
    error: detail.error ?? undefined,
    cause: detail.cause ?? undefined,
  };
}
