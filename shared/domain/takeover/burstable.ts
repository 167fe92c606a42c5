/** Which instance types have CPU credits. EC2 refuses a launch that names credits for any other type. */
export const isBurstable = (instanceType: string): boolean => /^t\d[a-z]*\./.test(instanceType);
