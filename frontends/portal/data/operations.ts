// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
import type { Operation } from '@cie/web-kit/graph/operation.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type HomeQueryVariables = Exact<{
  patient: string;
}>;


export type HomeQuery = { readonly patient: { readonly id: string, readonly waitingReports: ReadonlyArray<{ readonly availableFrom: string, readonly organisation: { readonly name: string } }> | null, readonly appointments: { readonly edges: ReadonlyArray<{ readonly node: { readonly start: string | null, readonly clinic: string | null, readonly organisation: { readonly name: string } } }> } | null } | null };

export const homeQuery: Operation<HomeQuery, HomeQueryVariables> = {
  name: 'Home',
  id: '0ae0530e2a125517ceaff37be8b10584a8a7ea75296575c6de81142abf48a66d',
};
