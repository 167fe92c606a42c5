/** Faults of `earlyLaunch` that only show beside the fencing and the user data. */
import type { Fault } from './faults.ts';

type Written = { earlyLaunch: string | undefined; fencing: string | undefined; userData: string | undefined };

/** An early launch is a second copy for some minutes, and boots where it reaches nothing. */
export function earlyLaunchFaults({ earlyLaunch, fencing, userData }: Written): Fault[] {
  if (earlyLaunch !== 'on') return [];
  if (fencing === 'stop-first')
    return [
      {
        path: [],
        message:
          '"on" runs a second copy beside the active instance, which fencing: stop-first forbids; write off, or fencing: stop-last',
      },
    ];
  if (userData === 'copy')
    return [
      {
        path: [],
        message:
          '"on" boots the replacement in a closed network, where the user data of its first boot reaches nothing; write off, or userData: none',
      },
    ];
  return [];
}
