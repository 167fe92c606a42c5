/** What `npm run failover -- --help` says. */
import { PAUSE_DAYS_MAX } from '../../shared/domain/decision/pauses.ts';

export const HELP = `Controls a deployment with your own AWS credentials.

  npm run failover -- COMMAND [APPLIANCE] [options]

  status [APPLIANCE]          holder, alarms, pause, probe, instances, last takeover, and whether what is
                              deployed is what the configuration says; changes nothing
  rehearse APPLIANCE          shows what a failover would do now; changes nothing
  switchover APPLIANCE        moves a healthy appliance to another zone; it serves until the new one answers
      --reason TEXT           why (required); it is kept in the record
      --force                 although nothing can say when the new one serves; asks first
  failover APPLIANCE          replaces a dead appliance now; held while the appliance answers
      --reason TEXT           why (required); it is kept in the record
      --force                 although it answers: shows health, plan, image and loss, and asks for its name
      --yes                   answers that question; required where there is no terminal
  follow APPLIANCE [NAME]     watches a run to its end: the execution NAME, or the newest takeover
  pause APPLIANCE             no automatic takeover begins until the pause ends; a person may still start one
      --for 4h                how long: minutes (m), hours (h) or days (d), ${PAUSE_DAYS_MAX} days at most
      --until INSTANT         or until when, with its zone: 2026-11-22T06:00Z
      --reason TEXT           why; status shows it
  resume APPLIANCE            ends the pause now
  vouch APPLIANCE INSTANCE    says that this instance is the appliance, so that images of it count
      --reason TEXT           why (required); it is kept in the record
  take-ownership APPLIANCE    shows which stack the address belongs to
      --take-ownership        and gives it to this one

  --stage NAME        which deployment (default: dev)
  --region NAME       where it is (default: the region in appliances.yml, or $AWS_REGION)
  --profile NAME      the AWS profile (default: $AWS_PROFILE); a code of an MFA device is asked for at a terminal
  --appliances FILE   the configuration (default: $APPLIANCES_FILE or appliances.yml)
  --json              one JSON document instead of lines
  --help              this text

A run belongs to AWS: Ctrl-C ends the watching and not the run.

Exit code: 0  done
           1  refused, held or failed
           2  a mistake on the command line; AWS was not asked
           3  a run was started or may have been, and its end was not seen; it continues in AWS
         130  Ctrl-C before anything was started, and whenever npm runs the command
         141  the reader of the output is gone

  npm run failover -- status --stage prod
  npm run failover -- rehearse sophos --stage prod
  npm run failover -- switchover sophos --reason "maintenance of the zone" --stage prod
  npm run failover -- failover sophos --reason "it drops packets" --stage prod
  npm run failover -- follow sophos --stage prod
  npm run failover -- pause sophos --for 4h --reason "firmware update" --stage prod
  npm run failover -- vouch sophos i-0123456789abcdef0 --reason "restored from a backup" --stage prod
`;
