/**
 * `setTimeout` and its like on an agenda, for code that sets its own timers, such as the SDK before a retry. Node's own
 * return an object, and so do these; immediates stay real, because promises must make progress between two instants.
 */
import type { Agenda, Entry } from './agenda.ts';

/** Timers beyond 2^31 ms fire at once, in Node as here. */
const LONGEST_TIMER_MS = 2_147_483_647;

type Callback = (...args: unknown[]) => void;

class VirtualTimer {
  private entry: Entry;
  private readonly agenda: Agenda;
  private readonly delayMs: number;
  private readonly run: () => void;

  constructor(agenda: Agenda, { run, delayMs, repeats }: { run: () => void; delayMs: number; repeats: boolean }) {
    this.agenda = agenda;
    this.delayMs = delayMs;
    this.run = () => {
      if (repeats) this.refresh();
      run();
    };
    this.entry = agenda.add(delayMs, this.run);
  }

  cancel(): void {
    this.entry.cancelled = true;
  }

  refresh(): this {
    this.cancel();
    this.entry = this.agenda.add(this.delayMs, this.run);
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

const NAMES = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;

/** Puts them in the place of the real ones. @returns what puts the real ones back. */
export function installTimers(agenda: Agenda): () => void {
  const real = NAMES.map((name) => [name, globalThis[name]] as const);
  const setter =
    (repeats: boolean) =>
    (callback: Callback, delay?: number, ...args: unknown[]): VirtualTimer => {
      const usable = delay !== undefined && Number.isFinite(delay) && delay <= LONGEST_TIMER_MS ? delay : 0;
      const delayMs = repeats ? Math.max(1, usable) : usable;
      return new VirtualTimer(agenda, { run: () => callback(...args), delayMs, repeats });
    };
  const clear = (timer: unknown): void => {
    if (timer instanceof VirtualTimer) timer.cancel();
  };
  const virtual = { setTimeout: setter(false), clearTimeout: clear, setInterval: setter(true), clearInterval: clear };
  Object.assign(globalThis, virtual);
  return () => void Object.assign(globalThis, Object.fromEntries(real));
}
