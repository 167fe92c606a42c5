/** Every way in which an appliance may be not ready: what is broken, which check says so, and what it tells people to do. */
import type { ReadinessCheck } from '../../../shared/domain/readiness/verdict.ts';
import type { Setting } from '../step-stage.ts';
import type { Break } from './breaking.ts';
import { PLACE } from './place.ts';
import { TRAFFIC } from './traffic.ts';
import { WATCH } from './watch.ts';

/** `says` matches what is wrong, and what to do about it. */
export type Unready = {
  check: ReadinessCheck;
  how: string;
  setting?: Setting;
  breakIt: Break;
  says: RegExp;
};

export const UNREADY: Unready[] = [...TRAFFIC, ...WATCH, ...PLACE];
