import { hasDuty } from './access-context.ts';
import { readCommandInput } from './command-input.ts';
import { CieError } from './errors.ts';
import { Label } from './names.ts';
import { proxyLabels } from './proxies.ts';
import type { LabelCount } from './records-requests.ts';
import type { Command } from './room.ts';

/** Items of a label that a room holds, and how many of them wait for their release. */
export interface CountedLabel {
  readonly label: Label;
  readonly items: number;
  readonly waiting: number;
}

/**
 * The command `count-labels` of a room: how many items of each label a copy of these records of one person would hold, for the preview of
 * the records team (SAR-1). Numbers alone leave the room, for that duty alone; sharing has named the records and written its entry before.
 */
export function labelCountsCommand(count: (patientIds: readonly string[], now: Date) => Promise<readonly CountedLabel[]>): Command {
  return async (input, access): Promise<readonly LabelCount[]> => {
    if (!access || !hasDuty(access.viewer, 'records-team')) throw new CieError('RECORDS_TEAM_ONLY', 'Only the records team can do this.');
    const counted = await count(readCommandInput(input).texts('patientIds'), access.now);
    return proxyLabels.map((label) => {
      const found = counted.find((each) => each.label === Label[label]);
      return { label, items: found?.items ?? 0, waiting: found?.waiting ?? 0 };
    });
  };
}

/** A table of items with guarded columns, and which of its rows stand: what was withdrawn is in no copy. */
export interface CountedTable {
  readonly table: string;
  readonly stands?: string;
}

/** SQL over such tables: `$1` patient ids, `$2` the time. */
export function labelCountsSql(tables: readonly CountedTable[]): string {
  const each = tables.map(({ table, stands = 'true' }) => `select label, release_at from ${table} where patient_id = any ($1::uuid[]) and ${stands}`);
  return `select label, count(*)::integer as items, (count(*) filter (where release_at > $2))::integer as waiting from (${each.join(' union all ')}) as item group by label`;
}
