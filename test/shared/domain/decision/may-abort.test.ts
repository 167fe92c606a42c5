/** A run is stopped only where no change of it is partially applied. */
import { describe, expect, test } from '@jest/globals';
import { mayAbort } from '../../../../shared/domain/decision/may-abort.ts';
import { loadMachine } from '../../../../shared/machines/load-machine.ts';

const statesOf = (name: 'takeover' | 'rotation'): string[] => Object.keys(loadMachine(name, () => 'arn').States);

describe('a takeover', () => {
  const before = ['Claim', 'LaunchReplacement', 'Launched', 'AwaitReplacement'];

  test.each([
    [['Claim'], 'Claim'],
    [before, 'AwaitReplacement'],
    [[...before, 'Replaced', 'MoveTraffic', 'Moved', 'AwaitReplacement'], 'AwaitReplacement'],
    [[...before, 'Replaced', 'AwaitHealthy'], 'AwaitHealthy'],
  ])('may be aborted after %p', (entered, state) =>
    expect(mayAbort('takeover', entered)).toEqual({ abort: 'yes', state }),
  );

  test.each([
    [[...before, 'MoveTraffic'], /it is in MoveTraffic: it may be moving the traffic at this moment/],
    [[...before, 'MoveTraffic', 'Moved'], /it is in Moved/],
    [[...before, 'MoveTraffic', 'StopFailed'], /it has entered StopFailed: the traffic has begun to move/],
    [['Claim', 'StopFailed', 'LaunchReplacement'], /it has entered StopFailed/],
    [[...before, 'MoveTraffic', 'VerifyTraffic', 'Answered', 'LaunchReplacement'], /it has entered VerifyTraffic/],
    [[...before, 'CloseTakeover'], /it is in CloseTakeover/],
    [['LaunchReplacement', 'AwaitReplacement'], /does not show which states/],
    [[], /does not show which states/],
  ])('may not be aborted after %p', (entered, why) =>
    expect(mayAbort('takeover', entered)).toEqual({ abort: 'no', why: expect.stringMatching(why) }),
  );
});

describe('a rotation', () => {
  test('may be aborted while its image is made or proven, and not while images are marked or pruned', () => {
    const at = (state: string) => mayAbort('rotation', ['Begin', state]).abort;
    expect(['CreateImage', 'WaitForImage', 'AwaitProof'].map(at)).toEqual(['yes', 'yes', 'yes']);
    expect(['EndProof', 'AcceptImage', 'KeepStandby', 'EndOldStandby', 'PruneImages'].map(at)).toEqual(
      Array.from({ length: 5 }, () => 'no'),
    );
  });
});

test.each(['takeover', 'rotation'] as const)(
  'no state of the %s machine that changes traffic or images may be cut',
  (machine) => {
    const first = machine === 'takeover' ? 'Claim' : 'Begin';
    const cut = statesOf(machine).filter((state) => mayAbort(machine, [first, state]).abort === 'yes');
    expect(cut).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(Move|Undo|Stop|Verify|Close|Accept|Prune|Keep|End)/)]),
    );
    expect(cut.length).toBeGreaterThan(4);
  },
);
