import type { AccessContext } from '@cie/kit/access-context.ts';
import { readCommandInput, type CommandInput } from '@cie/kit/command-input.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Command } from '@cie/kit/room.ts';
import { listPolicies, removeDelay, saveDelay, saveTaskRule, type Changed, type DelayRuleKey, type PolicyStore } from '../domain/change-policies.ts';
import { ReportKind } from '../domain/report.ts';

/** How reports are called in commands; the numbers are the rows' business. */
const kinds = { laboratory: ReportKind.laboratory, radiology: ReportKind.radiology } as const;

/** What staff set for results: how long they wait (RES-3), and when somebody is told that nobody has opened one (RES-4). */
export function policyCommands(store: PolicyStore): Record<'delay-policies' | 'save-delay-policy' | 'remove-delay-policy' | 'save-result-task-policy', Command> {
  return {
    'delay-policies': async (_input, access) => {
      const { delays, tasks } = await listPolicies(known(access), store);
      return {
        policies: delays.map(({ organisation, kind, testCode, days, showNotice, ...changed }) => ({ organisation, kind: nameOf(kind), testCode, days, showNotice, ...told(changed) })),
        tasks: tasks.map(({ organisation, days, email, ...changed }) => ({ organisation, days, email, ...told(changed) })),
      };
    },
    'save-delay-policy': async (input, access) => {
      const read = readCommandInput(input);
      await saveDelay(known(access), store, { ...keyOf(read), days: numberOf(input, 'days'), showNotice: Reflect.get(Object(input), 'showNotice') !== false });
      return null;
    },
    'remove-delay-policy': async (input, access) => {
      await removeDelay(known(access), store, keyOf(readCommandInput(input)));
      return null;
    },
    'save-result-task-policy': async (input, access) => {
      const read = readCommandInput(input);
      await saveTaskRule(known(access), store, { organisation: read.text('organisation'), days: numberOf(input, 'days'), email: read.optionalText('email') });
      return null;
    },
  };
}

const told = ({ author, changedAt }: Changed) => ({ author, at: changedAt?.toISOString() ?? null });

const nameOf = (kind: ReportKind): keyof typeof kinds => (kind === ReportKind.radiology ? 'radiology' : 'laboratory');

function keyOf(read: CommandInput): DelayRuleKey {
  const name = read.text('kind');
  if (name !== 'laboratory' && name !== 'radiology') throw new CieError('COMMAND_INPUT_INVALID', 'The command\'s field "kind" must be laboratory or radiology.');
  return { organisation: read.text('organisation'), kind: kinds[name], testCode: read.text('testCode') };
}

/** Not a whole number is refused by the rules, in words for people. */
function numberOf(input: unknown, name: string): number {
  const value: unknown = Reflect.get(Object(input), name);
  return typeof value === 'number' ? value : Number.NaN;
}

function known(access: AccessContext | null | undefined): AccessContext {
  if (!access) throw new CieError('COMMAND_INPUT_INVALID', 'This command needs an access context.');
  return access;
}
