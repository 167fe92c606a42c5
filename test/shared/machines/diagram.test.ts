import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { diagramOf, withDiagrams } from '../../../shared/machines/diagram.ts';
import { loadMachines } from '../../../shared/machines/load-machine.ts';

const machines = loadMachines();
const { takeover } = machines;

describe('the pictures of the state machines', () => {
  test('ARCHITECTURE.md shows what is deployed (npm run diagram draws it anew)', () => {
    const page = readFileSync('ARCHITECTURE.md', 'utf8');
    expect(page).toContain('MoveTraffic --> UndoTraffic: error');
    expect(withDiagrams(page, machines)).toBe(page);
  });

  test('every state of a machine is drawn', () => {
    const picture = diagramOf(takeover);
    for (const name of Object.keys(takeover.States)) expect(picture).toContain(name);
  });
});
