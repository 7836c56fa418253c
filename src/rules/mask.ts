/**
 * A line of code for people to see, with everything that looks like a key taken out. Wider than the shapes that are reported:
 * a line that is shown next to a finding may hold any secret, and none may get out.
 */
export function maskKeys(text: string): string {
  return text
    .replace(
      /((?:sk|pk|rk|ek|gsk|xai|hf|ghp|AIza)[-_]?(?:proj-|svcacct-|admin-|ant-|or-|live_|test_)?)[A-Za-z0-9_-]{8,}/g,
      (whole, prefix: string) =>
        /^(sk|ek)-/.test(prefix)
          ? `${prefix}${'•'.repeat(Math.min(12, whole.length - prefix.length))}`
          : '•'.repeat(12),
    )
    .replace(/\b[A-Za-z0-9_-]{32,}\b/g, (word) =>
      /\d/.test(word) && /[A-Za-z]/.test(word) ? '•'.repeat(12) : word,
    );
}
