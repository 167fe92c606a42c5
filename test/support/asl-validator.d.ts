/** The package ships no types of its own. */
declare module 'asl-validator' {
  export default function aslValidator(
    definition: unknown,
    options: { checkPaths: boolean; checkArn: boolean },
  ): { isValid: boolean; errorsText: () => string };
}
