/** Every deployed function's step, by the function's name: a time-out without a step does not compile. */
import type { ReadinessClients } from '../../shared/aws/readiness-clients.ts';
import type { Step } from '../../shared/deps.ts';
import type { FunctionName } from '../../shared/machines/time-outs.ts';
import { assess } from '../../shared/steps/failover/assess.ts';
import { endAhead } from '../../shared/steps/prepare/end-ahead.ts';
import { launchAhead } from '../../shared/steps/prepare/launch-ahead.ts';
import { planAhead } from '../../shared/steps/prepare/plan-ahead.ts';
import { warmFunctions } from '../../shared/steps/prepare/warm-functions.ts';
import { watchAhead } from '../../shared/steps/prepare/watch-ahead.ts';
import { acceptImage } from '../../shared/steps/rotation/accept-image.ts';
import { awaitImage } from '../../shared/steps/rotation/await-image.ts';
import { awaitProof } from '../../shared/steps/rotation/await-proof.ts';
import { createImage } from '../../shared/steps/rotation/create-image.ts';
import { endOldStandby } from '../../shared/steps/rotation/end-old-standby.ts';
import { endProof } from '../../shared/steps/rotation/end-proof.ts';
import { gateRotation } from '../../shared/steps/rotation/gate-rotation.ts';
import { keepStandby } from '../../shared/steps/rotation/keep-standby.ts';
import { launchProof } from '../../shared/steps/rotation/launch-proof.ts';
import { proveService } from '../../shared/steps/rotation/prove-service.ts';
import { pruneImages } from '../../shared/steps/rotation/prune-images.ts';
import { settleStandby } from '../../shared/steps/rotation/settle-standby.ts';
import { awaitHealthy } from '../../shared/steps/takeover/await-healthy.ts';
import { awaitReplacement } from '../../shared/steps/takeover/await-replacement.ts';
import { claim } from '../../shared/steps/takeover/claim.ts';
import { closeTakeover } from '../../shared/steps/takeover/close-takeover.ts';
import { launchReplacement } from '../../shared/steps/takeover/launch-replacement.ts';
import { moveTraffic } from '../../shared/steps/takeover/move-traffic.ts';
import { stopFailed } from '../../shared/steps/takeover/stop-failed.ts';
import { undoTraffic } from '../../shared/steps/takeover/undo-traffic.ts';
import { verifyTraffic } from '../../shared/steps/takeover/verify-traffic.ts';
import { checkReadiness } from '../../shared/steps/triggers/check-readiness.ts';
import { notify } from '../../shared/steps/triggers/notify.ts';
import { probeAppliance } from '../../shared/steps/triggers/probe-appliance.ts';
import { routeInstanceEvent } from '../../shared/steps/triggers/route-instance-event.ts';
import { sweep } from '../../shared/steps/triggers/sweep.ts';

export const steps: Record<FunctionName, Step<unknown, unknown, ReadinessClients>> = {
  sweep,
  'probe-appliance': probeAppliance,
  'route-instance-event': routeInstanceEvent,
  notify,
  'check-readiness': checkReadiness,
  assess,
  claim,
  'launch-replacement': launchReplacement,
  'await-replacement': awaitReplacement,
  'await-healthy': awaitHealthy,
  'move-traffic': moveTraffic,
  'undo-traffic': undoTraffic,
  'stop-failed': stopFailed,
  'verify-traffic': verifyTraffic,
  'close-takeover': closeTakeover,
  'plan-ahead': planAhead,
  'launch-ahead': launchAhead,
  'warm-functions': warmFunctions,
  'watch-ahead': watchAhead,
  'end-ahead': endAhead,
  'gate-rotation': gateRotation,
  'create-image': createImage,
  'await-image': awaitImage,
  'launch-proof': launchProof,
  'await-proof': awaitProof,
  'prove-service': proveService,
  'end-proof': endProof,
  'accept-image': acceptImage,
  'keep-standby': keepStandby,
  'settle-standby': settleStandby,
  'end-old-standby': endOldStandby,
  'prune-images': pruneImages,
};
