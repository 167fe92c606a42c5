/** A takeover that has just claimed its appliance, and what its launches come to. */
import { field } from '../../simulator/scenarios/field.ts';
import { onStage, type Played, type Setting, type Stage } from './step-stage.ts';

export const onClaimed = (setting: Setting, story: (stage: Stage) => Promise<void>): Promise<void> =>
  onStage(setting, async (stage) => {
    await stage.perform('claim');
    await story(stage);
  });

/** Of the instance that a step has launched or adopted. */
export const idOf = ({ output }: Played): string => String(field(output, 'instanceId'));

/** As the state machine does: what was said is given to the next call, for as long as some places have refused. */
export async function launchInTurns(stage: Stage): Promise<[Played, ...Played[]]> {
  const played: [Played, ...Played[]] = [await stage.play('launch-replacement')];
  for (let last = played[0]; field(last.output, 'outcome') === 'some-refused'; ) {
    stage.done = { ...stage.done, launch: Object(last.output) };
    last = await stage.play('launch-replacement');
    played.push(last);
  }
  return played;
}
