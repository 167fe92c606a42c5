/** `npm run failover` as a person runs it, against the endpoint of the story. */
import { spawn } from 'node:child_process';
import { adopt } from './children.ts';
import { accessKeyOf } from './functions.ts';
import { PLACE } from './place.ts';
import type { Stage } from './stage.ts';

/** The exit code. */
export function command({ endpoint, configurationFile, logs }: Stage, words: string[]): Promise<number | null> {
  const env = {
    ...{ AWS_ENDPOINT_URL: endpoint, AWS_REGION: PLACE.region, APPLIANCES_FILE: configurationFile },
    ...{ AWS_ACCESS_KEY_ID: accessKeyOf('person'), AWS_SECRET_ACCESS_KEY: 'none' },
    ...{ AWS_CONFIG_FILE: 'none', AWS_SHARED_CREDENTIALS_FILE: 'none' },
  };
  return new Promise((resolve) => {
    const child = adopt(spawn(process.execPath, ['cli/failover.ts', ...words, '--stage', PLACE.stage], { env }));
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => logs.push(String(data)));
    child.once('exit', (code) => resolve(code));
  });
}
