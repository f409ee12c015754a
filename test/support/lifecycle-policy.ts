/**
 * Checks a policy like PutLifecyclePolicy, as far as the tests need it. Returns the text as ECR returns it: compact, with
 * the rules by priority. (ECR user guide, Lifecycle policy properties)
 */
export function checkLifecyclePolicy(text: string): string {
  const { rules }: { rules: { rulePriority: number; selection: { tagStatus: string } }[] } = JSON.parse(text);
  const ordered = [...rules].sort((one, other) => one.rulePriority - other.rulePriority);
  const isWrong =
    text.length < 100 ||
    text.length > 30_720 ||
    new Set(rules.map(({ rulePriority }) => rulePriority)).size < rules.length ||
    ordered.slice(0, -1).some(({ selection }) => selection.tagStatus === 'any');
  if (isWrong) throw new Error(`ECR would refuse this lifecycle policy: ${text}`);
  return JSON.stringify({ rules: ordered });
}
