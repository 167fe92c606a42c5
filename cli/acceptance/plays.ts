/** What the acceptance played itself in this run, because moto does not: each sentence once, in the order of its first use. */
export type Plays = { add(sentence: string): void; all(): string[] };

export function plays(): Plays {
  const said = new Set<string>();
  return { add: (sentence) => void said.add(sentence), all: () => [...said] };
}
