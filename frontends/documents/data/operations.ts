// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
import type { Operation } from '@cie/web-kit/graph/operation.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Whether a document still stands (HL7 table 0273). */
export type DocumentStatus =
  /** It stands. */
  | 'CURRENT'
  /** Another document has taken its place. */
  | 'REPLACED'
  /** Its author has taken it back. */
  | 'WITHDRAWN';

export type DocumentContentQueryVariables = Exact<{
  patient: string;
  document: string;
}>;


export type DocumentContentQuery = { readonly patient: { readonly id: string, readonly document: { readonly id: string, readonly mediaType: string, readonly content: string | null } | null } | null };

export type DocumentQueryVariables = Exact<{
  patient: string;
  document: string;
}>;


export type DocumentQuery = { readonly patient: { readonly id: string, readonly document: { readonly id: string, readonly type: string | null, readonly title: string, readonly status: DocumentStatus | null, readonly author: string | null, readonly at: string | null, readonly atText: string | null, readonly site: string | null, readonly mediaType: string, readonly size: number | null, readonly text: string | null, readonly organisation: { readonly name: string } } | null } | null };

export type DocumentsQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DocumentsQuery = { readonly patient: { readonly id: string, readonly documents: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly type: string | null, readonly title: string, readonly status: DocumentStatus | null, readonly author: string | null, readonly at: string | null, readonly atText: string | null, readonly site: string | null, readonly mediaType: string, readonly size: number | null, readonly organisation: { readonly name: string } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export const documentContentQuery: Operation<DocumentContentQuery, DocumentContentQueryVariables> = {
  name: 'DocumentContent',
  id: 'feaa233c563c1c61474b439220572b4f1a325916185cf8b6aeea8c49796a0630',
};

export const documentQuery: Operation<DocumentQuery, DocumentQueryVariables> = {
  name: 'Document',
  id: '48e94f2b04b3cbef3f30161bf03dc1ffaa9d8d96557d761a0e554a469f0f2317',
};

export const documentsQuery: Operation<DocumentsQuery, DocumentsQueryVariables> = {
  name: 'Documents',
  id: '35a2035f03c976ea213cac6ebbe9b6e1e91c69525e9089593bf288de284d73b6',
};
