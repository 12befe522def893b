import { ResultStatus, type Standing } from './report.ts';

/** A withdrawn result is put right only by a correction, so both rank alike. */
const rank: Readonly<Record<ResultStatus, number>> = {
  [ResultStatus.registered]: 0,
  [ResultStatus.partial]: 1,
  [ResultStatus.preliminary]: 2,
  [ResultStatus.final]: 3,
  [ResultStatus.corrected]: 4,
  [ResultStatus.withdrawn]: 4,
  [ResultStatus.cancelled]: 3,
};

/**
 * Whether an incoming version replaces the stored one (ING-2, abuse case 56). A later stage beats an earlier one however
 * late it arrives; within a stage the later issue wins. So the order of arrival does not decide what a reader sees.
 * A cancellation yields to any newer final result and beats any older result: samples are repeated under the same order.
 */
export function supersedes(incoming: Standing, stored: Standing): boolean {
  const newer = !isOlder(incoming, stored);
  if (incoming.status === ResultStatus.cancelled) return newer || rank[stored.status] < rank[ResultStatus.final];
  if (stored.status === ResultStatus.cancelled) return newer && rank[incoming.status] >= rank[ResultStatus.final];
  const difference = rank[incoming.status] - rank[stored.status];
  return difference > 0 || (difference === 0 && newer);
}

function isOlder(incoming: Standing, stored: Standing): boolean {
  const issued = incoming.issuedAt.getTime() - stored.issuedAt.getTime();
  return issued < 0 || (issued === 0 && incoming.sentAt.getTime() < stored.sentAt.getTime());
}

/** Final, corrected, cancelled or withdrawn: the laboratory has said its word. */
export function isFinal(status: ResultStatus): boolean {
  return rank[status] >= rank[ResultStatus.final];
}
