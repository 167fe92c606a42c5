/** What a stranger may do, as data: each needs one right that is often granted freely, such as `ec2:CreateTags`. */

/** Whom it is aimed at. The instance is the one that was active when the scenario began. */
export type Victim = { appliance: string; instanceId: string; allocationId: string };

/**
 * Input of a takeover that was not started by the `failover` machine. `rehearsed`: the plan of a rehearsal; `copied`: that
 * of the newest genuine takeover, word for word; `altered`: the same, aimed at a machine of the stranger's; `stale`: that of
 * a takeover that has ended, with the number of the next one.
 */
export const FORGED_PLANS = ['empty', 'rehearsed', 'copied', 'altered', 'stale'] as const;

export const PLAN_NAMES = ['next', 'beside', 'other'] as const;

/** Of which execution a forged event says that its step works for it. */
export const CLAIMS = ['nothing', 'running', 'closed'] as const;

/** The client token of a planted launch: of their own, or the one that this takeover's launch has or had. */
export const TOKENS = ['own', 'running', 'closed'] as const;

/** In what a planted launch differs from the one that the plan of a running takeover asks for. */
export const PLANT_ROLES = ['replacement', 'ahead'] as const;

export const PLANT_DIFFERS = ['user-data', 'type', 'volume', 'termination-protection', 'subnet'] as const;

export const IMAGE_TAGS = ['all', 'no-owner', 'name-only'] as const;

export const TEMPLATE_CHANGES = ['user-data', 'profile', 'termination-protection', 'second-volume'] as const;

export type StrangerFault =
  /** Once. `removes` names keys; an empty list removes all tags. */
  | {
      kind: 'tag-by-stranger';
      resourceId: string;
      tags: Record<string, string>;
      removes?: string[] | undefined;
    }
  /**
   * Once, or so many times at that interval. `next`: under the name that the next takeover would have; `beside`: the same, but
   * not before a genuine takeover runs.
   */
  | {
      kind: 'plan-by-stranger';
      victim: Victim;
      plan: (typeof FORGED_PLANS)[number];
      named: (typeof PLAN_NAMES)[number];
      everySeconds?: number | undefined;
      times?: number | undefined;
    }
  /** Once: lambda:InvokeFunction with an event as the takeover machine would send it. */
  | { kind: 'step-invoked-by-stranger'; victim: Victim; functionName: string; claims: (typeof CLAIMS)[number] }
  /**
   * Once: RunInstances of the appliance's image, with its tags and with user data of their own. Any other difference: with
   * everything that the plan of a running takeover names, and with this one thing of their own.
   */
  | {
      kind: 'planted-replacement';
      victim: Victim;
      token: (typeof TOKENS)[number];
      differs?: (typeof PLANT_DIFFERS)[number] | undefined;
      generation?: number | undefined;
      role?: (typeof PLANT_ROLES)[number] | undefined;
    }
  /** Once: CreateImage of another instance. `tonight`: under the name that a rotation of this minute would choose. */
  | {
      kind: 'planted-image';
      victim: Victim;
      sourceId: string;
      named: 'tonight' | 'other';
      mark: 'candidate' | 'good' | 'failed';
      tags: (typeof IMAGE_TAGS)[number];
    }
  /** Once: a newer version of the launch template that takeovers launch from. */
  | { kind: 'template-version-by-stranger'; victim: Victim; sets: (typeof TEMPLATE_CHANGES)[number] };
