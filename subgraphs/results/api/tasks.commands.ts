import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { ShownResultTask } from '@cie/kit/result-tasks.ts';
import type { Command } from '@cie/kit/room.ts';
import { ReportKind } from '../domain/report.ts';
import { listTasks, raiseTasks, type TaskStore } from '../domain/result-tasks.ts';

/** Results that nobody has opened (RES-4): the gateway has them raised, and shows them to professionals. `link` is where. */
export function taskCommands(store: TaskStore, link: string): Record<'raise-result-tasks' | 'result-tasks', Command> {
  return {
    'raise-result-tasks': async (_input, access) => ({ raised: await raiseTasks(known(access), store, link) }),
    'result-tasks': async (_input, access): Promise<readonly ShownResultTask[]> => {
      const tasks = await listTasks(known(access), store);
      return tasks.map(({ kind, availableFrom, ...task }) => ({ ...task, kind: kind === ReportKind.radiology ? 'radiology' : 'laboratory', availableFrom: availableFrom.toISOString() }));
    },
  };
}

function known(access: AccessContext | null | undefined): AccessContext {
  if (!access) throw new CieError('COMMAND_INPUT_INVALID', 'This command needs an access context.');
  return access;
}
