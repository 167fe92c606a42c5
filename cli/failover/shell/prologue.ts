/** The functions of the script: they are the same for every plan. */

/** After these refusals another place may still launch, and nothing was launched. Every other error stops the script. */
const OTHER_PLACE = [
  ...['InsufficientInstanceCapacity', 'InsufficientHostCapacity', 'InsufficientReservedInstanceCapacity'],
  ...['ReservationCapacityExceeded', 'InsufficientCapacity', 'InsufficientVolumeCapacity'],
  ...['InsufficientFreeAddressesInSubnet', 'Unsupported', 'InvalidInstanceType', 'VcpuLimitExceeded'],
  ...['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable', 'InvalidSnapshot.NotFound'],
].join('|');

export const PROLOGUE = String.raw`say() { printf '%s\n' "$*"; }
fail() { printf 'stopped: %s\n' "$*" >&2; exit 1; }

# EC2 shows a change a moment later: reads up to 20 times.
expect() { # what, wanted, command...
  what=$1 wanted=$2 times=0
  shift 2
  while :; do
    found=$("$@") || found='unreadable'
    if [ "$found" = "$wanted" ]; then say "ok: $what: $wanted"; return 0; fi
    times=$((times + 1))
    [ "$times" -lt 20 ] || fail "$what is $found, and not $wanted"
    sleep "$EVERY"
  done
}

launch() { # place, request
  [ -z "$NEW" ] || return 0
  say "launching $1"
  if answer=$(aws ec2 run-instances --cli-input-json "$2" --query 'Instances[0].InstanceId' --output text 2>&1); then
    NEW=$(printf '%s\n' "$answer" | grep -E '^i-[0-9a-f]+$' | tail -n 1) || fail "this is no instance: $answer"
    say "launched: $NEW (to go on later with it: NEW=$NEW sh THIS_FILE)"
    return 0
  fi
  say "$answer" >&2
  printf '%s' "$answer" | grep -Eq '(${OTHER_PLACE})' ||
    fail 'the launch failed; if AWS did not answer, run this file again: it launches at most once in a place'
}

holder() { aws ec2 describe-addresses --allocation-ids "$ADDRESS" --query 'Addresses[0].InstanceId' --output text; }
state() { aws ec2 describe-instances --instance-ids "$1" --query 'Reservations[0].Instances[0].State.Name' --output text; }
interface() {
  aws ec2 describe-instances --instance-ids "$NEW" \
    --query 'Reservations[0].Instances[0].NetworkInterfaces[0].NetworkInterfaceId' --output text
}
check_of() {
  aws ec2 describe-network-interfaces --network-interface-ids "$1" \
    --query 'NetworkInterfaces[0].SourceDestCheck' --output text
}
route() { # table, destination
  aws ec2 describe-route-tables --route-table-ids "$1" \
    --query "RouteTables[0].Routes[?DestinationCidrBlock=='$2' || DestinationIpv6CidrBlock=='$2' || DestinationPrefixListId=='$2'].NetworkInterfaceId | [0]" --output text
}
tag_of() { # resource, key
  aws ec2 describe-tags --filters "Name=resource-id,Values=$1" "Name=key,Values=$2" \
    --query 'Tags[0].Value' --output text
}`;
