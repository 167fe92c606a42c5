/** Guesses what a misspelt word was meant to be. */

/** `FLOATING_IP` of the shell recipe and `floatingIp` are the same word. */
const plain = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Levenshtein distance, row by row. */
function distance({ from, to }: { from: string; to: string }): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const swap = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(swap, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** No known word is nearly as long; the distance of a long one takes seconds to compute. */
const CHARACTERS_MAX = 64;

/** The known word within two edits of `word` (one for short words), nearest first; otherwise nothing. */
export function closest(word: string, known: readonly string[]): string | undefined {
  if (word.length > CHARACTERS_MAX) return undefined;
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance({ from: plain(word), to: plain(candidate) }) }))
    .filter(({ candidate, edits }) => edits <= (candidate.length < 6 ? 1 : 2))
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
}
