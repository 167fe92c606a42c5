/** Runs the commands of the lab, one after the other; tests give one that only writes them down. */
import { spawn } from 'node:child_process';
import { oneLine } from '../../shared/domain/foreign-text.ts';

export type Command = { argv: string[]; input?: string | undefined };

/** What the command printed. Rejects with what it complained of. */
export type Run = (command: Command) => Promise<string>;

/** Debian keeps nft, conntrackd and sshd where a user's PATH may not lead. */
export const PATH = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;

const environment = { ...process.env, PATH };

export const runCommand: Run = ({ argv: [name = '', ...words], input = '' }) =>
  new Promise((resolve, reject) => {
    const child = spawn(name, words, { env: environment });
    let [out, complaint] = ['', ''];
    child.stdout.on('data', (data) => {
      out += String(data);
    });
    child.stderr.on('data', (data) => {
      complaint += String(data);
    });
    child.once('error', reject);
    // A command that does not read its input to the end says in its exit code what came of it.
    child.stdin.on('error', () => undefined);
    child.once('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`${[name, ...words].join(' ')}: ${oneLine(complaint || `exit code ${code}`, 300)}`));
    });
    child.stdin.end(input);
  });

export async function runAll(run: Run, commands: Command[]): Promise<void> {
  for (const command of commands) await run(command);
}
