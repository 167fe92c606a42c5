/** How fast the functions start. */
import { coldImports } from '../../infra/cold-import.ts';
import { loadConfiguration } from '../../shared/config.ts';
import type { Found, Say } from './report.ts';

export async function benchColdImport(say: Say): Promise<Found> {
  say('Cold import of each handler, median of 9, beside the same handler under the defaults of esbuild');
  say(
    `${'function'.padEnd(22)}${'KB'.padStart(8)}${'default'.padStart(9)}${'ms'.padStart(8)}${'default'.padStart(9)}${'ratio'.padStart(8)}`,
  );
  const functions = await coldImports(loadConfiguration());
  for (const { name, bytes, defaultBytes, ms, defaultMs } of functions) {
    const sizes = [(bytes / 1000).toFixed(0).padStart(8), (defaultBytes / 1000).toFixed(0).padStart(9)];
    say(
      [
        name.padEnd(22),
        ...sizes,
        ms.toFixed(0).padStart(8),
        defaultMs.toFixed(0).padStart(9),
        (ms / defaultMs).toFixed(2).padStart(8),
      ].join(''),
    );
  }
  return { met: undefined, figures: { functions } };
}
