/** A program of ours in a process of its own: its exit code, and what it wrote. */
import { spawn } from 'node:child_process';

export type Ended = { code: number | null; signal: string | null; out: string; complaints: string };

type Asked = { env: NodeJS.ProcessEnv; when?: RegExp | undefined; press?: NodeJS.Signals | undefined };

/** `press` is sent as soon as the output says `when`. */
export function runProgram(program: string, args: string[], { env, when, press }: Asked): Promise<Ended> {
  const child = spawn(process.execPath, ['--no-warnings', program, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, complaints] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
    if (press && when?.test(out)) child.kill(press);
  });
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal, out, complaints })));
}
