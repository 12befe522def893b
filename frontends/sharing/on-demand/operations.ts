// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
import type { Operation } from '@cie/web-kit/graph/operation.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Which part of the record an item belongs to when it is shared (ACS-1). Each item has exactly one. */
export type PrivacyLabel =
  /** General health. */
  | 'GENERAL'
  /** Mental health. */
  | 'MENTAL_HEALTH'
  /** Sexual health. */
  | 'SEXUAL_HEALTH'
  /** Social care. */
  | 'SOCIAL_CARE';

/** As whom somebody signed in. */
export type ViewerKind =
  /** A patient or carer. */
  | 'PATIENT'
  /** A health or care professional. */
  | 'PROFESSIONAL';

export type ViewedAsQueryVariables = Exact<{
  patient: string;
}>;


export type ViewedAsQuery = { readonly patient: { readonly id: string, readonly viewedAs: { readonly id: string, readonly kind: ViewerKind, readonly name: string, readonly role: string | null, readonly team: boolean, readonly pending: boolean, readonly labels: ReadonlyArray<PrivacyLabel>, readonly ownGroup: boolean, readonly until: string | null, readonly organisation: { readonly name: string } | null } | null } | null };

export const viewedAsQuery: Operation<ViewedAsQuery, ViewedAsQueryVariables> = {
  name: 'ViewedAs',
  id: '5aeea4b902388250f6e3aa9fe14168a466c1bf18484de2fbae74cf43a76da029',
};
