/** The text of a scenario file: what is refused, with its place and one way to fix it. */
import { describe, expect, test } from '@jest/globals';
import { scenarioOf } from '../../../simulator/stories/scenario-text.ts';

const DEAD = '- { atSeconds: 0, fault: { kind: instance-dead, instance: active } }';

/** A file with this moment, and these lines at its end. */
const aFile = ({ moment = DEAD, more = '' } = {}): string =>
  `title: the appliance dies # a comment\nwhen:\n  ${moment}\nthen: { outcome: taken-over }\n${more}`;

const refused = (text: string): string => {
  try {
    scenarioOf(text, 'my.yml');
  } catch (cause) {
    return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  }
  return 'it was read';
};

describe('a scenario file', () => {
  test('is named for its file, and comments are welcome', () => {
    const scenario = scenarioOf(aFile(), 'folder/my-story.yml');
    expect(scenario).toMatchObject({ name: 'my-story', title: 'the appliance dies', watchSeconds: 0 });
    expect(scenario.when).toEqual([{ atSeconds: 0, fault: { kind: 'instance-dead', instance: 'active' } }]);
  });

  test('may be JSON, indented with tabs, and may name its schema', () => {
    const text =
      '{\n\t"$schema": "x.json",\n\t"name": "other",\n\t"title": "t",\n\t"when": [],\n\t"then": {\n\t\t"outcome": "held"\n\t}\n}';
    const { name, when } = scenarioOf(text, 'my.json');
    expect({ name, when }).toEqual({ name: 'other', when: [] });
  });

  test('repeats a fault up to an instant', () => {
    const moment = DEAD.replace('atSeconds: 0', 'atSeconds: 10, everySeconds: 5, untilSeconds: 21');
    expect(scenarioOf(aFile({ moment }), 'my.yml').when.map(({ atSeconds }) => atSeconds)).toEqual([10, 15, 20]);
  });

  test('has at most 10,000 moments', () => {
    const until = (seconds: number): string =>
      aFile({ moment: DEAD.replace('0,', `0, everySeconds: 1, untilSeconds: ${seconds},`) });
    expect(scenarioOf(until(9_999), 'my.yml').when.length).toBe(10_000);
    expect(refused(until(10_000))).toContain('line 3, when: there are more than 10000 moments');
  });

  test('shows its title on one line, without control characters', () => {
    const text = aFile().replace('the appliance dies', '"two\\nlines\\u001b[31m"');
    expect(scenarioOf(text, 'my.yml').title).toBe('two lines [31m');
  });
});

