/** Whether operators are reached by what the deployment sends: the addresses of `notify`, and any subscription at all. */

export type Subscription = { protocol: string; endpoint: string; state: 'confirmed' | 'pending' };

export type Reached = { address: string; state: Subscription['state'] | 'missing' };

export type Reach = {
  /** The configured addresses. */
  addresses: Reached[];
  /** Confirmed ones that the configuration does not name, such as a queue or a chat. */
  others: Subscription[];
};

const isFor =
  (address: string) =>
  ({ protocol, endpoint }: Subscription): boolean =>
    protocol === 'email' && endpoint.toLowerCase() === address.toLowerCase();

export function reachOf(notify: readonly string[], subscriptions: Subscription[]): Reach {
  const addresses = notify.map((address): Reached => {
    const found = subscriptions.filter(isFor(address)).map(({ state }) => state);
    return { address, state: found.includes('confirmed') ? 'confirmed' : (found[0] ?? 'missing') };
  });
  const others = subscriptions.filter(
    (each) => each.state === 'confirmed' && !notify.some((address) => isFor(address)(each)),
  );
  return { addresses, others };
}

export const isReached = ({ addresses, others }: Reach): boolean =>
  others.length > 0 || addresses.some(({ state }) => state === 'confirmed');

export const unreached = ({ addresses }: Reach): Reached[] => addresses.filter(({ state }) => state !== 'confirmed');
