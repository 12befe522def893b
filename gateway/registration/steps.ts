import { currentAgreement } from '@cie/kit/agreement.ts';
import type { RegistrationProgress } from '@cie/kit/invited.ts';
import type { Problem } from '../pages/controls.ts';
import type { FormBody } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import type { StepCommand } from './invited-link.ts';

/** What somebody typed, as far as a page shows it again: never a password, an answer or a code. */
export type Typed = Readonly<Record<string, string>>;

/** One step after the code, as its page and form need it. */
export interface RegistrationStep {
  readonly path: string;
  readonly title: string;
  readonly command: StepCommand;
  readonly submit: string;
  /** Fields that are shown again when something is wrong. */
  readonly keeps: readonly string[];
  /** Field that a fault of identity is about, by its code. */
  readonly fieldOf: Readonly<Record<string, string>>;
  /** Where the fault is when no field is named. */
  readonly mainField: string;
  isDone(progress: RegistrationProgress): boolean;
  /** Above the form. */
  intro(progress: RegistrationProgress): Html | null;
  controls(progress: RegistrationProgress, typed: Typed, items: readonly Problem[]): readonly (Html | null)[];
  /** Below the form. */
  more?(progress: RegistrationProgress): Html | null;
  /** Plain mistakes, found before identity is asked. */
  check(body: FormBody): readonly Problem[];
  input(body: FormBody): Readonly<Record<string, string>>;
  /** Said when identity answers that what was entered is not right. */
  wrong?(triesLeft: number | null): string;
}

export const firstPath = '/register/date-of-birth';
export const lastPath = '/register/check-email';

/** Version of the agreements that the last step is about. */
export const agreementVersion = currentAgreement;

/** The steps of this way, in their order. */
export function stepsFor(all: readonly RegistrationStep[], { channel }: Pick<RegistrationProgress, 'channel'>): readonly RegistrationStep[] {
  return channel === 'letter' ? all : all.filter(({ command }) => command !== 'give-registration-addresses');
}

/** Where to go on: the first step that is open, or the page after the last. */
export function nextPath(steps: readonly RegistrationStep[], progress: RegistrationProgress): string {
  return steps.find((step) => !step.isDone(progress))?.path ?? lastPath;
}

/** Whether the step may be opened: all before it are done. */
export function isReachable(steps: readonly RegistrationStep[], step: RegistrationStep, progress: RegistrationProgress): boolean {
  return steps.slice(0, steps.indexOf(step)).every((earlier) => earlier.isDone(progress));
}

/** What a wrong entry leads to, so that nobody burns an invitation unawares. */
export function wrongText(what: string, triesLeft: number): string {
  return `This is not the right ${what}. You have ${triesLeft === 1 ? 'one more try' : `${triesLeft} more tries`} before the invitation stops working`;
}

/** Where somebody is; the code was the first step. */
export const stepLine = (step: number, of: number): Html => html`<p class="nhsuk-hint">Step ${step} of ${of}</p>`;
