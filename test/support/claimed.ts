/** A takeover that has just claimed its appliance, and what its launches come to. */
import { field } from '../../simulator/account/field.ts';
import { onStage, type Played, type Setting, type Stage } from './step-stage.ts';

export const onClaimed = (setting: Setting, story: (stage: Stage) => Promise<void>): Promise<void> =>
  onStage(setting, async (stage) => {
    await stage.perform('claim');
    await story(stage);
  });

/** Of the instance that a step has launched or adopted. */
export const idOf = ({ output }: Played): string => String(field(output, 'instanceId'));

/** As the state machine does: called again after a transient error, and with what was refused for as long as some places were. */
export async function launchInTurns(stage: Stage): Promise<[Played, ...Played[]]> {
  const played: [Played, ...Played[]] = [await stage.play('launch-replacement')];
  for (let last = played[0]; last.error === 'TransientError' || field(last.output, 'outcome') === 'some-refused'; ) {
    if (last.error === '') stage.done = { ...stage.done, launch: Object(last.output) };
    last = await stage.play('launch-replacement');
    played.push(last);
  }
  return played;
}
