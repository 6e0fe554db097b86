// What this process has used: bounds of work are asked in it, since a busy machine makes anything take long by the clock.

/** Processor time of this process so far, in milliseconds. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
