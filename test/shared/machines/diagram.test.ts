import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { diagramOf, withDiagrams } from '../../../shared/machines/diagram.ts';
import { loadMachine } from '../../../shared/machines/load-machine.ts';

const failover = loadMachine('state-machines/failover.asl.yml');
const takeover = loadMachine('state-machines/takeover.asl.yml');
const rotation = loadMachine('state-machines/rotation.asl.yml');

describe('the pictures of the state machines', () => {
  test('ARCHITECTURE.md shows what is deployed (npm run diagram draws it anew)', () => {
    const page = readFileSync('ARCHITECTURE.md', 'utf8');
    expect(page).toContain('MoveTraffic --> UndoTraffic: error');
    expect(withDiagrams(page, { failover, takeover, rotation })).toBe(page);
  });

  test('every state of a machine is drawn', () => {
    const picture = diagramOf(takeover);
    for (const name of Object.keys(takeover.States)) expect(picture).toContain(name);
  });
});
