/** Invokes packaged functions as Lambda would: each in an environment of its own, with what the template says. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { TaskError } from '../../simulator/account/sfn/errors.ts';
import { adopt } from './children.ts';

/** By the name under which it is deployed, or by that of its file. */
export type Invoke = (functionName: string, payload: unknown) => Promise<unknown>;

/** Its file out of the zip, and the environment that moto has of it. */
export type DeployedFunction = { file: string; environment: Record<string, string> };

type Said = { value: unknown } | { error: string; message: string };

const SECONDS_MAX = 120;

type Around = {
  functions: Map<string, DeployedFunction>;
  stack: string;
  endpoint: string;
  region: string;
  log: (text: string) => void;
};

/** The name of the function is its access key, so that the relay knows who calls. */
export const accessKeyOf = (functionName: string): string => `function.${functionName}`;

export function invoking({ functions, stack, endpoint, region, log }: Around): Invoke {
  return async (name, payload) => {
    const functionName = name.startsWith(`${stack}-`) ? name : `${stack}-${name}`;
    const found = functions.get(functionName);
    if (!found) throw new TaskError({ error: 'Lambda.ResourceNotFoundException', cause: functionName });
    const said = await inProcess(
      { ...found, name: functionName },
      payload,
      {
        ...found.environment,
        ...{ AWS_REGION: region, AWS_ENDPOINT_URL: endpoint },
        ...{ AWS_ACCESS_KEY_ID: accessKeyOf(functionName), AWS_SECRET_ACCESS_KEY: 'none', AWS_SESSION_TOKEN: 'none' },
        ...{ AWS_CONFIG_FILE: 'none', AWS_SHARED_CREDENTIALS_FILE: 'none' },
      },
      log,
    );
    if ('value' in said) return said.value;
    const { error, message } = said;
    throw new TaskError({ error, cause: JSON.stringify({ errorType: error, errorMessage: message }) });
  };
}

function inProcess(
  { name, file }: DeployedFunction & { name: string },
  event: unknown,
  env: Record<string, string>,
  log: (text: string) => void,
): Promise<Said> {
  return new Promise((resolve) => {
    const child = adopt(fork(join(import.meta.dirname, '..', 'acceptance-worker.ts'), { env, silent: true }));
    const timer = setTimeout(() => child.kill('SIGKILL'), SECONDS_MAX * 1_000);
    child.stdout?.on('data', (data) => log(String(data)));
    child.stderr?.on('data', (data) => log(String(data)));
    child.once('message', (said: Said) => resolve(said));
    child.once('exit', () => {
      clearTimeout(timer);
      resolve({ error: 'Runtime.ExitError', message: `${name} ended without an answer` });
    });
    child.send({ file, functionName: name, event: event ?? null });
  });
}
