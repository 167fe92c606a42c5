/** Each command of `npm run failover` by its word. */
import type { Verb } from '../../../shared/domain/messages/command-line.ts';
import type { Command } from '../command.ts';
import type { Answered, CarryOut, Setting } from '../setting.ts';
import { abort } from './abort.ts';
import { config } from './config.ts';
import { drill } from './drill.ts';
import { evacuate } from './evacuate.ts';
import { follow } from './follow.ts';
import { history } from './history.ts';
import { images } from './images.ts';
import { move } from './move.ts';
import type { OFFLINE } from './offline.ts';
import { ownership } from './ownership.ts';
import { pause } from './pause.ts';
import { plan } from './plan.ts';
import { readiness } from './readiness.ts';
import { remove } from './remove.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { rotate } from './rotate.ts';
import { status } from './status.ts';
import { vouch } from './vouch.ts';

type Asking = Exclude<Verb, keyof typeof OFFLINE> | 'config';

const COMMANDS: { [V in Asking]: CarryOut<V> } = {
  ...{ abort, drill, config, evacuate, remove },
  ...{ status, rotate, plan, follow, report, history, images, readiness, pause, resume, vouch, ownership },
  ...{ rehearse: move, switchover: move, failover: move },
};

export const carryOut = (command: Command, setting: Setting): Promise<Answered> =>
  (COMMANDS[command.command as Asking] as CarryOut<Verb>)(command, setting);
