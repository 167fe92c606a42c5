/**
 * The credentials of a Lambda function, in the place of the SDK's chain of sources (docs/decisions/0013). Lambda
 * puts them into the environment; the bundler puts this file where the SDK looks for its chain.
 */

const required = (name: string): string => {
  const value = process.env[name];
  if (value) return value;
  throw Object.assign(
    new Error(`${name} is not set: Lambda gives it to every function, so set it wherever else this runs`),
    {
      name: 'CredentialsProviderError',
    },
  );
};

/** The SDK asks before every request, and every time the environment is read anew. */
async function fromEnvironment() {
  const sessionToken = process.env.AWS_SESSION_TOKEN;
  return {
    accessKeyId: required('AWS_ACCESS_KEY_ID'),
    secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken && { sessionToken }),
  };
}

/** The name under which the SDK's clients import their chain. */
export const defaultProvider = () => fromEnvironment;
