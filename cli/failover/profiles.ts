/** The profiles of AWS's own files. The SDK passes over one that does not exist, and may find credentials of another kind. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html */
const filesOf = ({ AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE }: NodeJS.ProcessEnv): string[] => [
  AWS_CONFIG_FILE || join(homedir(), '.aws', 'config'),
  AWS_SHARED_CREDENTIALS_FILE || join(homedir(), '.aws', 'credentials'),
];

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** `[profile admin]` in one file and `[admin]` in the other; a file that cannot be read has none. */
export function knownProfiles(environment: NodeJS.ProcessEnv): string[] {
  const names = filesOf(environment).flatMap((file) =>
    [...textOf(file).matchAll(/^\s*\[\s*(?:profile\s+)?["']?([^\]"']+?)["']?\s*\]/gm)].flatMap(
      ([, name]) => name ?? [],
    ),
  );
  return [...new Set(names.filter((name) => !/^(sso-session|services)\s/.test(name)))].sort();
}
