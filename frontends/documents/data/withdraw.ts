import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { withdrawDocumentMutation, withdrawUploadMutation } from './operations.ts';

/** Takes back a document that the reader added. Throws AskError with the exchange's own words. */
export async function withdrawDocument(ask: Ask, patient: string, document: string): Promise<void> {
  await ask(withdrawDocumentMutation, { patient, document });
}

/** Takes back a file that is being checked, or tidies away that it was refused. */
export async function withdrawUpload(ask: Ask, patient: string, upload: string): Promise<void> {
  await ask(withdrawUploadMutation, { patient, upload });
}
