/** The probe has never proven itself, as behind a security group that lets it in nowhere: it has no vote all year. */
import { TAG } from '../../../shared/domain/snapshot.ts';
import { callers } from '../../caller.ts';
import { deleteTags } from '../../ec2/tags.ts';
import { truthOf } from '../../watch/truth.ts';
import { count, type Stage } from './stage.ts';

/** Without its points, which only a schedule would publish, the sweep does not give the vote back. */
export function takeVote({ simulation: { world }, appliance, tally }: Stage): void {
  const { allocationId } = truthOf(world, appliance).traffic.address;
  callers.run({ name: 'person', dead: false, world }, () =>
    deleteTags(world, { Resources: [allocationId], Tags: [{ Key: TAG.probe }] }),
  );
  count(tally, 'year', 'without a vote of the probe');
}
