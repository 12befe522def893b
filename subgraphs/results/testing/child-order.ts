/** An invented order of susceptibilities that answers one germ of the order F100 (OBR-26, OBR-29); lines as they stand in a message. */
export interface ChildPlan {
  readonly filler?: string;
  readonly code?: string;
  readonly issuedAt?: string;
  readonly status?: string;
  /** OBX-4 of the germ. */
  readonly germ?: string;
  readonly parent?: string;
}

export function childOrder(lines: readonly string[], plan: ChildPlan = {}): string[] {
  const obr: string[] = Array.from({ length: 30 }, () => '');
  obr.splice(0, 5, 'OBR', '2', '', plan.filler ?? 'F101', `${plan.code ?? 'SUS'}^Susceptibilities^L`);
  obr[7] = '20260401080000';
  obr[22] = plan.issuedAt ?? '20260401103000';
  obr[25] = plan.status ?? 'F';
  obr[26] = `ORG&Organism&L^${plan.germ ?? '1'}^Germ`;
  obr[29] = `P100^${plan.parent ?? 'F100'}`;
  return [obr.join('|'), ...lines];
}

export const germ = (name: string, subId = '1', status = 'F'): string => `OBX|1|CE|ORG^Organism^L|${subId}|^${name}||||||${status}`;
export const medicine = (code: string, judged: string, { subId = '', status = 'F' } = {}): string => `OBX|1|ST|${code}^${code}^L|${subId}|${judged}|||${judged}|||${status}`;
