import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import type { RegistrationProgress } from '@cie/kit/invited.ts';
import { form, problems, type Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { html } from '../pages/html.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { accessNow, deskAdvice, minutesToMail, minutesToWait, refuseInvitation, refuseVisit, visitOf, waitText, type RegistrationParts } from './registration-parts.ts';
import { registrationSteps, sendCodePath } from './step-forms.ts';
import { isReachable, nextPath, stepLine, stepsFor, type RegistrationStep, type Typed } from './steps.ts';

/** Posts of one visit: each may cost a slow hash. */
const perVisit = { most: 60, seconds: 900 } as const;
/** Text messages of one visit. */
const perPhone = { most: 4, seconds: 600 } as const;

/** A visit as a page finds it. */
interface Visit {
  readonly visit: string;
  readonly progress: RegistrationProgress;
  readonly steps: readonly RegistrationStep[];
}

/** Registers the steps after the code. Each is kept when it is taken, and can be gone back to. */
export function registerStepRoutes(app: FastifyInstance, parts: RegistrationParts): void {
  for (const step of registrationSteps) {
    app.get(step.path, (request, reply) => showStep(parts, step, request, reply));
    app.post(step.path, (request, reply) => takeStep(parts, step, request, reply));
  }
  app.get('/register/next', async (request, reply) => {
    const found = await findVisit(parts, request);
    return found === null ? refuseVisit(parts, reply) : reply.redirect(nextPath(found.steps, found.progress), 303);
  });
  app.post(sendCodePath, (request, reply) => sendCode(parts, request, reply));
}

/** The visit of this browser, and how far it has come; null when there is none that can go on. */
export async function findVisit(parts: RegistrationParts, request: FastifyRequest): Promise<Visit | null> {
  const visit = visitOf(request);
  const progress = visit === null ? null : await parts.link.progress(visit, accessNow(parts));
  return visit === null || progress === null ? null : { visit, progress, steps: stepsFor(registrationSteps, progress) };
}

async function showStep(parts: RegistrationParts, step: RegistrationStep, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const found = await findVisit(parts, request);
  if (found === null) return refuseVisit(parts, reply);
  const { steps, progress } = found;
  if (!steps.includes(step) || !isReachable(steps, step, progress)) return reply.redirect(nextPath(steps, progress), 303);
  return sendStep(parts, reply, 200, step, found, {}, []);
}

async function takeStep(parts: RegistrationParts, step: RegistrationStep, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  requireOwnForm(request, parts.ownOrigin);
  const found = await findVisit(parts, request);
  if (found === null) return refuseVisit(parts, reply);
  const { visit, progress, steps } = found;
  if (!steps.includes(step) || !isReachable(steps, step, progress)) return reply.redirect(nextPath(steps, progress), 303);
  const body = formOf(request);
  const typed = Object.fromEntries(step.keeps.map((name) => [name, body.text(name, 254)]));
  const again = (status: number, items: readonly Problem[]): FastifyReply => sendStep(parts, reply, status, step, found, typed, items);
  const mistakes = step.check(body);
  if (mistakes.length > 0) return again(422, mistakes);
  const wait = await minutesToWait(parts, reply, `registration step ${visit}`, perVisit);
  if (wait !== null) return again(429, [[step.mainField, waitText(wait)]]);
  // The page sends an e-mail: the holder of a letter could give one address after another, or one of somebody else again and again.
  const mailWait = step.command === 'agree-to-register' ? await minutesToMail(parts, reply, progress.email) : null;
  if (mailWait !== null) return again(429, [[step.mainField, waitText(mailWait)]]);
  try {
    const answer = await parts.link.step(step.command, visit, step.input(body), accessNow(parts));
    if (answer.outcome === 'refused') return refuseInvitation(parts, reply);
    if (answer.outcome === 'wrong') return again(422, [[step.mainField, step.wrong?.(answer.triesLeft) ?? 'Check what you entered']]);
  } catch (error) {
    const { status, problem } = faultOf(step, request, error);
    return again(status, [problem]);
  }
  return reply.redirect('/register/next', 303);
}

async function sendCode(parts: RegistrationParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  requireOwnForm(request, parts.ownOrigin);
  const found = await findVisit(parts, request);
  const step = registrationSteps.find(({ command }) => command === 'confirm-registration-phone');
  if (found === null || step === undefined) return refuseVisit(parts, reply);
  if (!isReachable(found.steps, step, found.progress)) return reply.redirect(nextPath(found.steps, found.progress), 303);
  const again = (status: number, problem: string): FastifyReply => sendStep(parts, reply, status, step, found, {}, [['code', problem]]);
  const wait = await minutesToWait(parts, reply, `registration text ${found.visit}`, perPhone);
  if (wait !== null) return again(429, waitText(wait));
  try {
    const answer = await parts.link.step('send-registration-code', found.visit, {}, accessNow(parts));
    return answer.outcome === 'refused' ? refuseInvitation(parts, reply) : await reply.redirect(step.path, 303);
  } catch (error) {
    const { status, problem: [, text] } = faultOf(step, request, error);
    return again(status, text);
  }
}

/** What a person is told of a fault: identity's own words where they are written for people. */
function faultOf(step: RegistrationStep, request: FastifyRequest, error: unknown): { readonly status: number; readonly problem: Problem } {
  if (error instanceof CieError && !error.code.startsWith('ROOM_')) {
    return { status: error.code === 'BUSY' ? 503 : 422, problem: [step.fieldOf[error.code] ?? step.mainField, error.message.replace(/\.$/, '')] };
  }
  request.log.error(errorKind(error), 'a step of a registration could not be taken');
  return { status: 503, problem: [step.mainField, 'This did not work just now. Try again in a minute'] };
}

function sendStep(parts: RegistrationParts, reply: FastifyReply, status: number, step: RegistrationStep, { progress, steps }: Visit, typed: Typed, items: readonly Problem[]): FastifyReply {
  const number = steps.indexOf(step);
  const before = steps[number - 1];
  const controls = step.controls(progress, typed, items).filter((each) => each !== null);
  return parts.pages.send(reply, status, {
    title: step.title,
    hasProblems: items.length > 0,
    body: html`<div class="cie-readable">${problems(items)}
${stepLine(number + 2, steps.length + 1)}
${step.intro(progress)}
${controls.length === 0 ? null : form(step.path, controls, step.submit)}
${step.more?.(progress) ?? null}
${before === undefined ? null : html`<p><a href="${before.path}">Back to the step before</a></p>`}
${items.length === 0 ? null : deskAdvice}</div>`,
  });
}
