import { CieError } from '../errors.ts';

/** Issue types of FHIR R4 (value set issue-type) that this exchange answers with. */
export type IssueType = 'invalid' | 'structure' | 'required' | 'value' | 'not-supported' | 'too-costly' | 'duplicate' | 'conflict' | 'login' | 'transient' | 'exception' | 'informational';

/** One thing said about what was sent: a rule and the path of an element, never its content. */
export interface FhirIssue {
  readonly severity: 'error' | 'warning' | 'information';
  readonly type: IssueType;
  readonly text: string;
  /** FHIRPath of the element, such as `Bundle.entry[2].resource.code`. */
  readonly path?: string;
}

/** What cannot be taken, with all that is wrong with it; answered as an OperationOutcome. */
export class FhirRefused extends CieError {
  /** HTTP status. */
  readonly status: number;
  readonly issues: readonly FhirIssue[];

  constructor(code: string, status: number, issues: readonly FhirIssue[]) {
    super(code, issues.map((issue) => (issue.path === undefined ? issue.text : `${issue.path}: ${issue.text}`)).join(' '));
    this.status = status;
    this.issues = issues;
  }
}

/** A refusal for one reason. */
export function refused(code: string, status: number, type: IssueType, text: string, path?: string): FhirRefused {
  return new FhirRefused(code, status, [{ severity: 'error', type, text, ...(path === undefined ? {} : { path }) }]);
}
