/** Asks a changing function of ours to try its calls, and waits for what it says. */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { RefusedError } from '../domain/errors.ts';
import type { CheckAnswer, CheckQuestion, DryRun } from '../domain/takeover/dry-run.ts';
import { sending } from './classify-error.ts';
import type { ReadinessClients } from './readiness-clients.ts';

type Asked = { functionName: string; question: CheckQuestion };

/** @throws RefusedError when the function failed, or answers something else: an older one knows no checks. */
export async function invokeCheck(
  { lambda }: Pick<ReadinessClients, 'lambda'>,
  { functionName, question }: Asked,
): Promise<DryRun[]> {
  const { FunctionError, Payload } = await sending(`asking ${functionName}`, () =>
    lambda.send(
      new InvokeCommand({ FunctionName: functionName, Payload: new TextEncoder().encode(JSON.stringify(question)) }),
    ),
  );
  const answer: unknown = JSON.parse(new TextDecoder().decode(Payload) || 'null');
  if (FunctionError) throw new RefusedError(`${functionName} failed: ${messageIn(answer)}`);
  if (!isAnswer(answer)) throw new RefusedError(`${functionName} did not answer with its dry runs`);
  return answer.check;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const messageIn = (answer: unknown): string =>
  isObject(answer) && 'errorMessage' in answer ? String(answer.errorMessage) : 'no reason given';

const isAnswer = (answer: unknown): answer is CheckAnswer =>
  isObject(answer) && 'check' in answer && Array.isArray(answer.check);
