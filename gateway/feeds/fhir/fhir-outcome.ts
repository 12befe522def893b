import type { FhirIssue } from '@cie/kit/fhir/fhir-refused.ts';

export const FHIR_JSON = 'application/fhir+json; charset=utf-8';

/** Issues said at once; what is wrong with the first hundred is wrong with the rest. */
const MOST_ISSUES = 100;

/** FHIR R4 OperationOutcome: each issue names the element and the rule, never what the element holds. */
export function operationOutcome(issues: readonly FhirIssue[]): object {
  return {
    resourceType: 'OperationOutcome',
    issue: issues.slice(0, MOST_ISSUES).map(({ severity, type, text, path }) => ({
      severity,
      code: type,
      diagnostics: path === undefined ? text : `${path}: ${text}`,
      ...(path === undefined ? {} : { expression: [path] }),
    })),
  };
}

export function errorOutcome(type: FhirIssue['type'], text: string): object {
  return operationOutcome([{ severity: 'error', type, text }]);
}
