/** Peaks of a recording, made as many as there are columns to draw them in. */

/**
 * The highest peak of each column, 0..1. The samples may end before or after the contact does; a
 * column beyond their end is silent.
 */
export function peaksIn(
  samples: readonly number[],
  samplesPerSecond: number,
  duration_ms: number,
  columns: number,
): number[] {
  const perColumn = ((duration_ms / 1000) * samplesPerSecond) / Math.max(1, columns);
  return Array.from({ length: Math.max(0, columns) }, (_, column) => {
    const begin = Math.floor(column * perColumn);
    const end = Math.max(begin + 1, Math.floor((column + 1) * perColumn));
    let peak = 0;
    for (let place = begin; place < end && place < samples.length; place += 1) {
      peak = Math.max(peak, samples[place] ?? 0);
    }
    return Math.min(1, peak);
  });
}
