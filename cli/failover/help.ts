/** What `npm run failover -- --help` says. */
import { PAUSE_DAYS_MAX } from '../../shared/steps/people/pause.ts';

export const HELP = `Asks and tells a deployment, with your own AWS credentials.

  npm run failover -- COMMAND [APPLIANCE] [options]

  status [APPLIANCE]          who holds the address, alarms, pause, probe, last takeover; changes nothing
  pause APPLIANCE             no automatic takeover begins until the pause ends; a person may still start one
      --for 4h                how long: minutes (m), hours (h) or days (d), ${PAUSE_DAYS_MAX} days at most
      --until INSTANT         or until when, with its zone: 2026-11-22T06:00Z
      --reason TEXT           why, for whoever asks with status
  resume APPLIANCE            ends the pause now
  start APPLIANCE             starts the failover machine as a person, and follows it to its end
      --mode MODE             failover (default), switchover, or rehearse, which changes nothing
      --reason TEXT           why; it stands in the record
  take-ownership APPLIANCE    says to which stack the address belongs
      --take-ownership        and makes it this one's

  --stage NAME        which deployment (default: dev)
  --region NAME       where it is (default: the region in appliances.yml, or $AWS_REGION)
  --appliances FILE   the configuration (default: $APPLIANCES_FILE or appliances.yml)
  --json              one JSON document instead of lines
  --help              this text

Exit code: 0 when it was done, 1 when it was refused, held or failed, 2 for a mistake on the command line.

  npm run failover -- status --stage prod
  npm run failover -- pause sophos --for 4h --reason "firmware update"
  npm run failover -- start sophos --mode rehearse --reason "before the holidays"
`;
