import { errorKind } from '@cie/kit/errors.ts';
import { AskError, dataOf } from '@cie/web-kit/graph/operation.ts';
import type { Ask } from '@cie/web-kit/graph/operation.ts';
import type { Page, PageState } from '@cie/web-kit/page/area.ts';
import { areaOf, hasOthers, pageView, statusWithoutRecord } from '@cie/web-portal/server.ts';
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import type { AccessContext } from '@cie/kit/access-context.ts';
import type { FastifyBaseLogger } from 'fastify';
import type { ExecutionResult } from 'graphql';

/** Runs a registered operation by its name, in this process. */
export type Execute = (operationName: string, variables: Record<string, unknown>, access: AccessContext) => Promise<ExecutionResult>;

/** As the browser asks over the network, the server asks directly: same operations, same errors. */
const askDirectly = (execute: Execute, access: AccessContext): Ask => async <Result, Variables>(operation: { readonly name: string }, variables: Variables): Promise<Result> => {
  // Variables were typed by the operation; execution takes any object.
  const { data, errors } = await execute(operation.name, variables as Record<string, unknown>, access);
  const plain = errors?.map(({ message, extensions }) => ({ message, extensions: { code: extensions?.['code'] } }));
  // The generator wrote Result from this document and the committed schema.
  return dataOf({ data, ...(plain === undefined ? {} : { errors: plain }) }) as Result;
};

/** State of a page with its data, or with the reason why there are none. */
export async function loadState(page: Page, execute: Execute, access: AccessContext, log: FastifyBaseLogger): Promise<PageState> {
  const ask = askDirectly(execute, access);
  const [state, others] = await Promise.all([loadArea(page, ask, log), asksForOthers(page) ? othersOf(ask, log) : false]);
  return others ? { ...state, others } : state;
}

async function loadArea(page: Page, ask: Ask, log: FastifyBaseLogger): Promise<PageState> {
  const withoutRecord = statusWithoutRecord(page);
  if (withoutRecord !== null) return { page, status: withoutRecord, content: null };
  try {
    const area = await areaOf(page);
    return { page, status: 'ready', content: await area.load({ ask, page }) };
  } catch (error) {
    if (error instanceof AskError) return { page, status: error.problem, content: null };
    log.error(errorKind(error), 'a page could not be loaded');
    return { page, status: 'unavailable', content: null };
  }
}

/** Pages on which a record is shown, to somebody who may have several. */
function asksForOthers({ name, reader, display }: Page): boolean {
  return display.as === undefined && reader?.kind === 'patient' && reader.proven && name !== 'home' && name !== 'act-for';
}

/** Without an answer the page stands: the record itself says whose it is. */
async function othersOf(ask: Ask, log: FastifyBaseLogger): Promise<boolean> {
  try {
    return await hasOthers(ask);
  } catch (error) {
    if (!(error instanceof AskError)) log.error(errorKind(error), 'a page does not know of other records');
    return false;
  }
}

/** Markup of a page's view; every value in it was escaped by Lit. */
export async function renderView(state: PageState): Promise<string> {
  const area = state.status === 'ready' ? await areaOf(state.page) : null;
  return collectResult(render(pageView(state, area)));
}

/** JSON that cannot end the script element it stands in, whatever a hospital sent. */
export const stateJson = (state: PageState): string => JSON.stringify(state).replace(/[<>\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
