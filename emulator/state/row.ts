/** What all rows have. */
export interface Row {
  id: string;
  /** Place in creation order; cursors and tie-breaks rest on it, for timestamps have whole seconds only. */
  seq: number;
}
