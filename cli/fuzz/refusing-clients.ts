/** The real SDK clients, with a first middleware that records each call and sends none. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createReadinessClients, type ReadinessClients } from '../../shared/aws/readiness-clients.ts';
import type { Random } from '../../simulator/random.ts';
import { whole } from './hostile.ts';

type Refusing = {
  clients: ReadinessClients;
  /** Runs one invocation, whose calls are its own however late they come; what reads are answered follows from `random`. */
  run<Answer>(random: Random, work: () => Promise<Answer>): { answer: Promise<Answer>; calls: string[] };
};

/** A command that changes something, or tells someone something. */
export const changes = (command: string): boolean => !/^(Describe|Get|List)/.test(command);

type Answer = { output: { $metadata: object }; response: object };
type Handler = (next: unknown, context: { commandName?: string }) => () => Promise<Answer>;
type Stack = { add(handler: Handler, options: { step: 'initialize'; priority: 'high'; name: string }): void };

const refusal = (name: string) =>
  Object.assign(new Error(`${name}: the call is refused`), { name, $metadata: { httpStatusCode: 400 } });

/** Reads are refused, throttled, or answered with nothing; every change is refused. */
function answered(command: string, random: Random): Answer {
  const way = changes(command) ? 0 : whole(random, 4);
  if (way === 0) throw refusal('UnauthorizedOperation');
  if (way === 1) throw refusal('ThrottlingException');
  return { output: { $metadata: {} }, response: {} };
}

export function refusingClients(): Refusing {
  const clients = createReadinessClients({
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  const invocations = new AsyncLocalStorage<{ calls: string[]; random: Random }>();
  const record: Handler =
    (_next, { commandName = '' }) =>
    async () => {
      const command = commandName.replace(/Command$/, '');
      const { calls, random } = invocations.getStore() ?? { calls: [], random: () => 0 };
      calls.push(command);
      return answered(command, random);
    };
  for (const client of Object.values(clients)) {
    const stack: unknown = client.middlewareStack;
    (stack as Stack).add(record, { step: 'initialize', priority: 'high', name: 'refusing' });
  }
  return {
    clients,
    run: (random, work) => {
      const invocation = { calls: [], random };
      return { answer: invocations.run(invocation, work), calls: invocation.calls };
    },
  };
}
