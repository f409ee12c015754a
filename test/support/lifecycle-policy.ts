interface Rule {
  rulePriority?: unknown;
  description?: unknown;
  selection?: Record<string, unknown>;
  action?: Record<string, unknown>;
}

/**
 * Checks the text of a lifecycle policy as PutLifecyclePolicy does. Returns the text as ECR gives it back
 * (compact, rules by priority), or why it is refused. Rules: "Lifecycle policy properties" in ECR's user guide.
 */
export function checkLifecyclePolicy(text: string): { text: string } | { refusal: string } {
  if (text.length < 100) return { refusal: 'must have length greater than or equal to 100' };
  if (text.length > 30_720) return { refusal: 'must have length less than or equal to 30720' };
  let policy: { rules?: Rule[] };
  try {
    policy = JSON.parse(text);
  } catch {
    return { refusal: 'Lifecycle policy validation failure: string is not valid JSON' };
  }
  if (!Array.isArray(policy.rules) || policy.rules.length === 0) {
    return {
      refusal: 'Lifecycle policy validation failure: object has missing required properties (["rules"])',
    };
  }
  const rules = policy.rules;
  const wrong = rules.map(refuseRule).find(Boolean);
  if (wrong) return { refusal: `Lifecycle policy validation failure: ${wrong}` };
  const priorities = rules.map(({ rulePriority }) => Number(rulePriority));
  if (new Set(priorities).size !== rules.length) {
    return { refusal: 'Lifecycle policy validation failure: rulePriority must be unique' };
  }
  const any = rules.filter(({ selection }) => selection?.tagStatus === 'any');
  if (any.some(({ rulePriority }) => Number(rulePriority) !== Math.max(...priorities))) {
    return {
      refusal:
        "Lifecycle policy validation failure: a rule with tagStatus 'any' must have the highest rulePriority",
    };
  }
  const ordered = [...rules].sort((a, b) => Number(a.rulePriority) - Number(b.rulePriority));
  return { text: JSON.stringify({ rules: ordered }) };
}

function refuseRule({ rulePriority, selection, action }: Rule): string | undefined {
  if (!Number.isInteger(rulePriority) || Number(rulePriority) < 1)
    return 'rulePriority must be an integer from 1';
  if (!selection || !action) return 'object has missing required properties (["action","selection"])';
  const { tagStatus, countType, countUnit, countNumber, tagPrefixList, tagPatternList } = selection;
  if (!['tagged', 'untagged', 'any'].includes(String(tagStatus))) return 'tagStatus is not known';
  if (tagStatus === 'tagged' && !tagPrefixList && !tagPatternList) {
    return 'tagged needs tagPrefixList or tagPatternList';
  }
  if (!Number.isInteger(countNumber) || Number(countNumber) < 1)
    return 'countNumber must be an integer from 1';
  switch (countType) {
    case 'imageCountMoreThan':
      if (countUnit !== undefined) return 'countUnit is not allowed with imageCountMoreThan';
      break;
    case 'sinceImagePushed':
    case 'sinceImagePulled':
    case 'sinceImageTransitioned':
      if (countUnit !== 'days') return 'countUnit must be days';
      break;
    default:
      return 'countType is not known';
  }
  if (action.type === 'transition') return undefined;
  if (action.type !== 'expire') return 'action type is not known';
  return countType === 'sinceImagePulled' ? 'sinceImagePulled can only move to the archive' : undefined;
}
