import { randomBytes } from 'node:crypto';

/** Who has whose chart open. */
export interface LaunchContext {
  readonly patient: string;
  readonly practitioner: string;
}

const launchMinutes = 5;

/** What was handed out with a launch, kept by what refers to it; in memory, as everything of an outside system. */
export class LaunchContexts {
  readonly #launches = new Map<string, LaunchContext & { readonly endsAt: number }>();
  readonly #grants = new Map<string, LaunchContext>();

  /** A value for `launch`, good once within five minutes. */
  begin(context: LaunchContext): string {
    const launch = randomBytes(24).toString('base64url');
    this.#launches.set(launch, { ...context, endsAt: Date.now() + launchMinutes * 60_000 });
    return launch;
  }

  /** The context of a launch, once. */
  take(launch: string): LaunchContext | null {
    const context = this.#launches.get(launch);
    this.#launches.delete(launch);
    return context === undefined || context.endsAt <= Date.now() ? null : context;
  }

  bind(grantId: string, context: LaunchContext): void {
    this.#grants.set(grantId, context);
  }

  of(grantId: string | undefined): LaunchContext | null {
    return grantId === undefined ? null : (this.#grants.get(grantId) ?? null);
  }
}
