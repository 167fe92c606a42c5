/** What is to happen when: in the order of time, and of asking within one millisecond. */

export type Entry = { atMs: number; order: number; run: () => void; cancelled: boolean };

export type Agenda = {
  /** Not before the next millisecond when it is asked for in the course of another one and at no distance. */
  add(delayMs: number, run: () => void): Entry;
  /** Moves time to the next entry and lets it happen. False: there is none. */
  advance(): boolean;
  nowMs(): number;
};

const isBefore = (one: Entry, other: Entry): boolean =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);

/** Moves the entry at the end of the heap up to its place. */
function rise(heap: Entry[], entry: Entry): void {
  let at = heap.length - 1;
  for (let parent = (at - 1) >> 1; at > 0; parent = (at - 1) >> 1) {
    const above = heap[parent];
    if (!above || !isBefore(entry, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = entry;
}

/** Moves the entry from the top of the heap down to its place. */
function sink(heap: Entry[], entry: Entry): void {
  let at = 0;
  for (let left = 1; left < heap.length; left = 2 * at + 1) {
    const [one, other] = [heap[left], heap[left + 1]];
    const below = one && other && isBefore(other, one) ? other : one;
    if (!below || !isBefore(below, entry)) break;
    heap[at] = below;
    at = below === other ? left + 1 : left;
  }
  heap[at] = entry;
}

function take(heap: Entry[]): Entry | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (last && heap.length > 0) sink(heap, last);
  return first;
}

/** A binary heap: every call of a story waits twice, and nearly every wait is one of a few hundred at a time. */
export function createAgenda({ startMs }: { startMs: number }): Agenda {
  const heap: Entry[] = [];
  let nowMs = startMs;
  let asked = 0;
  let running = false;
  const next = (): Entry | undefined => {
    for (let entry = take(heap); entry; entry = take(heap)) if (!entry.cancelled) return entry;
    return undefined;
  };
  return {
    add: (delayMs, run) => {
      const atMs = nowMs + (Math.max(0, Math.trunc(delayMs)) || (running ? 1 : 0));
      const entry = { atMs, order: asked++, run, cancelled: false };
      heap.push(entry);
      rise(heap, entry);
      return entry;
    },
    advance: () => {
      const entry = next();
      if (!entry) return false;
      nowMs = entry.atMs;
      running = true;
      try {
        entry.run();
      } finally {
        running = false;
      }
      return true;
    },
    nowMs: () => nowMs,
  };
}
