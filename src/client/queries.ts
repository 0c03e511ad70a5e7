import type { ReferenceKind } from './actions.js';

/** Days `YYYY-MM-DD`, both included; null where the side is open. */
export type Days = { from: string | null; to: string | null };

/** Which statuses count, compared without case; Syncore is not asked for a name that is not known, it may refuse it. */
export type StatusFilter = { names: string[]; not: boolean; unknown?: boolean };

/** The clients or suppliers that one word of the caller's means: by id, or by the normal name that all of them share. */
export type NameFit = { ids: ReadonlySet<number>; name: string | null };

/** `whole` is false where not all names could be read, so that `ids` may lack some. */
export type PartyFit = NameFit & { whole: boolean };

/**
 * A rep or CSR. `known` is for a name that needs no proof: from a setting or from an earlier answer. A known name
 * that is on no job is no mistake.
 */
export type PersonFilter = { name: string; known: boolean; roles: readonly ('rep' | 'csr')[] };

export type JobQuery = {
  date: Days;
  delivery?: Days | undefined;
  status?: StatusFilter | undefined;
  jobClass?: string | undefined;
  client?: PartyFit | undefined;
  rep?: PersonFilter | undefined;
  csr?: PersonFilter | undefined;
  text?: string | undefined;
  /** Only jobs that are late on this day. */
  overdueOn?: string | undefined;
};

export type SalesOrderQuery = {
  jobId?: number | undefined;
  date?: Days | undefined;
  invoiceDate?: Days | undefined;
  modified?: Days | undefined;
  /** Changed at this moment (`YYYY-MM-DDTHH:MM:SS`, US Pacific) or later. */
  modifiedSince?: string | undefined;
  status?: StatusFilter | undefined;
  client?: PartyFit | undefined;
  /** Of the order's job. */
  rep?: PersonFilter | undefined;
  customerOrderNumber?: string | undefined;
};

export type PurchaseOrderQuery = {
  jobId?: number | undefined;
  date?: Days | undefined;
  modified?: Days | undefined;
  /** Changed at this moment (`YYYY-MM-DDTHH:MM:SS`, US Pacific) or later. */
  modifiedSince?: string | undefined;
  inHand?: Days | undefined;
  status?: StatusFilter | undefined;
  supplier?: PartyFit | undefined;
  overdueOn?: string | undefined;
};

export type ReferenceQuery = { kind: ReferenceKind; text?: string | undefined };

export type ContactQuery = {
  text?: string | undefined;
  contactClass?: string | undefined;
  clientGroup?: PartyFit | undefined;
};
