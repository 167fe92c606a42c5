/** How a principal of the account outside the deployment is called in the log of calls. */

/** A principal of the account outside the deployment. */
export const STRANGER = 'stranger';
