/** What must hold of the mails of a deployment. Each function names what is wrong. */
import { MAILS_PER_SECOND_MAX } from '../../../shared/domain/messages/mail-rate.ts';

type Mailed = {
  /** The most mails that one subscription got in a second. */
  mostInASecond: number;
  /** Addresses whose subscription SNS has deactivated. */
  deactivated: string[];
};

/** S27: operators stay reachable: no burst of ours costs them their subscription, nor comes near to that. */
export const unreachable = ({ mostInASecond, deactivated }: Mailed): string[] => [
  ...(mostInASecond > MAILS_PER_SECOND_MAX
    ? [`S27: a subscription got more than ${MAILS_PER_SECOND_MAX} mails in a second`]
    : []),
  ...deactivated.map((endpoint) => `S27: SNS has deactivated the subscription of ${endpoint}`),
];