describe('what is no YAML, or more than a scenario needs, is refused:', () => {
  test.each([
    ['a bracket that is not closed', 'title: [a', 'my.yml: line 1, column 10 is not YAML; fix it there: Flow sequence'],
    [
      'a duplicate key',
      aFile({ more: 'title: b\n' }),
      'my.yml: line 5, column 1 is not YAML; fix it there: Map keys must',
    ],
    ['a tag that YAML does not know', aFile({ more: 'name: !js x\n' }), 'my.yml: line 5, column 7 is not YAML; fix it'],
    ['two documents', `${aFile()}---\n${aFile()}`, 'is not YAML; fix it there: Source contains multiple documents'],
    [
      'a reference',
      aFile({ moment: `&a ${DEAD.slice(2)}\n  - *a` }).replace('  &a', '  - &a'),
      'my.yml: line 4, column 5 is a reference (*a); write the value itself',
    ],
    [
      'a merge key',
      aFile({ more: '<<: { name: x }\n' }),
      'my.yml: line 5, column 1 is a reference (<<); write the value',
    ],
    [
      'a text',
      'instance-dead',
      'my.yml: is no scenario; write title, when and then, as docs/reference/scenarios.md shows',
    ],
    ['an empty file', '', 'my.yml: is no scenario; write title'],
    ['a list', '- 1', 'my.yml: is no scenario; write title'],
    ['a file that is too long', ' '.repeat(200_001), 'my.yml: the file has 200001 characters; write at most 200000'],
    ['deep nesting', `title: ${'['.repeat(90_000)}`, 'my.yml: '],
  ])('%s', (_what, text, sentence) => {
    const said = refused(text);
    expect(said).toContain(sentence);
    expect(said).toMatch(/^ScenarioFileError: [^\n]{1,620}$/);
  });

  test('references to references, at once', () => {
    const lines = Array.from({ length: 40 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}, *a${at}]`);
    const startedMs = performance.now();
    expect(refused(`a0: &a0 [1]\n${lines.join('\n')}\n`)).toContain('line 2, column 10 is a reference (*a0)');
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});

describe('what no scenario can say is refused with its line, its path and a way to fix it:', () => {
  const at0 = (what: string): string => aFile({ moment: `- { atSeconds: 0, ${what} }` });
  test.each([
    ['a misspelt key', aFile({ more: 'gven: {}\n' }), 'my.yml: file: unknown key "gven"; did you mean "given"?'],
    [
      'a misspelt key of then',
      aFile().replace('outcome:', 'outcom:'),
      'line 4, then.outcome: is missing; write "taken-over" or',
    ],
    [
      'a misspelt key of given',
      aFile({ more: 'given: { profil: generic }\n' }),
      'line 5, given: unknown key "profil"; did',
    ],
    ['a missing title', aFile().replace('title:', 'name:'), 'title: is missing; write text'],
    ['a number as the title', aFile().replace('the appliance dies', '7'), 'must be text, not 7; put it in quotes: "7"'],
    [
      'an unknown fault',
      at0('fault: { kind: instanc-dead }'),
      'line 3, when.0.fault.kind: "instanc-dead" is no fault; did',
    ],
    [
      'a fault without a kind',
      at0('fault: {}'),
      'line 3, when.0.fault.kind: is missing; docs/reference/faults.md lists',
    ],
    [
      'a fault without its instance',
      at0('fault: { kind: ebs-hung }'),
      'line 3, when.0.fault.instance: is missing; write "active" or',
    ],
    [
      'an unknown key of a fault',
      at0('fault: { kind: stale-reads, seconds: 9, secnds: 9 }'),
      'when.0.fault: unknown key "secnds"; did you mean "seconds"?',
    ],
    ['an unknown moment', at0('alrm: probe'), 'line 3, when.0: "alrm" is unknown; did you mean "alarm"?'],
    ['a moment in which nothing happens', at0('').replace(', }', ' }'), 'when.0: nothing happens; write one of fault,'],
    [
      'two things at once',
      at0('sweep: true, resume: true'),
      'when.0: sweep and resume are two things that happen; write',
    ],
    [
      'an unknown alarm',
      at0('alarm: smoke'),
      'when.0.alarm: "smoke" is not known here; write "status-check" or "probe"',
    ],
    [
      'an unknown receiver',
      at0('giveAwayAddress: me'),
      'when.0.giveAwayAddress: "me" is not known here; write true or',
    ],
    ['no number of a call', at0('death: { functionName: claim }'), 'when.0.death.afterCall: is missing; write'],
    [
      'an instant before the start',
      at0('sweep: true').replace('0,', '-1,'),
      'when.0.atSeconds: write 0 or more seconds',
    ],
    [
      'more than 31 days',
      aFile({ more: 'watchSeconds: 1e9\n' }),
      'line 5, watchSeconds: a scenario lasts at most 31 days: write at most 2678400',
    ],
    [
      'too many moments',
      aFile({ moment: DEAD.replace('0,', '0, everySeconds: 0.0001, untilSeconds: 2678400,') }),
      'when: there are more than 10000 moments; repeat less often, or end sooner',
    ],
    [
      'an end before the beginning',
      aFile({ moment: DEAD.replace('0,', '9, everySeconds: 1, untilSeconds: 8,') }),
      'when.0: untilSeconds is before atSeconds; write a later instant',
    ],
    [
      'a pattern that is none',
      aFile().replace('taken-over }', 'taken-over, told: ["("] }'),
      'line 4, then.told.0: is no regular expression; put a \\ before',
    ],
    [
      'boots that are no span',
      aFile({ more: 'given: { bootSeconds: [9, 1] }\n' }),
      'bootSeconds: write the smaller number',
    ],
    ['a name with a space', aFile({ more: 'name: a b\n' }), 'line 5, name: "a b" does not match'],
  ])('%s', (_what, text, sentence) => expect(refused(text)).toContain(sentence));

  test('at most five faults on one line, and how many there are besides', () => {
    const keys = Array.from({ length: 8 }, (_, at) => `zzzzzzzz${at}: 1`).join('\n');
    expect(refused(aFile({ more: `${keys}\n` }))).toMatch(/^[^\n]*zzzzzzzz4[^\n]*; and 3 more$/);
  });
});
