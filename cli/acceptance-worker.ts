/** One invocation of one packaged function, in a process of its own: the file, the event and the answer are messages. */
type Asked = { file: string; functionName: string; event: unknown };

async function answer({ file, functionName, event }: Asked): Promise<object> {
  try {
    const { handler } = await import(file);
    return { value: (await handler(event, { functionName, awsRequestId: 'acceptance' })) ?? null };
  } catch (cause) {
    if (!(cause instanceof Error)) return { error: 'Error', message: String(cause) };
    return { error: cause.name, message: cause.message };
  }
}

/** Its parent has gone: no answer is awaited any more. */
process.once('disconnect', () => process.exit(1));

process.once('message', async (asked: Asked) => {
  const said = await answer(asked);
  process.send?.(said, undefined, undefined, () => process.exit(0));
});
