/**
 * The lifecycle policy of our repositories: everything expires some days after its push. The description is the bash
 * plugin's, so that its policies count as ours.
 */
export function formatLifecyclePolicy(maxAgeDays: number): string {
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: describeRule(maxAgeDays),
        selection: {
          tagStatus: 'any',
          countType: 'sinceImagePushed',
          countUnit: 'days',
          countNumber: maxAgeDays,
        },
        action: { type: 'expire' },
      },
    ],
  });
}

function describeRule(days: number): string {
  return `Expire images older than ${days} days`;
}

/** How a repository's policy compares with the wanted one. */
export type PolicyState = 'as-wanted' | 'ours-but-different' | 'foreign';

/** @param text the registry's policy */
export function comparePolicy(text: string, maxAgeDays: number): PolicyState {
  const days = findOwnDays(text);
  if (days === undefined) return 'foreign';
  return days === maxAgeDays ? 'as-wanted' : 'ours-but-different';
}

interface LifecycleRule {
  readonly description?: unknown;
  readonly selection?: {
    readonly tagStatus?: unknown;
    readonly countType?: unknown;
    readonly countNumber?: unknown;
  };
  readonly action?: { readonly type?: unknown };
}

/** Whether a policy may expire images because there are too many. */
export function countsImages(text: string): boolean {
  return /"imageCountMoreThan"/.test(text);
}

/** The days of a policy if it is ours: one rule, `any`, sinceImagePushed, expire, with our description. */
function findOwnDays(text: string): number | undefined {
  let rules: readonly LifecycleRule[] | undefined;
  try {
    rules = (JSON.parse(text) as { rules?: readonly LifecycleRule[] }).rules;
  } catch {
    // Not ours.
    return undefined;
  }
  const [rule] = rules ?? [];
  const days = rule?.selection?.countNumber;
  const isOwn =
    rules?.length === 1 &&
    rule?.selection?.tagStatus === 'any' &&
    rule.selection.countType === 'sinceImagePushed' &&
    rule.action?.type === 'expire' &&
    /^Expire images older than \d+ days$/.test(String(rule.description));
  return isOwn && typeof days === 'number' ? days : undefined;
}
