import { AskError } from '@cie/web-kit/graph/operation.ts';

/** Which file: the newest version for null. */
export interface WantedFile {
  readonly patient: string;
  readonly document: string;
  readonly version: number | null;
}

export interface FetchedFile {
  /** What it is called when it is saved, with its ending. */
  readonly name: string;
  readonly content: Blob;
}

export type FetchFile = (wanted: WantedFile) => Promise<FetchedFile>;

/** For an address, and for a large file on a slow telephone, in milliseconds. */
const patience = { address: 10_000, file: 300_000 };

/**
 * Asks for an address that leads to the file once, within a minute, in this session, and fetches what is there. By fetch and not by a
 * link: browsers leave out the session of a frame when a link of it saves a file. Throws AskError.
 */
export const fetchFile: FetchFile = async (wanted) => {
  const answer = await ask('/files/address', patience.address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'x-cie-client': 'widget' },
    body: JSON.stringify(wanted),
  });
  const { address, name } = readAnswer(await inTime(answer.json()));
  const file = await ask(address, patience.file, {});
  return { name, content: await inTime(file.blob()) };
};

async function ask(path: string, time: number, request: RequestInit): Promise<Response> {
  const response = await inTime(fetch(path, { ...request, credentials: 'same-origin', signal: AbortSignal.timeout(time) }));
  if (response.status === 401) throw new AskError('expired');
  if (!response.ok) throw new AskError(response.status < 500 ? 'refused' : 'unavailable');
  return response;
}

async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch {
    throw new AskError('offline');
  }
}

function readAnswer(answer: unknown): { address: string; name: string } {
  const found = typeof answer === 'object' && answer !== null && 'address' in answer && 'name' in answer ? answer : null;
  // An address of this origin and of nothing else, whatever an answer says.
  if (typeof found?.address !== 'string' || typeof found.name !== 'string' || !/^\/files\/[\w-]+$/.test(found.address)) throw new AskError('unavailable');
  return { address: found.address, name: found.name };
}
