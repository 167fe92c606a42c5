/** What holds before a scenario begins. The descriptions are published: docs/reference/scenario.schema.json. */
import { z } from 'zod';
import { fault } from '../account/faults/all.ts';
import { seconds } from '../limits.ts';

const tags = z.record(z.string(), z.string());

export const given = z
  .strictObject({
    region: z.string().optional().describe('The region of the account. Without it: that of the configuration.'),
    bootSeconds: z
      .tuple([seconds, seconds])
      .refine(([least, most]) => least <= most, { error: 'write the smaller number first' })
      .default([40, 70])
      .describe('Least and most seconds from `running` until the service of an image answers.'),
    adopted: z.boolean().default(true).describe('The sweep has adopted the appliance before the scenario begins.'),
    rotatedNights: z
      .int()
      .min(1)
      .max(400)
      .optional()
      .describe('Nights that have an image before the scenario begins. Without it: the images of the shell recipe.'),
    measuredBootSeconds: z
      .int()
      .min(10)
      .optional()
      .describe('A rotation has measured this many seconds from the launch of each image to its answer.'),
    instanceTypes: z.array(z.string()).default([]).describe('`instanceTypes` of the configuration.'),
    instanceType: z.string().optional().describe('Type of the live instance. Without it: m5.large.'),
    instanceTags: tags.optional().describe('Tags that people gave the live instance, its volumes and its interface.'),
    tags: tags.optional().describe('`tags` of the configuration.'),
    instanceRole: z
      .string()
      .optional()
      .describe('The live instance has an instance profile of this role, and the configuration names it.'),
    interfaceOutlives: z
      .boolean()
      .default(false)
      .describe('The network interface, and the address with it, stays when the instance is terminated.'),
    spot: z
      .boolean()
      .default(false)
      .describe('The live instance is a one-time Spot Instance, which cannot be stopped.'),
    references: z
      .array(z.string())
      .optional()
      .describe('`references` of the configuration: hosts that are asked in place of the endpoints of the Region.'),
    concurrentExecutions: z
      .int()
      .min(1)
      .optional()
      .describe('How many functions of the account may run at once. A new account has ten.'),
    homeZone: z.string().optional().describe('Letter of the `homeZone` of the configuration.'),
    zones: z
      .array(z.string())
      .optional()
      .describe('Letters of the zones with a subnet, the active one first. `-lax-1a` is a Local Zone.'),
    ipv6Zones: z.array(z.string()).optional().describe('Of `zones` those whose subnet has IPv6 addresses only.'),
    bootLimitSeconds: z.int().min(1).optional().describe('`bootLimitSeconds` of the configuration.'),
    fencing: z.enum(['stop-last', 'stop-first']).optional().describe('`fencing` of the configuration.'),
    automatic: z
      .boolean()
      .default(false)
      .describe('Schedules, events and alarms work as deployed. Without it, only what `when` says happens.'),
    profile: z
      .enum(['sophos-utm', 'sophos-firewall', 'openvpn-as', 'generic'])
      .optional()
      .describe('The profile of the appliance, with its grace, boot limit and port.'),
    userData: z
      .enum(['none', 'copy'])
      .optional()
      .describe('Whether a replacement gets the user data of the live instance. Without it: as the profile says.'),
    mode: z.enum(['auto', 'observe']).optional().describe('`mode` of the configuration.'),
    rotationReboots: z
      .boolean()
      .default(false)
      .describe('`rotation.reboot` of the configuration: the appliance shuts down and starts again for each image.'),
    proofAsked: z
      .boolean()
      .default(false)
      .describe('`probe.subnets` of the configuration: a function in the VPC asks the service of each proof.'),
    standby: z
      .strictObject({
        tier: z.enum(['stopped', 'running']),
        kept: z.literal(true).exactOptional(),
        network: z.enum(['closed', 'open']).exactOptional(),
        answerSeconds: z.int().min(10).exactOptional(),
        instanceType: z.string().exactOptional(),
      })
      .optional()
      .describe(
        '`standby` of the configuration. The first one is kept by the first rotation; with `kept` that was the night before.',
      ),
    routes: z
      .array(
        z.strictObject({
          tables: z.union([z.string(), z.array(z.string())]),
          to: z.array(z.string()).min(1),
          edge: z.literal(true).exactOptional(),
        }),
      )
      .optional()
      .describe(
        '`routes` of the configuration. A table by Name is one; with `edge` it is that of the internet gateway.',
      ),
    prefixLists: z
      .record(z.string(), z.int().min(1))
      .optional()
      .describe('Prefix lists of the account by id, each with its maximum of entries.'),
    routesPerTable: z.int().min(1).optional().describe('How many routes a table may have. Without it: 50.'),
    warmBootShare: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('Of a first boot, how much a boot takes whose volumes EBS has read. Without it: 1, the worse case.'),
    volumeInitialization: z.int().min(100).max(300).optional().describe('`volumeInitialization` of the configuration.'),
    neighbour: z.boolean().default(false).describe('A second, healthy appliance of ours is in the same network.'),
    fleet: z.int().min(1).max(200).optional().describe('This many further appliances of ours are in the same network.'),
    roles: z
      .literal('enforced')
      .optional()
      .describe('Each function may do what its deployed role allows, and nothing else.'),
    subscribers: z
      .enum(['confirmed', 'pending', 'authenticated'])
      .default('confirmed')
      .describe('State of the e-mail subscriptions of the operators.'),
    faults: z.array(fault).default([]).describe('Faults that are present when the appliance is adopted.'),
  })
  .describe('What holds before the scenario begins. Every key may be left out.');
