/** The person at the terminal: questions, and the wish to stop. It touches the process, as `terminal.ts` does. */
import { createInterface } from 'node:readline';

export type Interruption = { happened: Promise<void>; forget(): void };

export type Person = {
  /** Whether there is a terminal at which a question can be read and answered. */
  present: boolean;
  /** The answer without blanks around it; undefined when the person leaves without one. */
  ask(question: string): Promise<string | undefined>;
  /** From now on Ctrl-C does not end the process: it fulfils the promise, until it is forgotten. */
  interruption(): Interruption;
};

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * npm passes on a Ctrl-C that the terminal has already sent, so that a second one arrives while the command ends: after
 * the first, none has an effect any more.
 */
function interruption(): Interruption {
  let [pressed, forget] = [false, (): void => undefined];
  const happened = new Promise<void>((resolve) => {
    const heard = (): void => {
      pressed = true;
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, heard);
    forget = () => {
      if (!pressed) for (const signal of SIGNALS) process.off(signal, heard);
    };
  });
  return { happened, forget };
}

/** On the standard error, so that a question never becomes part of the output. */
function ask(question: string): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    let answered = false;
    lines.once('close', () => {
      if (!answered) process.stderr.write('\n');
      resolve(undefined);
    });
    lines.question(question, (answer) => {
      answered = true;
      resolve(answer.trim());
      lines.close();
    });
  });
}

export function processPerson(): Person {
  const { stdin, stderr } = process;
  return { present: stdin.isTTY === true && stderr.isTTY === true, ask, interruption };
}
