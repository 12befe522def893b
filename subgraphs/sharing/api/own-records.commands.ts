import type { AccessContext } from '@cie/kit/access-context.ts';
import { readCommandInput } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { evidenceMediaTypes, requestBases, type OwnRequest } from '@cie/kit/records-requests.ts';
import type { Command } from '@cie/kit/room.ts';
import type { HolidayExceptions } from '../domain/bank-holidays.ts';
import { listOthersRequests, objectToRequest } from '../domain/records/object-to-request.ts';
import { collectRequest, listOwnRequests, makeRecordsRequest, readOwnRequest, withdrawRequest } from '../domain/records/make-request.ts';
import type { FullRequest, RecordsRequestStore } from '../domain/records/records-request.ts';
import { beginEvidence, receiveEvidencePart, removeEvidence, sendEvidence, type EvidenceRows } from '../domain/records/send-evidence.ts';
import { asking, oneOf } from './command-reading.ts';
import { othersRequest, ownRequest } from './shown-request.ts';

export interface OwnRecordsParts {
  readonly database: RoomDatabase;
  readonly store: RecordsRequestStore;
  readonly holidays: HolidayExceptions;
  /** Files of evidence within a transaction. */
  readonly rowsIn: (manager: Parameters<Parameters<RoomDatabase['asService']>[0]>[0]) => EvidenceRows;
  /** A file has come whole. */
  readonly onReceived: () => void;
}

/** What somebody does who asks for records (kit/records-requests.ts says what each takes). */
export function ownRecordsCommands({ database, store, holidays, rowsIn, onReceived }: OwnRecordsParts): Readonly<Record<string, Command>> {
  const shown = async (access: AccessContext, found: Promise<FullRequest>): Promise<OwnRequest> => ownRequest(await found, access.now);
  return {
    'request-records': async (input, given) => {
      const [access, read] = [asking(given), readCommandInput(input)];
      const request = await makeRecordsRequest(access, store, holidays, {
        basis: oneOf(requestBases, read.text('basis'), 'basis'), name: read.optionalText('name') ?? '', nhsNumber: read.optionalText('nhsNumber') ?? '',
        birthDate: read.optionalText('birthDate') ?? '', relationship: read.optionalText('relationship'), wanted: read.optionalText('wanted'),
      });
      return ownRequest({ request, files: [] }, access.now);
    },
    'own-records-requests': async (_input, given) => {
      const access = asking(given);
      return (await listOwnRequests(access, store)).map((each) => ownRequest(each, access.now));
    },
    'own-records-request': async (input, given) => {
      const access = asking(given);
      return shown(access, readOwnRequest(access, store, readCommandInput(input).text('id')));
    },
    'begin-evidence': async (input, given) => {
      const [access, read] = [asking(given), readCommandInput(input)];
      const mediaType = oneOf(evidenceMediaTypes, read.text('mediaType'), 'mediaType');
      return { id: await database.asService((manager) => beginEvidence(access, rowsIn(manager), read.text('id'), read.optionalText('fileName') ?? '', mediaType)) };
    },
    'evidence-part': async (input, given) => {
      const [access, read] = [asking(given), readCommandInput(input)];
      const last = oneOf(['yes', 'no'], read.text('last'), 'last') === 'yes';
      const bytes = Buffer.from(read.text('bytes'), 'base64');
      await database.asService((manager) => receiveEvidencePart(access, rowsIn(manager), { id: read.text('id'), number: Number(read.text('number')), bytes, last }));
      if (last) onReceived();
      return null;
    },
    'remove-evidence': async (input, given) => {
      const access = asking(given);
      await database.asService((manager) => removeEvidence(access, rowsIn(manager), readCommandInput(input).text('id')));
      return null;
    },
    'send-evidence': async (input, given) => {
      const access = asking(given);
      return shown(access, sendEvidence(access, store, holidays, readCommandInput(input).text('id')));
    },
    'withdraw-records-request': async (input, given) => {
      const access = asking(given);
      return shown(access, withdrawRequest(access, store, readCommandInput(input).text('id')));
    },
    'others-records-requests': async (_input, given) => {
      const access = asking(given);
      return (await listOthersRequests(access, store)).map((each) => othersRequest(each, access.now));
    },
    'object-to-records-request': async (input, given) => {
      const read = readCommandInput(input);
      await objectToRequest(asking(given), store, holidays, read.text('id'), read.optionalText('text'));
      return null;
    },
    'collect-records-request': async (input, given) => {
      const access = asking(given);
      return { patientId: await collectRequest(access, store, readCommandInput(input).text('id')) };
    },
  };
}
