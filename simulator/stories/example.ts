/** A whole scenario: the help text of `npm start` and docs/reference/scenarios.md show it, and a test runs it. */

export const EXAMPLE = `# yaml-language-server: $schema=docs/reference/scenario.schema.json
title: a policy denies the move of the address for ten minutes, and meanwhile the appliance dies
given: { profile: generic, automatic: true }
when:
  - { atSeconds: 0, fault: { kind: deny, action: AssociateAddress } }
  - { atSeconds: 60, fault: { kind: instance-dead, instance: active } } # its operating system crashes
  - { atSeconds: 600, repair: { kind: deny, action: AssociateAddress } }
watchSeconds: 1800
then: { outcome: taken-over, holder: replacement, routes: replacement, answers: true }
`;
