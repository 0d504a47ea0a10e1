/**
 * @file What the test runners wrote as JSON, as plain counts. A runner that
 * crashed, ran nothing or skipped something did not pass: each counts as failed.
 */

/** @param {any} report from Vitest's JSON reporter */
export function countVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
  return { passed: numPassedTests, failed: numFailedTests + numPendingTests + numTodoTests };
}

/** @param {any} report from Playwright's JSON reporter */
export function countPlaywright({ stats: { expected, unexpected, flaky, skipped } }) {
  return { passed: expected, failed: unexpected + flaky + skipped };
}

/**
 * @param {{ exitCode: number | null, counts?: { passed: number, failed: number } | undefined }} outcome
 * of one runner; no counts where it left no report
 */
export function verdict({ exitCode, counts = { passed: 0, failed: 0 } }) {
  const { passed, failed } = counts;
  if (failed === 0 && (exitCode !== 0 || passed === 0)) return { passed, failed: 1 };
  return { passed, failed };
}

/** @param {{ name: string, passed: number, failed: number, seconds: number }[]} rows */
export function formatTable(rows) {
  const line = (...cells) => cells.map((cell, i) => (i === 0 ? cell.padEnd(8) : cell.padStart(9))).join("");
  const body = rows.map(({ name, passed, failed, seconds }) =>
    line(name, String(passed), String(failed), seconds.toFixed(0)),
  );
  return [line("what", "passed", "failed", "seconds"), ...body].join("\n");
}
