/** A table of resources: its true values, and the old values that a read may still return. */
type Past<Value> = { value: Value | undefined; shownUntilMs: number };

/** `undefined` as the truth is a deletion that reads may not have noticed yet. */
export type Cell<Value> = { truth: Value | undefined; past: Past<Value>[] };

export type Table<Value> = Map<string, Cell<Value>>;

export type Consistency = {
  /** Multiplies every lag; 0 makes reads exact. */
  lagFactor: number;
  /** Worse than the default: within the lag each single read sees the old or the new value by chance. */
  flickers: boolean;
};
