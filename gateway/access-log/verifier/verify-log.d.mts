/** What a check found; problems name the log and the entry. */
export interface Result {
  readonly entries: number;
  /** How many of them a signature stands for. */
  readonly signed: number;
  readonly signedAt: string | null;
  readonly keys: readonly { readonly id: string; readonly key: string }[];
  /** False where this browser cannot check signatures of the kind. */
  readonly signatureChecked: boolean;
  readonly problems: readonly { readonly record: string; readonly entry: number; readonly what: string }[];
}

export function checkCopy(given: unknown, earlier?: readonly unknown[]): Promise<Result>;
export function sayResult(result: Result): string[];
