import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';

export type DownloadFormat = 'pdf' | 'fhir' | 'csv';

/** What came of asking for a file: its content, or what the page says instead. */
export interface Downloaded {
  readonly status: number;
  readonly type: string;
  readonly content: Buffer;
}

/** Takes a record as a file by the forms of the page, as a browser without script does. `cookie` is that of a session. */
export async function downloadRecord(portal: string, cookie: string, format: DownloadFormat, patientId: string): Promise<Downloaded> {
  const ask = async (path: string, fields?: Readonly<Record<string, string>>) => {
    const address = new URL(path, portal);
    const form = { origin: address.origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
    const { statusCode, headers, body } = await request(address, {
      method: fields === undefined ? 'GET' : 'POST', headers: { cookie, accept: 'text/html', ...(fields === undefined ? {} : form) },
      ...(fields === undefined ? {} : { body: new URLSearchParams(fields).toString() }),
    });
    return { status: statusCode, type: String(headers['content-type']), location: String(headers['location'] ?? ''), content: Buffer.from(await body.arrayBuffer()) };
  };

  const asked = await ask('/download', { format, patient: patientId });
  if (asked.status !== 303) return asked;
  for (let tries = 0; tries < 300; tries += 1) {
    const page = (await ask(`/download?patient=${patientId}`)).content.toString('utf8');
    const [newest = ''] = page.split('<li class="cie-sign-in"').slice(1);
    if (newest.includes('data-state="failed"')) return { ...asked, status: 422, content: Buffer.from(page) };
    const [, id] = /data-state="ready"[^]*?name="id" value="([0-9a-f-]{36})"/.exec(newest) ?? [];
    if (id !== undefined) return ask((await ask('/download/file', { id })).location);
    await sleep(100);
  }
  throw new Error('the file was not made in 30 seconds');
}
