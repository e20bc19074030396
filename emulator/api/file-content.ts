/** A file of a form, read to its end. */
export interface UploadedFile {
  name: string;
  bytes: Uint8Array;
}

/** What a handler gives whose answer is not JSON but the content of a file. */
export class FileContent {
  constructor(readonly bytes: Uint8Array<ArrayBuffer>) {}
}
